"""Copies keep everything but what they must not."""

from __future__ import annotations

import pytest

from backplayer.authoring.copying import copied
from backplayer.authoring.reckoning import routine_of
from tests.library import NAMES, ROUTINES, library

MODELINE = "# yaml-language-server: $schema=mine"


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_the_text_below_two_new_lines(name: str) -> None:
    text = (ROUTINES / f"{name}.yaml").read_text(encoding="utf-8")
    first, second, rest = copied(text, MODELINE, "A copy.").split("\n", 2)
    assert (first, second) == (MODELINE, "# A copy.")
    own = text.split("\n", 1)
    assert rest == (own[1] if own[0].startswith("# yaml-language-server") else text)


def test_another_line_for_editors_takes_the_place_of_the_old_one() -> None:
    text = "# yaml-language-server: $schema=theirs\n# a note\ntitle: T\nsteps: [say: x]\n"
    assert copied(text, MODELINE) == f"{MODELINE}\n# a note\ntitle: T\nsteps: [say: x]\n"


def test_windows_line_ends_stay() -> None:
    assert copied("title: T\r\nsteps: [say: x]\r\n", MODELINE) == f"{MODELINE}\r\ntitle: T\r\nsteps: [say: x]\r\n"


@pytest.mark.parametrize(
    "written",
    [
        "title: Old  # why\n",
        "title: 'O''ld'\n",
        "title: >\n  Old and\n  older\n",
        "title: |\n  Old\n",
        '"title": "Old"\n',
        "title: Old\n  and older\n",
    ],
)
def test_a_new_title_stands_where_the_old_one_stood(written: str) -> None:
    text = f"# before\n{written}# after\nsteps: [say: x]\n"
    made = copied(text, MODELINE, title="New: one")
    assert routine_of(made, "x", library()).title == "New: one"
    assert "# before\n" in made
    assert "# after\nsteps: [say: x]\n" in made
    assert ("# why" in made) == ("# why" in written)


@pytest.mark.parametrize(
    "text",
    [
        "# before\ntitle: T\nsteps: [say: x]\n",
        '---\n"title": T\nsteps: [say: x]\n',
        "  steps: [say: x]\n  title: T\n",
        "{steps: [say: x], title: T}\n",
        "title: T\nlanguage: fr  # why\nsteps: [say: x]\n",
        "title: T\r\nsteps: [say: x]\r\n",
    ],
)
def test_another_language_stands_where_the_old_one_stood_or_before_the_title(text: str) -> None:
    made = copied(text, MODELINE, language="de")
    read = routine_of(made, "x", library())
    assert (read.language, read.title) == ("de", "T")
    assert made.count("language: ") == 1
    assert made.count("\n") - text.count("\n") in (1, 2)
    assert ("\r" in made) == ("\r" in text)
    assert made.replace("\r\n", "").count("\r") == 0
