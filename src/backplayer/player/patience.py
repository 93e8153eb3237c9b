"""How long a session stands and waits for an answer, and how it shows meanwhile that it is there."""

from __future__ import annotations

from enum import Enum

from backplayer.units import Ms

TICK_EVERY: Ms = 5_000
"""How often a wait gives a sign of life."""
REMIND_AFTER: Ms = 60_000
WAIT_AT_MOST: Ms = 600_000
"""A listener who has not answered for this long is not there: the session pauses."""
REMIND_OF_PAIN: Ms = 25_000
PAIN_AT_MOST: Ms = 90_000
"""Silence for this long after a report of pain ends the session."""


class Sign(Enum):
    """What is to be done about the silence."""

    TICK = "tick"
    REMINDER = "reminder"
    OVER = "over"
    """Nobody is there."""


class Patience:
    """Lasts *at_most* from *now*, or from when the listener was heard of last.

    It reminds once, *remind_after* that; and ticks every *tick_every* milliseconds. None for what it does not do.
    """

    def __init__(self, now: Ms, at_most: Ms, remind_after: Ms | None = None, tick_every: Ms | None = None) -> None:
        self._at_most = at_most
        self._remind_after = remind_after
        self._tick_every = tick_every
        self.heard(now)

    def heard(self, now: Ms) -> None:
        """Begin anew: the listener is there."""
        self._since = now
        self._ticks = 0
        self._reminded = False

    def due(self, now: Ms, speaking: bool) -> Sign | None:
        """Return the sign that is due; while the coach is *speaking*, none but the last is needed."""
        waited = now - self._since
        if waited >= self._at_most:
            return Sign.OVER
        if self._remind_after is not None and waited >= self._remind_after and not (self._reminded or speaking):
            self._reminded = True
            return Sign.REMINDER
        if self._tick_every is not None and waited // self._tick_every > self._ticks:
            self._ticks = waited // self._tick_every
            return None if speaking else Sign.TICK
        return None


def for_a_wait(now: Ms, bound: Ms | None) -> Patience:
    """Wait until the listener is ready; where nobody can answer, no longer than *bound*."""
    return Patience(now, WAIT_AT_MOST, REMIND_AFTER, TICK_EVERY) if bound is None else Patience(now, bound)


def for_pain(now: Ms) -> Patience:
    """Wait until the listener says what to do about pain."""
    return Patience(now, PAIN_AT_MOST, REMIND_OF_PAIN)
