"""What lies under the clips, and how it gives way to them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise
from operator import mul
from typing import Protocol

from backplayer.units import Ms, ms_to_frames

DUCK = 0.25
"""The factor on the bed while a clip sounds: -12 dB."""
DUCK_LEAD: Ms = 400
"""How long before a clip the bed begins to sink, and how long that takes: the clip begins over a quiet bed."""
DUCK_HOLD: Ms = 1000
"""How long after a clip the bed stays low. With `DUCK_LEAD` it bridges gaps of up to 1.4 s without rising."""
DUCK_RISE: Ms = 600
"""How long the bed takes to come back."""


class Bed(Protocol):
    """An endless sound, mono, at the mixer's rate."""

    def read(self, frames: int) -> array[int]:
        """The next *frames* samples (``array("h")``), or none at all while it is silent. Quick; never raises."""


class Ducked:
    """A bed that gives way to clips: how far it is down, frame by frame.

    It moves in straight lines, never faster than the lead and the rise allow, so that a clip that comes too
    late or is hushed makes no jump. Whole numbers, so that blocks of any size give the same.
    """

    def __init__(self, bed: Bed, rate: int) -> None:
        self.bed = bed
        self._lead, self._hold = ms_to_frames(DUCK_LEAD, rate), ms_to_frames(DUCK_HOLD, rate)
        # Down takes _lead frames and up _rise frames: in steps of _rise and _lead the whole way is their product.
        self._rise = ms_to_frames(DUCK_RISE, rate)
        self._whole = self._lead * self._rise
        self._depth = 0
        self._low_until = 0  # because of clips that have begun
        self._low = Scale(DUCK)

    def cut_short(self, at: int) -> None:
        """Nothing that has been heard so far is heard beyond the frame *at*."""
        self._low_until = min(self._low_until, at + self._hold)

    def between(self, start: int, end: int, clips: Sequence[tuple[int, int]]) -> array[int]:
        """What is heard of the bed from *start* to *end* under *clips*, each from frame to frame."""
        bed = self.bed.read(end - start)
        way = self._way(start, end, clips)
        if not bed or way == [(start, end, 0, 0)]:
            return bed
        made = array("h")
        for left, right, depth, step in way:
            made += self._weighted(bed[left - start : right - start], depth, step)
        return made

    def pass_over(self, start: int, end: int, clips: Sequence[tuple[int, int]]) -> None:
        """Move on from *start* to *end* without a bed."""
        self._way(start, end, clips)

    def _way(self, start: int, end: int, clips: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
        """The straight lines from *start* to *end*: from, to, the depth at the first frame, the step per frame."""
        low = [(at - self._lead, until + self._hold) for at, until in clips]
        low.append((start, self._low_until))
        corners = sorted({start, end, *(frame for line in low for frame in line if start < frame < end)})
        way = []
        for left, right in pairwise(corners):
            down = any(since <= left < until for since, until in low)
            step, limit = (self._rise, self._whole) if down else (-self._lead, 0)
            frames = min(-(-abs(limit - self._depth) // abs(step)), right - left)
            if frames:
                way.append((left, left + frames, self._depth, step))
                self._depth = max(0, min(self._whole, self._depth + frames * step))
            if left + frames < right:
                way.append((left + frames, right, self._depth, 0))
        self._low_until = max([self._low_until, *(until for since, until in low if since + self._lead < end)])
        return way

    def _weighted(self, samples: array[int], depth: int, step: int) -> array[int]:
        if step == 0:
            return self._low.of(samples) if depth else samples
        fall = (DUCK - 1.0) / self._whole
        weights = [1.0 + fall * at for at in range(depth, depth + step * len(samples), step)]
        return array("h", map(round, map(mul, samples, weights)))


class Scale:
    """Samples times *factor*, clamped; looked up, which is several times quicker than calculating."""

    def __init__(self, factor: float) -> None:
        """Calculate every value there is: some 10 ms, so not where a device waits."""
        values = (*range(32768), *range(-32768, 0))  # the negative ones count from the end, as indexes do
        self._table = tuple(max(-32768, min(32767, round(value * factor))) for value in values)

    def of(self, samples: array[int]) -> array[int]:
        """*samples*, scaled."""
        return array("h", map(self._table.__getitem__, samples))
