"""The live view: a session as it is heard, in letters that can be read from two metres."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

from backplayer.coach.timeline import Cue
from backplayer.player.view import View
from backplayer.screen.choosing import has_blocks, has_colour
from backplayer.screen.frame import coarse, frame
from backplayer.screen.key_help import Key
from backplayer.screen.terminal import Terminal

NOTICE_S = 6.0
NOTICE_S_A_CHARACTER = 0.06
"""How long (s) a notice stands: time to look up, and time to read it."""


class Live:
    """Draws the session on the terminal behind *stream* until it is closed.

    *keys* are shown as help, in their order; *now* is a clock in seconds, for how long a notice stands.
    """

    def __init__(
        self,
        stream: TextIO,
        keys: Sequence[Key] = (),
        *,
        environ: Mapping[str, str] = os.environ,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keys = tuple(keys)
        self._now = now
        self._ascii_only = not has_blocks(environ, stream.encoding, sys.platform)
        self._notices: list[tuple[float, str]] = []
        self._show_keys = False
        self._view: View | None = None
        self._shown: object = None
        self._drawing = threading.RLock()  # the keyboard's thread gives the terminal back for Ctrl-Z
        self._terminal = Terminal(stream, colour=has_colour(environ))

    def show(self, cue: Cue) -> None:
        """Nothing: what is heard now is in the view."""

    def update(self, view: View) -> None:
        """Draw what changed since the last time; quick when nothing did."""
        self._view = coarse(view)
        self._draw()

    def notice(self, text: str) -> None:
        """Show a line about the session itself for some seconds."""
        self._notices.append((self._now() + NOTICE_S + NOTICE_S_A_CHARACTER * len(text), text))
        self._draw()

    @property
    def notices(self) -> tuple[str, ...]:
        """The notices that still stand: after closing, what the listener may not have had time to read."""
        return tuple(text for until, text in self._notices if until > self._now())

    def help(self, wanted: bool) -> None:
        """Show all keys; show the session again when something else was asked for, or help was there already."""
        self._show_keys = wanted and not self._show_keys
        self._draw()

    def suspend(self) -> None:
        """Give the terminal back for a while."""
        with self._drawing:
            self._terminal.leave()

    def resume(self) -> None:
        """Take the terminal again and draw everything."""
        with self._drawing:
            self._shown = None
            self._terminal.enter()
        self._draw()

    def close(self) -> None:
        """Give the terminal back as it was."""
        with self._drawing:
            self._terminal.leave()

    def _draw(self) -> None:
        if self._view is None:
            return
        with self._drawing:
            columns, rows = self._terminal.size()
            notices = self.notices
            shown = (self._view, columns, rows, notices, self._show_keys)
            if shown == self._shown or not self._terminal.keeps_up:
                return
            self._shown = shown
            picture = frame(
                self._view, columns, rows,
                keys=self._keys, notices=notices, show_keys=self._show_keys, ascii_only=self._ascii_only,
            )  # fmt: skip
            self._terminal.draw(picture, columns)
