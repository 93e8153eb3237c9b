"""A bed under the clips: how it gives way, and that blocks of any size give the same."""

from array import array
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from backplayer.clip import Clip
from backplayer.sound.bed import DUCK, DUCK_HOLD, DUCK_LEAD, DUCK_RISE, Scale
from backplayer.sound.mixer import KNEE, Mixer

RATE = 1000  # so that a millisecond is a frame
LEVEL = 8000


class Level:
    """A bed of one value."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, frames: int) -> array:
        self.taken += frames
        return array("h", [LEVEL] * frames)


class Ramp:
    """A bed that tells its position by its samples."""

    def __init__(self) -> None:
        self.at = 0

    def read(self, frames: int) -> array:
        self.at += frames
        return array("h", [n % 5000 for n in range(self.at - frames, self.at)])


class Silent:
    def read(self, frames: int) -> array:
        return array("h")


def quiet(length: int) -> Clip:
    """A clip that is there and cannot be heard, so that only the bed is."""
    return Clip(array("h", bytes(2 * length)), RATE)


def heard(mixer: Mixer, frames: int) -> array:
    return array("h", mixer.render(frames))


def over_a_level() -> Mixer:
    mixer = Mixer(RATE)
    mixer.bed = Level()
    return mixer


def test_it_sinks_before_a_clip_stays_low_and_comes_back():
    mixer = over_a_level()
    mixer.play(quiet(300), 1000)
    low = round(LEVEL * DUCK)
    sound = heard(mixer, 5000)
    assert set(sound[: 1000 - DUCK_LEAD]) == {LEVEL}
    assert set(sound[1000 : 1300 + DUCK_HOLD]) == {low}
    assert set(sound[1300 + DUCK_HOLD + DUCK_RISE :]) == {LEVEL}
    assert max(abs(b - a) for a, b in pairwise(sound)) <= LEVEL / DUCK_LEAD + 1


def test_it_does_not_rise_in_short_gaps():
    mixer = over_a_level()
    for at in range(1000, 9000, 300 + DUCK_HOLD + DUCK_LEAD):
        mixer.play(quiet(300), at)
    assert set(heard(mixer, 9000)[1000:]) == {round(LEVEL * DUCK)}


def test_it_stays_for_a_clip_that_does_not_duck_and_for_an_answer():
    mixer = over_a_level()
    mixer.play(quiet(300), 1000, ducks=False)
    mixer.play_next(quiet(100))
    assert set(heard(mixer, 3000)) == {LEVEL}


def test_a_hush_leaves_it_and_it_comes_back():
    mixer = over_a_level()
    mixer.play(quiet(5000), 500)
    mixer.play(quiet(5000), 7000)
    mixer.render(1000)
    mixer.hush(30)
    sound = heard(mixer, 9000)
    assert set(sound[: 30 + DUCK_HOLD]) == {round(LEVEL * DUCK)}
    assert set(sound[30 + DUCK_HOLD + DUCK_RISE :]) == {LEVEL}
    assert max(abs(b - a) for a, b in pairwise(sound)) <= LEVEL / DUCK_LEAD + 1


def test_a_clip_that_comes_too_late_makes_no_jump():
    mixer = over_a_level()
    mixer.render(1000)
    mixer.play(quiet(1000), 1010)
    sound = heard(mixer, 1000)
    assert max(abs(b - a) for a, b in pairwise(sound)) <= LEVEL / DUCK_LEAD + 1
    assert sound[DUCK_LEAD + 1] == round(LEVEL * DUCK)


events = st.lists(
    st.tuples(
        st.sampled_from(["play", "play low", "next", "hush", "gain", "skip"]), st.integers(0, 3000), st.integers(1, 900)
    ),
    max_size=5,
)


@given(events, st.lists(st.integers(1, 700), min_size=1, max_size=12))
def test_blocks_of_any_size_give_the_same(events, blocks):
    """Whatever is asked for between two renders; *blocks* cut each second in between."""
    whole, parts = Mixer(RATE), Mixer(RATE)
    for mixer in (whole, parts):
        mixer.bed = Ramp()
    cuts = [*blocks, 10_000]
    for what, when, length in events:
        for mixer in (whole, parts):
            clip = Clip(array("h", [LEVEL, -LEVEL] * length), RATE)
            if what == "play":
                mixer.play(clip, mixer.position + when - 500)
            elif what == "play low":
                mixer.play(clip, mixer.position + when, ducks=False)
            elif what == "next":
                mixer.play_next(clip)
            elif what == "hush":
                mixer.hush(30)
            elif what == "gain":
                mixer.gain = when / 1500
            else:
                mixer.skip(when)
        one, left, many = whole.render(800), 800, b""
        for cut in cuts:
            many += parts.render(min(cut, left))
            left -= min(cut, left)
        assert one == many


def test_a_bed_that_stands_costs_nothing_and_changes_nothing():
    with_bed, without = Mixer(RATE), Mixer(RATE)
    with_bed.bed = Silent()
    clip = Clip(array("h", range(-500, 500)), RATE)
    for mixer in (with_bed, without):
        mixer.play(clip, 100)
    assert with_bed.render(3000) == without.render(3000)


def test_it_is_not_used_up_while_nothing_can_be_heard():
    mixer, bed = Mixer(RATE), Level()
    mixer.bed = bed
    mixer.skip(5000)
    assert bed.taken == 0
    mixer.bed = None
    mixer.render(100)
    assert bed.taken == 0


def test_an_answer_is_heard_at_once_and_whole():
    mixer = Mixer(RATE)
    mixer.render(137)
    answer = Clip(array("h", range(1, 101)), RATE)
    mixer.play_next(answer)
    assert heard(mixer, 100) == answer.samples


def test_an_answer_after_a_hush_is_not_hushed():
    mixer = Mixer(RATE)
    mixer.play(quiet(500), 0)
    mixer.render(100)
    mixer.hush(30)
    mixer.play_next(Clip(array("h", [7] * 50), RATE))
    assert heard(mixer, 60).tolist() == [7] * 50 + [0] * 10


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=200), st.floats(1.001, 2.0))
def test_a_gain_above_one_rounds_peaks_off_and_keeps_their_order(values, gain):
    mixer = Mixer(RATE)
    mixer.gain = gain
    mixer.render(100)
    mixer.play(Clip(array("h", sorted(values)), RATE), 100)
    sound = heard(mixer, len(values))
    assert list(sound) == sorted(sound)
    for value, out in zip(sorted(values), sound, strict=True):
        if abs(value * gain) <= KNEE:
            assert out == round(value * gain)
        else:
            assert KNEE <= abs(out) <= min(32767, round(abs(value * gain)))


@settings(max_examples=10)
@given(st.floats(0, 8), st.lists(st.integers(-32768, 32767), max_size=50))
def test_scaling_is_multiplying(factor, values):
    expected = [max(-32768, min(32767, round(value * factor))) for value in values]
    assert Scale(factor).of(array("h", values)).tolist() == expected
