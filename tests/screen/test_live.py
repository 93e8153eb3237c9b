"""The live view on a terminal of its own: what it writes, and that it is never in the way."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

import pytest

from backplayer.coach.timeline import Cue
from backplayer.screen.live import Live
from tests.screen.situations import HOLD, KEYS, PAUSED

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
HIDE, SHOW = b"\x1b[?25l", b"\x1b[?25h"


class Screen:
    """A pseudo-terminal; *stream* is what the program writes to."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        import tty

        self._master, slave = pty.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        self.stream: TextIO = os.fdopen(slave, "w", encoding="utf-8")
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        import fcntl
        import struct
        import termios

        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def written(self) -> bytes:
        """Take what was written since the last time."""
        found = b""
        with contextlib.suppress(BlockingIOError, OSError):
            while part := os.read(self._master, 65_536):
                found += part
        return found

    def hang_up(self) -> None:
        os.close(self._master)

    def stop(self) -> None:
        """As Ctrl-S does."""
        import termios

        termios.tcflow(self.stream.fileno(), termios.TCOOFF)

    def go_on(self) -> None:
        import termios

        termios.tcflow(self.stream.fileno(), termios.TCOON)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.stream.close()
        with contextlib.suppress(OSError):
            os.close(self._master)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def screen() -> Iterator[Screen]:
    screen = Screen()
    yield screen
    screen.close()


UNICODE = {"LANG": "C.UTF-8", "TERM": "xterm"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def live(screen: Screen, clock: Clock) -> Iterator[Live]:
    live = Live(screen.stream, KEYS, environ=UNICODE, now=clock)
    yield live
    live.close()


def test_takes_the_other_screen_and_gives_it_back(live: Live, screen: Screen) -> None:
    assert screen.written().startswith(ENTER + HIDE)
    live.update(HOLD)
    drawn = screen.written()
    assert "█".encode() in drawn
    assert b"\n" not in drawn
    live.close()
    left = screen.written()
    assert left.endswith(SHOW + LEAVE)
    live.close()
    live.update(PAUSED)
    assert screen.written() == b""


def test_writes_nothing_while_nothing_changes(live: Live, screen: Screen) -> None:
    live.update(HOLD)
    screen.written()
    live.update(HOLD)
    live.update(replace(HOLD, position=HOLD.position + 100, piece_position=HOLD.piece_position + 100))
    live.show(Cue(0, 100, "count", "3"))
    assert screen.written() == b""


def test_writes_the_lines_that_changed(live: Live, screen: Screen) -> None:
    live.update(HOLD)
    all_of_it = screen.written()
    live.update(replace(HOLD, position=HOLD.position + 1_000, piece_position=HOLD.piece_position + 1_000))
    second = screen.written()
    assert 0 < len(second) < len(all_of_it) / 2
    assert b"\x1b[1;1H" not in second
    live.update(PAUSED)
    assert b"\x1b[1;1H" in screen.written()


def test_notices_stand_for_some_seconds(live: Live, screen: Screen, clock: Clock) -> None:
    live.notice("The card is gone.")
    live.update(HOLD)
    assert b"The card is gone." in screen.written()
    assert live.notices == ("The card is gone.",)
    clock.now = 60.0
    live.update(HOLD)
    assert "“Halfway.”".encode() in screen.written()
    assert live.notices == ()


def test_help_is_shown_until_it_is_hidden(live: Live, screen: Screen) -> None:
    live.update(HOLD)
    screen.written()
    live.help(True)
    assert b"15 s more rest" in screen.written()
    live.help(False)
    assert b"Press the floor away" in screen.written()


def test_follows_the_size_of_the_window(live: Live, screen: Screen) -> None:
    live.update(HOLD)
    screen.written()
    screen.resize(40, 12)
    live.update(HOLD)
    written = screen.written()
    assert b"\x1b[12;1H" in written
    assert b"\x1b[13;1H" not in written


def test_suspend_and_resume(live: Live, screen: Screen) -> None:
    live.update(HOLD)
    live.suspend()
    assert screen.written().endswith(LEAVE)
    live.update(PAUSED)
    assert screen.written() == b""
    live.resume()
    written = screen.written()
    assert written.startswith(ENTER + HIDE)
    assert b"PAUSED" in written


def test_a_terminal_that_is_gone_is_left_alone(live: Live, screen: Screen) -> None:
    live.update(HOLD)
    screen.hang_up()
    live.update(PAUSED)
    live.notice("anything")
    live.suspend()
    live.resume()
    live.close()


def test_a_stopped_terminal_blocks_nobody_and_gets_the_newest_picture(live: Live, screen: Screen) -> None:
    live.update(HOLD)
    screen.written()
    screen.stop()
    for second in range(1, 40):
        live.update(replace(HOLD, position=HOLD.position + 1_000 * second, piece_position=1_000 * second))
    assert screen.written() == b""
    screen.go_on()
    live.update(PAUSED)
    live.update(PAUSED)
    assert b"PAUSED" in screen.written()


def test_without_colour(screen: Screen, clock: Clock) -> None:
    live = Live(screen.stream, KEYS, environ={**UNICODE, "NO_COLOR": "1"}, now=clock)
    live.update(HOLD)
    written = screen.written()
    assert b"\x1b[7m" in written
    colours = {code for codes in re.findall(rb"\x1b\[([0-9;]*)m", written) for code in codes.split(b";")}
    assert colours <= {b"0", b"1", b"7"}
    live.close()


def test_in_ascii_where_the_locale_says_so(screen: Screen, clock: Clock) -> None:
    live = Live(screen.stream, KEYS, environ={"LANG": "C"}, now=clock)
    live.update(replace(HOLD, title="Élan", said="“so”"))
    assert screen.written().isascii()
    live.close()


def test_a_stream_that_knows_few_characters_gets_ascii(screen: Screen, clock: Clock) -> None:
    with os.fdopen(os.dup(screen.stream.fileno()), "w", encoding="latin-1") as stream:
        live = Live(stream, KEYS, environ=UNICODE, now=clock)
        live.update(HOLD)
        assert screen.written().isascii()
        live.close()
