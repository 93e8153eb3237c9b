"""The live view in a real terminal: tmux shows exactly the picture, and the shell's screen comes back."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screen.golden_screens import screen
from tests.terminals import Tmux

ROOT = Path(__file__).parents[2]


class Window(Tmux):
    """A terminal in which a program shows what it is asked for."""

    def __init__(self) -> None:
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", ""), "LANG": "C.UTF-8"}
        super().__init__(env=env)
        self._asked = self.folder / "asked"
        show = f"cd '{ROOT}'; exec '{sys.executable}' -m tests.screen.show_live '{self._asked}'\n"
        (self.folder / "show").write_text(show)

    def start(self, situation: str, environ: str = "") -> None:
        self.ask(situation)
        self.enter(f"{environ} sh show".strip())

    def ask(self, what: str) -> None:
        fresh = self._asked.with_suffix(".new")
        fresh.write_text(what, encoding="utf-8")
        fresh.replace(self._asked)

    def shows(self, picture: list[str]) -> None:
        self.until(lambda: self.lines() == picture)


@pytest.fixture
def tmux() -> Iterator[Window]:
    tmux = Window()
    yield tmux
    tmux.close()


def test_the_picture_is_seen_and_the_shell_comes_back(tmux: Window) -> None:
    tmux.enter("echo what was here before")
    tmux.until(lambda: "what was here before" in tmux.lines())
    tmux.start("intro")
    for name in ("intro", "transition", "repetitions", "paused", "hurt", "hold", "help", "hold", "waiting"):
        tmux.ask(name)
        tmux.shows(screen(name, 80, 24))
    assert tmux.tell("alternate_on") == "1"
    assert tmux.tell("cursor_flag") == "0"
    assert re.search(r"\x1b\[[0-9;]*43m", tmux.text("-e"))

    tmux.ask("hold")
    for columns, rows in ((40, 12), (120, 36), (20, 6), (80, 24)):
        tmux.resize(columns, rows)
        tmux.shows(screen("hold", columns, rows))
    assert tmux.tell("history_size") == "0"

    tmux.ask("suspend")
    tmux.until(lambda: tmux.tell("alternate_on") == "0" and tmux.tell("cursor_flag") == "1")
    tmux.ask("resume")
    tmux.until(lambda: tmux.tell("alternate_on") == "1")
    tmux.ask("quit")
    tmux.until(lambda: tmux.tell("alternate_on") == "0")
    tmux.until(lambda: tmux.lines()[3:4] == ["$"])
    assert tmux.lines()[:2] == ["$ echo what was here before", "what was here before"]
    assert "".join(tmux.lines()[4:]) == ""
    assert tmux.tell("cursor_flag") == "1"
    assert tmux.tell("wrap_flag") == "1"


def test_without_colour_in_ascii_and_after_a_crash(tmux: Window) -> None:
    tmux.resize(40, 12)
    tmux.start("repetitions", "NO_COLOR=1 LANG=C LC_ALL=")
    tmux.shows(screen("repetitions", 40, 12, ascii_only=True))
    coded = tmux.text("-e")
    assert "\x1b[7m" in coded
    assert not re.search(r"\x1b\[(3|4|9|10)[0-7]", coded)
    tmux.ask("crash")
    tmux.until(lambda: tmux.tell("alternate_on") == "0" and tmux.tell("cursor_flag") == "1")
    tmux.until(lambda: tmux.lines()[1] == "$")
    assert tmux.lines()[0].startswith("$ NO_COLOR=1")
    tmux.enter("echo status $?")
    tmux.until(lambda: "status 3" in tmux.lines())
