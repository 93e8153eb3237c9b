"""The example that shows every key: held against the models, so that no key can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from backplayer.authoring.examples import full_text
from backplayer.authoring.reckoning import routine_of
from backplayer.routine.format import routine
from backplayer.routine.format.exercise import DoseKeys
from backplayer.routine.format.routine import RoutineDoc
from backplayer.routine.model import Counting, Sides
from backplayer.routine.reading.complaints import validate
from backplayer.routine.reading.source import parse_source
from tests.library import library

ABSENT_FROM_A_ROUTINE = {"ExerciseDoc"}
"""Its keys are those of an exercise written in place."""


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """Go through the models that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif get_origin(kind) in (Annotated, Union, UnionType, list, dict, tuple):
        for part in get_args(kind):
            yield from models(part)


def reachable(model: type[BaseModel], known: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    if model.__name__ not in known:
        known[model.__name__] = model
        for field in model.model_fields.values():
            for inner in models(field.annotation):
                reachable(inner, known)
    return known


def written(value: Any, found: dict[str, set[str]]) -> dict[str, set[str]]:
    """Collect, for each model, the keys that the example gives."""
    if isinstance(value, BaseModel):
        found.setdefault(type(value).__name__, set()).update(value.model_fields_set)
        for key in value.model_fields_set:
            written(getattr(value, key), found)
    elif isinstance(value, dict):
        for item in value.values():
            written(item, found)
    elif isinstance(value, list):
        for item in value:
            written(item, found)
    return found


WRITTEN = written(validate(RoutineDoc, parse_source(full_text(), "full.yaml"), []), {})
MODELS = reachable(RoutineDoc, {})


def test_all_that_a_routine_is_made_of_was_found() -> None:
    names = {"RoutineDoc", "InlineExerciseDoc", "DoseDoc", "SwapDoc", "RepeatStepDoc", "SourcedText", "PluralDoc"}
    assert names <= MODELS.keys()
    assert {name for name in vars(routine) if name.endswith("StepDoc")} - {"StepDoc"} <= MODELS.keys()


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_is_shown(name: str) -> None:
    missing = MODELS[name].model_fields.keys() - WRITTEN.get(name, set())
    if name in ("ChoiceDoc", "SwapDoc"):  # their dose keys are shown in a step
        missing -= DoseKeys.model_fields.keys() | {"caution"}
    assert not missing, f"full.yaml does not show {', '.join(sorted(missing))} of {name}"


def test_every_way_of_counting_and_every_choice_of_sides_is_shown() -> None:
    text = full_text()
    for choice in (*Counting, *Sides):
        assert choice.value in text


def test_it_can_be_played() -> None:
    assert routine_of(full_text(), "full", library()).steps
