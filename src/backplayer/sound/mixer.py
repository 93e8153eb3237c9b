"""Puts clips at exact frames of one endless mono stream and renders that stream block by block."""

from __future__ import annotations

import math
import threading
from array import array
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from operator import add, mul

from backplayer.clip import Clip
from backplayer.sound.bed import Bed, Ducked
from backplayer.units import Ms, ms_to_frames

LATE_FADE: Ms = 3
"""How softly a clip comes in that was scheduled in the past, so that its cut edge does not click."""
GAIN_RAMP: Ms = 20
"""How long a change of gain takes, for the same reason."""
KNEE = 26_000
"""With a gain above 1, samples beyond this (-2 dBFS) are bent towards full scale instead of being cut off there."""

_HIGHEST, _LOWEST = 32767, -32768


@dataclass(order=True, slots=True)
class _Placed:
    """Samples and the absolute frame at which the first of them is heard."""

    at: int
    samples: array[int] = field(compare=False)
    ducks: bool = field(compare=False)

    @property
    def end(self) -> int:
        return self.at + len(self.samples)

    def between(self, start: int, end: int) -> array[int]:
        return self.samples[start - self.at : end - self.at]

    def replaced(self, at: int, samples: array[int]) -> _Placed:
        """What is left of it, from *at* on."""
        return _Placed(at, samples, self.ducks)


class Mixer:
    """A stream of 16-bit mono frames at *rate* Hz. Every method may be called from any thread.

    Frame 0 is the first one rendered. Clips that overlap are added and clamped to 16 bits; where one
    clip sounds alone its samples pass unchanged. What comes out does not depend on the block sizes.
    Under the clips lies a bed, if there is one: music, lowered while a clip that *ducks* sounds.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._lock = threading.Lock()
        self._position = 0
        self._sounding: list[_Placed] = []
        self._scheduled: list[_Placed] = []  # sorted by frame
        self._gain = self._gain_before = 1.0
        self._gain_since = 0  # frame
        self._under: Ducked | None = None

    @property
    def bed(self) -> Bed | None:
        """What lies under the clips; a hush leaves it alone."""
        return self._under.bed if self._under else None

    @bed.setter
    def bed(self, bed: Bed | None) -> None:
        under = Ducked(bed, self.rate) if bed else None
        with self._lock:
            self._under = under

    @property
    def position(self) -> int:
        """Frames rendered or skipped so far: the frame the next `render` begins with."""
        return self._position

    @property
    def end(self) -> int:
        """The frame after the last one that will sound, as things stand; never before `position`."""
        with self._lock:
            return max([self._position, *(placed.end for placed in self._sounding + self._scheduled)])

    @property
    def gain(self) -> float:
        """The factor applied to everything (1.0: unchanged), from the next frame on over `GAIN_RAMP`."""
        return self._gain

    @gain.setter
    def gain(self, factor: float) -> None:
        with self._lock:
            self._gain_before = self._gain_at(self._position)
            self._gain_since = self._position
            self._gain = max(0.0, float(factor))

    def play(self, clip: Clip, at: int, *, ducks: bool = True) -> None:
        """Let *clip* start at the absolute frame *at*; the bed is lowered for one that *ducks*.

        A clip whose frame has passed keeps its beat: the part of it that still lies ahead is heard,
        faded in over `LATE_FADE`; one that lies wholly in the past is dropped. Raises `ValueError`
        when the clip's rate is not the mixer's.
        """
        self._check(clip)
        placed = _Placed(at, clip.samples, ducks)
        with self._lock:
            if at < self._position:
                if placed.end <= self._position:
                    return
                rest = placed.between(self._position, placed.end)
                placed = placed.replaced(self._position, _faded_in(rest, ms_to_frames(LATE_FADE, self.rate)))
            insort(self._scheduled, placed)

    def play_next(self, clip: Clip) -> None:
        """Let *clip* start at the very next frame rendered, whole: for an answer to what was just asked.

        It does not duck. Raises `ValueError` when the clip's rate is not the mixer's.
        """
        self._check(clip)
        with self._lock:
            insort(self._scheduled, _Placed(self._position, clip.samples, ducks=False))

    def hush(self, fade_ms: Ms) -> None:
        """From the next frame on, fade the clips that sound over *fade_ms* and forget all that were to come.

        The bed goes on, and rises again as after the end of a clip.
        """
        frames = ms_to_frames(fade_ms, self.rate)
        with self._lock:
            at = self._position
            self._scheduled.clear()
            self._sounding = [
                placed.replaced(at, _faded_out(placed.between(at, at + frames), frames)) for placed in self._sounding
            ]
            if self._under:
                self._under.cut_short(at + frames)

    def render(self, frames: int) -> bytes:
        """The next *frames* frames, 16-bit in the machine's byte order. Advances `position`; never raises."""
        with self._lock:
            start, end = self._position, self._position + max(0, frames)
            self._admit(end)
            out = array("h", bytes(2 * (end - start)))
            bed = self._bed_between(start, end)
            # Between two neighbouring edges the same clips sound all the time.
            edges = {start, end}
            for placed in self._sounding:
                edges.update((max(placed.at, start), min(placed.end, end)))
            ordered = sorted(edges)
            for left, right in pairwise(ordered):
                heard = [placed for placed in self._sounding if placed.at <= left and placed.end >= right]
                if heard := heard + bed:
                    out[left - start : right - start] = self._mixed(heard, left, right)
            self._move_to(end)
            return out.tobytes()

    def skip(self, frames: int) -> None:
        """Move on by *frames* at next to no cost. What has begun by then comes in over `LATE_FADE`."""
        if frames <= 0:
            return
        with self._lock:
            end = self._position + frames
            self._admit(end)
            if self._under:
                self._under.pass_over(self._position, end, self._ducking())
            self._move_to(end)
            fade = ms_to_frames(LATE_FADE, self.rate)
            self._sounding = [
                placed.replaced(end, _faded_in(placed.between(end, placed.end), fade)) for placed in self._sounding
            ]

    def _check(self, clip: Clip) -> None:
        if clip.rate != self.rate:
            raise ValueError(f"a clip of {clip.rate} Hz cannot be mixed at {self.rate} Hz: resample it first")

    def _bed_between(self, start: int, end: int) -> list[_Placed]:
        """The bed from *start* to *end*, lowered where it has to be; nothing where it is silent."""
        if not self._under or start == end:
            return []
        samples = self._under.between(start, end, self._ducking())
        return [_Placed(start, samples, ducks=False)] if samples else []

    def _ducking(self) -> list[tuple[int, int]]:
        """From where to where, in frames, clips sound that the bed gives way to."""
        return [(placed.at, placed.end) for placed in self._sounding + self._scheduled if placed.ducks]

    def _admit(self, end: int) -> None:
        while self._scheduled and self._scheduled[0].at < end:
            self._sounding.append(self._scheduled.pop(0))

    def _move_to(self, end: int) -> None:
        self._position = end
        self._sounding = [placed for placed in self._sounding if placed.end > end]

    def _mixed(self, heard: Sequence[_Placed], start: int, end: int) -> array[int]:
        """The sum of clips that all sound from *start* to *end*, with the gain, clamped."""
        first = heard[0].between(start, end)
        settled = start >= self._gain_since + ms_to_frames(GAIN_RAMP, self.rate)
        if len(heard) == 1 and settled and self._gain == 1.0:
            return first
        total: list[int] | list[float] = list(first)
        for placed in heard[1:]:
            total = list(map(add, total, placed.between(start, end)))
        if not settled:
            total = list(map(mul, total, map(self._gain_at, range(start, end))))
        elif self._gain != 1.0:
            total = list(map(mul, total, repeat(self._gain)))
        if max(self._gain, 0.0 if settled else self._gain_before) > 1.0:
            total = [value if -KNEE <= value <= KNEE else _bent(value) for value in total]
        if max(total) > _HIGHEST or min(total) < _LOWEST:
            total = [max(_LOWEST, min(_HIGHEST, value)) for value in total]
        return array("h", map(round, total))

    def _gain_at(self, frame: int) -> float:
        """The gain at *frame*: on a straight line from the one before to the one asked for."""
        ramp = ms_to_frames(GAIN_RAMP, self.rate)
        done = frame - self._gain_since
        if done >= ramp:
            return self._gain
        return self._gain_before + (self._gain - self._gain_before) * done / ramp


def _bent(value: float) -> float:
    """*value*, beyond the knee, on a curve that leaves it without a corner and never reaches full scale."""
    room = _HIGHEST - KNEE
    return math.copysign(KNEE + room * (1.0 - math.exp((KNEE - abs(value)) / room)), value)


def _faded_out(samples: array[int], frames: int) -> array[int]:
    """*samples* on a straight line down to nothing at the frame after *frames* of them."""
    return array("h", [value * (frames - n) // (frames + 1) for n, value in enumerate(samples)])


def _faded_in(samples: array[int], frames: int) -> array[int]:
    """*samples* with the first *frames* of them on a straight line up from nothing."""
    softened = samples[:]
    for n in range(min(frames, len(samples))):
        softened[n] = samples[n] * (n + 1) // (frames + 1)
    return softened
