"""silence: plays nothing, but takes frames at the pace of a device."""

from __future__ import annotations

import time
from collections.abc import Callable

from backplayer.sound.output import Fill, Output
from backplayer.sound.outputs.feeder import Feeder
from backplayer.units import Ms

BLOCK: Ms = 50


def open_output(rate: int | None) -> Output:
    """Open at *rate* Hz, or at 48,000."""
    return Silence(rate or 48_000)


class Silence:
    """Takes a block every 50 ms, counted from the start, so that it keeps up with *monotonic* for ever."""

    name = "silence"
    ahead: Ms = 2 * BLOCK

    def __init__(self, rate: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._monotonic = monotonic
        self._fill: Fill = lambda frames: bytes(2 * frames)
        self._feeder = Feeder(self._feed)

    def start(self, fill: Fill) -> None:
        """Begin to take frames."""
        self._fill = fill
        self._feeder.start()

    def drop(self) -> None:
        """Nothing: all of it is silent."""

    def failure(self) -> str | None:
        """What a call for frames raised, if one did."""
        return self._feeder.failure

    def close(self) -> None:
        """Take no more frames."""
        self._feeder.stop(within=1.0)

    def _feed(self) -> None:
        started, taken = self._monotonic(), 0
        while not self._feeder.stopping.is_set():
            due = int((self._monotonic() - started) * self.rate) + BLOCK * self.rate // 1000
            if due > taken:
                self._fill(due - taken)
                taken = due
            self._feeder.stopping.wait(BLOCK / 1000)
