"""The one clock of a session. With sound on it is the device's; here are the clock of text and the one that jumps."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from backplayer.player.commands import Inbox
from backplayer.units import Ms


class Clock(Protocol):
    """Tells the session's time and waits for it."""

    def now(self) -> Ms:
        """Milliseconds since the session's start; never goes back."""

    def wait(self, until: Ms, inbox: Inbox) -> None:
        """Return when it is *until*, or earlier when the inbox holds something or the clock wants to be looked at."""


class MonotonicClock:
    """Real time, for sessions as text."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._start = monotonic()

    def now(self) -> Ms:
        """Milliseconds since the clock was made."""
        return int((self._monotonic() - self._start) * 1000)

    def wait(self, until: Ms, inbox: Inbox) -> None:
        """Wait in real time."""
        inbox.wait(max(0.0, self._start + until / 1000 - self._monotonic()))


class OfflineClock:
    """A clock that jumps: nobody waits. For instant sessions, for files and for tests."""

    def __init__(self) -> None:
        self._now: Ms = 0

    def now(self) -> Ms:
        """Return the time it was last told to wait for."""
        return self._now

    def wait(self, until: Ms, inbox: Inbox) -> None:
        """Jump to *until*, unless a command is there."""
        if not inbox.wait(0):
            self._now = max(self._now, until)


def awake_seconds() -> float:
    """Return seconds on a clock that goes on while the machine sleeps: since the start of the machine, or the epoch."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if clock is None else time.clock_gettime(clock)
