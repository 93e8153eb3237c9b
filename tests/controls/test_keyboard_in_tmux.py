"""The keyboard under a shell with job control, in tmux: the keys it really sends, Ctrl-Z, ``fg``, ``&``, pastes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.controls.test_keyboard import CHILD
from tests.terminals import Tmux


class Shell(Tmux):
    """A terminal in which a program notes what its keyboard told it."""

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def noted(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def wait_for(self, line: str, times: int = 1) -> None:
        self.until(lambda: self.noted().count(line) >= times)

    def wait_for_screen(self, text: str, times: int = 1) -> None:
        self.until(lambda: self.text().count(text) >= times)


# bash sets the terminal right after a program that was stopped; the sh of Debian leaves it as it finds it
@pytest.fixture(params=["bash --norc --noprofile", "sh -i"])
def tmux(request: pytest.FixtureRequest) -> Iterator[Shell]:
    tmux = Shell(request.param)
    yield tmux
    tmux.close()


def command(tmux: Shell, end: str = "") -> str:
    return f"{' '.join(CHILD)} {tmux.log} {end}"


def test_keys_pastes_and_a_shell_that_is_as_before(tmux: Shell) -> None:
    before = tmux.settings("before")
    tmux.enter(command(tmux))
    tmux.wait_for("started")
    tmux.keys("Space", "Right", "PageUp", "Up", "F5", "M-n", "C-Right", "N")
    tmux("set-buffer", "echo q\nq\n")
    tmux("paste-buffer", "-p")
    tmux.keys("w")
    tmux.wait_for("where")
    assert tmux.noted() == [
        "started", "play-pause", "next", "back", "louder", "play-pause", "next", "where",
    ]  # fmt: skip
    tmux.keys("q")
    tmux.wait_for("closed")
    assert tmux.settings("after") == before


def test_control_z_and_fg(tmux: Shell) -> None:
    before = tmux.settings("before")
    tmux.enter(command(tmux))
    tmux.wait_for("started")
    for time in (1, 2):
        tmux.keys("C-z")
        tmux.wait_for_screen("Stopped", time)
        assert tmux.noted().count("suspending") == time
        assert tmux.settings(f"stopped{time}") == before
        tmux.enter("fg")
        tmux.wait_for("resumed", time)
        tmux.keys("Space")
        tmux.wait_for("play-pause", time)
    tmux.keys("q")
    tmux.wait_for("closed")
    assert tmux.settings("after") == before


def test_in_the_background_it_runs_on_and_reads_nothing_until_it_is_in_front(tmux: Shell) -> None:
    before = tmux.settings("before")
    tmux.enter(command(tmux, "&"))
    tmux.wait_for("started")
    assert tmux.settings("beside") == before
    tmux.enter("jobs")
    tmux.wait_for_screen("Running")
    assert tmux.noted() == ["started"]
    tmux.enter("fg")
    tmux.wait_for("resumed")
    tmux.keys("n")
    tmux.wait_for("next")
    tmux.keys("C-z")
    tmux.wait_for_screen("Stopped")
    tmux.enter("bg; clear")
    assert tmux.settings("back") == before
    tmux.enter("fg")
    tmux.wait_for("resumed", 2)
    tmux.keys("q")
    tmux.wait_for("closed")
    assert tmux.settings("after") == before
