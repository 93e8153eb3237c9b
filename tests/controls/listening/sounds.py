"""Sound for tests: tones, noise, silence, as 16-bit samples."""

from __future__ import annotations

import math
import random
from array import array

from backplayer.controls.listening.engine import RATE


def silence(seconds: float) -> bytes:
    """Exact zeros."""
    return bytes(2 * round(seconds * RATE))


def noise(seconds: float, loudness: float, seed: int = 1) -> bytes:
    """White noise whose amplitude is *loudness*."""
    chance = random.Random(seed)
    return array("h", [round(chance.uniform(-loudness, loudness)) for _ in range(round(seconds * RATE))]).tobytes()


def tone(seconds: float, loudness: float, pitch: float = 600) -> bytes:
    """A sine."""
    step = 2 * math.pi * pitch / RATE
    return array("h", [round(loudness * math.sin(step * at)) for at in range(round(seconds * RATE))]).tobytes()


def mixed(*sounds: bytes) -> bytes:
    """All at once; as long as the shortest."""
    return array("h", [max(-32768, min(32767, sum(parts))) for parts in zip(*map(_samples, sounds))]).tobytes()  # noqa: B905


def blocks(sound: bytes, samples: int) -> list[bytes]:
    """*sound* in pieces of *samples*."""
    return [sound[at : at + 2 * samples] for at in range(0, len(sound), 2 * samples)]


def _samples(sound: bytes) -> array[int]:
    return array("h", sound)


def quieter(sound: bytes, factor: float) -> bytes:
    """*sound* at that share of its amplitude."""
    return array("h", [round(value * factor) for value in _samples(sound)]).tobytes()
