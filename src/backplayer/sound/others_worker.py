"""The process that holds other programs' volumes down: ``python -m backplayer.sound.others_worker PARENT``.

Lines on standard input: ``speak AFTER LENGTH`` (milliseconds), ``hush``. When that ends, or the parent does,
every volume that is still as it was set here is put back.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from backplayer.units import Ms

FACTOR = 0.6
"""Times a volume as the desktop shows it, whose cube is the loudness: -13 dB."""
LEAD: Ms = 300
"""How long before speech the others sink."""
HOLD: Ms = 1000
"""How long after speech they stay low, so that they do not rise between two sentences."""
STEP: Ms = 30
"""Between two steps of a change of volume, of which there are `STEPS`."""
STEPS = 8
LOOK = 0.25
"""Seconds between two looks for streams that begin while others are held down."""
IDLE = 2.0
"""Seconds between two looks at whether the parent lives."""
SAME = 2 / 65536
"""Volumes closer than this are the same: the server counts in steps of 1/65536."""

_LEFT_ALONE = frozenset({"phone", "a11y", "event", "test"})  # calls, screen readers, the desktop's own sounds


class Schedule:
    """When the coach speaks, in seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._times: list[tuple[float, float]] = []

    def take(self, line: str, now: float) -> None:
        """Follow one line of input; what is not understood is passed over."""
        match line.split():
            case ["speak", after, length] if after.lstrip("-").isdigit() and length.isdigit():
                since = now + (int(after) - LEAD) / 1000
                until = now + (int(after) + int(length) + HOLD) / 1000
                self._times.append((since, until))
            case ["hush"]:
                self._times = [(since, min(until, now + HOLD / 1000)) for since, until in self._times if since <= now]
            case _:
                pass

    def low(self, now: float) -> bool:
        """Whether the others are to be low."""
        self._times = [(since, until) for since, until in self._times if until > now]
        return any(since <= now for since, _ in self._times)

    def next_change(self, now: float) -> float:
        """Seconds until something may change; at most `IDLE`."""
        moments = [moment for times in self._times for moment in times if moment > now]
        return min([IDLE, *(moment - now for moment in moments)])


class Others:
    """The streams of other programs, held down or not. *pulse* is a connected `pulsectl.Pulse`."""

    def __init__(self, pulse: Any, is_ours: Callable[[Any], bool], sleep: Callable[[float], None] = time.sleep) -> None:
        self._pulse = pulse
        self._is_ours = is_ours
        self._sleep = sleep
        self._before: dict[int, list[float]] = {}  # by stream: its volumes as they were
        self._set: dict[int, list[float]] = {}  # and as they were set here
        self._name: dict[int, str] = {}  # the program
        self._left: set[int] = set()  # streams whose volume was changed by somebody else meanwhile
        # Servers remember a program's volume when its stream ends, and give it to the program's next one: what is
        # remembered of those that ended while they were low, by program: as it was set here, and as it was before.
        self._ended: dict[str, tuple[list[float], list[float]]] = {}

    def lower(self) -> None:
        """Lower what plays and is not low yet."""
        streams = {stream.index: stream for stream in self._pulse.sink_input_list()}
        self._forget_changed(streams.values())
        new = [
            stream
            for stream in streams.values()
            if stream.index not in self._before.keys() | self._left
            and stream.proplist.get("media.role") not in _LEFT_ALONE
            and not self._is_ours(stream)
        ]
        low = {}
        for stream in new:
            index, volumes = stream.index, list(stream.volume.values)
            self._name[index] = name = str(stream.proplist.get("application.name", ""))
            remembered, before = self._ended.pop(name, (None, volumes))
            self._before[index] = before if remembered and _same(remembered, volumes) else volumes
            self._set[index] = volumes
            low[index] = [value * FACTOR for value in self._before[index]]
        self._move(low)

    def restore(self) -> None:
        """Put back what is still as it was set here."""
        if self._set:
            self._forget_changed(self._pulse.sink_input_list())
            self._move(dict(self._before))
        self._before, self._set, self._left = {}, {}, set()

    def _move(self, goals: dict[int, list[float]]) -> None:
        begun = {index: self._set[index] for index in goals if index in self._set}
        for step in range(1, STEPS + 1) if begun else ():
            if step > 1:
                self._sleep(STEP / 1000)
            streams = {stream.index: stream for stream in self._pulse.sink_input_list()}
            self._forget_changed(streams.values())
            for index in begun.keys() & self._set.keys() & streams.keys():
                values = [a + (b - a) * step / STEPS for a, b in zip(begun[index], goals[index], strict=True)]
                volume = streams[index].volume
                volume.values = values
                self._set[index] = values
                with suppress(self._gone()):
                    self._pulse.sink_input_volume_set(index, volume)

    def _forget_changed(self, streams: Iterable[Any]) -> None:
        """Leave alone, from here on, every stream whose volume somebody else has changed; forget those that ended."""
        alive = set()
        for stream in streams:
            alive.add(stream.index)
            ours = self._set.get(stream.index)
            if ours and not _same(stream.volume.values, ours):
                self._left.add(stream.index)
        for index in [index for index in self._set if index in self._left or index not in alive]:
            set_here, before = self._set.pop(index), self._before.pop(index)
            if index not in alive:
                self._ended[self._name[index]] = (set_here, before)

    def _gone(self) -> type[Exception]:
        """What is raised about a stream that has just ended."""
        return import_module("pulsectl").PulseOperationFailed  # type: ignore[no-any-return]


def _same(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < SAME for a, b in zip(one, other, strict=True))


def is_ours(stream: Any, parent: int) -> bool:
    """Whether *stream* is the coach's own: played by *parent* or by a program it started."""
    if stream.proplist.get("application.name") == "backplayer":
        return True
    process = stream.proplist.get("application.process.id", "")
    return process.isdigit() and (int(process) == parent or _parent_of(int(process)) == parent)


def _parent_of(process: int) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        # The name, in brackets, may hold anything; the parent is the second word after it.
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return None


class Input:
    """Lines from a descriptor, without blocking."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = b""
        self.ended = False

    def lines(self, within: float) -> list[str]:
        """The lines that have come, after waiting at most *within* seconds for some."""
        if not select.select([self._descriptor], [], [], within)[0]:
            return []
        data = os.read(self._descriptor, 4096)
        self.ended = not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [line.decode(errors="replace") for line in lines]


def _server_gone(library: Any) -> tuple[type[Exception], ...]:
    return library.PulseError, library.PulseDisconnected, import_module("pulsectl._pulsectl").LibPulse.CallError


def serve(parent: int) -> None:
    """Follow the lines on standard input until they end or *parent* does."""
    library: Any = import_module("pulsectl")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    schedule, given, others = Schedule(), Input(0), None
    pulse: Any = None
    try:
        while not given.ended and os.getppid() == parent:
            now = time.monotonic()
            low = schedule.low(now)
            try:
                if low and others is None:
                    pulse = library.Pulse("backplayer duck", connect=False)
                    pulse.connect(autospawn=False)
                    others = Others(pulse, lambda stream: is_ours(stream, parent))
                if low and others:
                    others.lower()
                elif others:
                    others.restore()
            except _server_gone(library):  # and the streams with it
                others = None
                if pulse:
                    pulse.close()
            now = time.monotonic()
            wait = schedule.next_change(now)
            for line in given.lines(max(0.0, min(wait, LOOK) if low else wait)):
                schedule.take(line, time.monotonic())
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if others:
            with suppress(*_server_gone(library)):
                others.restore()


def main() -> None:
    """Run the worker for the player whose process id is the argument."""
    serve(int(sys.argv[1]))
