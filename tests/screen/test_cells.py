"""Text in columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backplayer.screen.cells import LONGEST, clean, crop, wrap


@given(st.text(), st.integers(0, 40))
def test_cropped_text_is_never_wider(text: str, width: int) -> None:
    assert cell_len(crop(text, width)) <= width


@given(st.text("ab 背é", max_size=80), st.integers(1, 30), st.integers(1, 5))
def test_wrapped_text_stays_within_its_box(text: str, width: int, rows: int) -> None:
    lines = wrap(text, width, rows)
    assert len(lines) <= rows
    assert all(cell_len(line) <= width for line in lines)


def test_wrapping_loses_no_word_that_has_room() -> None:
    assert wrap("let the arm fall open", 10, 4) == ["let the", "arm fall", "open"]
    assert wrap("let the arm fall open", 10, 2) == ["let the", "arm fall…"]


def test_wide_characters_are_two_columns() -> None:
    assert crop("背中を伸ばす", 7) == "背中を…"


def test_clean_text_has_nothing_invisible() -> None:
    assert clean("a\x1b[31mb\u202ec\u200bd\ufe0f\te") == "a[31mbcd e"
    assert len(clean("x" * 10_000)) == LONGEST


def test_ascii() -> None:
    assert clean("“Café” – über 3×", ascii_only=True) == '"Cafe" - uber 3x'
    assert clean("背中", ascii_only=True) == "??"
