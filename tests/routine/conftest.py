"""Routines as text, read the way the player reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backplayer.routine.library import Library
from backplayer.routine.model import Routine
from backplayer.routine.problems import Problem, RoutineError
from tests.library import ROUTINES

Read = Callable[[str], Routine]
Complain = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def shelf() -> Library:
    return Library([ROUTINES])


@pytest.fixture(scope="module")
def read(shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("written") / "x.yaml"

    def read_text(text: str) -> Routine:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return shelf.read_routine(path)

    return read_text


@pytest.fixture(scope="module")
def complain(read: Read) -> Complain:
    """Give the complaints about a text as ``line:column: message``; none if it reads."""

    def complaints(text: str) -> list[str]:
        problems: tuple[Problem, ...] = ()
        try:
            read(text)
        except RoutineError as error:
            problems = error.problems
        assert {Path(problem.file).name for problem in problems} <= {"x.yaml"}
        return [f"{problem.line}:{problem.column}: {problem.message}" for problem in problems]

    return complaints
