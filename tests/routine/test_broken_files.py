"""Files as people break them, in ``tests/broken``: each mistake is told at its place, in words that help.

``expected.yaml`` was written from the description of the format alone. For each file it lists the mistakes: the line,
the column where it is beyond debate, and words of which at least one must be in what is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from backplayer.routine.library import Library
from backplayer.routine.problems import Problem, RoutineError, as_slug
from backplayer.routine.reading.source import read_source
from tests.library import ROUTINES

BROKEN = Path(__file__).parent.parent / "broken"
EXPECTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((BROKEN / "expected.yaml").read_text(encoding="utf-8"))
SHELF = Library([ROUTINES])


def problems_of(name: str) -> tuple[Problem, ...]:
    path = BROKEN / name
    try:
        if name.startswith("exercise-"):
            SHELF.exercise_from(read_source(path), as_slug(path.stem))
        else:
            SHELF.read_routine(path)
    except RoutineError as error:
        return error.problems
    return ()


def tells(problem: Problem, mistake: dict[str, Any]) -> bool:
    """Whether it says what is wrong there, and where."""
    words = problem.message.casefold()
    return (
        problem.line == mistake["line"]
        and mistake["column"] in (None, problem.column)
        and any(str(about).casefold() in words for about in mistake["about"])
    )


def test_every_file_has_its_expectation() -> None:
    assert {path.name for path in BROKEN.iterdir()} - {"expected.yaml"} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_every_mistake_is_told_at_its_place(name: str) -> None:
    told = problems_of(name)
    assert told
    expected = EXPECTED[name]
    missing = [m["ought"] for m in expected if not m.get("beyond") and not any(tells(p, m) for p in told)]
    assert not missing, [str(problem) for problem in told]
    assert all(problem.message.isprintable() and len(problem.message) <= 300 for problem in told)


@pytest.mark.parametrize("name", EXPECTED)
def test_no_mistake_is_told_twice(name: str) -> None:
    remaining = [p for p in problems_of(name) if not p.message.startswith("there are more problems")]
    for mistake in EXPECTED[name]:
        told = next((p for p in remaining if tells(p, mistake)), None) or next(
            (p for p in remaining if mistake.get("beyond") and tells(p, {**mistake, "line": p.line, "column": None})),
            None,
        )
        if told:
            remaining.remove(told)
    assert not remaining, [str(problem) for problem in remaining]
