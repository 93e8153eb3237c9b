"""The live view in a real terminal: tmux shows exactly the picture, and the shell's screen comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.screen.golden_screens import screen

DEADLINE_S = 20.0
ROOT = Path(__file__).parents[2]


class Tmux:
    """A tmux server of its own with one window, in which a shell runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = str(folder / "tmux")
        self._asked = folder / "asked"

    def open(self, columns: int = 80, rows: int = 24) -> None:
        (self._folder / "shell").write_text("PS1='$ '\n")
        show = self._folder / "show"
        show.write_text(f"cd '{ROOT}'; exec '{sys.executable}' -m tests.screen.show_live '{self._asked}'\n")
        environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "TERM": "xterm-256color",
            "ENV": str(self._folder / "shell"),
            "LANG": "C.UTF-8",
        }
        subprocess.run(
            [
                "tmux", "-u", "-S", self._socket, "-f", "/dev/null", "new-session", "-d", "-x", str(columns),
                "-y", str(rows), "-c", str(self._folder), "exec sh -i",
            ],
            env=environ, check=True,
        )  # fmt: skip
        self("set", "-g", "status", "off")
        self("set", "-g", "window-size", "manual")
        self("resize-window", "-x", str(columns), "-y", str(rows))
        self.until(lambda: self.lines()[:1] == ["$"])

    def __call__(self, *words: str) -> str:
        done = subprocess.run(["tmux", "-S", self._socket, *words], capture_output=True, text=True, check=True)
        return done.stdout

    def text(self, *options: str) -> str:
        return self("capture-pane", "-p", *options)

    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.text().split("\n")[:-1]]

    def tell(self, name: str) -> str:
        return self("display-message", "-p", f"#{{{name}}}").strip()

    def enter(self, words: str) -> None:
        self("send-keys", "-l", words)
        self("send-keys", "Enter")

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not holds():
            if time.monotonic() > deadline:
                pytest.fail(f"not seen in time:\n{self.text()}")
            time.sleep(0.02)

    def start(self, situation: str, environ: str = "") -> None:
        self.ask(situation)
        self.enter(f"{environ} sh show".strip())

    def ask(self, what: str) -> None:
        fresh = self._asked.with_suffix(".new")
        fresh.write_text(what, encoding="utf-8")
        fresh.replace(self._asked)

    def shows(self, picture: list[str]) -> None:
        self.until(lambda: self.lines() == picture)

    def close(self) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        if os.environ.get("BACKPLAYER_TEST_CARD") == "required":
            pytest.fail("tmux is not installed")
        pytest.skip("tmux is not installed")
    tmux = Tmux(tmp_path)
    try:
        tmux.open()
        yield tmux
    finally:
        tmux.close()


def test_the_picture_is_seen_and_the_shell_comes_back(tmux: Tmux) -> None:
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
        tmux("resize-window", "-x", str(columns), "-y", str(rows))
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


def test_without_colour_in_ascii_and_after_a_crash(tmux: Tmux) -> None:
    tmux("resize-window", "-x", "40", "-y", "12")
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
