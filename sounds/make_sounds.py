"""Makes the signals beside this file: ``python sounds/make_sounds.py [FOLDER]``.

Each is a few strokes on an imagined mallet instrument: sine partials that fade, the higher the faster, with
an attack of 3 ms, so that nothing clicks and the beat is still where the file begins. Signals ring 2 dB
above speech (-22 dBFS while it sounds); phases, ticks and answers to commands stay 4 dB below it. The start
signal may sound together with the first count: it stays so low that the two never clip (speech peaks at
-3.5 dBFS at most).

The files come out the same to the bit on every machine: only additions, multiplications, divisions and
square roots, which IEEE 754 fixes; no library's sine, power or sum.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from pathlib import Path
from typing import NamedTuple

RATE = 48_000
ATTACK_MS, RELEASE_MS = 3, 30
CEILING = 29_204  # -1 dBFS

# The active RMS, in dBFS, as 16-bit amplitudes.
SIGNAL = 3276.8  # -20
REST = 2602.9  # -22
START = 2319.8  # -23
UNDER_SPEECH = 1642.3  # -26

E4, G4, A4, C5, E5, G5, A5, C6, E6, G6 = (
    329.628, 391.995, 440.0, 523.251, 659.255, 783.991, 880.0, 1046.502, 1318.510, 1567.982,
)  # fmt: skip

# Partials: times the note's frequency, loudness, half-life as a part of the note's.
MARIMBA = ((1.0, 1.0, 1.0), (2.0, 0.12, 0.7), (3.98, 0.22, 0.28), (9.9, 0.05, 0.08))
GLASS = ((1.0, 1.0, 1.0), (2.003, 0.35, 0.8), (3.01, 0.12, 0.5), (5.2, 0.05, 0.2))
WOOD = ((1.0, 1.0, 1.0), (2.76, 0.4, 0.5), (5.4, 0.12, 0.25))


class Stroke(NamedTuple):
    """One note: when, how high, how loud, and after how long it has lost half its loudness."""

    at_ms: int
    hertz: float
    loudness: float
    half_life_ms: int


class Sound(NamedTuple):
    """A signal: how long, how loud while it sounds, on what, and its notes."""

    length_ms: int
    active_rms: float
    instrument: tuple[tuple[float, float, float], ...]
    strokes: tuple[Stroke, ...]


SOUNDS = {
    "start": Sound(520, START, MARIMBA, (Stroke(0, G5, 0.9, 70), Stroke(100, C6, 1.0, 90))),
    "end": Sound(560, SIGNAL, MARIMBA, (Stroke(0, C6, 0.9, 70), Stroke(110, G5, 1.0, 100))),
    "halfway": Sound(420, SIGNAL, GLASS, (Stroke(0, A5, 1.0, 55), Stroke(130, A5, 0.8, 70))),
    "switch": Sound(560, SIGNAL, GLASS, (Stroke(0, E5, 1.0, 60), Stroke(120, A5, 1.0, 60), Stroke(240, E5, 0.9, 80))),
    "rest": Sound(600, REST, MARIMBA, (Stroke(0, E5, 0.7, 90), Stroke(120, C5, 0.8, 110), Stroke(120, G4, 0.8, 120))),
    "phase-up": Sound(160, UNDER_SPEECH, MARIMBA, (Stroke(0, E5, 1.0, 35),)),
    "phase-down": Sound(160, UNDER_SPEECH, MARIMBA, (Stroke(0, A4, 1.0, 35),)),
    "finish": Sound(
        1400,
        SIGNAL,
        GLASS,
        (
            Stroke(0, C5, 0.8, 150),
            Stroke(140, E5, 0.8, 150),
            Stroke(280, G5, 0.9, 170),
            Stroke(420, C6, 1.0, 220),
            Stroke(420, E6, 0.3, 180),
        ),
    ),
    "tick": Sound(60, UNDER_SPEECH, WOOD, (Stroke(0, G6, 1.0, 8),)),
    # Answers to a command: quick, two strokes each; up and ringing, or down and dull.
    "accepted": Sound(110, UNDER_SPEECH, MARIMBA, (Stroke(0, C5, 0.8, 18), Stroke(38, G5, 1.0, 22))),
    "refused": Sound(120, UNDER_SPEECH, WOOD, (Stroke(0, A4, 1.0, 14), Stroke(55, E4, 1.0, 16))),
}


def rendered(sound: Sound) -> array[int]:
    """The samples of *sound*, 16-bit mono at 48 kHz."""
    frames = sound.length_ms * RATE // 1000
    mixed = [0.0] * frames
    for stroke in sound.strokes:
        first = stroke.at_ms * RATE // 1000
        for times, loudness, life in sound.instrument:
            tone = _fading_sine(stroke.hertz * times, stroke.half_life_ms * life, frames - first)
            for n, value in enumerate(tone, first):
                mixed[n] += stroke.loudness * loudness * value
    release = _half_cosine(RELEASE_MS * RATE // 1000)
    for n, weight in enumerate(release, 1):
        mixed[-n] *= weight
    factor = min(sound.active_rms / _active_rms(mixed), CEILING / max(max(mixed), -min(mixed)))
    return array("h", [round(value * factor) for value in mixed])


def _fading_sine(hertz: float, half_life_ms: float, frames: int) -> list[float]:
    """A sine that begins at 0, comes in over the attack and loses half its loudness per half-life."""
    turn_cos, turn_sin = _cos_and_sin(6.283185307179586 * hertz / RATE)
    fade = _exponential(-0.6931471805599453 * 1000 / (half_life_ms * RATE))
    attack = _half_cosine(ATTACK_MS * RATE // 1000)
    cosine, sine, loudness, tone = 1.0, 0.0, 1.0, []
    for n in range(frames):
        tone.append(sine * loudness * (attack[n] if n < len(attack) else 1.0))
        cosine, sine = cosine * turn_cos - sine * turn_sin, cosine * turn_sin + sine * turn_cos
        loudness *= fade
    return tone


def _half_cosine(frames: int) -> list[float]:
    """Weights from almost 0 to almost 1 along half a cosine."""
    return [(1.0 - _cos_and_sin(3.141592653589793 * (n + 0.5) / frames)[0]) / 2.0 for n in range(frames)]


def _active_rms(samples: list[float]) -> float:
    """The RMS of the 20-ms frames within 30 dB of the loudest one."""
    size = RATE // 50
    powers = [
        math.fsum(value * value for value in samples[at : at + size]) / len(samples[at : at + size])
        for at in range(0, len(samples), size)
    ]
    active = [power for power in powers if power * 1000.0 >= max(powers)]
    return math.sqrt(math.fsum(active) / len(active))


def _cos_and_sin(angle: float) -> tuple[float, float]:
    """By their power series, from the highest term down; *angle* in radians, from 0 to 4."""
    square, cosine, sine = angle * angle, 1.0, 1.0
    for k in range(40, 0, -2):
        cosine = 1.0 - square / ((k - 1) * k) * cosine
        sine = 1.0 - square / (k * (k + 1)) * sine
    return cosine, angle * sine


def _exponential(x: float) -> float:
    """By its power series, from the highest term down; *x* near 0."""
    total = 1.0
    for k in range(20, 0, -1):
        total = 1.0 + x / k * total
    return total


def write_all(folder: Path) -> None:
    """Write every signal into *folder*."""
    for name, sound in SOUNDS.items():
        samples = rendered(sound)
        if sys.byteorder == "big":
            samples.byteswap()
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
