"""Where routines and exercises are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from backplayer.routine.library import Library
from backplayer.routine.model import exercise_steps
from backplayer.routine.problems import NotFound, did_you_mean, nearest
from tests.library import NAMES, ROUTINES, library

ROUTINE = "title: Mine\nsummary: My own.\nlength: 3 min\nequipment: [mat, wall]\nsteps: [bridge]\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "upper-back.yaml").write_text(ROUTINE)
    (tmp_path / "Quiet Ten.yml").write_text(ROUTINE)
    (tmp_path / "notes.txt").write_text("title: no routine")
    (tmp_path / "exercises" / "bridge.yaml").write_text("name: My bridge\ndose: {hold: 5s}")
    (tmp_path / "exercises" / "Towel Pull.yaml").write_text("name: Towel pull")
    (tmp_path / "sources.yaml").write_text("motion-is-lotion: {title: Mine, author: Me}")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_our_routines_read(name: str) -> None:
    shelf = library()
    routine = shelf.read_routine(shelf.find_routine(name))
    assert routine.name == name
    assert any(exercise_steps(routine.steps))


def test_our_routines_are_all_there_are() -> None:
    assert tuple(library().routine_paths()) == NAMES


def test_our_57_exercises_read() -> None:
    shelf = library()
    names = list(shelf.exercise_paths())
    assert len(names) == 57
    assert [shelf.exercise(name).slug for name in names] == names


def test_credits() -> None:
    known = library().credits()
    assert known["cavaliere-mobilization"].author.startswith("Jeff Cavaliere")
    assert len(known) == 5


def test_own_files_come_before_ours(own: Path) -> None:
    shelf = Library([own, ROUTINES])
    assert shelf.find_routine("upper-back") == own / "upper-back.yaml"
    assert shelf.find_routine("desk-break") == ROUTINES / "desk-break.yaml"
    assert shelf.exercise("bridge").name == "My bridge"
    assert shelf.exercise("plank").name == "High plank"
    assert shelf.credits()["motion-is-lotion"].author == "Me"
    assert len(shelf.credits()) == 5


def test_names_of_files(own: Path) -> None:
    shelf = Library([own])
    assert list(shelf.routine_paths()) == ["Quiet Ten", "upper-back"]
    assert list(shelf.exercise_paths()) == ["bridge", "towel-pull"]
    assert shelf.exercise("towel-pull").name == "Towel pull"
    assert shelf.find_routine("Quiet Ten") == own / "Quiet Ten.yml"


def test_a_folder_need_not_exist(tmp_path: Path) -> None:
    assert Library([tmp_path / "none"]).routine_paths() == {}
    assert Library([]).credits() == {}


@pytest.mark.parametrize("name", ["./upper-back", "upper-back.yaml", "UPPER.YML", "a\\b", "../x"])
def test_what_looks_like_a_path_is_one(name: str) -> None:
    assert library().find_routine(name) == Path(name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("upper-bck", "no routine is called 'upper-bck'; did you mean 'upper-back'?"),
        ("Upper Back", "no routine is called 'Upper Back'; did you mean 'upper-back'?"),
        ("quiet_ten", "no routine is called 'quiet_ten'; did you mean 'Quiet Ten'?"),
        ("zzz", "no routine is called 'zzz'; 'backplayer list' lists them"),
    ],
)
def test_the_nearest_routine_is_suggested(own: Path, name: str, told: str) -> None:
    with pytest.raises(NotFound) as caught:
        Library([own, ROUTINES]).find_routine(name)
    assert str(caught.value) == told


def test_the_nearest_exercise_is_suggested() -> None:
    with pytest.raises(NotFound, match="did you mean 'can-opener'"):
        library().exercise("CanOpener")


def test_nearest() -> None:
    assert nearest("Set Rest", ["rest", "set_rest"]) == "set_rest"
    assert nearest("flavour", ["rest", "set_rest"]) is None
    assert nearest("x", []) is None
    assert did_you_mean("", ["rest"]) == ""


def test_a_list_is_made_without_checking(own: Path) -> None:
    (own / "broken.yaml").write_text("title: [")
    (own / "half.yaml").write_text("title: Half\nlength: soon\nequipment: {needed: [mat, {a: b}]}\nfoo: bar")
    listed = {found.name: found for found in Library([own]).listed()}
    assert (listed["Quiet Ten"].title, listed["Quiet Ten"].summary, listed["Quiet Ten"].length) == (
        "Mine",
        "My own.",
        "3 min",
    )
    assert listed["Quiet Ten"].equipment == "mat, wall"
    assert (listed["broken"].title, listed["broken"].equipment) == ("", "")
    assert (listed["half"].title, listed["half"].length, listed["half"].equipment) == ("Half", "soon", "mat")
