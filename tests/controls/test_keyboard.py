"""The keyboard in a real pseudo-terminal: keys give wishes, and the terminal is always given back."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from backplayer.controls.keyboard import Keyboard
from backplayer.controls.source import SourceFailed
from backplayer.player.commands import Wish

termios = pytest.importorskip("termios")

CHILD = [sys.executable, str(Path(__file__).with_name("keys_child.py"))]


def until(condition: Callable[[], bool], what: object = "") -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.01)


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, log: Path, *args: str) -> None:
        self.log = log
        self.master, self.slave = os.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.child = subprocess.Popen(
            [*CHILD, str(log), *args],
            stdin=self.slave,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm"},
        )

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def wait_for(self, line: str) -> None:
        until(lambda: line in self.lines(), line)

    def settings(self) -> object:
        return termios.tcgetattr(self.slave)

    def end(self) -> int:
        code = self.child.wait(15)
        assert self.settings() == self.before
        return code

    def close(self) -> None:
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        assert self.child.stderr
        self.child.stderr.close()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    started: list[Terminal] = []

    def start(*args: str) -> Terminal:
        started.append(Terminal(tmp_path / "log", *args))
        started[-1].wait_for("started")
        return started[-1]

    yield start
    for terminal in started:
        terminal.close()


def test_keys_give_wishes_and_pastes_do_not(start: Callable[..., Terminal]) -> None:
    terminal = start()
    local_modes = terminal.settings()[3]  # type: ignore[index]
    assert not local_modes & (termios.ICANON | termios.ECHO)
    assert local_modes & termios.ISIG
    for keys in (b" ", b"\r", b"\x1bOC\x1b[D", b"\x1b[200~q\n\x1b[201~", b"N", b"x\xc3\xa4\x1b[3~", b"?"):
        terminal.type(keys)
    terminal.wait_for("help")
    assert terminal.lines() == ["started", "play-pause", "ready", "next", "back", "next", "help"]
    terminal.type(b"q")
    assert terminal.end() == 0
    assert terminal.lines()[-2:] == ["stop", "closed"]
    assert b"\x1b[?2004h" in (written := os.read(terminal.master, 1024))
    assert written.endswith(b"\x1b[?2004l")


def test_escape_alone_is_no_command_and_the_key_after_it_is(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.type(b"\x1b")
    # Only a pause tells the Escape key from the beginning of a sequence: type on until the key is taken.
    until(lambda: (terminal.type(b"w"), "where" in terminal.lines())[1], "where")
    assert set(terminal.lines()) == {"started", "where"}


def test_what_is_typed_ahead_does_not_reach_the_shell() -> None:
    master, slave = os.openpty()
    busy, go_on = threading.Event(), threading.Event()

    def leave(_wish: Wish) -> None:
        busy.set()
        go_on.wait(15)

    keyboard = Keyboard(leave, descriptor=slave)
    os.write(master, b"q")
    assert busy.wait(15)
    os.write(master, b"rm -r important\n")
    until(lambda: bool(select.select([slave], [], [], 0)[0]))
    keyboard.close()
    go_on.set()
    assert not select.select([slave], [], [], 0)[0]
    os.close(master)
    os.close(slave)


def test_a_crash_gives_the_terminal_back(start: Callable[..., Terminal]) -> None:
    terminal = start("crash")
    terminal.type(b"n")
    assert terminal.end() == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_a_signal_that_nobody_handles_gives_the_terminal_back_and_kills(
    start: Callable[..., Terminal], number: signal.Signals
) -> None:
    terminal = start("crash")
    terminal.child.send_signal(number)
    code = terminal.end()
    assert code == -number or (number is signal.SIGINT and code in (1, 130))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_the_program_handles_is_handled_and_a_second_one_leaves_no_broken_terminal(
    start: Callable[..., Terminal], number: signal.Signals
) -> None:
    terminal = start("stubborn")
    terminal.child.send_signal(number)
    terminal.wait_for("stop")
    terminal.child.send_signal(number)
    assert terminal.end() == -number
    assert terminal.lines() == ["started", number.name, "stop"]


def test_control_c_is_a_signal(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.type(b"\x03")
    assert terminal.end() == 0
    assert terminal.lines() == ["started", "SIGINT", "stop", "closed"]


def test_control_z_where_no_shell_could_bring_it_back_changes_nothing(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.type(b"\x1a")
    terminal.wait_for("resumed")
    terminal.type(b" ")
    terminal.wait_for("play-pause")
    terminal.type(b"q")
    assert terminal.end() == 0


def test_stopped_and_continued_from_outside(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.child.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, terminal.child.pid, os.WSTOPPED | os.WNOWAIT)
    termios.tcsetattr(terminal.slave, termios.TCSANOW, terminal.before)  # as a shell does
    terminal.child.send_signal(signal.SIGCONT)
    terminal.wait_for("resumed")
    terminal.type(b" ")
    terminal.wait_for("play-pause")
    terminal.type(b"q")
    assert terminal.end() == 0


def test_the_terminal_goes_away(start: Callable[..., Terminal]) -> None:
    terminal = start("crash")
    os.close(terminal.master)
    terminal.master = os.dup(terminal.slave)  # something to close
    assert terminal.child.wait(15) == -signal.SIGHUP


def test_without_a_terminal_there_is_no_keyboard() -> None:
    nowhere = os.open(os.devnull, os.O_RDONLY)
    with pytest.raises(SourceFailed, match="no terminal"):
        Keyboard(lambda _: None, descriptor=nowhere)
    os.close(nowhere)


def test_closing_twice_and_handlers_are_as_before() -> None:
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGTSTP, signal.SIGCONT]
    before = [signal.getsignal(number) for number in numbers]
    master, slave = os.openpty()
    settings = termios.tcgetattr(slave)
    keyboard = Keyboard(lambda _: None, descriptor=slave)
    assert termios.tcgetattr(slave) != settings
    keyboard.close()
    keyboard.close()
    assert termios.tcgetattr(slave) == settings
    assert [signal.getsignal(number) for number in numbers] == before
    for descriptor in (master, slave):
        with suppress(OSError):
            os.close(descriptor)
