"""Sound as data: a piece of mono audio with its rate, read from WAV, and at another rate."""

from __future__ import annotations

import math
import os
import struct
import sys
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import BinaryIO

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


def read_wav(source: str | os.PathLike[str] | BinaryIO) -> Clip:
    """Read a mono or stereo PCM WAV of 8, 16, 24 or 32 bits; stereo becomes the mean of both sides.

    Raises `ValueError` saying what is wrong with the sound (the caller knows its name), `OSError` when
    the file cannot be read. A data size that a program writing to a pipe could not know is taken as
    "to the end"; a file that ends before its stated size is refused as truncated.
    """
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            data = file.read()
    else:
        data = source.read()
    layout, sound = _chunks(data)
    encoding, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", layout)
    if encoding == 0xFFFE and len(layout) >= 26:  # "extensible": the real encoding opens the sub-format
        encoding = struct.unpack_from("<H", layout, 24)[0]
    if encoding != 1 or bits not in (8, 16, 24, 32):
        kind = {1: f"{bits}-bit PCM", 3: f"{bits}-bit float"}.get(encoding, f"encoding {encoding:#x}")
        raise ValueError(f"not 16-bit PCM but {kind}; save it as a 16-bit PCM WAV")
    if channels not in (1, 2):
        raise ValueError(f"{channels} channels; save it as mono or stereo")
    if block != channels * bits // 8 or not 1000 <= rate <= 768_000:
        raise ValueError(f"damaged WAV header ({rate} Hz, {block} bytes a frame)")
    samples = _to_16_bit(sound[: len(sound) // block * block], bits // 8)
    if channels == 2:
        samples = array("h", [(left + right) >> 1 for left, right in zip(samples[::2], samples[1::2], strict=True)])
    return Clip(samples, rate)


def resampled(clip: Clip, rate: int) -> Clip:
    """*clip* at *rate* frames a second: ``round(n * rate / clip.rate)`` samples of the same length.

    A windowed sinc, evaluated per phase; tones up to 0.8 of the lower Nyquist frequency come out with
    more than 60 dB of signal to noise. Pure Python, so it costs real work: 22,050 to 48,000 Hz runs at
    about 18 times real time (30 times from Python 3.12) on one core. Keep it out of a process that plays.
    """
    if rate == clip.rate:
        return clip
    divisor = math.gcd(rate, clip.rate)
    up, down = rate // divisor, clip.rate // divisor
    taps = _taps(up, down)
    width = len(taps[0])
    count = (2 * len(clip.samples) * up + down) // (2 * down)
    padded = [0.0] * (width // 2 - 1) + list(map(float, clip.samples)) + [0.0] * (width + down)
    made = [0.0] * count
    # Phase by phase, because outputs `up` apart use the same taps and start `down` samples apart.
    for phase in range(min(up, count)):
        start, step = divmod(phase * down, up)
        weights = taps[step]
        starts = range(start, start + len(range(phase, count, up)) * down, down)
        made[phase::up] = [_dot(weights, padded[at : at + width]) for at in starts]
    return Clip(array("h", [max(-32768, min(32767, round(value))) for value in made]), rate)


def _dot_by_map(left: list[float], right: list[float]) -> float:
    return float(sum(map(mul, left, right)))


# math.sumprod came with Python 3.12 and is twice as fast.
_dot: Callable[[list[float], list[float]], float] = getattr(math, "sumprod", _dot_by_map)

_ZERO_CROSSINGS = 14
_KAISER_BETA = 7.0


@lru_cache(maxsize=8)
def _taps(up: int, down: int) -> list[list[float]]:
    """For each of the *up* phases, the weights of the input samples around the output sample."""
    cutoff = min(1.0, up / down) * 0.93  # of the input's Nyquist frequency; 0.93 leaves room for the slope
    half = math.ceil(_ZERO_CROSSINGS / min(1.0, up / down))
    table = []
    for phase in range(up):
        offsets = [tap - (half - 1) - phase / up for tap in range(2 * half)]
        weights = [cutoff * _sinc(cutoff * offset) * _kaiser(offset / half) for offset in offsets]
        total = sum(weights)  # every phase passes a constant unchanged, or tones would be modulated
        table.append([weight / total for weight in weights])
    return table


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def _kaiser(x: float) -> float:
    """The Kaiser window at *x* in -1…1."""
    return _bessel(_KAISER_BETA * math.sqrt(max(0.0, 1.0 - x * x))) / _bessel(_KAISER_BETA)


def _bessel(x: float) -> float:
    """The modified Bessel function of the first kind, order zero, by its power series."""
    total = term = 1.0
    for k in range(1, 30):
        term *= (x / (2 * k)) ** 2
        total += term
    return total


def _chunks(data: bytes) -> tuple[bytes, bytes]:
    """The bodies of the format and the data chunk of a RIFF WAVE file."""
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("not a WAV file" if data else "an empty file")
    at, layout = 12, b""
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if name == b"data":
            if not layout:
                raise ValueError("damaged WAV file: sound before its format")
            if len(body) < size < 0x7FFF_0000:  # above: a stream whose length its writer could not know
                raise ValueError(f"truncated: {len(body)} of {size} bytes of sound")
            return layout, body
        if name == b"fmt ":
            if len(body) < 16:
                raise ValueError("damaged WAV file: short format chunk")
            layout = body
        at += 8 + size + (size & 1)
    raise ValueError("truncated: no sound in the WAV file")


def _to_16_bit(data: bytes, width: int) -> array[int]:
    """Little-endian integer samples of *width* bytes as 16-bit samples: their two highest bytes."""
    if width == 1:  # the only unsigned width
        return array("h", [(value - 128) << 8 for value in data])
    high = bytearray(len(data) // width * 2)
    high[0::2] = data[width - 2 :: width]
    high[1::2] = data[width - 1 :: width]
    samples = array("h", bytes(high))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
