"""A clock, a device and an inbox that move only when a test says so."""

from __future__ import annotations

from collections.abc import Callable

from backplayer.sound.output import Fill, OutputFailed


class Clock:
    """A monotonic clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class HandOutput:
    """An output whose device is the test's hand: `take` takes frames."""

    name = "hand"

    def __init__(self, rate: int | None = None, ahead: int = 100) -> None:
        self.rate = rate or 48_000
        self.ahead = ahead
        self.fill: Fill | None = None
        self.heard = b""
        self.drops = 0
        self.closed = False
        self.reason: str | None = None

    def start(self, fill: Fill) -> None:
        self.fill = fill

    def take(self, frames: int) -> bytes:
        """The device asks for frames; a closed one does not."""
        if self.fill is None or self.closed:
            return b""
        try:
            block = self.fill(frames)
        except Exception as error:
            self.reason = str(error)
            return b""
        self.heard += block
        return block

    def drop(self) -> None:
        self.drops += 1

    def failure(self) -> str | None:
        return self.reason

    def close(self) -> None:
        self.closed = True


class Bench:
    """Openers that hand out `HandOutput`s, or refuse while `broken` says why; and work done when told to."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.opened: list[HandOutput] = []
        self.asked: list[int | None] = []
        self.broken: str | None = None
        self.notices: list[str] = []
        self.work: list[Callable[[], None]] = []

    def open(self, rate: int | None) -> HandOutput:
        self.asked.append(rate)
        if self.broken:
            raise OutputFailed(self.broken)
        self.opened.append(HandOutput(rate))
        return self.opened[-1]

    @property
    def device(self) -> HandOutput:
        return self.opened[-1]

    def pass_time(self, ms: int, taking: bool = True, rate: int = 48_000) -> None:
        """Let *ms* pass; the device takes 10 ms every 10 ms while *taking*."""
        for _ in range(ms // 10):
            self.clock.seconds += 0.01
            if taking and self.opened:
                self.device.take(rate // 100)

    def do_work(self) -> None:
        """Do what was to be done in the background."""
        while self.work:
            self.work.pop(0)()


class MovingInbox:
    """An inbox in which waiting moves the bench's time, until *after* waits something has come."""

    def __init__(self, bench: Bench, after: int | None = None) -> None:
        self.bench = bench
        self.left = after
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                return True
        self.bench.pass_time(max(10, round(seconds * 1000)))
        return False
