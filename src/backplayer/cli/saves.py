"""When a routine was saved, or anything else that is read for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from backplayer.cli.folders import library

LOOK_EVERY_S = 0.25
"""How often the files are looked at, in seconds."""
QUIET_S = 0.3
"""Saves that are less far apart, in seconds, are one."""
LONGEST_BURST_S = 2.0
"""Seconds after which a save is told though the file is still written to."""

Stamps: TypeAlias = Mapping[Path, tuple[int, ...]]


class Saves:
    """The changes of a routine's file, and of all that the library reads for it, as they happen.

    Saves in a burst are one; that a file comes or goes is a change too. The files are looked at again and again: a
    system's events go deaf when a folder gives way to another of its name, and tell nothing of what another computer
    saves in a shared one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = stamps(path)
        self._over = threading.Event()

    def __iter__(self) -> Iterator[object]:
        """Wait for changes since this was made; ends after `close`."""
        while not self._over.wait(LOOK_EVERY_S):
            if stamps(self._path) != self._seen:
                self._seen = settled(lambda: stamps(self._path), self._over.wait)
                yield self

    def close(self) -> None:
        """Wait for no more."""
        self._over.set()


def stamps(path: Path) -> Stamps:
    """Return the files that are read for the routine at *path*, each with what tells it from what it was before."""
    found = {}
    for file in (path, *library().read_for(path)):
        with suppress(OSError):
            now = file.stat()
            found[file] = (now.st_ino, now.st_mode, now.st_size, now.st_mtime_ns)
    return found


def settled(look: Callable[[], Stamps], wait: Callable[[float], object]) -> Stamps:
    """Wait until the files stay as they are for `QUIET_S`, but no longer than `LONGEST_BURST_S`."""
    now = look()
    for _ in range(round(LONGEST_BURST_S / QUIET_S)):
        wait(QUIET_S)
        before, now = now, look()
        if now == before:
            break
    return now
