"""``backplayer watch``: what happens at a save, without waiting for the clock."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backplayer.authoring.excerpt import steps_alone
from backplayer.authoring.reckoning import routine_of
from backplayer.cli.main import app
from backplayer.cli.rehearsing import rehearse
from backplayer.cli.settings import Settings
from backplayer.cli.watch import Saves, checked, look_at_every_save, watch_file
from backplayer.player.commands import Command, Inbox
from tests.library import library

ROUTINE = "title: Mine\nsteps:\n  - {exercise: bridge, reps: 2}\n  - {exercise: superman, reps: 3}\n"
PATIENCE_S = 30.0
"""How long to wait for what must come."""


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    path = tmp_path / "work" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(ROUTINE)
    return path


def save_by_renaming(path: Path, text: str) -> None:
    other = path.with_name(f".{path.name}.saving")
    other.write_text(text)
    os.replace(other, path)


# -- the loop -----------------------------------------------------------------------------------


def test_it_looks_at_once_and_ends_with_the_saves() -> None:
    looks: list[int] = []
    look_at_every_save([], Inbox(), lambda: bool(looks.append(1)))
    assert looks == [1]


def test_it_looks_again_after_a_save() -> None:
    looked = threading.Event()
    looks: list[int] = []

    def saves() -> Iterator[object]:
        assert looked.wait(PATIENCE_S)
        yield "a save"

    def look() -> bool:
        looks.append(1)
        looked.set()
        return False

    look_at_every_save(saves(), Inbox(), look)
    assert looks == [1, 1]


def test_a_save_breaks_off_what_plays_and_it_begins_anew() -> None:
    playing = threading.Event()
    inbox = Inbox()
    looks: list[object] = []

    def saves() -> Iterator[object]:
        assert playing.wait(PATIENCE_S)
        yield "a save"

    def look() -> bool:
        if looks:
            looks.append("to the end")
            return False
        playing.set()
        assert inbox.wait(PATIENCE_S)
        wish = inbox.take()
        looks.append(wish and wish.request)
        return True

    look_at_every_save(saves(), inbox, look)
    assert looks == [Command.STOP, "to the end"]


def test_what_goes_wrong_with_watching_is_not_swallowed() -> None:
    def saves() -> Iterator[object]:
        raise OSError("no more watches")
        yield

    with pytest.raises(OSError, match="no more watches"):
        look_at_every_save(saves(), Inbox(), lambda: False)


# -- saves --------------------------------------------------------------------------------------


def seen(path: Path, change: Path) -> bool:
    """Save *change* by renaming until it is seen, or a save of the routine itself is."""
    found = threading.Event()

    def wait() -> None:
        for _ in saves:
            found.set()
            return

    with closing(Saves(path)) as saves:
        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        for _ in range(300):
            save_by_renaming(change, ROUTINE)
            if found.wait(0.1):
                break
    thread.join(PATIENCE_S)
    return found.is_set()


def test_an_editor_that_saves_by_renaming_is_seen(path: Path) -> None:
    assert seen(path, path)


def test_a_file_behind_a_link_is_seen(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert seen(link, path)


def test_an_exercise_beside_the_routine_is_seen(path: Path) -> None:
    exercises = path.parent / "exercises"
    exercises.mkdir()
    assert seen(path, exercises / "hop.yaml")


def test_closing_ends_the_saves(path: Path) -> None:
    saves = Saves(path)
    saves.close()
    assert list(saves) == []


# -- what is told and heard ---------------------------------------------------------------------


def test_a_good_file_is_told_with_the_time(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(path).routine
    told = capsys.readouterr().out
    assert re.search(r"^\d\d:\d\d:\d\d  mine\.yaml$", told, re.MULTILINE)
    assert "2 exercises, about 2 min." in told


def test_all_problems_are_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text("title: Mine\nsteps:\n  - {exercise: bridge, reps: two}\n  - {exercise: suberman}\n")
    assert checked(path).routine is None
    told = capsys.readouterr().out
    assert "mine.yaml:3:30: error: " in told
    assert "did you mean 'superman'?" in told
    assert "2 errors: it cannot be played like this." in told


def test_an_exercise_can_be_watched_too(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exercise = path.parent / "exercises" / "hop.yaml"
    exercise.parent.mkdir()
    exercise.write_text("name: Hop\nsetup: Hop on the spot.\ndose: {reps: 3}\n")
    assert not checked(exercise).problems
    assert capsys.readouterr().out.endswith("hop.yaml\nAll is well.\n")


def watched(path: Path, step: str | None, monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    """Watch the file in an instant, with *texts* saved one after the other."""
    inboxes: list[Inbox] = []

    def looked_at(saves: object, inbox: Inbox, look: object) -> None:
        assert callable(look)
        inboxes.append(inbox)
        look()
        for text in texts:
            save_by_renaming(path, text)
            look()

    monkeypatch.setattr("backplayer.cli.watch.look_at_every_save", looked_at)
    watch_file(path, Settings(), step, instant=True)


def test_after_each_good_save_the_step_is_played_from_its_start_to_its_end(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watched(path, "superman", monkeypatch, ROUTINE.replace("reps: 3", "reps: x"), ROUTINE.replace("reps: 3", "reps: 4"))
    told = capsys.readouterr().out
    assert told.count("First: Superman.") == 2
    assert "3 repetitions." in told
    assert "4 repetitions." in told
    assert told.count("Last one") == 2
    assert "First: Bridge" not in told
    assert "medical" not in told
    assert "You are done" not in told


def test_a_step_that_went_away_is_told_and_the_watching_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watched(path, "superman", monkeypatch, "title: T\nsteps: [bridge]\n", ROUTINE)
    told = capsys.readouterr()
    assert told.out.count("First: Superman.") == 2
    assert "Not played: no exercise 'superman' in this routine; its exercises are numbered 1 to 1" in told.err


def test_a_stop_breaks_off_a_rehearsal(capsys: pytest.CaptureFixture[str]) -> None:
    course = steps_alone(routine_of(ROUTINE, "mine", library()), (1,))
    inbox = Inbox()
    assert rehearse(course, Settings(), inbox, text=False, instant=True)
    inbox.put(Command.STOP)
    assert not rehearse(course, Settings(), inbox, text=False, instant=True)
    assert capsys.readouterr().out.count("Last one") == 1


def test_a_rehearsal_keeps_no_place_to_go_on_from(tmp_path: Path) -> None:
    course = steps_alone(routine_of(ROUTINE, "mine", library()), (1,))
    rehearse(course, Settings(), Inbox(), text=False, instant=True)
    assert not (tmp_path / "state").exists()


AS_IN_A_TERMINAL = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from backplayer.__main__ import run; run()"
)
"""What is started in the background may have been told to ignore Ctrl-C."""


def test_ctrl_c_leaves_without_a_word(path: Path) -> None:
    command = [sys.executable, "-c", AS_IN_A_TERMINAL, "watch", str(path)]
    watching = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watching.stdout is not None
    assert any("2 exercises" in line for line in iter(watching.stdout.readline, ""))
    watching.send_signal(signal.SIGINT)
    _, errors = watching.communicate(timeout=PATIENCE_S)
    assert (watching.returncode, errors) == (130, "")


def test_a_file_that_is_not_there_is_told() -> None:
    result = CliRunner().invoke(app, ["watch", "./nothing.yaml"])
    assert (result.exit_code, result.stderr) == (
        1,
        "backplayer: nothing.yaml: no such file; 'backplayer new' writes one\n",
    )


def test_what_was_broken_off_leaves_no_file(tmp_path: Path) -> None:
    course = steps_alone(routine_of(ROUTINE, "mine", library()), (1,))
    chosen = Settings(output=str(tmp_path / "x.wav"), voice="none")
    inbox = Inbox()
    inbox.put(Command.STOP)
    assert not rehearse(course, chosen, inbox, text=False, instant=False)
    assert not list(tmp_path.glob("x.wav*"))
    assert rehearse(course, chosen, Inbox(), text=False, instant=False)
    assert (tmp_path / "x.wav").stat().st_size > 1_000_000


class NoSaves:
    def __iter__(self) -> Iterator[object]:
        return iter(())

    def close(self) -> None:
        pass


def test_it_writes_over_its_own_recording_and_over_no_other(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = tmp_path / "x.wav"
    recording.write_bytes(b"of somebody")
    command = ["watch", str(path), "--play", "1", "--voice", "none", "--output", str(recording)]
    result = CliRunner().invoke(app, command)
    assert (result.exit_code, result.stderr) == (1, f"backplayer: {recording} is there already; --force replaces it\n")
    assert recording.read_bytes() == b"of somebody"
    monkeypatch.setattr("backplayer.cli.watch.Saves", lambda _: NoSaves())
    watch_file(path, Settings(output=str(recording), voice="none"), "1")
    assert recording.stat().st_size > 1_000_000
