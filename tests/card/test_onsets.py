"""The measuring instrument measured."""

import random
from array import array
from pathlib import Path

import pytest

from backplayer.clip import Clip, read_wav
from tests.card.onsets import find, onsets

SOUNDS = Path(__file__).parents[2] / "sounds"
RATE = 48_000


def recording(clip: Clip, at: int, loudness: float, noise: int) -> Clip:
    source = random.Random(at)
    samples = array("h", [source.randint(-noise, noise) for _ in range(2 * RATE)])
    for n, value in enumerate(clip.samples[: len(samples) - at], at):
        samples[n] += round(loudness * value)
    return Clip(samples, RATE)


@pytest.mark.parametrize("name", ["start", "finish", "tick"])
@pytest.mark.parametrize("near", [20_000, 30_000])
def test_a_clip_is_found_to_the_frame_in_noise(name, near):
    clip = read_wav(SOUNDS / f"{name}.wav")
    match = find(recording(clip, 24_123, 0.5, noise=60), clip, near, within=200)
    assert match.frame == 24_123
    assert match.likeness > 0.95


def test_what_is_not_there_is_not_alike():
    clip = read_wav(SOUNDS / "start.wav")
    assert find(recording(clip, 24_000, 0.0, noise=60), clip, 24_000, within=100).likeness < 0.5
    assert find(Clip(array("h"), RATE), clip, 0).likeness == 0


def test_onsets_are_the_first_loud_samples_after_silence():
    samples = array("h", bytes(2 * RATE))
    for at in (5_000, 9_001, 30_000):
        samples[at : at + 480] = array("h", [2000, -2000] * 240)
    samples[9_500] = 2000  # too soon after to be another
    assert onsets(Clip(samples, RATE)) == [5_000, 9_001, 30_000]
