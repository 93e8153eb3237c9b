"""Finds clips and onsets in recordings, to the frame, in plain Python."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from operator import mul
from typing import NamedTuple

from backplayer.clip import Clip
from backplayer.units import Ms, ms_to_frames


class Match(NamedTuple):
    """Where in a recording a clip begins, and how alike the two are there: 1 is the same but for loudness."""

    frame: int
    likeness: float


def find(recording: Clip, clip: Clip, near: int, within: Ms = 500, compared: Ms = 150) -> Match:
    """The place, at most *within* from the frame *near*, where *recording* is most like *clip*.

    The first *compared* milliseconds of the clip from its first sound on are compared: the loudness
    millisecond by millisecond, then, around the best places, every fourth frame, then every frame.
    Likeness is the normalised cross-correlation. Both must have the same rate. A search takes
    some 100 ms; a smaller *within* makes it quicker.
    """
    assert clip.rate == recording.rate, "resample one of them first"
    silent = next((n for n, value in enumerate(clip.samples) if value), 0)
    pattern = clip.samples[silent : silent + ms_to_frames(compared, clip.rate)]
    step = clip.rate // 1000
    reach = ms_to_frames(within, clip.rate)
    first = max(0, near + silent - reach)
    heard = recording.samples[first : near + silent + reach + len(pattern)]
    loud, pattern_loud = _loudness(heard, step), _loudness(pattern, step)
    coarse = _likeness(loud, pattern_loud, range(len(loud) - len(pattern_loud) + 1))
    around = {n for ms in _best(coarse, 3) for n in range((ms - 2) * step, (ms + 3) * step, 4)}
    finer = _likeness(heard, pattern, around)
    finest = _likeness(heard, pattern, {n for at in _best(finer, 4) for n in range(at - 3, at + 4)})
    if not finest:
        return Match(near, 0.0)
    frame = _best(finest, 1)[0]
    return Match(first + frame - silent, finest[frame])


def onsets(recording: Clip, threshold: int = 600, silence: Ms = 60) -> list[int]:
    """The frames at which sound begins: the first sample above *threshold* after *silence* without one."""
    step = recording.rate // 1000
    found, quiet = [], silence
    for at in range(0, len(recording.samples), step):
        piece = recording.samples[at : at + step]
        if max(piece) <= threshold and min(piece) >= -threshold:
            quiet += 1
            continue
        if quiet >= silence:
            found.append(at + next(n for n, value in enumerate(piece) if abs(value) > threshold))
        quiet = 0
    return found


def _loudness(samples: array[int], step: int) -> list[float]:
    return [float(sum(map(abs, samples[at : at + step]))) for at in range(0, len(samples) - step + 1, step)]


def _likeness(heard: Sequence[float], pattern: Sequence[float], places: Iterable[int]) -> dict[int, float]:
    """How alike *heard* from each of *places* on and *pattern* are."""
    width, size = len(pattern), _size(pattern)
    alike = {}
    for at in places:
        piece = heard[max(0, at) : at + width]
        if at >= 0 and len(piece) == width:
            alike[at] = sum(map(mul, piece, pattern)) / (_size(piece) * size or 1.0)
    return alike


def _best(alike: dict[int, float], count: int) -> list[int]:
    return sorted(alike, key=alike.__getitem__, reverse=True)[:count]


def _size(values: Sequence[float]) -> float:
    return math.sqrt(sum(map(mul, values, values)))
