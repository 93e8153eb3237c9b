"""Where a microphone may stand, for the benchmark of spoken commands: reverberation by mirrored sources, and noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.bench.speakers_synthetic import RATE, Sound

SIZE = np.array([5.0, 4.0, 2.6])
"""The room, in metres."""
SPEED = 343.0
SHOEBOX = 0.65
"""A bare shoebox rings longer than Eyring's formula says (measured on the responses made here, by T20)."""


@dataclass(frozen=True)
class Place:
    """How far the microphone is, how long the room rings, how loud speech arrives, how much noise there is."""

    name: str
    metres: float
    rt60_s: float
    level_db: float
    """Active level of speech at the microphone, dBFS."""
    snr_db: float

    def hears(self, sound: Sound, seed: int) -> Sound:
        """*sound* (active level -20 dBFS) as it arrives, without noise; a seed is a place in the room."""
        gain = 10 ** ((self.level_db + 20) / 20)
        if not self.rt60_s:
            return sound * gain
        response = reverberation(self.metres, self.rt60_s, seed)
        length = len(sound) + len(response) - 1
        wet = np.fft.irfft(np.fft.rfft(sound, length) * np.fft.rfft(response, length), length)
        return wet * gain * np.sqrt((sound**2).mean() / ((wet[: len(sound)] ** 2).mean() + 1e-12))

    def noise(self, length: int, seed: int) -> Sound:
        """As much of the room's own noise (pink) as *length* frames."""
        return pink(length, seed) * 10 ** ((self.level_db - self.snr_db) / 20)


NEAR = Place("clear near", 0.3, 0.0, -26.0, 30.0)
ROOM = Place("room", 1.5, 0.35, -32.0, 20.0)
FAR = Place("far", 3.0, 0.5, -40.0, 10.0)
PLACES = (NEAR, ROOM, FAR)


def reverberation(metres: float, rt60_s: float, seed: int) -> Sound:
    """The room's answer to a click, *metres* away, until it has fallen by 60 dB."""
    random = np.random.default_rng(seed)
    microphone = np.array([1.0, 1.2, 0.8]) + random.uniform(-0.2, 0.2, 3)
    towards = np.array([1.0, random.uniform(0.2, 0.7), random.uniform(-0.1, 0.2)])
    source = microphone + towards / np.linalg.norm(towards) * metres
    surface = 2 * (SIZE[0] * SIZE[1] + SIZE[0] * SIZE[2] + SIZE[1] * SIZE[2])
    absorbed = 1 - np.exp(-0.161 * SIZE.prod() / (surface * rt60_s * SHOEBOX))  # Eyring
    reach = rt60_s * SPEED
    axes = []
    for side, place, own in zip(SIZE, source, microphone, strict=True):
        order = np.arange(-int(reach / side) - 2, int(reach / side) + 3)
        mirrored = np.where(order % 2 == 0, order * side + place, (order + 1) * side - place)
        axes.append((mirrored - own, np.abs(order)))
    far = np.sqrt(sum(np.square(a[0]).reshape(shape) for a, shape in zip(axes, SHAPES, strict=True)))
    bounces = sum(a[1].reshape(shape) for a, shape in zip(axes, SHAPES, strict=True))
    near_enough = far < reach
    far, bounces = far[near_enough], bounces[near_enough]
    jitter = random.uniform(0, 0.05, len(far)) * (bounces > 1)  # no room is exactly square: no flutter
    at = ((far + jitter) / SPEED * RATE).astype(int)
    made = np.zeros(at.max() + 1)
    np.add.at(
        made,
        at,
        (1 - absorbed) ** (bounces / 2) / np.maximum(far, 0.1) * random.choice([1, -1], len(far), p=[0.9, 0.1]),
    )
    return made[at.min() :]


SHAPES = ((-1, 1, 1), (1, -1, 1), (1, 1, -1))


def pink(length: int, seed: int) -> Sound:
    """Noise whose power falls with its frequency, its mean power 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(length))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[: 1 + length * 40 // RATE] = 0  # below 40 Hz no microphone hears
    noise = np.fft.irfft(spectrum, length)
    return noise / np.sqrt((noise**2).mean())
