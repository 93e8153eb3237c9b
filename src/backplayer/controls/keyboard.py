"""The keyboard: one key, one command. Pedals that turn pages and presenter clickers are keyboards too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from backplayer.controls.keys import COMMAND_OF
from backplayer.controls.source import Leave, SourceFailed
from backplayer.player.commands import Wish


def _nothing() -> None:
    """Do nothing."""


class Keyboard:
    """Reads single keys from the terminal and leaves the wishes that `keys.BINDINGS` gives them.

    Made in the main thread, after the program's own handlers of signals: a signal that ends the program (Ctrl-C
    included) first gives the terminal back and closes the keyboard, and is then handled as before.

    Ctrl-Z calls *suspending* before the program stops; *resumed* is called when the terminal is ours again and must be
    drawn anew, be it after ``fg`` or because the program was started with ``&``. In between, and in the background,
    the terminal is someone else's. Both are called from a thread and may take locks.

    `SourceFailed` when *descriptor* is no terminal.
    """

    def __init__(
        self,
        leave: Leave,
        *,
        suspending: Callable[[], None] = _nothing,
        resumed: Callable[[], None] = _nothing,
        descriptor: int = 0,
    ) -> None:
        self._leave = leave
        if not os.isatty(descriptor):
            raise SourceFailed("keyboard: off, standard input is no terminal")
        if sys.platform == "win32":
            from backplayer.controls.console_input import ConsoleInput

            self._input = ConsoleInput(self._pressed)
        else:
            from backplayer.controls.terminal_input import TerminalInput

            self._input = TerminalInput(self._pressed, suspending, resumed, descriptor)

    def close(self) -> None:
        """Give the terminal back as it was; what was typed ahead is dropped. Also safe in a signal handler."""
        self._input.close()

    def _pressed(self, key: str) -> None:
        if command := COMMAND_OF.get(key):
            self._leave(Wish(command))
