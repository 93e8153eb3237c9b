"""What the listener chooses of what a routine offers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backplayer.routine.choices import choose, swappable
from backplayer.routine.model import (
    Dose,
    Exercise,
    ExerciseStep,
    RepeatStep,
    RestStep,
    Routine,
    Swap,
    exercise_steps,
)
from tests.strategies import routines


def step(name: str, **keys: object) -> ExerciseStep:
    return replace(ExerciseStep(Exercise(name), Dose(hold=1000)), **keys)


PLAIN, EASY, ROLL = step("plain"), step("easy"), step("roll")
ODD = step("odd", optional=True)
BOTH = step("hard", alternative=EASY, swap=Swap("Foam roller", ROLL))
FULL = Routine("T", (PLAIN, ODD, RepeatStep(2, (ODD,), 5), RepeatStep(2, (BOTH, RestStep(9), ODD)), BOTH))


def names(routine: Routine) -> list[str]:
    return [found.exercise.name for found in exercise_steps(routine.steps)]


def test_nothing_chosen() -> None:
    chosen = choose(FULL)
    assert names(chosen) == ["plain", "hard", "hard"]
    assert len(chosen.steps) == 3, "the repeat that held nothing else is gone"


def test_optional_steps() -> None:
    assert choose(FULL, optional=True) == FULL


def test_easier() -> None:
    assert names(choose(FULL, easier=True)) == ["plain", "easy", "easy"]


def test_equipment_at_hand_ignores_case() -> None:
    assert names(choose(FULL, have=[" foam ROLLER "])) == ["plain", "roll", "roll"]
    assert names(choose(FULL, have=["ball"])) == ["plain", "hard", "hard"]


def test_easier_comes_before_equipment() -> None:
    assert names(choose(FULL, have=["foam roller"], easier=True)) == ["plain", "easy", "easy"]


def test_swappable() -> None:
    assert swappable(FULL) == {"Foam roller"}
    assert swappable(Routine("T", (PLAIN,))) == frozenset()


@given(routine=routines(), easier=st.booleans())
def test_choosing_again_changes_nothing(routine: Routine, easier: bool) -> None:
    chosen = choose(routine, easier=easier)
    assert choose(chosen, easier=easier) == chosen
