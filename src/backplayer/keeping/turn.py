"""Only one player speaks at a time."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

LEAVE_WITHIN_S = 10.0
"""How long a player that is told to stop may take."""


@dataclass(frozen=True, slots=True)
class Player:
    """A player that is speaking."""

    process: int
    title: str
    since: float
    """Seconds since the epoch."""


class Busy(Exception):
    """Somebody else is playing. The message says who, and what to do."""


class Turn:
    """The right to speak, for as long as this process lives or until `close`.

    With *take_over*, a player that is speaking is told to stop; it keeps its place.

    Raises:
        Busy: another player is speaking, or does not stop.
        OSError: the lock cannot be made.
    """

    def __init__(self, path: Path, title: str, *, take_over: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._about = path.with_suffix(".json")
        self._lock = FileLock(path)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            other = _read(self._about)
            if not take_over:
                raise Busy(_who(other)) from None
            self._take_over(other)
        self._about.write_text(json.dumps(asdict(Player(os.getpid(), title, time.time()))), encoding="utf-8")

    def close(self) -> None:
        """Let others speak."""
        if self._lock.is_locked:
            self._about.unlink(missing_ok=True)
            self._lock.release()

    def _take_over(self, other: Player | None) -> None:
        if other:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(other.process, signal.SIGTERM)
        try:
            self._lock.acquire(timeout=LEAVE_WITHIN_S)
        except Timeout:
            raise Busy(f"{_who(other)} It was told to stop, and has not.") from None


def _read(path: Path) -> Player | None:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        process, title, since = int(about["process"]), str(about["title"]), float(about["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Player(process, title, since) if process > 1 else None


def _who(other: Player | None) -> str:
    if other is None:
        return "another backplayer is speaking; stop it first, or take over: --take-over"
    minutes = max(0, round((time.time() - other.since) / 60))
    return (
        f"'{other.title}' has been playing for {minutes} min (process {other.process}); "
        "stop it there (q or Ctrl-C), or take over: --take-over"
    )
