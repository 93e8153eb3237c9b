"""A terminal that pictures are drawn on: its other screen, no cursor, and only the lines that changed."""

from __future__ import annotations

import atexit
import os
import select
from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from backplayer.screen.room import Line

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J"
"""The other screen, and no cursor."""

_LEAVE = "\x1b[0m\x1b[2J\x1b[H\x1b[?25h\x1b[?1049l"
"""All of that undone. It is wiped first: a console without another screen would keep the picture."""

_BEGIN, _END = "\x1b[?2026h\x1b[?7l", "\x1b[?7h\x1b[?2026l"
"""A picture is shown at once by terminals that know how, and nothing wraps in it: a character wider than we think must
not move the lines below. In between wrapping is on, so that a program that was killed does not leave it off."""

_PIECE = 512
"""Bytes written at once when the terminal says that it takes some."""

_BACKLOG = 65_536
"""Bytes kept for a terminal that takes none."""

_COLOURS = {
    "strong": "bold", "work": "black on green", "rest": "black on cyan", "alert": "black on yellow",
    "hurt": "bold white on red", "done": "green",
}  # fmt: skip
_NO_COLOURS = {"strong": "bold", "work": "reverse", "rest": "reverse", "alert": "reverse", "hurt": "bold reverse"}


class Terminal:
    """Draws lines on the terminal behind *stream*.

    A terminal that is stopped (Ctrl-S) or slow never blocks the caller; one that is gone is left alone quietly.
    """

    def __init__(self, stream: TextIO, *, colour: bool) -> None:
        stream.flush()
        self._fd = stream.fileno()
        self._encoding = stream.encoding or "ascii"
        self._styles = {name: Style.parse(words) for name, words in (_COLOURS if colour else _NO_COLOURS).items()}
        self._drawn: tuple[Line, ...] = ()
        self._columns = 0
        self._waiting = b""
        self._gone = False
        self._entered = False
        self.enter()

    def size(self) -> tuple[int, int]:
        """Return its columns and rows now; 80 and 24 when it does not know."""
        try:
            columns, rows = os.get_terminal_size(self._fd)
        except (OSError, ValueError):
            return 80, 24
        return columns or 80, rows or 24

    @property
    def keeps_up(self) -> bool:
        """Whether all that was drawn has been taken; a picture drawn before would only be late."""
        self._push()
        return not self._waiting

    def enter(self) -> None:
        """Take the screen; the next picture is drawn as a whole."""
        if not self._entered:
            self._entered = True
            self._drawn = ()
            self._columns = 0
            atexit.register(self.leave)
            self._write(_ENTER)

    def leave(self) -> None:
        """Give the screen back as it was; any number of times."""
        if self._entered:
            self._entered = False
            self._waiting = b""
            self._write(f"{_END}{_LEAVE}", blocking=True)
            atexit.unregister(self.leave)

    def draw(self, lines: Sequence[Line], columns: int) -> None:
        """Show *lines*, for a terminal of *columns* columns: write those that differ from what stands there.

        All of them when the first line, which says what is done, is another: that heals what other programs wrote.
        """
        if not self._entered:
            return
        lines = tuple(lines)
        anew = columns != self._columns or len(lines) != len(self._drawn) or lines[:1] != self._drawn[:1]
        changed = [
            f"\x1b[{row};1H{self._written(line, columns)}"
            for row, line in enumerate(lines, start=1)
            if anew or line != self._drawn[row - 1]
        ]
        if changed:
            self._write(f"{_BEGIN}{''.join(changed)}{_END}")
        self._drawn, self._columns = lines, columns

    def _written(self, line: Line, columns: int) -> str:
        text = "".join(
            self._styles[run.style].render(run.text, color_system=ColorSystem.STANDARD)
            if run.style in self._styles
            else run.text
            for run in line
        )
        # at the last column the cursor stands on the last character, and would erase it
        return text if sum(cell_len(run.text) for run in line) >= columns else f"{text}\x1b[K"

    def _write(self, text: str, blocking: bool = False) -> None:
        if len(self._waiting) < _BACKLOG:
            self._waiting += text.encode(self._encoding, "replace")
        self._push(blocking)

    def _push(self, blocking: bool = False) -> None:
        try:
            while self._waiting and not self._gone and self._takes(2.0 if blocking else 0.0):
                taken = os.write(self._fd, self._waiting[:_PIECE])
                self._waiting = self._waiting[taken:]
        except (OSError, ValueError):
            self._gone = True
        if self._gone:
            self._waiting = b""

    def _takes(self, seconds: float) -> bool:
        """Tell whether the terminal takes some bytes without making us wait."""
        if os.name != "posix":
            return True
        return bool(select.select([], [self._fd], [], seconds)[1])
