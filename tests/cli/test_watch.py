"""``backplayer watch``: what happens at a save, without waiting for the clock."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest
from typer.testing import CliRunner

from backplayer.authoring.excerpt import steps_alone
from backplayer.authoring.reckoning import routine_of
from backplayer.cli.main import app
from backplayer.cli.rehearsing import rehearse
from backplayer.cli.saves import LONGEST_BURST_S, QUIET_S, Saves, settled, stamps
from backplayer.cli.settings import Settings
from backplayer.cli.watch import checked, look_at_every_save, watch_file
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
    look_at_every_save([], Inbox(), lambda: looks.append(1))
    assert looks == [1]


def test_it_looks_again_after_a_save() -> None:
    looked = threading.Event()
    looks: list[int] = []

    def saves() -> Iterator[object]:
        assert looked.wait(PATIENCE_S)
        yield "a save"

    def look() -> None:
        looks.append(1)
        looked.set()

    look_at_every_save(saves(), Inbox(), look)
    assert looks == [1, 1]


def test_a_save_breaks_off_what_plays_and_it_begins_anew() -> None:
    playing = threading.Event()
    inbox = Inbox()
    looks: list[object] = []

    def saves() -> Iterator[object]:
        assert playing.wait(PATIENCE_S)
        yield "a save"

    def look() -> None:
        if looks:
            looks.append("to the end")
            return
        playing.set()
        assert inbox.wait(PATIENCE_S)
        wish = inbox.take()
        looks.append(wish and wish.request)

    look_at_every_save(saves(), inbox, look)
    assert looks == [Command.STOP, "to the end"]


def test_a_key_that_ends_what_plays_does_not_begin_it_anew() -> None:
    inbox = Inbox()
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        inbox.put(Command.STOP)  # as a key does

    look_at_every_save([], inbox, look)
    assert looks == [1]


def test_saves_while_it_looks_are_one() -> None:
    looking, saved = threading.Event(), threading.Event()
    looks: list[int] = []

    def saves() -> Iterator[object]:
        assert looking.wait(PATIENCE_S)
        yield from range(5)
        saved.set()

    def look() -> None:
        looks.append(1)
        looking.set()
        assert saved.wait(PATIENCE_S)

    look_at_every_save(saves(), Inbox(), look)
    assert looks == [1, 1]


def test_what_goes_wrong_with_watching_is_not_swallowed() -> None:
    def saves() -> Iterator[object]:
        raise OSError("no more watches")
        yield

    with pytest.raises(OSError, match="no more watches"):
        look_at_every_save(saves(), Inbox(), lambda: None)


# -- saves --------------------------------------------------------------------------------------


class Seen:
    """The saves that are seen, one after the other."""

    def __init__(self, saves: Saves) -> None:
        self._found: SimpleQueue[object] = SimpleQueue()
        self._thread = threading.Thread(target=self._hear, args=[saves], daemon=True)
        self._thread.start()

    def _hear(self, saves: Saves) -> None:
        for save in saves:
            self._found.put(save)

    def after(self, change: Callable[[], object], patience: float = PATIENCE_S) -> bool:
        """Whether a save is seen after *change*; *patience* in seconds."""
        change()
        try:
            return bool(self._found.get(timeout=patience))
        except Empty:
            return False


@pytest.fixture
def seen(path: Path) -> Iterator[Seen]:
    with closing(Saves(path)) as saves:
        yield Seen(saves)


def test_an_editor_that_saves_by_renaming_is_seen_again_and_again(path: Path, seen: Seen) -> None:
    for reps in range(2):
        assert seen.after(lambda reps=reps: save_by_renaming(path, ROUTINE.replace("2", f"3{reps}")))


def test_an_editor_that_writes_into_the_file_is_seen(path: Path, seen: Seen) -> None:
    assert seen.after(lambda: path.write_text(f"{ROUTINE}# more"))


def test_a_save_before_anybody_listens_is_seen(path: Path) -> None:
    with closing(Saves(path)) as saves:
        save_by_renaming(path, ROUTINE)
        assert next(iter(saves))


def test_a_file_behind_a_link_is_seen(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    with closing(Saves(link)) as saves:
        assert Seen(saves).after(lambda: save_by_renaming(path, ROUTINE))


def test_a_file_that_goes_and_comes_back_is_seen(path: Path, seen: Seen) -> None:
    assert seen.after(path.unlink)
    assert seen.after(lambda: path.write_text(ROUTINE))


def test_a_folder_that_is_removed_and_made_again_is_seen_and_then_its_saves(path: Path, seen: Seen) -> None:
    def again() -> None:
        path.parent.mkdir()
        path.write_text(ROUTINE)

    assert seen.after(lambda: shutil.rmtree(path.parent))
    assert seen.after(again)
    assert seen.after(lambda: save_by_renaming(path, ROUTINE))


def test_a_folder_that_another_takes_the_name_of_is_seen_and_then_its_saves(path: Path, seen: Seen) -> None:
    def give_way() -> None:
        other = shutil.copytree(path.parent, path.parent.with_name("other"))
        path.parent.rename(path.parent.with_name("old"))
        other.rename(path.parent)

    assert seen.after(give_way)
    assert seen.after(lambda: save_by_renaming(path, ROUTINE))


def test_a_folder_of_exercises_that_is_made_later_is_seen(path: Path, seen: Seen) -> None:
    exercise = path.parent / "exercises" / "hop.yaml"

    def make() -> None:
        exercise.parent.mkdir()
        exercise.write_text("name: Hop\n")

    assert seen.after(make)
    assert seen.after(lambda: save_by_renaming(exercise, "name: Hop!\n"))


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes only there")
def test_a_folder_whose_name_is_no_text_is_watched(path: Path) -> None:
    folder = path.parent.rename(os.fsdecode(os.fsencode(path.parent) + b"\xff"))
    with closing(Saves(folder / path.name)) as saves:
        seen = Seen(saves)
        for _ in range(2):
            assert seen.after(lambda: save_by_renaming(folder / path.name, ROUTINE))


def test_closing_ends_the_saves(path: Path) -> None:
    saves = Saves(path)
    saves.close()
    assert list(saves) == []


ROUTINES = "data/backplayer/routines"
READ = (
    "work/mine.yaml",
    "work/exercises/hop.yaml",
    "work/exercises/hop.yml",
    "work/exercises/HOP.YAML",
    "work/exercises/de/hop.yaml",
    f"{ROUTINES}/exercises/hop.yaml",
    f"{ROUTINES}/exercises/de-AT/hop.yaml",
    f"{ROUTINES}/words/de.yaml",
    f"{ROUTINES}/words/calm.yaml",
    f"{ROUTINES}/pronunciation.yaml",
    f"{ROUTINES}/sources.yaml",
    f"{ROUTINES}/safety.yaml",
    f"{ROUTINES}/safety.de.yaml",
)
NOT_READ = (
    "work/other.yaml",
    "work/.mine.yaml.swp",
    "work/mine.yaml~",
    "work/exercises/hop.yaml~",
    "work/exercises/.hop.yaml.swp",
    "work/exercises/notes.txt",
    "work/words/de.yaml",
    "work/pronunciation.yaml",
    "work/safety.yaml",
    f"{ROUTINES}/other.yaml",
)


@pytest.mark.parametrize("file", [*READ, *NOT_READ])
def test_what_is_read_for_the_routine_is_watched_and_nothing_else(path: Path, tmp_path: Path, file: str) -> None:
    before = stamps(path)
    changed = tmp_path / file
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text("anything")
    made = stamps(path)
    changed.write_text("something else")
    assert (made != before, stamps(path) != made) == ((True, True) if file in READ else (False, False))


def test_a_burst_of_saves_is_one() -> None:
    looks = iter([{Path("a"): (saves,)} for saves in (1, 2, 3, 4, 4)])
    assert settled(lambda: next(looks), lambda _: None) == {Path("a"): (4,)}
    assert next(looks, None) is None


def test_a_file_that_is_never_left_alone_is_looked_at_all_the_same() -> None:
    saves, waited = count(), []
    settled(lambda: {Path("a"): (next(saves),)}, waited.append)
    assert sum(waited) == pytest.approx(LONGEST_BURST_S, abs=QUIET_S)


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


def watched(path: Path, step: str | None, monkeypatch: pytest.MonkeyPatch, *done: str | Callable[[], object]) -> None:
    """Watch the file in an instant, with texts saved, or whatever else is done to it, one after the other."""
    inboxes: list[Inbox] = []

    def looked_at(saves: object, inbox: Inbox, look: object) -> None:
        assert callable(look)
        inboxes.append(inbox)
        look()
        for change in done:
            if isinstance(change, str):
                save_by_renaming(path, change)
            else:
                change()
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


def test_a_file_that_is_gone_is_told_once_and_looked_at_when_it_is_back(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watched(path, "superman", monkeypatch, path.unlink, path.parent.rmdir, path.parent.mkdir, ROUTINE)
    told = capsys.readouterr()
    assert (told.out.count("mine.yaml is gone; it is checked again when it is back.\n"), told.err) == (1, "")
    assert told.out.count("2 exercises, about 2 min.") == 2
    assert told.out.count("First: Superman.") == 2


def test_a_link_that_leads_nowhere_is_a_file_that_is_gone(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = path.rename(path.with_name("target.yaml"))
    path.symlink_to(target)
    watched(path, None, monkeypatch, target.unlink)
    assert "mine.yaml is gone" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="the folder one is in cannot be removed there")
def test_the_folder_we_are_in_may_be_made_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def again() -> None:
        path.parent.mkdir()
        path.write_text("title: Mine\n")

    monkeypatch.chdir(path.parent)
    path.write_text("title: Mine\n")
    watched(Path(path.name), None, monkeypatch, lambda: shutil.rmtree(path.parent), again)
    told = re.findall(r"^(\S+):1:1: error|is (gone)", capsys.readouterr().out, re.MULTILINE)
    assert told == [("mine.yaml", ""), ("", "gone"), (str(path), "")]


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
