"""Words of the user's own where commands are spoken, and files of them in which nothing is written yet."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from backplayer.cli.checking import check_file, kind_of
from backplayer.cli.sources import refuse_clash
from backplayer.coach.course import follow
from backplayer.routine.library import Library
from backplayer.routine.reading.source import Source
from tests.library import ROUTINES

STEPS = "steps: [{exercise: {name: Plank}, hold: 20s}]\n"


def routine(folder: Path, keys: str):
    path = folder / "r.yaml"
    path.write_text(f"title: T\n{keys}\n{STEPS}", encoding="utf-8")
    return Library([folder, ROUTINES]).read_routine(path)


@pytest.mark.parametrize("keys", ["words: {rest: Pause!}", "words: {rest: 'Coach, go back.'}"])
def test_a_sentence_of_the_routines_own_that_is_a_command_is_refused(
    tmp_path: Path, keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        refuse_clash(follow(routine(tmp_path, keys)))


@pytest.mark.parametrize(
    "keys", ["", "words: {rest: Breathe.}", "words: brisk", "language: de", "language: fr\nwords: formal"]
)
def test_other_sentences_are_no_commands(tmp_path: Path, keys: str) -> None:
    refuse_clash(follow(routine(tmp_path, keys)))


@pytest.mark.parametrize("name", ["words/de.yaml", "words/calm.yaml", "pronunciation.yaml", "safety.de.yaml"])
def test_a_blank_file_of_words_is_in_order(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("# nothing yet\n", encoding="utf-8")
    report = check_file(path, Library([tmp_path, ROUTINES]))
    assert (report.problems, report.routine) == ((), None)


def test_a_blank_routine_is_none(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert check_file(path, Library([tmp_path, ROUTINES])).problems


@pytest.mark.parametrize(
    ("name", "kind"),
    [("safety.de", "safety"), ("safety.de-AT", "safety"), ("safety.first", "routine"), ("a", "routine")],
)
def test_safety_in_a_language_is_told_by_its_name(name: str, kind: str) -> None:
    path = Path(f"{name}.yaml")
    assert kind_of(path, Source(str(path), {"title": "T"})) == kind


def test_the_form_for_one_may_leave_out_its_number_where_the_language_allows(tmp_path: Path) -> None:
    path = tmp_path / "words" / "xx.yaml"
    path.parent.mkdir()
    sentence = "minutes: {one: a minute, other: '{minutes} m'}\n"
    for singular, problems in (("", 0), ("singular: [0, 1]\n", 0), ("singular: [1, 21]\n", 1)):
        path.write_text(singular + sentence, encoding="utf-8")
        assert len(check_file(path, Library([tmp_path, ROUTINES])).problems) == problems
