"""The live view's picture, for any session in any terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backplayer.coach.timeline import SpanKind
from backplayer.player.commands import Command
from backplayer.player.view import State, View
from backplayer.screen.frame import coarse, frame
from backplayer.screen.key_help import Key
from tests.screen.golden_screens import FOLDER, page, screen
from tests.screen.situations import HOLD, HURT, KEYS, PAUSED, QUESTION, REPETITIONS, SITUATIONS, TRANSITION

texts = st.one_of(
    st.sampled_from(
        ["", "Can opener", "Upper back extension on the foam roller", "背中のストレッチ", "é" * 30, "🧘🏽‍♀️ yoga"]
    ),
    st.text(max_size=60),
    st.text(st.characters(categories=["Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Lo", "So"]), max_size=60),
)
times = st.integers(-5_000, 8_000_000)
small = st.integers(0, 200)


@st.composite
def views(draw: st.DrawFn) -> View:
    return View(
        state=draw(st.sampled_from(State)), routine=draw(texts), position=draw(times), length=draw(times),
        kind=draw(st.sampled_from(get_args(SpanKind))), title=draw(texts), step=draw(st.none() | small),
        steps=draw(small), side=draw(st.none() | st.sampled_from(["left", "right"]) | texts),
        set=draw(st.none() | small), sets=draw(small), rep=draw(st.none() | small), reps=draw(st.none() | small),
        phase=draw(texts), piece_position=draw(times), piece_length=draw(times), doing=draw(texts), said=draw(texts),
        next_up=draw(texts), pace=draw(st.integers(50, 200)), question=draw(st.none() | st.sampled_from(Command)),
        answers=tuple(draw(st.lists(st.sampled_from(Command), max_size=4))),
    )  # fmt: skip


keys = st.lists(st.builds(Key, texts, st.sampled_from(Command), texts), max_size=18)


@given(
    views(), st.integers(1, 130), st.integers(1, 50), keys, st.lists(texts, max_size=3), st.booleans(), st.booleans()
)
def test_any_view_fills_any_terminal_and_no_more(
    view: View, columns: int, rows: int, keys: list[Key], notices: list[str], show_keys: bool, ascii_only: bool
) -> None:
    lines = frame(view, columns, rows, keys=keys, notices=notices, show_keys=show_keys, ascii_only=ascii_only)
    assert len(lines) == rows
    for line in lines:
        text = "".join(run.text for run in line)
        assert cell_len(text) <= columns
        assert not any(
            unicodedata.category(char)[0] == "C" or unicodedata.category(char) in ("Zl", "Zp") for char in text
        )
        assert text.isascii() or not ascii_only


@given(views(), st.integers(1, 130), st.integers(1, 50))
def test_views_alike_when_coarse_look_alike(view: View, columns: int, rows: int) -> None:
    assert coarse(coarse(view)) == coarse(view)
    assert frame(coarse(view), columns, rows) == frame(view, columns, rows)


@pytest.mark.parametrize("name", SITUATIONS)
def test_golden_screens(name: str) -> None:
    assert page(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), (
        "it looks different; if that is meant: python -m tests.screen.golden_screens"
    )


def test_there_is_no_golden_screen_too_many() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(SITUATIONS)


def styles(view: View) -> set[str]:
    return {run.style for line in frame(view, 80, 24, keys=KEYS) for run in line}


def test_the_state_is_told_by_colour_too() -> None:
    assert "work" in styles(HOLD)
    assert "rest" in styles(TRANSITION)
    assert "alert" in styles(PAUSED)
    assert "alert" in styles(QUESTION)
    assert "hurt" in styles(HURT)


def texts_of(view: View, columns: int = 80, rows: int = 24) -> str:
    return "\n".join("".join(run.text for run in line) for line in frame(view, columns, rows, keys=KEYS))


@pytest.mark.parametrize(("left", "shown"), [(1, "1"), (1_000, "1"), (1_001, "2"), (99_000, "99"), (100_000, "1:40")])
def test_the_countdown_ends_with_one(left: int, shown: str) -> None:
    view = replace(HOLD, piece_length=200_000, piece_position=200_000 - left)
    assert texts_of(view, 80, 4).split("\n")[2].strip() == shown  # too low for big letters


def test_a_view_of_the_same_second_looks_the_same() -> None:
    a_little_later = replace(HOLD, position=HOLD.position + 150, piece_position=HOLD.piece_position + 150)
    assert coarse(a_little_later) == coarse(HOLD)


def column_of_facts(view: View) -> int:
    lines = [line.rstrip() for line in screen_of(view)]
    return next(line.index("SET") for line in lines if "SET" in line)


def screen_of(view: View) -> list[str]:
    return texts_of(view, 40, 12).split("\n")


def test_what_stands_beside_the_number_stands_still_as_the_number_changes() -> None:
    view = replace(REPETITIONS, set=2, sets=3)
    assert len({column_of_facts(replace(view, rep=rep)) for rep in range(1, 11)}) == 1
    hold = replace(HOLD, side="left", set=2, sets=3, piece_position=0, piece_length=45_000)
    assert len({column_of_facts(replace(hold, piece_position=done)) for done in range(0, 45_000, 1_000)}) == 1


def test_the_last_figure_of_a_countdown_stands_still() -> None:
    hold = replace(HOLD, piece_length=45_000)
    ten, nine = (texts_of(replace(hold, piece_position=45_000 - left)).split("\n") for left in (10_000, 9_000))
    changed = [(one, other) for one, other in zip(ten, nine, strict=True) if one != other]
    assert changed
    assert len({max(len(one.rstrip()) for one, _ in changed), max(len(other.rstrip()) for _, other in changed)}) == 1


def test_the_name_of_the_phase_does_not_change_how_big_the_words_are() -> None:
    view = replace(REPETITIONS, phase="in")
    below = {phase: screen_of_words(replace(view, phase=phase)) for phase in ("in", "hold", "release")}
    assert len({len(lines) for lines in below.values()}) == 1


def screen_of_words(view: View) -> list[str]:
    return [line for line in texts_of(view).split("\n")[7:15] if line[45:].strip()]


def test_only_keys_that_mean_something_now_are_shown() -> None:
    line = texts_of(HURT).split("\n")[-2]
    assert "easier" in line
    assert "stop" in line
    assert "pause" not in line
    assert "space go on" in texts_of(PAUSED)


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (80, 24), (120, 36)])
def test_what_is_said_after_pain_stands_there_whole(columns: int, rows: int) -> None:
    rule = "Stop at sharp, spreading or growing pain, at numbness or tingling; see someone. 背 Easier, next or stop?"
    rule = f"{rule} {rule[:40]}"
    words = " ".join(texts_of(replace(HURT, said=rule), columns, rows).split())
    assert rule in words


def test_a_question_says_which_key_means_yes() -> None:
    assert "Enter means yes." in texts_of(QUESTION)


def test_a_text_from_a_stranger_cannot_command_the_terminal() -> None:
    view = replace(
        HOLD, routine="\x1b]0;owned\x07", title="\x1b[2Jx", doing="a\r\nb\u202ec", said="\x9b31m", next_up="\x00"
    )
    assert not set(texts_of(view)) & set("\x1b\x07\r\x9b\u202e\x00")


def test_tiny() -> None:
    assert screen("hold", 1, 1) == ["W"]
    assert screen("hold", 8, 2)[0].startswith("WORK")
