"""Whatever ends a session, its place is kept, and ``resume`` goes on there."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.played import COMMAND, at_home

ROUTINE = """
title: Short
defaults: {get_ready: 1s, rest: 0s}
steps:
  - exercise: {name: Shrugs}
    reps: 40
    tempo: {lift: 500ms, lower: 500ms}
    sides: both
"""
TEXT = ("--text", "--display", "jsonl")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "short.yaml").write_text(ROUTINE)
    return tmp_path


def begin(home: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *command], env=at_home(home, os.environ), cwd=home, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def until_rep(player: subprocess.Popen[str], rep: int) -> dict:
    """Read cues up to the first of repetition *rep*."""
    assert player.stdout is not None
    for line in player.stdout:
        cue = json.loads(line)
        if cue["rep"] == rep:
            return cue
    raise AssertionError(f"it never came to repetition {rep}")


def place(home: Path) -> dict:
    return json.loads((home / "state" / "backplayer" / "place.json").read_bytes())[1]


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A home whose last session was killed at some moment of the second or third repetition, and that repetition."""
    home = tmp_path_factory.mktemp("killed")
    (home / "short.yaml").write_text(ROUTINE)
    player = begin(home, "play", "short.yaml", *TEXT, "--verbosity", "counts")
    seen = until_rep(player, 2)
    time.sleep(random.Random(7).uniform(0.05, 0.9))
    player.kill()
    rest, _ = player.communicate()
    cues = [seen, *map(json.loads, rest.splitlines())]
    return home, max(cue["rep"] for cue in cues if cue["rep"] and cue["kind"] in ("count", "phase"))


@pytest.fixture
def killed_home(broken_off: tuple[Path, int], tmp_path: Path) -> Path:
    """A copy of it, with the routine where it was."""
    killed, home = broken_off[0], tmp_path / "home"
    shutil.copytree(killed, home)
    kept = home / "state/backplayer/place.json"
    kept.write_text(kept.read_text().replace(str(killed), str(home)))
    return home


def test_killed_it_goes_on_in_the_same_repetition(broken_off: tuple[Path, int], killed_home: Path) -> None:
    last = broken_off[1]
    kept = place(killed_home)["progress"]["point"]["reps"] + 1  # the repetition under way
    assert last - 1 <= kept <= last
    player = begin(killed_home, "resume", *TEXT)
    assert player.stdout is not None
    words: list[str] = []
    for line in player.stdout:
        cue = json.loads(line)
        if cue["rep"]:
            break
        words.append(cue["text"] or "")
    assert (cue["rep"], cue["side"]) == (kept, "left")
    assert f"Shrugs, left side, repetition {kept} of 40." in words
    player.terminate()
    _, told = player.communicate()
    assert "Short, stopped just now at Shrugs, left side" in told
    assert "Go on with: backplayer resume" in told
    assert player.returncode == 128 + signal.SIGTERM


def test_a_routine_that_was_changed_goes_on_with_the_same_exercise(killed_home: Path) -> None:
    home = killed_home
    (home / "short.yaml").write_text(ROUTINE.replace("steps:", "steps:\n  - {exercise: {name: Plank}, hold: 5s}"))
    player = begin(home, "resume", *TEXT)
    assert player.stdout is not None
    assert '"step": 2' in [player.stdout.readline() for _ in range(2)][1]
    player.kill()
    assert "The routine was changed since" in player.communicate()[1]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda home: (home / "short.yaml").write_text(ROUTINE.replace("Shrugs", "Rolls")), "'Shrugs' is no longer in"),
        (lambda home: (home / "short.yaml").unlink(), "short.yaml is no longer there"),
        (lambda home: (home / "state/backplayer/place.json").write_text("[1, {}]"), "delete the file"),
        (lambda home: (home / "state/backplayer/place.json").write_bytes(b"\xff\x00"), "delete the file"),
    ],
)
def test_a_place_that_is_gone_is_told_in_one_line(killed_home: Path, damage, told: str) -> None:
    damage(killed_home)
    done = begin(killed_home, "resume", *TEXT)
    _, errors = done.communicate(timeout=30)
    assert done.returncode == 1
    assert told in errors
    assert len(errors.splitlines()) == 1


def test_only_one_player_speaks_and_another_can_take_over(home: Path, card) -> None:
    def speaking(*more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, "play", "short.yaml", "--display", "jsonl", "--verbosity", "counts", *more],
            env=at_home(home, card.env()), cwd=home, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    first = speaking()
    assert first.stdout is not None
    assert "Short." in first.stdout.readline()
    second = speaking()
    _, told = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"'Short' has been playing for 0 min (process {first.pid})" in told
    assert "--take-over" in told
    third = speaking("--take-over")
    _, told = first.communicate(timeout=30)
    assert first.returncode == 128 + signal.SIGTERM
    assert "Stopped at" in told
    assert third.stdout is not None
    assert "Short." in third.stdout.readline()
    third.terminate()
    third.communicate()
