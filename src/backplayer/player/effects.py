"""What the transport wants done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from backplayer.player.leg import CueDue
from backplayer.units import Ms


@dataclass(frozen=True, slots=True)
class Hush:
    """Be silent at once, and forget what was to come."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A wish was taken, or not; then *why* is what the coach says of it."""

    accepted: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """A piece of work is over, or will not be done: *reps* of *of_reps* were, or *done* of *of* milliseconds."""

    title: str
    step: int | None
    side: str | None
    set: int | None
    outcome: Literal["done", "skipped", "replaced"]
    reps: int
    of_reps: int | None
    done: Ms
    of: Ms


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for the listener to read."""

    text: str


@dataclass(frozen=True, slots=True)
class Helped:
    """The listener asks what can be asked for."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The session is over; *whole* tells that its end was reached."""

    whole: bool


Effect: TypeAlias = CueDue | Hush | Acknowledged | Ended | Notice | Helped | Finished
