"""When sound was captured, though blocks of it arrive late and in bursts."""

from __future__ import annotations

from collections import deque

REMEMBERED = 300
"""Blocks (of 30 ms): clocks of sound cards run off by less than a millisecond in that time."""


class CaptureClock:
    """Gives each block the time its first sample was captured, on the clock of the times it is told.

    A block never arrives early, so the least delay of the last blocks is nearest to the truth. A process that was
    stopped gets its sound in a burst afterwards; by the time of arrival, our coach's last words would be said now.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._frames = 0
        self._begins: deque[float] = deque(maxlen=REMEMBERED)

    def captured(self, frames: int, arrived: float) -> float:
        """When the first of *frames* samples, which *arrived* just now, was captured."""
        self._begins.append(arrived - (self._frames + frames) / self._rate)
        at = min(self._begins) + self._frames / self._rate
        self._frames += frames
        return at

    def lost(self) -> None:
        """Samples were dropped on their way: count anew."""
        self._begins.clear()
        self._frames = 0
