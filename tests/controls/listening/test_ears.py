"""Muting by the time of capture, and what the microphone's state says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from backplayer.controls.listening.capture_clock import CaptureClock
from backplayer.controls.listening.ears import Ears, Event, OnlyZeros, level_dbfs
from backplayer.controls.listening.engine import RATE, Heard
from backplayer.controls.listening.mutes import MARGIN_S, Mutes
from tests.controls.listening.sounds import blocks, noise, silence, tone

BLOCK_S = 0.03
BLOCK = round(BLOCK_S * RATE)
QUIET, VOICE = noise(BLOCK_S, 10), noise(BLOCK_S, 9000)


class ByLoudness:
    """An engine that takes a run of loud blocks for "pause", and knows it a tenth of a second after its end."""

    def __init__(self) -> None:
        self.fed = 0
        self.forgot = 0
        self.forget()

    def forget(self) -> None:
        self.forgot += 1
        self._at, self._began, self._ended = 0, None, 0

    def flush(self) -> Sequence[Heard]:
        return (
            []
            if self._began is None or self._ended == self._at
            else [Heard("pause", 0.9, True, self._began, self._ended)]
        )

    def feed(self, sound: bytes) -> Sequence[Heard]:
        self.fed += 1
        at, self._at = self._at, self._at + len(sound) // 2
        if level_dbfs(sound) > -40:
            self._began = at if self._began is None else self._began
            self._ended = self._at
        elif self._began is not None and self._at - self._ended >= RATE // 10:
            began, self._began = self._began, None
            return [Heard("pause", 0.9, True, began, self._ended)]
        return []


def heard(ears: Ears, *turns: tuple[float, bytes]) -> list[Event]:
    """Feed for so many seconds each of some block, from time 100 on."""
    events: list[Event] = []
    for seconds, block in turns:
        for _ in range(round(seconds / BLOCK_S)):
            at = 100 + getattr(ears, "blocks_fed", 0) * BLOCK_S
            ears.blocks_fed = getattr(ears, "blocks_fed", 0) + 1  # type: ignore[attr-defined]
            events += ears.hear(block, at)
    return events


@pytest.fixture
def engine() -> ByLoudness:
    return ByLoudness()


@pytest.fixture
def ears(engine: ByLoudness) -> Ears:
    return Ears(engine, None)


def test_what_is_said_in_quiet_counts(ears: Ears) -> None:
    (event,) = heard(ears, (0.9, QUIET), (0.9, VOICE), (0.3, QUIET))
    assert isinstance(event, Heard)
    assert event.phrase == "pause"


def test_while_the_coach_speaks_nothing_reaches_the_engine(ears: Ears, engine: ByLoudness) -> None:
    ears.mutes.add(99, 102)
    assert not heard(ears, (2.1, VOICE))
    assert engine.fed == 0


def test_an_utterance_that_the_coach_interrupts_is_dropped_whole(ears: Ears) -> None:
    ears.mutes.add(101.5, 102)
    assert not heard(ears, (0.9, QUIET), (1.2, VOICE), (0.9, QUIET))


def test_one_that_was_over_when_the_coach_begins_counts_once(ears: Ears) -> None:
    ears.mutes.add(101.86, 103)  # the engine would have been sure at 101.9
    assert len(heard(ears, (0.9, QUIET), (0.9, VOICE), (3, QUIET))) == 1


def test_one_under_way_when_the_coach_ends_is_left_to_the_engine(ears: Ears) -> None:
    ears.mutes.add(100, 101)
    (event,) = heard(ears, (3.0, VOICE), (0.9, QUIET))
    assert isinstance(event, Heard)
    assert event.start == 0


def test_one_that_begins_after_the_margin_counts(ears: Ears) -> None:
    ears.mutes.add(100, 101)
    assert heard(ears, (1 + MARGIN_S + 0.2, VOICE), (0.12, QUIET), (0.9, VOICE), (0.3, QUIET))


def test_a_mute_that_is_told_too_late_still_counts(ears: Ears) -> None:
    assert not heard(ears, (0.9, QUIET), (0.9, VOICE))
    ears.mutes.add(101.2, 101.4)  # in the middle of it
    assert not heard(ears, (0.9, QUIET))


def test_a_hushed_coach_is_waited_for_no_longer(ears: Ears) -> None:
    ears.mutes.add(100, 200)
    ears.mutes.add(300, 301)
    heard(ears, (0.9, QUIET))
    ears.mutes.end(100.9)
    assert heard(ears, (MARGIN_S + 0.1, QUIET), (0.9, VOICE), (0.3, QUIET))
    assert not ears.mutes.touch(300, 301)


def test_only_zeros_are_told_once_until_there_was_sound(ears: Ears) -> None:
    zeros = silence(BLOCK_S)
    assert heard(ears, (2.9, zeros)) == []
    assert heard(ears, (5, zeros)) == [OnlyZeros()]
    assert heard(ears, (1, QUIET), (2.9, zeros)) == []
    assert heard(ears, (1, zeros)) == [OnlyZeros()]


def test_zeros_are_told_of_while_muted(ears: Ears) -> None:
    ears.mutes.add(100, 200)
    assert heard(ears, (3.1, silence(BLOCK_S))) == [OnlyZeros()]


def test_mutes_overlap_and_have_a_margin_after_them_only() -> None:
    mutes = Mutes()
    mutes.add(10, 20)
    mutes.add(15, 16)
    assert not mutes.touch(9, 10)
    assert mutes.touch(9, 10.01)
    assert mutes.touch(20 + MARGIN_S - 0.01, 21)
    assert not mutes.touch(20 + MARGIN_S, 30)
    mutes.forget_before(30)
    assert not mutes.touch(0, 100)


def test_levels_are_in_db_of_full_scale() -> None:
    assert level_dbfs(silence(0.1)) == -100
    assert level_dbfs(b"") == -100
    assert abs(level_dbfs(tone(0.1, 32767)) + 3) < 0.1


def test_sound_that_comes_in_a_burst_keeps_its_times() -> None:
    clock = CaptureClock(RATE)
    on_time = [clock.captured(BLOCK, 50 + BLOCK_S * (n + 1) + 0.01 * (n % 3)) for n in range(10)]
    late = [clock.captured(BLOCK, 60) for _ in range(10)]  # the process was stopped
    for n, at in enumerate(on_time + late):
        assert abs(at - (50 + BLOCK_S * n)) < 1e-6


def test_the_clock_begins_anew_when_samples_were_lost() -> None:
    clock = CaptureClock(RATE)
    clock.captured(BLOCK, 50)
    clock.lost()
    assert clock.captured(BLOCK, 70) == pytest.approx(70 - BLOCK_S)


def test_blocks_hold_everything() -> None:
    assert b"".join(blocks(tone(0.1, 100), 77)) == tone(0.1, 100)
