"""The transport: a pure state machine that moves the playhead along a timeline."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

from backplayer.coach.timeline import Cue, Span, Timeline
from backplayer.units import Ms

LATE: Ms = 2_000
"""A playhead that finds itself this late (the machine slept) goes on from where it was instead of catching up."""
POLL: Ms = 50
"""How often to look again while the playhead stands still."""
LOOK: Ms = 250
"""How often to look when nothing is due."""


@dataclass(frozen=True, slots=True)
class CueDue:
    """Start *cue* at *at* on the session's clock."""

    cue: Cue
    at: Ms


@dataclass(frozen=True, slots=True)
class Waiting:
    """The playhead stands at the end of an open-ended span until the listener is ready."""

    span: Span


@dataclass(frozen=True, slots=True)
class Late:
    """The session was held up for *by* and goes on from where it was."""

    by: Ms


@dataclass(frozen=True, slots=True)
class Finished:
    """The last cue is over."""


Effect: TypeAlias = CueDue | Waiting | Late | Finished


class Transport:
    """Moves along a timeline that may still change beyond its first *settled* spans.

    The playhead is the session's clock less a shift: when the session began (*begin*), and all the time it stood still
    since, for the listener or for the voice. Cues are handed out *ahead* of time, so that an edge can start them on
    time; so the playhead stops that much before what is not settled.
    """

    def __init__(self, timeline: Timeline, settled: int, ahead: Ms = 0, begin: Ms = 0) -> None:
        self.ahead = ahead
        self.retime(timeline, settled)
        self._shift = begin
        self._cursor = 0
        self._waits_passed = 0
        self._waiting = False
        self._starved: Ms | None = None  # where the playhead stands until the voice has caught up
        self._finished = False
        self._wake: Ms | None = None

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is known now."""
        return self._timeline

    def retime(self, timeline: Timeline, settled: int) -> None:
        """Take a timeline that agrees with the old one in all spans that were settled."""
        self._timeline = timeline
        self._settled = settled
        self._waits = [index for index, span in enumerate(timeline.spans) if span.open_ended]

    def position(self, now: Ms) -> Ms:
        """Where the playhead is on the timeline."""
        return min(max(now - self._shift, 0), self._barrier()[0])

    @property
    def starved(self) -> bool:
        """Whether the playhead stands still until the voice has caught up."""
        return self._starved is not None

    def span(self, now: Ms) -> Span:
        """The piece the playhead is in."""
        spans = self._timeline.spans
        if self._waiting:
            return spans[self._waits[self._waits_passed]]
        index = bisect_right(spans, self.position(now), key=lambda span: span.end)
        return spans[min(index, len(spans) - 1)]

    def done(self, now: Ms) -> bool:
        """Go on from an open-ended span; False when the playhead does not wait there."""
        if not self._waiting:
            return False
        self._shift = now + self.ahead - self._barrier()[0]
        self._waits_passed += 1
        self._waiting = False
        return True

    def advance(self, now: Ms) -> list[Effect]:
        """Move to *now* and tell what happens, in order."""
        effects: list[Effect] = []
        self._catch_up(now, effects)
        limit, cues_free, wait = self._barrier()
        position = now - self._shift
        if self._starved is not None:  # it stood still until now
            position = self._starved
        unsettled = wait is None and self._settled < len(self._timeline.spans)
        self._starved = min(position, limit - self.ahead) if unsettled and position + self.ahead >= limit else None
        if self._starved is not None:
            position = self._starved
        self._shift = now - position
        cues = self._timeline.cues
        while self._cursor < cues_free and cues[self._cursor].at <= position + self.ahead:
            effects.append(CueDue(cues[self._cursor], cues[self._cursor].at + self._shift))
            self._cursor += 1
        if wait is not None and position >= limit and not self._waiting:
            self._waiting = True
            effects.append(Waiting(wait))
        if not self._finished and self._cursor == len(cues) and position >= self._end():
            self._finished = True
            effects.append(Finished())
        return effects

    def wake(self, now: Ms) -> Ms:
        """When to call `advance` again, at the latest."""
        limit, cues_free, wait = self._barrier()
        if self._waiting or self._starved is not None:
            self._wake = None
            return now + POLL
        if self._cursor < cues_free:
            due = self._timeline.cues[self._cursor].at - self.ahead
        else:
            due = limit if wait is not None or limit < self._end() else self._end()
        self._wake = min(max(now, due + self._shift), now + LOOK)
        return self._wake

    def _catch_up(self, now: Ms, effects: list[Effect]) -> None:
        if self._wake is not None and now - self._wake > LATE:
            effects.append(Late(now - self._wake))
            self._shift += now - self._wake

    def _end(self) -> Ms:
        cues = self._timeline.cues
        return max(self._timeline.length, cues[-1].end if cues else 0)

    def _barrier(self) -> tuple[Ms, int, Span | None]:
        """How far the playhead may go, how many cues that frees, and the span to wait in when that is why."""
        spans = self._timeline.spans
        if self._waits_passed < len(self._waits) and self._waits[self._waits_passed] < self._settled:
            wait = spans[self._waits[self._waits_passed]]
            return wait.end, wait.cues, wait
        if self._settled == len(spans):
            return self._end(), len(self._timeline.cues), None
        before = spans[self._settled - 1].cues if self._settled else 0
        return spans[self._settled].start, before, None
