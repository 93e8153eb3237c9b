"""Whatever a file holds, it is refused in words or becomes a routine; never a traceback, never without end."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.exchange.formats import FORMATS, imported, text_of
from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Losses
from backplayer.routine.problems import Problem, RoutineError
from backplayer.routine.reading.source import MAX_BYTES, MAX_TEXT, parse_source
from tests.exchange.asking import FIXTURES, LIBRARY, asked

SEEDS = {name: json.loads((FIXTURES / name).read_text("utf-8")) for name in (
    "openset.json", "workout-timer.json", "timer-machine.json"
)}  # fmt: skip
T = TypeVar("T")
FORMS = st.none() | st.sampled_from(sorted(FORMATS))
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**16), 10**16), st.floats(), st.text(max_size=20),
    st.sampled_from(["", "1.0", "fixed", "range", "amrap", "s", "group", "CIRCUIT", "HALT"]),
    st.sampled_from(["\u202e", "x" * 2000, "\ud800"]),
)  # fmt: skip
keys = st.sampled_from([
    "openset_version", "type", "blocks", "series", "exercises", "sets", "execution_mode", "rounds", "reps",
    "dimensions", "title", "workouts", "repetitions", "name", "duration", "timers", "steps", "loop", "label", "length",
    "step_type", "behaviour", "value", "unit", "min", "max", "x_backplayer_tempo",
]) | st.text(max_size=5)  # fmt: skip
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)


def outcome(raw: bytes, form: str | None = None) -> None:
    """What comes of a file: it is refused, with places, or it is data that our own reader takes as it is."""
    refused, found = refusal(lambda: imported(raw, asked(pick="1"), form))
    assert all(str(problem).isprintable() for problem in refused)
    if found is None:
        assert refused
        return
    assert all(str(loss).isprintable() for loss in found.losses)
    # what can still be refused is beyond the bounds of our format: too long in all, too many repetitions
    refused, text = refusal(lambda: text_of(found, "file", LIBRARY))
    if text is not None:
        assert parse_source(text, "file").data == found.source("file").data
    assert all(str(problem).isprintable() for problem in refused)


def refusal(call: Callable[[], T]) -> tuple[tuple[Problem, ...], T | None]:
    try:
        return (), call()
    except RoutineError as error:
        return error.problems, None


@given(st.binary(max_size=300), FORMS)
def test_any_bytes(raw: bytes, form: str | None) -> None:
    outcome(raw, form)


@given(st.text(max_size=300), FORMS)
def test_any_text(text: str, form: str | None) -> None:
    outcome(text.encode("utf-8", "replace"), form)


@given(documents, FORMS)
def test_any_json(data: object, form: str | None) -> None:
    outcome(json.dumps(data).encode(), form)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in inside for place in places(value, (*path, key)))]


@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_a_file_with_something_else_anywhere(name: str, draw: st.DataObject) -> None:
    data = copy.deepcopy(SEEDS[name])
    for _ in range(draw.draw(st.integers(1, 3))):
        below = [place for place in places(data) if place]
        if not below:
            break
        path = draw.draw(st.sampled_from(below))
        holder = data
        for key in path[:-1]:
            holder = holder[key]
        change = draw.draw(st.sampled_from(["put", "drop", "twice"]))
        if change == "put":
            holder[path[-1]] = draw.draw(scalars | documents)
        elif change == "drop":
            del holder[path[-1]]
        elif isinstance(holder, list):
            holder.append(holder[path[-1]])
    outcome(json.dumps(data).encode())


@given(st.sampled_from(sorted(FIXTURES.glob("*.*"))), st.data())
def test_a_file_with_other_bytes_anywhere(path: Any, draw: st.DataObject) -> None:
    raw = path.read_bytes()
    start = draw.draw(st.integers(0, len(raw)))
    raw = raw[:start] + draw.draw(st.binary(max_size=8)) + raw[start + draw.draw(st.integers(0, 8)) :]
    outcome(raw)


cells = st.sampled_from(
    ["", "Row", "Plank", "Rest", "10", "8-12", "2,5", "1:30", "-3", "=1", "both", "x", "9" * 30, '"']
)


@given(
    st.lists(st.sampled_from(["name", "position", "seconds", "reps", "sets", "sides", "comment", "other"]), max_size=8),
    st.lists(st.lists(cells | st.text(max_size=8), max_size=9), max_size=5),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_table(header: list[str], rows: list[list[str]], delimiter: str) -> None:
    outcome("\n".join(delimiter.join(row) for row in [header, *rows]).encode("utf-8", "replace"), "csv")


words = st.sampled_from([
    "10x", "3x10", "3x30s", "5s", "2", "min", "rest", "set", "side", "each", "left", "l/r", "hold", "move", "pull", ";",
    "/", "1:30", "0x", "99999999999x", ",", "×", "x", "Row", "\n",
])  # fmt: skip


@given(st.lists(words | st.text(max_size=6), max_size=12).map(" ".join))
def test_any_line(text: str) -> None:
    outcome(text.encode("utf-8", "replace"), "lines")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "file:1:25: nested deeper than 24 levels"),
        ('{"a":' * 100_000, "nested deeper than 24 levels"),
        ('"' + '\\"' * 100_000, "file:1:1: not valid JSON: unterminated string"),
        ('{"openset_version": NaN}', "NaN is no number"),
        ('{"openset_version": -Infinity}', "-Infinity is no number"),
        ('{"openset_version": 1e999}', "1e999 is too large a number"),
        ('{"openset_version": ' + "9" * 100_000 + "}", "is too large a number"),
        ('{"timers": [], "timers": []}', "the key 'timers' stands twice"),
        ('{"timers": [}', "file:1:13: not valid JSON"),
        ("{}", "in none of the formats openset"),
        ('{"openset_version": "2.0", "type": "workout"}', "openset_version is 1.0, not '2.0'"),
        ('{"openset_version": "1.0", "type": "exercise_library"}', "type is workout or program"),
        ('{"title": "x", "sets": [{"repetitions": "3", "exercises": []}]}', r"sets\[0\].repetitions: .*not '3'"),
        ('{"title": "x", "sets": [{"repetitions": true, "exercises": []}]}', r"sets\[0\].repetitions: .*not True"),
        ('{"title": "x", "sets": []}', "there is no exercise"),
        ('{"title": "x", "sets": {}}', "file:1:1: sets: should be a list$"),
        ('{"title": "x"}', "in none of the formats"),
        ('{"title": "x", "sets": [1]}', r"sets\[0\]: should be an object, not 1"),
        ('{"title": "x", "sets": [{"exercises": []}]}', r"sets\[0\].repetitions: is missing"),
        ('{"timers": [{"\\ud800": 1, "name": "x", "loop": 1, "steps": []}]}', "half a character"),
        ('{"timers": [{"name": "x", "loop": 1, "steps": [{"step_type": "group"}]}]}', r"timers\[0\].steps\[0\].name"),
    ],
)
def test_what_is_refused_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(RoutineError, match=said):
        imported(text.encode(), asked(), None if text[0] in "{[" else "openset")


def test_many_rounds_of_many_exercises_are_refused_at_once() -> None:
    exercise = {"name": "x", "sets": [{"dimensions": ["reps"], "reps": {"type": "fixed", "value": 1}}]}
    series = {"execution_mode": "CIRCUIT", "rounds": {"type": "fixed", "value": 100}, "exercises": [exercise] * 2000}
    data = {"openset_version": "1.0", "type": "workout", "blocks": [{"series": [series]}]}
    assert len(json.dumps(data)) < MAX_BYTES
    with pytest.raises(RoutineError, match="more than 2000 steps"):
        imported(json.dumps(data).encode(), asked())


def test_a_text_is_made_one_that_a_routine_may_hold() -> None:
    losses = Losses()
    assert cleaned("  a\tb\n c ", "here", losses) == "a b c"
    assert losses.all() == ()
    assert cleaned("\x1b[31mred\u202e \u200bn", "here", losses) == "[31mred n"
    assert cleaned("y" * 600, "there", losses) == "y" * MAX_TEXT
    assert cleaned("\u200d", "there", losses) == ""
    assert [str(loss) for loss in losses.all()] == [
        "here: 3 invisible characters left out of the text",
        f"there: a text of 600 characters; the first {MAX_TEXT} are kept",
    ]


def test_a_backup_in_latin_1_is_read_and_told() -> None:
    raw = '{"title": "Frühstück", "sets": [{"repetitions": 1, "exercises": [{"name": "Dehnen", "duration": 30}]}]}'
    found = imported(raw.encode("latin-1"), asked())
    assert found.data["title"] == "Frühstück"
    assert "Latin-1" in str(found.losses[0])
    with pytest.raises(RoutineError, match="not UTF-8"):
        imported("name,reps\nFrüh,1".encode("latin-1"), asked())
