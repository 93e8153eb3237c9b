"""Whatever is in a file, it reads or it is a RoutineError with places inside the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backplayer.routine.format.exercise import InlineExerciseDoc
from backplayer.routine.format.routine import ExerciseStepDoc, RoutineDoc
from backplayer.routine.library import Library
from backplayer.routine.model import Routine
from backplayer.routine.problems import Problem, RoutineError
from tests.library import ROUTINES

LEAKS = ("Input should", "String should", "List should", "Value error", "Field required", "pydantic", "yaml.org/")

Try = Callable[[bytes], Routine | None]


@pytest.fixture(scope="module")
def attempt(tmp_path_factory: pytest.TempPathFactory) -> Try:
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    shelf = Library([ROUTINES])

    def try_file(raw: bytes) -> Routine | None:
        path.write_bytes(raw)
        problems: tuple[Problem, ...] = ()
        try:
            routine = shelf.read_routine(path)
        except RoutineError as error:
            routine, problems = None, error.problems
        assert routine or problems
        lines = [*raw.decode("utf-8-sig", "replace").splitlines(keepends=True), ""]
        for problem in problems:
            assert Path(problem.file) == path
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(raw) + 1
            assert problem.message.isprintable()
            assert not any(leak in problem.message for leak in LEAKS)
        return routine

    return try_file


MORE_KEYS = {"with", "from", "text", "proposed", "needed", "wait", "repeat", "<<", "<exercise>", "[key]"}
MODELS = (RoutineDoc, ExerciseStepDoc, InlineExerciseDoc)
KEYS = sorted(MORE_KEYS.union(*(model.model_fields for model in MODELS)))
SCALARS = st.text(max_size=8) | st.sampled_from([
    "bridge", "plank", "Can Opener", "3", "8-10", "3x10", "20", "20s", "1:30", "-1s", "yes", "no", "both",
    "left", "alternating", "standard", "en", "", "~", "1", "9" * 600, "x" * 501, "a: b", "\x1b[31m", "\u202e",
    "\u200d", "*a", "!t",
])  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)
PIECES = st.sampled_from([
    "title: T", "steps:", "- ", "  ", "\n", "\n", "bridge", "exercise: ", "rest: 5s", "'", '"', "[", "]", "{", "}", ",",
    ": ", "&a ", "*a", "!t ", "#", "|", ">", "? ", "\t", "%", "@", "---\n", "...\n", "\\", "\r", "\x85", "\u2028",
    "\ufeff", "é", "reps: 3",
])  # fmt: skip
NEARLY = st.fixed_dictionaries(
    {"title": st.just("T"), "steps": st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4), max_size=4)},
    optional={key: VALUES for key in RoutineDoc.model_fields if key not in ("title", "steps")},
)


@given(raw=st.binary(max_size=60))
def test_any_bytes(attempt: Try, raw: bytes) -> None:
    attempt(raw)


@given(text=st.text(max_size=80))
def test_any_text(attempt: Try, text: str) -> None:
    attempt(text.encode("utf-8", "surrogatepass"))


@given(text=st.lists(PIECES, max_size=25).map("".join))
def test_pieces_of_yaml(attempt: Try, text: str) -> None:
    attempt(text.encode())


@given(data=NEARLY | VALUES)
def test_known_keys_with_any_values(attempt: Try, data: Any) -> None:
    attempt(
        yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_style='"').encode("utf-8", "surrogatepass")
    )


@given(data=st.data())
def test_our_routines_with_a_hole(attempt: Try, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(ROUTINES.glob("*.yaml"))))
    raw = path.read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    attempt(raw[:start] + data.draw(st.binary(max_size=3)) + raw[start + data.draw(st.integers(0, 20)) :])
