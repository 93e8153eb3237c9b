"""Make recordings alike: cut the silence around the words, and bring every phrase to the same loudness."""

from __future__ import annotations

import math
from array import array
from operator import mul

from backplayer.clip import Clip
from backplayer.units import ms_to_frames

PROCESSING = 2
"""Raise by one when hygiene, trimming, levelling or resampling changes: old recordings in caches are then left."""

AUDIBLE_DB = -50
"""Quieter than this against the loudest sample counts as silence. Own figure: fricatives start above it."""

ATTACK_MS, RELEASE_MS, FADE_MS = 2, 10, 5
"""Kept before the first and after the last audible sample, and how long the end fades, against a click."""

TARGET_DBFS, CEILING_DBFS = -22.0, -3.5
FRAME_MS, ACTIVE_DB = 20, -30
"""Measured (espeak-ng 1.52): the RMS over 20 ms frames within 30 dB of the loudest frame, brought to the target under
a ceiling 18.5 dB above it, leaves 0.6 dB between phrases that lay up to 7 dB apart. LUFS suits words of 400 ms badly.
The ceiling leaves room for the start signal, which sounds together with the first count."""

FULL_SCALE = 32_768


def trimmed(clip: Clip) -> Clip:
    """*clip* without the silence around it. What is silent throughout becomes an empty clip.

    The first sample of the result is never zero, so that a word laid on the beat starts on the beat.
    """
    samples = clip.samples
    floor = _peak(samples) * _ratio(AUDIBLE_DB)
    first = next((at for at, value in enumerate(samples) if abs(value) > floor), None)
    if first is None:
        return Clip(array("h"), clip.rate)
    last = next(at for at in range(len(samples) - 1, -1, -1) if abs(samples[at]) > floor)
    start = max(0, first - ms_to_frames(ATTACK_MS, clip.rate))
    start = next(at for at in range(start, first + 1) if samples[at])
    end = min(len(samples), last + 1 + ms_to_frames(RELEASE_MS, clip.rate))
    end = next(at for at in range(end, last, -1) if samples[at - 1])
    return Clip(_faded_out(samples[start:end], ms_to_frames(FADE_MS, clip.rate)), clip.rate)


def levelled(clip: Clip) -> Clip:
    """*clip* with its active RMS at ``TARGET_DBFS``, or as near as ``CEILING_DBFS`` for its peak allows."""
    loudness = active_rms(clip)
    if not loudness:
        return clip
    gain = min(_ratio(TARGET_DBFS) * FULL_SCALE / loudness, _ratio(CEILING_DBFS) * FULL_SCALE / _peak(clip.samples))
    return Clip(array("h", [int(value * gain) for value in clip.samples]), clip.rate)


def active_rms(clip: Clip) -> float:
    """How loud the sounding parts of *clip* are, in sample units; 0 for silence."""
    size = max(1, ms_to_frames(FRAME_MS, clip.rate))
    frames = [clip.samples[at : at + size] for at in range(0, len(clip.samples), size)]
    powers = [sum(map(mul, frame, frame)) / len(frame) for frame in frames]
    floor = max(powers, default=0) * _ratio(ACTIVE_DB) ** 2
    active = [power for power in powers if power >= floor]
    return math.sqrt(sum(active) / len(active)) if active else 0.0


def _faded_out(samples: array[int], frames: int) -> array[int]:
    """*samples* with a straight fade to nothing over the last *frames*; at most the second half is touched."""
    frames = min(frames, len(samples) // 2)
    for left in range(frames):
        at = len(samples) - 1 - left
        samples[at] = samples[at] * left // frames
    return samples


def _peak(samples: array[int]) -> int:
    return max(max(samples), -min(samples)) if samples else 0


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))
