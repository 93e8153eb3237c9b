"""Writing files that are new: whole or not at all, and never over another."""

from __future__ import annotations

import os
from pathlib import Path


def create(path: Path, text: str) -> None:
    """Write *text* to a new file at *path*; nothing stays of one that could not be written to its end.

    Raises:
        FileExistsError: something is there; it stays as it is.
        OSError: it cannot be written.
    """
    with path.open("xb") as file:
        try:
            file.write(text.encode("utf-8"))
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise


def replace(path: Path, text: str) -> None:
    """Write *text* to *path* in place of what is there, which stays until the new one is whole.

    Raises:
        OSError: it cannot be written.
    """
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}")
    try:
        create(part, text)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
