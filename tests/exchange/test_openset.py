"""What OpenSet can say and a routine says otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backplayer.exchange.formats import exported, imported
from backplayer.exchange.result import Imported
from backplayer.routine.model import Dose, Exercise, ExerciseStep, RestStep, Routine
from tests.exchange.asking import asked, find, routine_of


def value(number: object, **more: object) -> dict[str, object]:
    return {"type": "fixed", "value": number, **more}


def reps(number: int, rest: int | None = None) -> dict[str, object]:
    after = {} if rest is None else {"rest_after": value(rest, unit="s")}
    return {"dimensions": ["reps"], "reps": value(number), **after}


def exercise(*sets: dict[str, object], name: str = "Row") -> dict[str, object]:
    return {"name": name, "sets": list(sets)}


def read(*exercises: dict[str, object], mode: str = "SEQUENTIAL", **series: object) -> Imported:
    data = {
        "openset_version": "1.0", "type": "workout", "name": "Today",
        "blocks": [{"series": [{"execution_mode": mode, "exercises": list(exercises), **series}]}],
    }  # fmt: skip
    found = imported(json.dumps(data).encode(), asked())
    assert routine_of(found).steps
    return found


def steps(*exercises: dict[str, object], **series: Any) -> Any:
    return read(*exercises, **series).data["steps"]


ROW: dict[str, object] = {"exercise": {"name": "Row"}}


def test_equal_sets_are_one_step() -> None:
    found = steps(exercise(reps(8, 45), reps(8, 45), reps(8, 90), reps(6)))
    assert found == [{**ROW, "reps": 8, "sets": 3, "set_rest": "45s", "rest": "1m30s"}, {**ROW, "reps": 6}]


def test_sets_with_other_rests_between_them_are_not() -> None:
    found = steps(exercise(reps(8, 30), reps(8, 60), reps(8)))
    assert found == [
        {**ROW, "reps": 8, "sets": 2, "set_rest": "30s", "rest": "1m"},
        {**ROW, "reps": 8},
    ]


def test_a_ladder_rests_between_its_sets() -> None:
    found = steps(exercise(reps(5), reps(10), reps(5)), mode="LADDER", rest_after=value(1, unit="min"))
    assert found == [{**ROW, "reps": number, "rest": "1m"} for number in (5, 10, 5)]


def test_rounds_that_are_alike_are_a_repeat() -> None:
    found = steps(
        exercise(reps(8), reps(8)), exercise(reps(5, 60), reps(5, 5), name="Sit"), mode="CIRCUIT", rounds=value(2)
    )
    assert found == [
        {
            "repeat": 2,
            "rest": "1m",
            "steps": [{**ROW, "reps": 8}, {"exercise": {"name": "Sit"}, "reps": 5, "rest": "5s"}],
        }
    ]


@pytest.mark.parametrize(("between", "after"), [(10, 60), (None, 60)])
def test_a_longer_rest_after_the_last_round_does_not_stand_between_the_others(between: int | None, after: int) -> None:
    found = steps(exercise(reps(8, between), reps(8, after)), mode="CIRCUIT", rounds=value(2))
    first = {**ROW, "reps": 8} if between is None else {**ROW, "reps": 8, "rest": f"{between}s"}
    assert found == [first, {**ROW, "reps": 8, "rest": "1m"}]


def test_rounds_that_differ_are_written_out() -> None:
    found = steps(exercise(reps(8), reps(6)), exercise(reps(5), name="Sit"), mode="SUPERSET")
    assert [(step["exercise"]["name"], step["reps"]) for step in found] == [
        ("Row", 8),
        ("Sit", 5),
        ("Row", 6),
        ("Sit", 5),
    ]


def test_a_series_in_order_may_be_repeated() -> None:
    assert steps(exercise(reps(8)), rounds=value(3)) == [{"repeat": 3, "steps": [{**ROW, "reps": 8}]}]


@pytest.mark.parametrize(
    ("found", "step", "lost"),
    [
        ({"reps": {"type": "amrap"}}, {"wait": "Row, as many as you can."}, "as many repetitions as possible"),
        ({"distance": value(400, unit="m")}, {"wait": "Row, distance 400 m."}, "neither repetitions nor a duration"),
        ({"reps": value(0)}, {"wait": "Row."}, "no whole number of repetitions"),
        ({"reps": value(2.5)}, {"wait": "Row."}, "no whole number of repetitions"),
        ({"duration": value(2, unit="h")}, {"wait": "Row."}, "no duration between a second and an hour"),
        ({"duration": {"type": "min", "value": 30, "unit": "s"}}, {**ROW, "time": "30s"}, "at least 30 s; the least"),
        ({"reps": {"type": "range", "min": 8, "max": 12}}, {**ROW, "reps": 8}, "8 to 12; the least, 8, is kept"),
        ({"reps": value(8), "tempo": value(3)}, {**ROW, "reps": 8}, "'3' is no tempo such as 3-1-2-0"),
        ({"reps": value(8), "tempo": value("3-1-2-0")}, {**ROW, "reps": 8, "tempo": "6s"}, "one repetition takes 6s"),
        ({"reps": value(8), "rpe": {"type": "max"}}, {**ROW, "reps": 8, "note": "rpe max"}, "rpe max: kept as a note"),
        ({"reps": value(8), "sides": value(3)}, {**ROW, "reps": 8}, "neither 1 nor 2"),
        ({"reps": {"type": "amrap"}, "sides": value(2)}, {"wait": "Row, as many as you can."}, "sides of what has no"),
        (
            {"duration": value(30, unit="s"), "duration_per_side": value(20, unit="s")},
            {**ROW, "time": "20s", "sides": "both"},
            "the duration of each side is kept instead",
        ),
        ({"reps": value(8), "x_backplayer_tempo": value("up 1s, up 2s")}, {**ROW, "reps": 8}, "no phases such as"),
        ({"reps": value(8), "x_backplayer_sides": value("top")}, {**ROW, "reps": 8}, "neither left, right nor"),
        ({"duration": value(30, unit="s"), "x_backplayer_work": value("x")}, {**ROW, "time": "30s"}, "not 'hold'"),
    ],
)
def test_what_cannot_be_held_is_told(found: dict[str, object], step: dict[str, object], lost: str) -> None:
    whole = read(exercise({"dimensions": list(found), **found}))
    assert whole.data["steps"] == [step]
    assert any(lost in str(loss) for loss in whole.losses)


def test_a_set_without_sides_has_none_also_where_our_exercise_has_two() -> None:
    data = {
        "openset_version": "1.0", "type": "workout", "library": {"id": "backplayer"},
        "blocks": [{"series": [{"execution_mode": "SEQUENTIAL", "exercises": [
            {"exercise_id": "side_plank", "sets": [{"dimensions": ["duration"], "duration": value(20, unit="s")}]},
        ]}]}],
    }  # fmt: skip
    assert imported(json.dumps(data).encode(), asked()).data["steps"] == [
        {"exercise": "side-plank", "time": "20s", "sides": "none"}
    ]


def test_a_workout_of_a_program_is_picked() -> None:
    day = {
        "name": "Day 1",
        "blocks": [{"series": [{"execution_mode": "SEQUENTIAL", "exercises": [exercise(reps(8))]}]}],
    }
    data = {
        "openset_version": "1.0", "type": "program", "name": "Weeks",
        "phases": [{"name": "One", "workouts": [day, {**day, "name": "Day 2"}]}],
    }  # fmt: skip
    assert imported(json.dumps(data).encode(), asked(pick="Day 2")).data["title"] == "Day 2"


def test_a_group_is_told() -> None:
    found = read({**exercise(reps(8)), "group": "A"})
    assert [str(loss) for loss in found.losses] == ["blocks[0].series[0].exercises[0].group: 'A'; left out"]


def test_rests_of_more_than_an_hour_in_all_are_told() -> None:
    rests = (RestStep(3_000_000), RestStep(3_000_000))
    found = exported(Routine("Long", (ExerciseStep(Exercise("Row"), Dose(reps=8)), *rests)), "openset", find)
    assert "step 3: more than an hour of rest; one hour is kept" in [str(loss) for loss in found.losses]
    assert imported(found.text.encode(), asked()).losses == ()
