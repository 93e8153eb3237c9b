"""The playhead: smooth, monotonic, and never out of reach of the device."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.sound.playhead import Playhead

RATE, BLOCK, AHEAD = 48_000, 4800, 14_400


def test_it_stands_until_the_device_takes():
    playhead = Playhead(RATE, 10.0)
    assert playhead.at(12.0) == 0


def test_it_moves_between_two_takes_without_a_step():
    playhead = Playhead(RATE, 0.0)
    for n in range(50):
        playhead.took((n + 2) * BLOCK, AHEAD, n / 10)
        for tenth in range(10):
            assert playhead.at(n / 10 + tenth / 100) == pytest.approx(n * BLOCK + tenth * 480, abs=1)


def test_it_stands_when_the_device_stands_and_goes_on_from_there():
    playhead = Playhead(RATE, 0.0)
    playhead.took(BLOCK, AHEAD, 0.0)
    assert playhead.at(5.0) == BLOCK
    playhead.took(2 * BLOCK, AHEAD, 5.0)
    assert playhead.at(5.05) == pytest.approx(BLOCK + BLOCK // 2, abs=1)


def test_free_it_goes_by_the_clock():
    playhead = Playhead(RATE, 0.0)
    playhead.took(BLOCK, AHEAD, 0.0)
    playhead.free(5.0)
    assert playhead.at(6.0) == pytest.approx(BLOCK + RATE, abs=1)


@given(
    st.lists(
        st.tuples(st.floats(0, 0.5), st.sampled_from(["look", "take", "free"]), st.integers(1, AHEAD)), max_size=60
    )
)
def test_it_never_runs_back_nor_out_of_the_window(events):
    playhead, moment, before, taken, free = Playhead(RATE, 0.0), 0.0, 0, 0, False
    for passed, event, frames in events:
        moment += passed
        if event == "take":
            taken = max(taken, playhead.at(moment)) + frames
            playhead.took(taken, AHEAD, moment)
            free = False
        elif event == "free":
            playhead.free(moment)
            free = True
        now = playhead.at(moment)
        assert now >= before
        assert free or taken - AHEAD <= now <= taken
        before = now
