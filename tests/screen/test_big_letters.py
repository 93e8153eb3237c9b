"""Big letters fit where they are put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.screen.big_letters import HALF_BLOCKS, IN_ASCII, Size, draw, drawable, fit, height, line_width
from backplayer.screen.glyphs import SMALL, TALL


def test_both_faces_have_the_same_characters_and_figures_of_one_width() -> None:
    assert set(TALL) == set(SMALL)
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;!?'\"-/()&%") <= set(TALL)
    for face in (TALL, SMALL):
        assert len({len(face[figure][0]) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("size", [*HALF_BLOCKS, *IN_ASCII])
def test_a_line_is_as_big_as_it_says(size: Size) -> None:
    rows = draw(("HOLD 10/10", "LEFT"), size)
    assert len(rows) == height(2, size)
    assert max(map(len, rows)) == line_width("HOLD 10/10", size)
    assert set("".join(rows)) <= set("# " if size.across else "▀▄█ ")


@given(
    st.text("abcdefghij 0123456789-", max_size=40),
    st.integers(1, 200),
    st.integers(1, 40),
    st.sampled_from([HALF_BLOCKS, IN_ASCII]),
)
def test_what_fits_fits(text: str, width: int, rows: int, choice: tuple[Size, ...]) -> None:
    letters = fit(text, width, rows, choice)
    if letters is not None:
        assert len(letters) <= rows
        assert all(len(row) <= width for row in letters)
        assert letters[0] or any(letters)


def test_letters_are_as_big_as_they_can_be() -> None:
    one = fit("45", 40, 4, HALF_BLOCKS)
    two = fit("45", 40, 8, HALF_BLOCKS)
    assert one is not None and two is not None and len(two) == 2 * len(one)  # noqa: PT018


def test_a_long_name_is_broken_at_its_spaces() -> None:
    assert fit("Cobra with cervical retraction", 80, 3, HALF_BLOCKS) is None
    assert fit("Cobra with cervical retraction", 80, 6, HALF_BLOCKS) is not None


def test_marks_on_letters_are_left_out_and_what_has_no_shape_is_not_drawn() -> None:
    assert drawable("Élan à gauche") == "ELAN A GAUCHE"
    assert drawable("Straße") == "STRASSE"
    assert drawable("背中") is None
    assert drawable("") is None


def test_a_flood_of_words_is_no_flood_of_ways_to_break_them() -> None:
    assert fit("a " * 200, 200, 50, HALF_BLOCKS) is None
