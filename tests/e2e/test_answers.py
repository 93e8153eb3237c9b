"""Whatever is asked for is answered at once by a short sound, and it is heard whole."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backplayer.controls.socket_client import ask
from tests.card.card import STEADY
from tests.card.onsets import find
from tests.e2e.played import COMMAND, RATE, at_home, chimes
from tests.terminals import until

# Without a voice and far from their ends, these make no sound of their own.
ROUTINE = """
title: Quiet
steps:
  - {exercise: {name: Plank}, hold: 60s}
  - {exercise: {name: Bridge}, hold: 60s}
"""
ANSWERED = [
    ("pause", "accepted"),
    ("pause", "refused"),
    ("louder", "accepted"),
    ("resume", "accepted"),
    ("resume", "refused"),
    ("next", "accepted"),
    ("back", "accepted"),
]
A_WHILE = RATE * 8 // 10
"""Frames after which an answer must have been heard out."""


@pytest.fixture
def socket(card, tmp_path: Path) -> Iterator[Path]:
    """The control socket of a session that is being played."""
    (tmp_path / "quiet.yaml").write_text(ROUTINE)
    with tempfile.TemporaryDirectory(prefix="bp") as folder:  # the address of a socket must be short
        path = Path(folder) / "ctl"
        options = ("--voice", "none", "--display", "none", "--output", "miniaudio", "--control", str(path))
        player = subprocess.Popen(
            [*COMMAND, "play", "quiet.yaml", *options], env={**at_home(tmp_path, card.env()), **STEADY}, cwd=tmp_path,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            until(lambda: path.exists() or player.poll() is not None, lambda: "the session's socket")
            yield path
        finally:
            player.terminate()
            player.communicate(timeout=30)


def test_the_short_sound_is_heard_after_what_is_hushed_for_a_command(card, socket: Path) -> None:
    sounds = chimes()
    with card.record() as recording:
        asked = []
        for words, _ in ANSWERED:
            asked.append(recording.frames)
            ask(socket, words)
            recording.wait_for(asked[-1] + A_WHILE)

    def heard(name: str, at: int) -> float:
        return find(recording.clip, sounds[name], at + A_WHILE // 2, within=400, compared=110).likeness

    told = {}
    for (words, answer), at in zip(ANSWERED, asked, strict=True):
        likeness = {name: heard(name, at) for name in ("accepted", "refused")}
        if likeness[answer] < 0.95 or max(likeness, key=likeness.__getitem__) != answer:
            told[words, answer] = likeness
    assert told == {}
