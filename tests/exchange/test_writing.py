"""What is written is what is read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.routine.reading.source import MAX_TEXT, parse_source
from backplayer.routine.writing import WIDTH, dumped, quoted

awkward = st.sampled_from([
    "", "-", "- a", "?", "? a", ":", "a: b", "a:", "a #b", "#", "*a", "&a", "!a", "%", "@", "`", "'", '"', "a'b",
    "[", "]", "{}", ",", "~", "null", "no", "1:30", "2026-01-01", "---", "...", "--- a", "|", ">", "=", "<<", "10",
    "1e3", "0x1f", ".5", "a\\b", "é", "日本", "😀", "a\u200db", "\u202e", "\ufeff", "\x07", "\x85", "\u2028",
    "\ud800", "x" * 400,
])  # fmt: skip
texts = (awkward | st.text(max_size=60) | st.lists(awkward, max_size=5).map(" ".join)).map(lambda text: text[:480])
keys = st.from_regex(r"\A[a-z][a-z_' -]{0,30}[a-z]\Z") | st.sampled_from(["tempo", "steps", "no", "10", "cues"])
data = st.dictionaries(
    keys,
    st.recursive(
        texts | st.integers(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    ),
    min_size=1,
    max_size=5,
)


def as_read(value: object) -> object:
    if isinstance(value, dict):
        return {" ".join(key.split()): as_read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_read(item) for item in value]
    return " ".join(str(value).encode("utf-8", "replace").decode().split())


@given(data)
def test_what_is_written_is_read_again(written: dict[str, object]) -> None:
    source = parse_source(dumped(written), "written")
    assert source.problems == []
    assert source.data == as_read(written)
    assert list(source.data) == list(as_read(written))


@given(texts)
def test_a_quoted_text_is_read_again(text: str) -> None:
    shown = quoted(text)
    assert "\n" not in shown
    assert parse_source(f"title: {shown}\nsteps:\n  - {shown}\n", "written").data == {
        "title": as_read(text),
        "steps": [as_read(text)],
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lift, slowly", "Lift, slowly"),
        ("20s", "20s"),
        ("Don't", "Don't"),
        ("Ribs: down", "'Ribs: down'"),
        ("10", "'10'"),
        ("no", "'no'"),
        ("größer 😀", "größer 😀"),
    ],
)
def test_quotes_stand_where_they_must(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_it_looks_as_an_author_would_write_it() -> None:
    tempo = {"lift": "2s", "lower": "3s"}
    step = {"exercise": {"name": "Row", "cues": ["Elbows close to the ribs, all the way back.", "Look ahead of you."]}}
    text = dumped({"title": "Ten", "equipment": ["mat"], "steps": [{**step, "reps": 8, "tempo": tempo}, "bridge"]})
    assert (
        text
        == """\
title: Ten
equipment: [mat]
steps:
  - exercise:
      name: Row
      cues:
        - Elbows close to the ribs, all the way back.
        - Look ahead of you.
    reps: 8
    tempo: {lift: 2s, lower: 3s}
  - bridge
"""
    )


def test_a_short_group_stands_on_one_line() -> None:
    data = {"defaults": {"rest": "0s"}, "steps": [{"exercise": {"name": "Row, seated"}, "time": "20s"}]}
    text = "defaults: {rest: 0s}\nsteps:\n  - exercise: {name: 'Row, seated'}\n    time: 20s\n"
    assert dumped(data) == text


def test_long_texts_are_wrapped() -> None:
    text = dumped({"title": "word " * (MAX_TEXT // 5)})
    assert max(map(len, text.splitlines())) <= WIDTH + 5
