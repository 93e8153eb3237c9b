"""The coach's volume: its bounds and its steps."""

from __future__ import annotations

LOUDEST, QUIETEST = 1.4, 0.1
"""Speech is levelled with 3.5 dB of headroom, which is a factor of 1.5."""
STEP = 1.26
"""2 dB."""


def louder(gain: float) -> float:
    """Return the factor one step up; audible, whatever *gain* is."""
    return _bounded(gain * STEP)


def quieter(gain: float) -> float:
    """Return the factor one step down; it stays audible."""
    return _bounded(gain / STEP)


def held(gain: float) -> float:
    """Return *gain* where it neither distorts nor is below silence."""
    return min(max(gain, 0.0), LOUDEST)


def _bounded(gain: float) -> float:
    return min(max(gain, QUIETEST), LOUDEST)
