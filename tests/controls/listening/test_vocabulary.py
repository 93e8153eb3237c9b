"""The phrases: none is taken for another, and no plan may say one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.controls.listening.vocabulary import (
    PHRASES,
    WAKE_WORD,
    Clash,
    command_of,
    find_clash,
    normalised,
)
from backplayer.player.commands import Command


def test_every_command_can_be_said() -> None:
    said = set(PHRASES.values())
    assert said == set(Command) - {Command.PLAY_PAUSE}  # the one key of a headset: there are words for both


def test_phrases_are_as_a_recogniser_writes_them() -> None:
    assert [normalised(phrase) for phrase in PHRASES] == list(PHRASES)
    assert not any(WAKE_WORD in phrase.split() for phrase in PHRASES)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Coach, pause!", Command.PAUSE),
        ("coach … SLOW   down", Command.SLOWER),
        ("Coach, I’m ready.", Command.DONE),
        ("coach yes", Command.DONE),
        ("pause", None),
        ("coach", None),
        ("coach pause now", None),
        ("the coach pause", None),
    ],
)
def test_what_a_text_asks_for(text: str, command: Command | None) -> None:
    assert command_of(text) == command


@pytest.mark.parametrize("cue", ["Slow down.", "coach, slow down", "SLOW DOWN!", " slow\tdown "])
def test_a_cue_that_is_a_command_is_found(cue: str) -> None:
    assert find_clash(["Breathe out.", cue, "Pause."]) == Clash(cue, Command.SLOWER)


@pytest.mark.parametrize("cue", ["Slow down at the top.", "Now slow down", "Pause, then lift.", "", "…", "Coach."])
def test_a_cue_that_only_holds_one_is_not(cue: str) -> None:
    assert find_clash([cue]) is None


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
