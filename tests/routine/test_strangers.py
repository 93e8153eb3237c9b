"""Routines from strangers: data that reaches nowhere else and hides nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from backplayer.routine.library import Library
from backplayer.routine.problems import RoutineError
from tests.library import ROUTINES

ROUTINE = "title: T\nsteps: [towel-pull]\n"
EXERCISE = "name: Towel pull\ndose: {reps: 3}\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "exercises").mkdir(parents=True)
    (folder / "exercises" / "towel-pull.yaml").write_text(EXERCISE)
    return folder


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.yaml"
    path.write_text(ROUTINE)
    return path


def complaints(shelf: Library, path: Path) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        shelf.read_routine(path)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_link_out_of_its_folder_is_refused(own: Path, downloads: Path, secret: Path) -> None:
    shelf = Library([own, ROUTINES])
    (downloads / "link.yaml").symlink_to(secret)
    told = complaints(shelf, downloads / "link.yaml")
    assert told == [
        "1:1: this is a link to a file outside its folder; name that file itself, if you trust it",
    ]
    assert shelf.read_routine(secret).title == "T"


def test_links_within_a_folder_and_in_ones_own_folder_are_fine(own: Path, downloads: Path, secret: Path) -> None:
    shelf = Library([own, ROUTINES])
    (downloads / "real.yaml").write_text(ROUTINE)
    (downloads / "link.yaml").symlink_to("real.yaml")
    (own / "mine.yaml").symlink_to(secret)
    assert shelf.read_routine(downloads / "link.yaml").title == "T"
    assert shelf.read_routine(own / "mine.yaml").title == "T"
    assert complaints(Library([own, ROUTINES], trusting=False), own / "mine.yaml")


def test_an_exercise_beside_it_may_not_lead_out_either(own: Path, downloads: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text(EXERCISE)
    (downloads / "exercises").mkdir()
    (downloads / "exercises" / "towel-pull.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    (downloads / "r.yaml").write_text(ROUTINE)
    with pytest.raises(RoutineError, match="link to a file outside its folder"):
        Library([own, ROUTINES]).read_routine(downloads / "r.yaml")


def test_nor_may_the_folder_of_exercises_beside_it(own: Path, downloads: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "towel-pull.yaml").write_text("secret words here")
    (downloads / "exercises").symlink_to(tmp_path / "elsewhere")
    (downloads / "r.yaml").write_text(ROUTINE)
    with pytest.raises(RoutineError) as caught:
        Library([own, ROUTINES]).read_routine(downloads / "r.yaml")
    assert "link to a file outside its folder" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_exercises_beside_a_strangers_routine_come_first(own: Path, downloads: Path) -> None:
    (downloads / "exercises").mkdir()
    (downloads / "exercises" / "towel-pull.yaml").write_text("name: Their pull\ndose: {reps: 3}\n")
    (downloads / "r.yaml").write_text(ROUTINE)
    (own / "r.yaml").write_text(ROUTINE)
    shelf = Library([own, ROUTINES])
    assert shelf.read_routine(downloads / "r.yaml").steps[0].exercise.name == "Their pull"  # type: ignore[union-attr]
    assert shelf.read_routine(own / "r.yaml").steps[0].exercise.name == "Towel pull"  # type: ignore[union-attr]


def test_a_strangers_folder_changes_neither_safety_nor_words(own: Path, downloads: Path) -> None:
    (downloads / "r.yaml").write_text(ROUTINE)
    (downloads / "safety.yaml").write_text("If it hurts: Never mind.\n")
    (downloads / "pronunciation.yaml").write_text("stop: go on\n")
    (downloads / "words").mkdir()
    (downloads / "words" / "en.yaml").write_text("done: Pay up.\n")
    shelf = Library([own, ROUTINES])
    strange, plain = shelf.read_routine(downloads / "r.yaml"), shelf.read_routine(ROUTINES / "upper-back.yaml")
    assert (strange.if_it_hurts, strange.general_pronounce) == (plain.if_it_hurts, plain.general_pronounce)
    assert strange.words == plain.words


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f"])
def test_marks_that_turn_text_round_are_refused_in_comments_too(own: Path, downloads: Path, mark: str) -> None:
    path = downloads / "r.yaml"
    path.write_text(f"{ROUTINE}# all {mark}fine\n", encoding="utf-8")
    told = complaints(Library([own, ROUTINES]), path)
    assert [line[:4] for line in told] == ["3:7:"]
    assert all(line.isprintable() for line in told)
