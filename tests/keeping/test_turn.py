"""Only one speaks at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backplayer.keeping.turn import Busy, Turn

HOLDER = """
import sys, time
from pathlib import Path
from backplayer.keeping.turn import Turn
turn = Turn(Path(sys.argv[1]), "Upper back")
print("speaking", flush=True)
time.sleep(60)
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "state" / "player.lock"


@pytest.fixture
def other(lock: Path):
    """Another process that is speaking."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "speaking\n"
    yield holder
    holder.kill()
    holder.wait()
    holder.stdout.close()


def test_one_after_the_other(lock: Path) -> None:
    for _ in range(2):
        turn = Turn(lock, "Upper back")
        turn.close()
        turn.close()


def test_who_is_speaking_is_told(lock: Path, other: subprocess.Popen[str]) -> None:
    with pytest.raises(Busy, match=f"'Upper back' has been playing for 0 min \\(process {other.pid}\\)"):
        Turn(lock, "Mine")


def test_a_player_that_was_killed_holds_nobody_up(lock: Path, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    Turn(lock, "Mine").close()


def test_taking_over_ends_the_other(lock: Path, other: subprocess.Popen[str]) -> None:
    turn = Turn(lock, "Mine", take_over=True)
    assert other.wait(10) < 0
    assert json.loads(lock.with_suffix(".json").read_text())["process"] == os.getpid()
    turn.close()


@pytest.mark.parametrize("about", ["", "{}", '{"process": "x"}', '{"process": 0, "title": "t", "since": 0}', "[1]"])
def test_what_is_said_of_the_other_may_be_damaged(lock: Path, other: subprocess.Popen[str], about: str) -> None:
    lock.with_suffix(".json").write_text(about)
    with pytest.raises(Busy, match="another backplayer is speaking"):
        Turn(lock, "Mine")
