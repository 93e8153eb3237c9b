"""The thread of an output whose device does not call for frames but has to be fed."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Feeder:
    """Runs a loop in a thread of its own until the loop ends or `stop` is called.

    The loop must look at `stopping` between two steps, and wait on it where it waits at all.
    """

    def __init__(self, loop: Callable[[], None]) -> None:
        self.stopping = threading.Event()
        self.failure: str | None = None
        """What made the loop end by itself, in one line."""
        self._loop = loop
        self._thread = threading.Thread(target=self._run, name="feed the output", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, within: float) -> None:
        """Ask the loop to end and wait at most *within* seconds for it. From any thread, at any time."""
        self.stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(within)

    def _run(self) -> None:
        try:
            self._loop()
        except Exception as error:
            if not self.stopping.is_set():
                self.failure = str(error) or type(error).__name__
