"""The one-line form."""

from __future__ import annotations

from typing import Any

import pytest

from backplayer.exchange.quick import read
from backplayer.exchange.result import Asked
from backplayer.routine.model import ExerciseStep, Phase, Sides
from backplayer.routine.problems import RoutineError
from tests.exchange.asking import LIBRARY, asked, find, routine_of


def step(text: str) -> Any:
    (found,) = read(text, asked()).data["steps"]
    return found


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("10x 3s 5s 1s; Row", {"reps": 10, "tempo": {"lift": "3s", "hold": "5s", "lower": "1s"}}),
        ("10x 3s 1s; Row", {"reps": 10, "tempo": {"lift": "3s", "lower": "1s"}}),
        ("10x 4s; Row", {"reps": 10, "tempo": "4s"}),
        ("10x; Row", {"reps": 10}),
        ("10 reps; Row", {"reps": 10}),
        ("10X 2s 1s 2s 1s;Row", {"reps": 10, "tempo": {"lift": "2s", "hold": "1s", "lower": "2s", "pause": "1s"}}),
        ("8x pull 2s, hold 3s, release 2s; Row", {"reps": 8, "tempo": {"pull": "2s", "hold": "3s", "release": "2s"}}),
        ("3x10; Row", {"reps": 10, "sets": 3}),
        ("3×10 set rest 45s; Row", {"reps": 10, "sets": 3, "set_rest": "45s"}),
        ("3x30s; Row", {"hold": "30s", "sets": 3}),
        ("30s; Row", {"hold": "30s"}),
        ("2 min; Row", {"hold": "2min"}),
        ("1:30; Row", {"hold": "1:30"}),
        ("move 30s; Row", {"time": "30s"}),
        ("hold 30s; Row", {"hold": "30s"}),
        ("30s each side; Row", {"hold": "30s", "sides": "both"}),
        ("30s l/r; Row", {"hold": "30s", "sides": "both"}),
        ("30s left; Row", {"hold": "30s", "sides": "left"}),
        ("12x alternating rest 20s; Row", {"reps": 12, "sides": "alternating", "rest": "20s"}),
    ],
)
def test_a_dose(text: str, dose: dict[str, Any]) -> None:
    assert step(text) == {"exercise": {"name": "Row"}, **dose}
    assert routine_of(read(text, asked())).steps


@pytest.mark.parametrize(
    ("text", "name", "dose"),
    [
        ("Squat 10x", "Squat", {"reps": 10}),
        ("Squat=10x", "Squat", {"reps": 10}),
        ("Squat = 3x10", "Squat", {"reps": 10, "sets": 3}),
        ("Wall sit 20 sec", "Wall sit", {"hold": "20sec"}),
        ("Warrior 2 30s", "Warrior 2", {"hold": "30s"}),
        ("Squat 10 reps 3s 1s", "Squat", {"reps": 10, "tempo": {"lift": "3s", "lower": "1s"}}),
        ("Lunge 8x each side rest 20s", "Lunge", {"reps": 8, "sides": "both", "rest": "20s"}),
        ("Run for 30s", "Run", {"time": "30s"}),
    ],
)
def test_the_name_may_come_first(text: str, name: str, dose: dict[str, Any]) -> None:
    assert step(text) == {"exercise": {"name": name}, **dose}


@pytest.mark.parametrize("name", ["side-plank", "Side plank", "SIDE PLANK"])
def test_a_name_of_the_library_brings_its_words_and_its_sides(name: str) -> None:
    found = read(f"30s; {name}", asked())
    (played,) = routine_of(found).steps
    assert isinstance(played, ExerciseStep)
    assert played.exercise == LIBRARY.exercise("side-plank")
    assert (played.dose.hold, played.dose.sides) == (30_000, Sides.BOTH)


def test_another_name_of_a_library_exercise_will_do() -> None:
    assert step("8x; rows") == {"exercise": "bent-over-row", "reps": 8}


def test_what_is_a_movement_in_the_library_is_one_here() -> None:
    assert step("30s; Marching in place") == {"exercise": "marching-in-place", "time": "30s"}


def test_a_library_exercise_alone_has_its_own_dose() -> None:
    (played,) = routine_of(read("Bridge", asked())).steps
    assert isinstance(played, ExerciseStep)
    assert not played.own_dose
    assert played.dose.tempo[:2] == (Phase("lift", 2000), Phase("hold", 10_000))


def test_parts_and_lines() -> None:
    found = read("# a comment\n10x; Cat/Cow / rest 20s; Fetch a towel\n\n  30s; Row\n", asked())
    assert found.data["steps"] == [
        {"exercise": {"name": "Cat/Cow"}, "reps": 10},
        {"rest": "20s", "say": "Fetch a towel"},
        {"exercise": {"name": "Row"}, "hold": "30s"},
    ]
    assert found.places == ((2, 1), (2, 16), (4, 3))


def test_without_a_title_it_is_called_after_what_is_in_it() -> None:
    assert read("10x; Row / 30s; plank / rest 5s", Asked("q", "", find)).data["title"] == "Row and 1 more"
    assert read("30s; superman", Asked("q", "", find)).data["title"] == "Superman"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no exercise here"),
        ("rest 20s", "there is no exercise here"),
        ("; Row", "how much of 'Row'?"),
        ("10x", "no exercise with a dose of its own"),
        ("10x 3s 5s 1s Row", "no ';' stands here"),
        ("10x;", "a name is missing"),
        ("Squat 10", "10 what? Write 10x for repetitions, or 10s for seconds"),
        ("Squat gently", "'Squat gently' is no exercise with a dose of its own"),
        ("=10x", "a name is missing"),
        ("Squat=", "how much of 'Squat'?"),
        ("30; Row", "'30' has no unit; write 30s"),
        ("10x 8x; Row", "two numbers of repetitions"),
        ("30s 20s; Row", "2 times and no number of repetitions"),
        ("10x 1s 1s 1s 1s 1s; Row", "5 phases; name them"),
        ("10x lift 2s 3s; Row", "name each phase once, or none"),
        ("10x lift 2s lift 3s; Row", "name each phase once, or none"),
        ("gently 30s; Row", "'gently' is not understood; write 30s"),
        ("10x gently; Row", "'gently' is not understood"),
        ("10x left right; Row", "sides stands here twice"),
        ("10x rest; Row", "'rest' is not understood"),
        ("10x; Row / oops; Sit", "file:1:12: 'oops' is not understood"),
    ],
)
def test_what_is_not_understood_is_told_at_its_place(text: str, said: str) -> None:
    with pytest.raises(RoutineError) as caught:
        read(text, asked())
    assert said in str(caught.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(RoutineError) as caught:
        read("1; a / 2; b\n3; c", asked())
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(1, 1), (1, 8), (2, 1)]


def test_what_is_beyond_the_bounds_is_told_at_its_place() -> None:
    found = read("10x; Row / 5000x 0.1s; Sit", asked())
    with pytest.raises(RoutineError) as caught:
        LIBRARY.routine_from(found.source("file"), "file")
    assert str(caught.value).splitlines() == [
        "file:1:12: reps is at most 1000, not 5000",
        "file:1:12: tempo: 0.1s is too short; at least 0.5s; or name its phases: {lift: 2s, hold: 3s, lower: 2s}",
    ]
