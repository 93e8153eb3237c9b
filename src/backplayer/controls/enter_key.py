"""The Enter key: "I am ready"."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable


def listen_for_enter(pressed: Callable[[], None], descriptor: int = 0) -> None:
    """Call *pressed* from a thread for every line typed on *descriptor*, until it is closed.

    It reads the descriptor itself: a thread that stands inside ``sys.stdin`` would hold its lock when Python leaves.
    """

    def read() -> None:
        while True:
            try:
                typed = os.read(descriptor, 1024)
            except OSError:
                return
            if not typed:
                return
            for _ in range(typed.count(b"\n")):
                pressed()

    threading.Thread(target=read, name="enter key", daemon=True).start()
