"""The one-line form."""

from __future__ import annotations

import re
from pathlib import Path
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
        ("10x 4s each; Row", {"reps": 10, "tempo": "4s"}),
        ("10x hold 5s; Row", {"reps": 10, "tempo": {"hold": "5s"}}),
        ("10x; Row", {"reps": 10}),
        ("10 reps; Row", {"reps": 10}),
        ("10X 2s 1s 2s 1s;Row", {"reps": 10, "tempo": {"lift": "2s", "hold": "1s", "lower": "2s", "pause": "1s"}}),
        ("8x pull 2s, hold 3s, release 2s; Row", {"reps": 8, "tempo": {"pull": "2s", "hold": "3s", "release": "2s"}}),
        ("3x10; Row", {"reps": 10, "sets": 3}),
        ("3×10 set rest 45s; Row", {"reps": 10, "sets": 3, "set_rest": "45s"}),
        ("3x10 set rest 45s rest 1m; Row", {"reps": 10, "sets": 3, "set_rest": "45s", "rest": "1m"}),
        ("3x30s; Row", {"time": "30s", "sets": 3}),
        ("30s; Row", {"time": "30s"}),
        ("2 min; Row", {"time": "2min"}),
        ("1:30; Row", {"time": "1:30"}),
        ("1m 30s; Row", {"time": "1m30s"}),
        ("move 30s; Row", {"time": "30s"}),
        ("hold 30s; Row", {"hold": "30s"}),
        ("30s each side; Row", {"time": "30s", "sides": "both"}),
        ("30s l/r; Row", {"time": "30s", "sides": "both"}),
        ("30s left; Row", {"time": "30s", "sides": "left"}),
        ("30s; Row each side", {"time": "30s", "sides": "both"}),
        ("12x alternating rest 20s; Row", {"reps": 12, "sides": "alternating", "rest": "20s"}),
        ("10x Row", {"reps": 10}),
        ("10 x Row", {"reps": 10}),
        ("3x10 Row", {"reps": 10, "sets": 3}),
        ("3x 10 Row", {"reps": 10, "sets": 3}),
        ("2 x 10 Row", {"reps": 10, "sets": 2}),
        ("3 x 30s Row", {"time": "30s", "sets": 3}),
        ("3 x 30 s Row", {"time": "30s", "sets": 3}),
        ("3 sets of 10 Row", {"reps": 10, "sets": 3}),
        ("10 reps of Row", {"reps": 10}),
        ("1 min Row", {"time": "1min"}),
        ("30s each side Row", {"time": "30s", "sides": "both"}),
        ("Row 10x", {"reps": 10}),
        ("Row x10", {"reps": 10}),
        ("Row x 10", {"reps": 10}),
        ("Row 10 times.", {"reps": 10}),
        ("Row 3 sets of 10 reps", {"reps": 10, "sets": 3}),
        ("Row 10x 3s 1s", {"reps": 10, "tempo": {"lift": "3s", "lower": "1s"}}),
        ("10x Row 3s 5s 1s", {"reps": 10, "tempo": {"lift": "3s", "hold": "5s", "lower": "1s"}}),
        ("Row 10x hold 5s", {"reps": 10, "tempo": {"hold": "5s"}}),
        ("Row for 30 seconds each side", {"time": "30seconds", "sides": "both"}),
        ("Row 30s, each side, rest 20s", {"time": "30s", "sides": "both", "rest": "20s"}),
        ("Row 10x 20s rest", {"reps": 10, "rest": "20s"}),
        ("Row: 30s", {"time": "30s"}),
        ("Row - 30s", {"time": "30s"}),
        ("Row=10x", {"reps": 10}),
        ("Row = 3x10", {"reps": 10, "sets": 3}),
        ("- 10x Row", {"reps": 10}),
        ("1. 10x Row", {"reps": 10}),
    ],
)
def test_a_dose(text: str, dose: dict[str, Any]) -> None:
    assert step(text) == {"exercise": {"name": "Row"}, **dose}
    assert routine_of(read(text, asked())).steps


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("10x child's pose", "child's pose"),
        ("10x Clean and press", "Clean and press"),
        ("Hold left arm 10x", "Hold left arm"),
        ("10x Side-lying 4-point T4 reach", "Side-lying 4-point T4 reach"),
        ("10x 'Cat/Cow'", "Cat/Cow"),
        ('10x "Row; seated, 2 kg"', "Row; seated, 2 kg"),
        ("'Warrior 2' 10x", "Warrior 2"),
        ("10x; 'Rest day'", "Rest day"),
    ],
)
def test_a_name(text: str, name: str) -> None:
    assert step(text) == {"exercise": {"name": name}, "reps": 10}


ROW, PLANK = {"exercise": {"name": "Row"}, "reps": 10}, {"exercise": "plank", "hold": "30s"}


@pytest.mark.parametrize(
    "text",
    [
        "10x; Row / 30s; Plank", "10x; Row/30s; Plank", "10x; Row /30s; Plank", "10x; Row; 30s; Plank",
        "10x Row / 30s Plank", "10x Row/30s Plank", "Row 10x/Plank 30s", "Row 10x; Plank 30s", "10x Row; 30s Plank",
        "Row=10x; Plank=30s", "10x Row\n30s Plank", "- 10x Row\n- 30s Plank\n", "1) Row 10x\n2) Plank 30s",
        ";10x Row;; / 30s Plank /",
    ],
)  # fmt: skip
def test_what_stands_between_two_steps(text: str) -> None:
    assert read(text, asked()).data["steps"] == [ROW, PLANK]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("rest 20s", {"rest": "20s"}), ("20s rest", {"rest": "20s"}), ("Rest: 20s", {"rest": "20s"}),
        ("break 20s", {"rest": "20s"}), ("Pause 20s", {"rest": "20s"}), ("20s; rest", {"rest": "20s"}),
        ("rest 20s 'Fetch a towel'", {"rest": "20s", "say": "Fetch a towel"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("cut", [" / ", "; ", "\n"])
def test_a_rest_between_two_steps(text: str, rest: dict[str, str], cut: str) -> None:
    assert read(cut.join(["10x Row", text, "30s Plank"]), asked()).data["steps"] == [ROW, rest, PLANK]


def test_steps_without_a_dose_have_their_own() -> None:
    assert read("bridge; plank / side plank left", asked()).data["steps"] == [
        {"exercise": "bridge"},
        {"exercise": "plank"},
        {"exercise": "side-plank", "sides": "left"},
    ]


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


def test_steps_are_at_their_places() -> None:
    found = read("# a comment\n10x; Cat / rest 20s 'Fetch a towel'; 5x Dog\n\n  30s; Row\n", asked())
    assert found.data["steps"] == [
        {"exercise": {"name": "Cat"}, "reps": 10},
        {"rest": "20s", "say": "Fetch a towel"},
        {"exercise": {"name": "Dog"}, "reps": 5},
        {"exercise": {"name": "Row"}, "time": "30s"},
    ]
    assert found.places == ((2, 1), (2, 12), (2, 38), (4, 3))


def test_without_a_title_it_is_called_after_what_is_in_it() -> None:
    assert read("10x; Row / 30s; plank / rest 5s", Asked("q", "", find)).data["title"] == "Row and 1 more"
    assert read("30s; superman", Asked("q", "", find)).data["title"] == "Superman"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no exercise here"),
        ("rest 20s", "there is no exercise here"),
        ("; Row", "how much of 'Row'? Write '10x Row' or '30s Row'"),
        ("Squat gently", "how much of 'Squat gently'?"),
        ("10x", "a name is missing after '10x'"),
        ("10x;", "a name is missing after '10x'"),
        ("10x; 30s; Row", "a name is missing after '10x'"),
        ("=10x", "a name is missing before '='"),
        ("Squat=", "how much of 'Squat'?"),
        ("Squat=gently", "'gently' is not understood"),
        ("Row=10x, Plank=30s", "'Plank=30s' is not understood"),
        ("-", "'-' is not understood"),
        ("Squat 10", "10 what? Write 10x for repetitions, or 10s for seconds"),
        ("30; Row", "30 what?"),
        ("10 Bridge", "10 what?"),
        ("30s Warrior 2", "2 what? Write 2x for repetitions, or 2s for seconds; if it belongs to the name, put"),
        ("8-12 reps Row", "'8-12 reps' is a range; write one number"),
        ("Plank 30 to 60s", "is a range"),
        ("Row 10x 3-1-2", "is a range"),
        ("10x 8x; Row", "reps stand here twice; for 3 sets of 10 write 3x10"),
        ("10x Row 10x", "reps stand here twice"),
        ("30s 20s; Row", "2 times and no number of repetitions"),
        ("10x 1s 1s 1s 1s 1s; Row", "5 phases; name them"),
        ("10x lift 2s 3s; Row", "name each phase once, or none"),
        ("10x lift 2s lift 3s; Row", "name each phase once, or none"),
        ("lift 30s; Row", "'lift' is not understood; write 30s, hold 30s or move 30s"),
        ("10x left right; Row", "sides stands here twice"),
        ("10x plank 3s bridge 2s; Row", "'Row' has two doses|stands between|a phase"),
        ("Row 10x 4s", "4s after repetitions: of what? Write '10x 4s each'"),
        ("3x 30s Plank", "3x30s for 3 sets of it"),
        ("Plank 30s x 3", "3x30s for 3 sets of it"),
        ("10x move 5s Row", "repetitions and a time"),
        ("Plank 30s each", "30s each what? Write '30s each side'"),
        ("3x10 Row rest 30s", "'rest 30s' between the sets, or after them? Write 'set rest 30s', or ' / rest 30s'"),
        ("10x Row set rest 30s", "a rest between sets, and one set; write 3x10 for 3 sets, or 'rest 30s'"),
        ("10x 4s each 5s each Row", "4s each, and 5s each; write one of them"),
        ('10x "Row', "a name with such marks stands in quotes"),
        ("Row 20m", "write 20 min; a routine holds no distance"),
        ("plank 0,5 min", "has a comma; write a point"),
        ("Plank 30s rest", "'30s rest' after what? Write 'Plank rest 30s', or '30s Plank'"),
        ("10x Row / repeat 3x", "'repeat' cannot stand in a name"),
        ("rest 20s Bridge", "write 'rest 20s / Bridge'"),
        ("10x Row / rest 20s; brigde", "how much of 'brigde'? Write '10x brigde' or '30s brigde'; words for a rest"),
        ("10x rest", "how long is this rest"),
        ("bridge; 30s; plank", "file:1:9: is '30s' for 'bridge' or for what follows? Write 'bridge 30s', or ' / '"),
        ("Row; 10x", "is '10x' for 'Row' or for what follows?"),
        ("10x; Row 30s; Plank", "'Row' has two doses, '10x' before it"),
        ("10x Row 30s Plank", "'30s' stands between '10x Row' and 'Plank'; write an exercise like '10x Row'"),
        ("30s Plank, 10x Row", "'10x' stands between"),
        ("10x row | 30s plank", "'30s' stands between"),
        ("Row 10x then plank 30s", "'10x' stands between"),
        ("Row 10x 20kg", "'10x' stands between 'Row' and '20kg'"),
        ("10xRow", "'10xRow' cannot stand in a name"),
        ("10x3s5s1s; Row", "'10x3s5s1s' cannot stand in a name"),
        ("ten reps row", "'reps' cannot stand in a name"),
        ("10x bridge then plank", "'then' cannot stand in a name"),
        ("10x Lunge each leg", "'each' cannot stand in a name"),
        ("１０x Row", "cannot stand in a name"),
        ("Plank (30s)", "'(30s)' cannot stand in a name"),
        ("10x bridge and plank", "'bridge and plank': one exercise or two?"),
        ("bridge, plank", "one exercise or two?"),
        ("10x Row + Sit", "one exercise or two?"),
        ("10x; Cat/Cow", "file:1:10: one exercise or two? Write 'Cat / Cow' for two, 'Cat-Cow' for one"),
        ("bridge/plank", "one exercise or two?"),
        ("10x Row/side", "one exercise or two?"),
        ("left side plank 30s", "'left side plank' can be read in two ways; write the side last"),
        ("30s each side plank", "can be read in two ways"),
        ("12x alternating lunges", "can be read in two ways"),
        ("10x 'Row' seated", "beside a name in quotes stands only its dose"),
        ("Row each side with a band 10x", "'each side' stands between"),
        ("Turn left and right 10x left", "'left' stands between"),
        ("10x " + "y" * 201, "a name of 201 characters; 200 is the most"),
        ("10x " + "y " * 300, "603 characters without a cut; 500 is the most"),
        ("10x; Row / oops; Sit", "file:1:12: how much of 'oops'?"),
    ],
)
def test_what_is_not_understood_is_told_at_its_place(text: str, said: str) -> None:
    with pytest.raises(RoutineError) as caught:
        read(text, asked())
    assert any(part in str(caught.value) for part in said.split("|"))
    assert len(caught.value.problems) == 1 or "oops" in text


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(RoutineError) as caught:
        read("1; a / 2; b\n3; c", asked())
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(1, 1), (1, 8), (2, 1)]


def test_what_is_beyond_the_bounds_is_told_at_its_place() -> None:
    found = read("10x; Row / 5000x 0.1s each; Sit", asked())
    with pytest.raises(RoutineError) as caught:
        LIBRARY.routine_from(found.source("file"), "file")
    assert str(caught.value).splitlines() == [
        "file:1:12: reps is at most 1000, not 5000",
        "file:1:12: tempo: 0.1s is too short; at least 0.5s; or name its phases: {lift: 2s, hold: 3s, lower: 2s}",
    ]


def table_of_what_is_refused() -> list[tuple[str, str]]:
    text = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    rows = text.partition("| refused | because it may be | write |\n|---|---|---|\n")[2].partition("\n\n")[0]
    cells = [row.strip("|").split("|") for row in rows.splitlines()]
    return [(first, last) for first, _, last in cells]


@pytest.mark.parametrize(("refused", "right"), table_of_what_is_refused())
def test_the_table_in_the_documentation(refused: str, right: str) -> None:
    for text in re.findall("`([^`]+)`", refused):
        with pytest.raises(RoutineError):
            read(text, asked())
    for text in re.findall("`([^`]+)`", right):
        assert routine_of(read(text, asked())).steps
