"""Files in which nothing is written yet: they change nothing."""

from __future__ import annotations

from os.path import isfile
from pathlib import Path

_MOST = 64 * 1024
"""Bytes looked at; a longer file is none of comments only."""


def is_blank(path: Path) -> bool:
    """Whether all lines of a file are empty or comments; False where it cannot be read: reading it tells why."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST + 1)
    except OSError:
        return False
    lines = text.removeprefix(b"\xef\xbb\xbf").splitlines()
    return len(text) <= _MOST and all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)


def has_text(path: Path) -> bool:
    """Whether *path* is a file, and not a blank one."""
    return isfile(path) and not is_blank(path)
