"""Lines on a terminal: broken between words, and nowhere else."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backplayer.cli.wrapping import fitted, tell, wrapped
from backplayer.routine.model import Kind, Posture
from tests.terminals import Tmux


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines_are_broken_between_words_and_indented_ones_go_on_deeper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    text = "A number of minutes, or Enter.\n\n  check x    what could be better"
    assert fitted(text, Terminal()).split("\n") == [
        "A number of minutes,", "or Enter.", "", "  check x    what", "    could be better",
    ]  # fmt: skip


def test_without_a_terminal_nothing_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    text = "A number of minutes, 1 to 360, or Enter."
    assert fitted(text, io.StringIO()) == text
    tell(text)
    tell(text, err=True)
    assert capsys.readouterr() == (f"{text}\n", f"{text}\n")


def test_what_must_stay_together_does() -> None:
    assert wrapped("  kinds: 1\N{NO-BREAK SPACE}bridge, 2\N{NO-BREAK SPACE}plank", 20) == [
        "  kinds: 1\N{NO-BREAK SPACE}bridge,", "    2\N{NO-BREAK SPACE}plank",
    ]  # fmt: skip
    path = "/home/somebody/.local/share/x.yaml"
    assert wrapped(f"It is {path} there", 12) == ["It is", path, "there"]


@given(st.text(st.sampled_from("ab 漢é\u0301"), max_size=60), st.integers(1, 30))
def test_no_word_is_lost_and_no_line_too_wide_but_for_one_word(line: str, width: int) -> None:
    lines = wrapped(line, width)
    assert " ".join(lines).split() == line.split()
    for each in lines:
        assert cell_len(each) <= width or len(each.split()) <= 1


def test_what_new_prints_keeps_its_words_whole_on_a_narrow_terminal(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "COLUMNS"))}
    terminal = Tmux(env={**env, "HOME": str(tmp_path), "LANG": "C.UTF-8"}, columns=60)
    try:
        terminal.enter(f"clear; {sys.executable} -m backplayer new mine")
        for prompt in ("Title [Mine]:", "About how many minutes [any]:"):
            terminal.until(lambda prompt=prompt: prompt in terminal.text())  # type: ignore[misc]
            terminal.keys("Enter")
        terminal.until(lambda: "Exercise 1 (Enter for a small example):" in terminal.text())
        words = terminal.text("-S", "-").split()
        terminal.keys("Enter")
        terminal.until(lambda: "Written: ~/" in terminal.text())
    finally:
        terminal.close()
    assert {*(kind.value for kind in Kind), *(posture.value for posture in Posture)} <= {
        word.strip(",") for word in words
    }
