"""Two claps in a row: sharp, short, alike, and half a second apart."""

from __future__ import annotations

import math
from array import array
from collections import deque
from operator import mul, sub

from backplayer.controls.listening.engine import RATE

STEP = RATE // 200
"""Samples in a step of 5 ms."""
RISE_DB = 20.0
"""A clap stands so far above the second before it, ..."""
RISES_WITHIN = 2
"""... from one step to the next but one, ..."""
FALLS_DB = 12.0
"""... and is so much fainter ..."""
FALLS_WITHIN = 16
"""... 80 ms after its peak; words last longer."""
SHARP = 0.25
"""Its power is in its treble: the steps from sample to sample hold this much of it. Knocks and drums are duller."""
APART_S = (0.18, 0.6)
"""The two peaks."""
ALIKE_DB = 10.0
STILL_S = 0.5
"""Nothing like a clap before the first nor after the second: applause is no command."""


class ClapDetector:
    """Hears double claps in sound at `RATE`."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop what was heard so far."""
        self._left = b""
        self._steps = 0
        self._recent: deque[tuple[float, float]] = deque(maxlen=RATE // STEP)  # level in dB, sharpness
        self._claps: deque[tuple[float, float]] = deque(maxlen=3)  # when (s), level

    def feed(self, sound: bytes) -> bool:
        """Take 16-bit samples; tell whether a double clap is complete with them, which takes `STILL_S` of stillness."""
        data = self._left + sound
        size = STEP * 2
        whole = len(data) // size * size
        self._left = data[whole:]
        return sum(self._step(data[at : at + size]) for at in range(0, whole, size)) > 0

    def _step(self, block: bytes) -> bool:
        self._steps += 1
        self._recent.append(_loudness(array("h", block)))
        now = self._steps * STEP / RATE
        if self._clap_is_over():
            peak = now - FALLS_WITHIN * STEP / RATE
            self._claps.append((peak, self._recent[-1 - FALLS_WITHIN][0]))
        return self._double(now)

    def _clap_is_over(self) -> bool:
        """Whether the step that is `FALLS_WITHIN` ago was the peak of a clap."""
        if len(self._recent) < 4 * FALLS_WITHIN or self._recent[-1 - FALLS_WITHIN][1] < SHARP:
            return False
        steps = list(self._recent)
        peak, _ = steps[-1 - FALLS_WITHIN]
        before, after = steps[: -1 - FALLS_WITHIN - RISES_WITHIN], steps[-FALLS_WITHIN:]
        floor = sorted(level for level, _ in before)[len(before) // 2]
        around = [level for level, _ in steps[-1 - FALLS_WITHIN - RISES_WITHIN :]]
        return (
            peak >= max(around)
            and peak - floor >= RISE_DB
            and peak - before[-1][0] >= FALLS_DB
            and peak - max(level for level, _ in after[-4:]) >= FALLS_DB
        )

    def _double(self, now: float) -> bool:
        """Whether the last two claps belong together and it has been still since, as of this very step."""
        if len(self._claps) < 2:
            return False
        (first, loud), (second, louder) = list(self._claps)[-2:]
        earlier = self._claps[0][0] if len(self._claps) == 3 else -STILL_S
        if now - second < STILL_S or not APART_S[0] <= second - first <= APART_S[1]:
            return False
        self._claps.clear()
        return abs(loud - louder) <= ALIKE_DB and first - earlier > APART_S[1]


def _loudness(samples: array[int]) -> tuple[float, float]:
    """Level in dB, and how much of the power is in the steps from sample to sample."""
    power = sum(map(mul, samples, samples)) + len(samples)
    steps = list(map(sub, samples[1:], samples))
    treble = sum(map(mul, steps, steps))
    return 10 * math.log10(power / len(samples)), treble / (4 * power)
