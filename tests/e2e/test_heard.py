"""A routine played for real: what the sound card was given is what was planned."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from backplayer.clip import Clip
from backplayer.units import ms_to_frames
from tests.card.card import STEADY
from tests.card.onsets import Match
from tests.e2e.played import RATE, Played, chimes, clips_of, matches, play

ROUTINE = """
title: Short
defaults: {get_ready: 1s}
steps:
  - exercise: {name: Plank, cues: [Long neck.]}
    hold: 7s
    sides: both
    switch: 1s
    rest: 0s
  - exercise: {name: Shrugs, cues: [Shoulders low.]}
    reps: 3
    tempo: {lift: 1500ms, lower: 1500ms}
"""
HOLD, REPS = 7 * RATE, 3 * 3 * RATE


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "short.yaml").write_text(ROUTINE)
    return folder


@pytest.fixture(scope="module")
def played(card, home: Path) -> Played:
    """A session that was recorded without a stall of the device.

    A busy machine may let the card's buffer run empty; what is wrong in the code is wrong every time.
    """
    for _ in range(3):
        session = play(card, home, home / "short.yaml", "--voice", "espeak", "--output", "miniaudio", env=STEADY)
        last = [cue for cue in session.cues if cue["text"]][-1]
        [(_, expected, match)] = matches(session, clips_of(home, [last["text"], session.cues[0]["text"]]), [last])
        if abs(match.frame - expected) <= 1:
            break
    return session


def test_the_session_ended_well(played: Played) -> None:
    assert played.code == 0, played.errors
    assert played.cues[-1]["kind"] == "finish"


@pytest.fixture(scope="module")
def clips(played: Played, home: Path) -> dict[str, Clip]:
    return {**chimes(), **clips_of(home, {cue["text"] for cue in played.cues if cue["text"]})}


@pytest.fixture(scope="module")
def found(played: Played, clips: dict[str, Clip]) -> list[tuple[dict, int, Match]]:
    """Every cue, the frame of the recording where it should begin, and where it does."""
    return matches(played, clips, played.cues)


def test_every_count_and_signal_is_heard_on_its_beat(found: list[tuple[dict, int, Match]]) -> None:
    exact = [place for place in found if place[0]["kind"] in ("signal", "count", "phase")]
    assert len(exact) > 25
    for cue, expected, match in exact:
        assert abs(match.frame - expected) <= 1, cue
        assert match.likeness > 0.99, cue
    starts = [match.frame for cue, _, match in exact if cue["sound"] == "start"]
    ends = [match.frame for cue, _, match in exact if cue["sound"] in ("switch", "end")]
    assert [end - start for start, end in zip(starts, ends, strict=True)] == [HOLD, HOLD, REPS]


def test_every_word_is_heard_where_it_was_said(found: list[tuple[dict, int, Match]]) -> None:
    for cue, expected, match in found:
        assert cue["text"] is None or abs(match.frame - expected) <= 1, cue


def test_nothing_is_clipped(played: Played) -> None:
    assert max(played.recording.samples) < 32767
    assert min(played.recording.samples) > -32768


def test_between_two_cues_there_is_silence(played: Played, found: list[tuple[dict, int, Match]]) -> None:
    gaps = 0
    for (cue, begins, _), (following, end, _) in pairwise(found):
        between = played.recording.samples[begins + ms_to_frames(cue["length_ms"], RATE) : end]
        if len(between) > RATE // 100:
            gaps += 1
            assert max(map(abs, between)) == 0, (cue, following)
    assert gaps > 20
