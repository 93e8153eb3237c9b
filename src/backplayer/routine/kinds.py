"""Files beside the routines that hold something else."""

from __future__ import annotations

import re

_NAMED = re.compile(r"sources|pronunciation|safety(\.[a-z]{2,3}(-[A-Za-z0-9]{2,8})?)?")


def kind_by_name(stem: str) -> str | None:
    """Tell what such a file holds by its name without the ending; ``safety.de`` holds what ``safety`` does."""
    return stem.partition(".")[0] if _NAMED.fullmatch(stem) else None
