"""Double claps, and what is none."""

from __future__ import annotations

import random
from array import array

import pytest

from backplayer.controls.listening.clap import ClapDetector
from backplayer.controls.listening.engine import RATE
from tests.controls.listening.sounds import blocks, mixed, noise, silence, tone


def clap(loudness: float = 20_000, seed: int = 3, seconds: float = 0.12) -> bytes:
    """A burst of noise that dies away with a time constant of 8 ms."""
    chance = random.Random(seed)
    samples = range(round(seconds * RATE))
    return array("h", [round(chance.uniform(-1, 1) * loudness * 0.992**at) for at in samples]).tobytes()


def gap(seconds: float) -> bytes:
    return noise(seconds, 20, seed=5)


def claps(*parts: bytes, samples: int = 480) -> int:
    detector = ClapDetector()
    return sum(detector.feed(block) for block in blocks(gap(1) + b"".join(parts) + gap(1), samples))


@pytest.mark.parametrize("apart", [0.1, 0.2, 0.35, 0.45])
@pytest.mark.parametrize("loudness", [4_000, 30_000])
def test_two_claps_are_one_command(apart: float, loudness: float) -> None:
    assert claps(clap(loudness), gap(apart), clap(loudness * 0.7, seed=4)) == 1


@pytest.mark.parametrize("samples", [80, 333, 16_000])
def test_the_size_of_the_blocks_does_not_matter(samples: int) -> None:
    assert claps(clap(), gap(0.3), clap(), samples=samples) == 1


@pytest.mark.parametrize(
    "parts",
    [
        [clap()],
        [clap(), gap(0.3), clap(), gap(0.3), clap()],
        [clap(), gap(0.15)] * 8,
        [clap(), gap(1.5), clap()],
        [clap(), gap(0.02), clap()],
        [clap(30_000), gap(0.3), clap(2_000)],
        [mixed(gap(0.25), tone(0.25, 9000)), gap(0.2), mixed(gap(0.25), tone(0.25, 9000))],
        [noise(0.3, 9000), gap(0.2), noise(0.3, 9000)],
        [silence(1)],
    ],
    ids=["one", "three", "applause", "far apart", "a rattle", "unlike", "words", "hisses", "silence"],
)
def test_anything_else_is_none(parts: list[bytes]) -> None:
    assert claps(*parts) == 0


def test_what_was_forgotten_does_not_count() -> None:
    detector = ClapDetector()
    detector.feed(gap(1) + clap() + gap(0.2))
    detector.forget()
    assert not detector.feed(gap(0.1) + clap() + gap(1))
