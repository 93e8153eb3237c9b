"""Trimming and levelling, for every sound there can be."""

from __future__ import annotations

import math
from array import array

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backplayer.clip import Clip
from backplayer.voice.levelling import ATTACK_MS, AUDIBLE_DB, RELEASE_MS, active_rms, levelled, trimmed

RATE = 8_000
sample = st.integers(-32_768, 32_767)
sounds = st.lists(sample, max_size=600).map(lambda samples: Clip(array("h", samples), RATE))
silence = st.integers(0, 500)


def hum(frames: int, height: float = 8_000) -> list[int]:
    return [round(height * math.sin(0.3 * (at + 1))) for at in range(frames)]


@given(sounds)
def test_the_first_sample_of_a_trimmed_clip_sounds(clip: Clip) -> None:
    result = trimmed(clip)
    assert result.rate == clip.rate
    assert len(result.samples) <= len(clip.samples)
    assert bool(result.samples) == any(clip.samples)
    assert not result.samples or result.samples[0] != 0


@given(sounds)
def test_nothing_audible_is_cut(clip: Clip) -> None:
    floor = max(map(abs, clip.samples), default=0) * 10 ** (AUDIBLE_DB / 20)
    audible = [at for at, value in enumerate(clip.samples) if abs(value) > floor]
    assume(audible)
    assert len(trimmed(clip).samples) >= audible[-1] + 1 - audible[0]


@given(silence, st.integers(200, 600), silence)
def test_silence_around_a_sound_is_cut(before: int, frames: int, after: int) -> None:
    clip = Clip(array("h", [0] * before + hum(frames) + [0] * after), RATE)
    result = trimmed(clip)
    assert len(result.samples) == frames
    assert list(result.samples[:100]) == hum(100)
    assert list(clip.samples[:before]) == [0] * before  # the clip itself is untouched


def test_faint_noise_counts_as_silence() -> None:
    noise = [1, -2, 2, -1] * 400
    result = trimmed(Clip(array("h", noise + hum(800) + noise), RATE))
    assert 800 <= len(result.samples) <= 800 + (ATTACK_MS + RELEASE_MS) * RATE // 1000


@given(sounds)
def test_the_end_fades_to_nothing(clip: Clip) -> None:
    result = trimmed(clip).samples
    assert len(result) < 2 or result[-1] == 0


@pytest.mark.parametrize("samples", [[], [0] * 900])
def test_silence_stays_silence(samples: list[int]) -> None:
    clip = Clip(array("h", samples), RATE)
    assert trimmed(clip).samples == array("h")
    assert levelled(clip) == clip
    assert active_rms(clip) == 0


@given(sounds)
def test_levelling_keeps_length_and_stays_below_the_ceiling(clip: Clip) -> None:
    result = levelled(clip)
    assert len(result.samples) == len(clip.samples)
    assert result.rate == clip.rate
    assert max(map(abs, result.samples), default=0) <= 32_768 * 10 ** (-3.5 / 20)


@given(st.floats(0.01, 1), st.integers(10, 20_000).map(float))
def test_levelling_brings_every_hum_to_the_same_loudness(gap: float, height: float) -> None:
    samples = hum(2_000, height) + [0] * int(gap * 4_000) + hum(1_000, height)
    assume(height > 300)  # below, the rounding to whole samples shows
    level = 20 * math.log10(active_rms(levelled(Clip(array("h", samples), RATE))) / 32_768)
    assert level == pytest.approx(-22, abs=0.1)


def test_pauses_do_not_count_as_quiet_speech() -> None:
    plain, paused = hum(1_920), hum(960) + [0] * 8_000 + hum(960)
    loud = [active_rms(Clip(array("h", samples), RATE)) for samples in (plain, paused)]
    assert loud[0] == pytest.approx(loud[1], rel=0.02)
