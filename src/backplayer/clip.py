"""Sound as data: a piece of mono audio with its rate."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from backplayer.units import Ms


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono 16-bit samples (``array("h")``) at *rate* frames a second. Treat the samples as read-only."""

    samples: array[int]
    rate: int

    @property
    def length(self) -> Ms:
        """Length in milliseconds, rounded up, so that what follows never cuts the last sample."""
        return -(-len(self.samples) * 1000 // self.rate)
