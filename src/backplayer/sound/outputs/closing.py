"""Closing a device that may never return from being closed."""

from __future__ import annotations

import atexit
import contextlib
import threading
from collections.abc import Callable

from backplayer.sound.outputs.quiet import quiet_stderr

LIMIT = 2.0
"""Seconds that a close may take before it is left behind."""


class Closing:
    """Calls *close* once, at the first call or at the interpreter's exit, and waits at most *limit* seconds.

    The thread that does it stands ready from the start, since an interpreter that exits may refuse to
    start one (Python 3.12.0). A process that exits with a miniaudio device open hangs for good.
    """

    def __init__(self, close: Callable[[], object], limit: float = LIMIT) -> None:
        self._close = close
        self._limit = limit
        self._asked = threading.Event()
        self._done = threading.Event()
        threading.Thread(target=self._run, name="close the output", daemon=True).start()
        atexit.register(self)

    @property
    def asked(self) -> bool:
        """Whether closing has begun."""
        return self._asked.is_set()

    @property
    def done(self) -> bool:
        """Whether closing has ended."""
        return self._done.is_set()

    def __call__(self) -> None:
        """Close, or go on waiting for a close that has begun."""
        atexit.unregister(self)
        self._asked.set()
        self._done.wait(self._limit)

    def _run(self) -> None:
        self._asked.wait()
        with contextlib.suppress(Exception), quiet_stderr():  # nobody is left to be told
            self._close()
        self._done.set()
