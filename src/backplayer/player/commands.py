"""What a listener can ask for, and where it arrives."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from backplayer.units import Ms


class Command(Enum):
    """A wish of the listener. What each does in each state of the session: docs/commands.md."""

    PAUSE = "pause"
    RESUME = "resume"
    PLAY_PAUSE = "play-pause"
    """Pause, or go on: the one key of a headset, and the space bar."""
    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    SLOWER = "slower"
    FASTER = "faster"
    MORE_TIME = "more-time"
    WHERE = "where"
    DONE = "ready"
    """Ready: go on from where the session waits, cut a rest short; yes to a question."""
    EASIER = "easier"
    PAIN = "pain"
    STOP = "stop"
    LOUDER = "louder"
    QUIETER = "quieter"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Seek:
    """Go to the piece of the session that is at *to*, as `View.position` counts; it lands on a piece's beginning."""

    to: Ms


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Set the volume to *gain*: 1.0 is as levelled; it is held to what does not distort."""

    gain: float


Request: TypeAlias = Command | Seek | SetVolume


@dataclass(frozen=True, slots=True)
class Wish:
    """A request and how it was made: one that was *spoken* may be misheard, so what cannot be undone asks first."""

    request: Request
    spoken: bool = False


class Inbox:
    """Where wishes arrive from any thread or signal handler. Only the session takes them out."""

    def __init__(self) -> None:
        self._wishes: deque[Wish] = deque()
        # Held but when there is something new. A plain lock, since a signal handler may ring while the session is just
        # listening; not the queues of the standard library: a signal that outlasts the timeout of their `get` (Ctrl-Z,
        # and later fg) makes it wait for ever on CPython up to 3.13.
        self._bell = threading.Lock()
        self._bell.acquire()

    def put(self, wish: Wish | Request) -> None:
        """Leave a wish; safe in a signal handler."""
        self._wishes.append(wish if isinstance(wish, Wish) else Wish(wish))
        with suppress(RuntimeError):  # it was rung already
            self._bell.release()

    def wait(self, seconds: float) -> bool:
        """Wait at most *seconds* for a wish; tell whether one is there."""
        if not self._wishes and seconds > 0:
            self._bell.acquire(timeout=seconds)
        return bool(self._wishes)

    def take(self) -> Wish | None:
        """Take the next wish, None when there is none."""
        return self._wishes.popleft() if self._wishes else None
