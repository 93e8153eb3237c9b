"""The mixer, held against the simplest thing that could be right."""

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.clip import Clip
from backplayer.sound.mixer import GAIN_RAMP, LATE_FADE, Mixer
from backplayer.units import ms_to_frames

RATE = 1000  # so that a millisecond is a frame

clips = st.builds(
    lambda values: Clip(array("h", values), RATE), st.lists(st.integers(-32768, 32767), min_size=1, max_size=60)
)
placed = st.lists(st.tuples(clips, st.integers(0, 200)), max_size=8)


def naive(clips_at, frames):
    total = [0] * frames
    for clip, at in clips_at:
        for n, value in enumerate(clip.samples, at):
            if n < frames:
                total[n] += value
    return array("h", [max(-32768, min(32767, value)) for value in total]).tobytes()


def samples(data: bytes) -> array:
    return array("h", data)


def loaded(clips_at) -> Mixer:
    mixer = Mixer(RATE)
    for clip, at in clips_at:
        mixer.play(clip, at)
    return mixer


@given(placed, st.lists(st.integers(0, 50), max_size=30))
def test_the_mix_is_the_clamped_sum_in_blocks_of_any_size(clips_at, blocks):
    mixer = loaded(clips_at)
    got = b"".join(mixer.render(frames) for frames in blocks)
    assert mixer.position == sum(blocks)
    assert got == naive(clips_at, sum(blocks))


@given(placed, st.integers(0, 260), st.integers(0, 40), st.lists(st.integers(1, 30), min_size=1, max_size=9))
def test_a_hush_is_the_same_in_blocks_of_any_size(clips_at, when, fade, blocks):
    whole, parts = loaded(clips_at), loaded(clips_at)
    for mixer in (whole, parts):
        mixer.render(when)
        mixer.hush(fade)
    assert whole.render(sum(blocks)) == b"".join(parts.render(frames) for frames in blocks)


@given(st.integers(-32000, 32000), st.integers(1, 80), st.integers(2, 40))
def test_a_hush_does_not_click(level, when, fade):
    mixer = Mixer(RATE)
    mixer.play(Clip(array("h", [level] * 200), RATE), 0)
    before = mixer.render(when)
    mixer.hush(fade)
    heard = samples(before + mixer.render(300))
    steps = [abs(b - a) for a, b in zip(heard[when - 1 :], heard[when:], strict=False)]
    assert max(steps) <= abs(level) / fade + 2
    assert not any(heard[when + fade :])


@given(placed, st.integers(0, 100))
def test_a_hush_forgets_what_was_to_come_but_not_what_comes_next(clips_at, when):
    mixer = loaded([(clip, at + when) for clip, at in clips_at])
    mixer.render(when)
    mixer.hush(0)
    later = Clip(array("h", [7, 8, 9]), RATE)
    mixer.play(later, when + 5)
    assert samples(mixer.render(400))[:10].tolist() == [0, 0, 0, 0, 0, 7, 8, 9, 0, 0]


@given(placed, st.lists(st.integers(1, 40), min_size=1, max_size=9), st.floats(0, 4), st.floats(0, 4))
def test_gain_is_the_same_in_blocks_of_any_size(clips_at, blocks, before, after):
    whole, parts = loaded(clips_at), loaded(clips_at)
    for mixer in (whole, parts):
        mixer.gain = before
        mixer.render(30)
        mixer.gain = after
    assert whole.render(sum(blocks)) == b"".join(parts.render(frames) for frames in blocks)


def test_gain_settles_and_does_not_click():
    mixer = loaded([(Clip(array("h", [10_000] * 400), RATE), 0)])
    mixer.render(100)
    mixer.gain = 0.5
    heard = samples(mixer.render(200))
    assert max(abs(b - a) for a, b in pairwise(heard)) <= 10_000 * 0.5 / GAIN_RAMP + 1
    assert set(heard[GAIN_RAMP:]) == {5000}
    mixer.gain = 1.0
    assert set(samples(mixer.render(100))[GAIN_RAMP:]) == {10_000}


def test_a_late_clip_keeps_its_beat():
    mixer = Mixer(RATE)
    mixer.render(10)
    mixer.play(Clip(array("h", range(1000, 1040)), RATE), 4)
    heard = samples(mixer.render(50))
    assert heard[LATE_FADE:34].tolist() == list(range(1006 + LATE_FADE, 1040))
    assert 0 < heard[0] < heard[1] < heard[2] < 1009
    assert not any(heard[34:])


def test_a_clip_wholly_in_the_past_is_not_heard():
    mixer = Mixer(RATE)
    mixer.render(100)
    mixer.play(Clip(array("h", [5] * 50), RATE), 50)
    assert not any(mixer.render(200))
    assert mixer.end == mixer.position


def test_the_end_is_where_the_last_clip_ends():
    mixer = loaded([(Clip(array("h", [5] * 50), RATE), 10), (Clip(array("h", [5] * 10), RATE), 40)])
    assert mixer.end == 60
    mixer.render(55)
    assert mixer.end == 60
    mixer.render(55)
    assert mixer.end == 110


@given(placed, st.integers(0, 200))
def test_skipping_is_rendering_unheard_with_a_soft_entry(clips_at, frames):
    skipped, rendered = loaded(clips_at), loaded(clips_at)
    skipped.skip(frames)
    rendered.render(frames)
    assert skipped.position == rendered.position
    assert skipped.render(300)[2 * LATE_FADE :] == rendered.render(300)[2 * LATE_FADE :]


def test_another_rate_is_refused():
    with pytest.raises(ValueError, match="resample"):
        Mixer(48_000).play(Clip(array("h", [1]), 44_100), 0)


def test_no_count_of_frames_makes_it_fail():
    mixer = loaded([(Clip(array("h"), RATE), 3)])
    assert mixer.render(0) == mixer.render(-5) == b""
    assert mixer.render(10) == bytes(20)


def test_a_long_session_comes_out_exact_at_every_beat():
    mixer, beat = Mixer(48_000), Clip(array("h", [9000] * 4800), 48_000)
    for second in range(0, 60, 2):
        mixer.play(beat, ms_to_frames(second * 1000, 48_000))
    heard = samples(b"".join(mixer.render(4801) for _ in range(48_000 * 60 // 4801 + 1)))
    onsets = [n for n in range(1, len(heard)) if heard[n] and not heard[n - 1]]
    assert onsets == [96_000 * n for n in range(1, 30)]
