"""The keyboard under a shell with job control, in tmux: the keys it really sends, Ctrl-Z, ``fg``, ``&``, pastes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.controls.test_keyboard import CHILD, until

if not (shutil.which("tmux") and shutil.which("bash")):
    if os.environ.get("BACKPLAYER_TEST_CARD") == "required":
        raise RuntimeError("tmux or bash is missing")
    pytest.skip("tmux or bash is missing", allow_module_level=True)


class Tmux:
    def __init__(self, folder: Path, shell: str) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.env = {**os.environ, "TMUX_TMPDIR": str(folder), "PS1": "$ "}
        for name in ("TMUX", "ENV"):
            self.env.pop(name, None)
        self("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", shell)

    def __call__(self, *args: str) -> str:
        return subprocess.run(
            ["tmux", "-L", "backplayer", *args], env=self.env, check=True, capture_output=True, text=True, timeout=20
        ).stdout

    def keys(self, *keys: str) -> None:
        self("send-keys", *keys)

    def run(self, command: str) -> None:
        self("send-keys", "-l", command)
        self("send-keys", "Enter")

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def wait_for(self, line: str, times: int = 1) -> None:
        until(lambda: self.lines().count(line) >= times, f"{line} in {self.lines()}")

    def wait_for_screen(self, text: str, times: int = 1) -> None:
        until(lambda: self("capture-pane", "-p").count(text) >= times, text)

    def settings(self, name: str) -> str:
        """What ``stty`` says in the shell."""
        file = self.folder / name
        self.run(f"stty -a > {file}.part; mv {file}.part {file}")
        until(file.exists, name)
        return file.read_text()


# bash sets the terminal right after a program that was stopped; the sh of Debian leaves it as it finds it
@pytest.fixture(params=["bash --norc --noprofile", "sh -i"])
def tmux(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tmux]:
    tmux = Tmux(tmp_path_factory.mktemp("t"), request.param)
    yield tmux
    tmux("kill-server")


def command(tmux: Tmux, end: str = "") -> str:
    return f"{' '.join(CHILD)} {tmux.log} {end}"


def test_keys_pastes_and_a_shell_that_is_as_before(tmux: Tmux) -> None:
    before = tmux.settings("before")
    tmux.run(command(tmux))
    tmux.wait_for("started")
    tmux.keys("Space", "Right", "PageUp", "Up", "F5", "M-n", "C-Right", "N")
    tmux("set-buffer", "echo q\nq\n")
    tmux("paste-buffer", "-p")
    tmux.keys("w")
    tmux.wait_for("where")
    assert tmux.lines() == [
        "started", "play-pause", "next", "back", "louder", "play-pause", "next", "where",
    ]  # fmt: skip
    tmux.keys("q")
    tmux.wait_for("closed")
    assert tmux.settings("after") == before


def test_control_z_and_fg(tmux: Tmux) -> None:
    before = tmux.settings("before")
    tmux.run(command(tmux))
    tmux.wait_for("started")
    for time in (1, 2):
        tmux.keys("C-z")
        tmux.wait_for_screen("Stopped", time)
        assert tmux.lines().count("suspending") == time
        assert tmux.settings(f"stopped{time}") == before
        tmux.run("fg")
        tmux.wait_for("resumed", time)
        tmux.keys("Space")
        tmux.wait_for("play-pause", time)
    tmux.keys("q")
    tmux.wait_for("closed")
    assert tmux.settings("after") == before


def test_in_the_background_it_runs_on_and_reads_nothing_until_it_is_in_front(tmux: Tmux) -> None:
    before = tmux.settings("before")
    tmux.run(command(tmux, "&"))
    tmux.wait_for("started")
    assert tmux.settings("beside") == before
    tmux.run("jobs")
    tmux.wait_for_screen("Running")
    assert tmux.lines() == ["started"]
    tmux.run("fg")
    tmux.wait_for("resumed")
    tmux.keys("n")
    tmux.wait_for("next")
    tmux.keys("C-z")
    tmux.wait_for_screen("Stopped")
    tmux.run("bg; clear")
    assert tmux.settings("back") == before
    tmux.run("fg")
    tmux.wait_for("resumed", 2)
    tmux.keys("q")
    tmux.wait_for("closed")
    assert tmux.settings("after") == before
