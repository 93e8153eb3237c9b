"""A real terminal for tests: a tmux server of its own with one window, in which a shell runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

REQUIRED = "BACKPLAYER_TEST_CARD"
"""Set to ``required``, missing programs fail the tests that need them instead of skipping them."""
DEADLINE_S = 30.0


def need(*programs: str) -> None:
    """Skip, or fail where they are required, when one of *programs* is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing and os.environ.get(REQUIRED) == "required":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def until(holds: Callable[[], bool], what: Callable[[], str]) -> None:
    """Wait until something holds; *what* tells what was seen instead."""
    deadline = time.monotonic() + DEADLINE_S
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(f"not seen in time: {what()}")
        time.sleep(0.02)


class Tmux:
    """One window. `close` it."""

    def __init__(
        self, shell: str = "exec sh -i", env: Mapping[str, str] = os.environ, columns: int = 80, rows: int = 24
    ) -> None:
        need("tmux", *shell.removeprefix("exec ").split()[:1])
        # A short path: the address of a socket holds about a hundred characters.
        self.folder = Path(tempfile.mkdtemp(prefix="bp", dir="/tmp" if os.path.isdir("/tmp") else None))
        clean = {name: value for name, value in env.items() if name not in ("TMUX", "ENV")}
        (self.folder / "shell").write_text("PS1='$ '\n")
        self._run(
            ["-u", "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
             "-c", str(self.folder), shell],
            {**clean, "PS1": "$ ", "TERM": "xterm-256color", "ENV": str(self.folder / "shell")},
        )  # fmt: skip
        self("set", "-g", "status", "off")
        self("set", "-g", "window-size", "manual")
        self.resize(columns, rows)
        self.until(lambda: self.lines()[0].endswith(("$", "#")))

    def __call__(self, *words: str) -> str:
        """Run a command of tmux; return what it prints."""
        return self._run(list(words))

    def keys(self, *keys: str) -> None:
        """Press keys."""
        self("send-keys", *keys)

    def enter(self, words: str) -> None:
        """Type a line."""
        self("send-keys", "-l", words)
        self("send-keys", "Enter")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self("resize-window", "-x", str(columns), "-y", str(rows))

    def text(self, *options: str) -> str:
        """Return what is on the screen."""
        return self("capture-pane", "-p", *options)

    def lines(self) -> list[str]:
        """Return the lines on the screen."""
        return [line.rstrip() for line in self.text().split("\n")[:-1]]

    def tell(self, name: str) -> str:
        """Return one of tmux's variables."""
        return self("display-message", "-p", f"#{{{name}}}").strip()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        until(holds, lambda: f"\n{self.text()}")

    def settings(self, name: str) -> str:
        """Return what ``stty`` says in the shell; *name* is different each time."""
        file = self.folder / name
        self.enter(f"stty -a > {file}.part; mv {file}.part {file}")
        self.until(file.exists)
        return file.read_text()

    def close(self) -> None:
        """End it, and what runs in it."""
        subprocess.run(["tmux", "-S", self.folder / "tmux", "kill-server"], capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, words: list[str], env: Mapping[str, str] | None = None) -> str:
        return subprocess.run(
            ["tmux", "-S", str(self.folder / "tmux"), *words],
            env=env, capture_output=True, text=True, check=True, timeout=20,
        ).stdout  # fmt: skip
