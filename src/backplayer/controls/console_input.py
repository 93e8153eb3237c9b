"""Single keys from a Windows console."""

from __future__ import annotations

import msvcrt
import sys
import threading
from collections.abc import Callable

assert sys.platform == "win32"

LOOK_AGAIN = 0.05
"""Seconds between two looks: a console cannot be waited for together with the wish to stop."""

NAMES = {"\r": "enter", "\n": "enter", " ": "space"}
SPECIAL = {"H": "up", "P": "down", "M": "right", "K": "left", "I": "page-up", "Q": "page-down", ";": "f1", "?": "f5"}


class ConsoleInput:
    """Calls *pressed* from a thread with the name of each key, as `KeyParser` names them."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        self._pressed = pressed
        self._closed = threading.Event()
        threading.Thread(target=self._read, name="keyboard", daemon=True).start()

    def close(self) -> None:
        """Stop reading; what was typed ahead is dropped."""
        if not self._closed.is_set():
            self._closed.set()
            while msvcrt.kbhit():
                msvcrt.getwch()

    def _read(self) -> None:
        while not self._closed.wait(LOOK_AGAIN):
            while not self._closed.is_set() and msvcrt.kbhit():
                character = msvcrt.getwch()
                if character in "\0\xe0":
                    key = SPECIAL.get(msvcrt.getwch(), "")
                else:
                    key = NAMES.get(character, character.lower())
                self._pressed(key)
