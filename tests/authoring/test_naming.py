"""Names of new routines: safe for a file on every system, and found again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.authoring.naming import SUFFIX, NameRefused, routine_name, title_of
from backplayer.routine.library import Library


@pytest.mark.parametrize(
    ("words", "name"),
    [("quiet-ten", "quiet-ten"), ("Ten quiet minutes", "Ten quiet minutes"), ("x.yaml", "x"), (" Übung 1 ", "Übung 1")],
)
def test_a_name_is_taken_as_it_is_but_for_the_ending(words: str, name: str) -> None:
    assert routine_name(words) == name


@pytest.mark.parametrize(
    "words",
    ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "-rf", "x.", "x\n", "x\0y", "\u202ex", "~", "$(x)", "x" * 101,
     "\U0001d538" * 60, "con", "NUL", "com1.old", "sources", "Safety", "pronunciation"],
)  # fmt: skip
def test_what_is_no_safe_name_is_refused_with_what_to_write(words: str) -> None:
    if words == "x\n":
        assert routine_name(words) == "x"
        return
    with pytest.raises(NameRefused) as refused:
        routine_name(words)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


@given(st.text(max_size=120))
def test_every_accepted_name_is_found_as_a_routine(words: str) -> None:
    try:
        name = routine_name(words)
    except NameRefused:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}{SUFFIX}"
        path.write_text("title: T\nsteps: [say: x]\n")
        assert Library([Path(folder)]).routine_paths() == {name: path}


def test_the_title_that_a_name_suggests() -> None:
    assert title_of("quiet-ten_minutes") == "Quiet ten minutes"
    assert title_of("_") == "_"
