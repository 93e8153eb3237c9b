"""What is asked of an importer, and whether a routine plays as another does."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from backplayer.coach.script import Script
from backplayer.coach.writer import write_script
from backplayer.exchange.names import finder
from backplayer.exchange.result import Asked, Imported
from backplayer.routine.model import ExerciseStep, RepeatStep, Routine, Step, Words
from backplayer.routine.reading.source import parse_source
from backplayer.routine.writing import dumped
from tests.library import library

FIXTURES = Path(__file__).parent / "fixtures"
LIBRARY = library()
find = finder(LIBRARY)


def asked(pick: str | None = None, title: str = "Title") -> Asked:
    return Asked("file", title, find, pick)


def routine_of(found: Imported) -> Routine:
    """The routine that was imported, by way of the file that is written."""
    return LIBRARY.routine_from(parse_source(dumped(found.data), "file"), "file")


def script_of(routine: Routine) -> Script:
    return write_script(routine)


def plain(routine: Routine) -> Routine:
    """A routine without what is not written in a file but known from it."""
    return replace(
        routine,
        name="",
        if_it_hurts=(),
        summary=routine.summary,
        steps=tuple(plain_step(step) for step in routine.steps),
    )


def plain_step(step: Step) -> Step:
    if isinstance(step, RepeatStep):
        return replace(step, steps=tuple(plain_step(item) for item in step.steps))
    if not isinstance(step, ExerciseStep):
        return step
    dose = replace(step.dose, unsaid=frozenset(), stated=None, stated_by=(), as_stated=None, note=None)
    if dose.sets == 1:
        dose = replace(dose, set_rest=0)
    if dose.sides.value not in ("both", "alternating"):
        dose = replace(dose, switch=0)
    return replace(step, dose=dose, own_dose=True, alternative=None, swap=None)


def tidy(value: Any) -> Any:
    """The same with single spaces only, as everything that was read has."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return " ".join(value.split())
    if isinstance(value, tuple):
        return tuple(tidy(item) for item in value)
    if is_dataclass(value) and not isinstance(value, (type, Words)):
        return replace(value, **{field.name: tidy(getattr(value, field.name)) for field in fields(value)})
    return value
