"""What a listener can ask for."""

from __future__ import annotations

from enum import Enum
from queue import Empty, SimpleQueue


class Command(Enum):
    """A wish of the listener."""

    DONE = "done"
    """Ready: go on from where the session waits."""
    STOP = "stop"


class Inbox:
    """Where commands arrive from any thread or signal handler. Only the session takes them out."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Command] = SimpleQueue()
        self._next: Command | None = None

    def put(self, command: Command) -> None:
        """Leave a command; safe in a signal handler."""
        self._queue.put(command)

    def wait(self, seconds: float) -> bool:
        """Wait at most *seconds* for a command; tell whether one is there."""
        if self._next is None:
            try:
                self._next = self._queue.get(timeout=seconds) if seconds > 0 else self._queue.get_nowait()
            except Empty:
                return False
        return True

    def take(self) -> Command | None:
        """Take the next command, None when there is none."""
        if not self.wait(0):
            return None
        command, self._next = self._next, None
        return command
