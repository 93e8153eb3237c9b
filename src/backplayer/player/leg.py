"""A leg: the playhead's way along one timeline, from a moment of the session on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from backplayer.coach.script import Script
from backplayer.coach.timeline import Cue, Span, Timeline
from backplayer.units import Ms

LATE: Ms = 2_000
"""A playhead that finds itself this late (a machine that was busy) goes on from where it was instead of catching up."""
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
class Over:
    """The last cue is over."""


Event: TypeAlias = CueDue | Waiting | Late | Over
Latest: TypeAlias = Callable[[], "tuple[Timeline, int] | None"]
"""A timeline and how many of its spans are settled; None while nothing is known that was not known before."""
OpenScore: TypeAlias = Callable[[Script], Latest]
"""Has a script's phrases spoken, and lays it out with what is known of them."""


class Leg:
    """Moves along a timeline that may still change beyond its first settled spans.

    The playhead is the session's clock less a shift: when the leg began (*begin*), and all the time it stood still
    since, for the listener or for the voice. Cues are handed out *ahead* of time, so that an edge can start them on
    time; so the playhead stops that much before what is not settled. The timelines that *latest* gives agree in all
    spans that were settled before.
    """

    def __init__(self, latest: Latest, ahead: Ms = 0, begin: Ms = 0) -> None:
        self.ahead = ahead
        self._latest = latest
        first = latest()
        assert first is not None
        self._take(*first)
        self._shift = begin
        self._cursor = 0
        self._handed_end: Ms = 0
        self._stop_at: Ms | None = None
        self._waits_passed = 0
        self._waiting = False
        self._held: Ms | None = None  # where the playhead stands, for the voice or for what was to stop it
        self._starved = False
        self._over = False
        self._wake: Ms | None = None

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is known now."""
        return self._timeline

    @property
    def begin(self) -> Ms:
        """The session's time of the timeline's beginning, for as long as the playhead does not stand."""
        return self._shift

    @property
    def waiting(self) -> bool:
        """Whether the playhead waits for the listener."""
        return self._waiting

    @property
    def settled(self) -> bool:
        """Whether the whole timeline is as it will be."""
        return self._settled == len(self._timeline.spans)

    @property
    def starved(self) -> bool:
        """Whether the playhead stands still until the voice has caught up."""
        return self._starved

    @property
    def handed_end(self) -> Ms:
        """Where on the timeline everything that was handed out is over."""
        return self._handed_end

    def handed(self, index: int) -> int:
        """Return how many cues of span *index* were handed out."""
        before = self._timeline.spans[index - 1].cues if index else 0
        return max(0, self._cursor - before)

    def position(self, now: Ms) -> Ms:
        """Where the playhead is on the timeline."""
        if self._held is not None:
            return max(0, self._held)
        return min(max(now - self._shift, 0), self._barrier()[0])

    def index(self, now: Ms) -> int:
        """Which span the playhead is in."""
        last = self._waits[self._waits_passed] if self._waits_passed < len(self._waits) else len(self._ends) - 1
        return min(last, bisect_right(self._ends, self.position(now)))

    def stop_at(self, at: Ms | None) -> None:
        """Hand out nothing from *at* on the timeline on; stand before it until that is taken back with None."""
        self._stop_at = at

    def revise(self, latest: Latest) -> None:
        """Go on with other timelines, which agree with this one in all spans that cues were handed out of."""
        self._latest = latest
        if first := latest():
            self._take(*first)

    def go_on(self, at: Ms) -> None:
        """Leave the open-ended span it waits in; what follows begins at *at* on the session's clock."""
        assert self._waiting
        self._shift = at - self._barrier()[0]
        self._waits_passed += 1
        self._waiting = False

    def advance(self, now: Ms) -> list[Event]:
        """Move to *now* and tell what happens, in order."""
        if latest := self._latest():
            self._take(*latest)
        events: list[Event] = []
        self._catch_up(now, events)
        limit, cues_free, wait = self._barrier()
        position = now - self._shift
        if self._held is not None:  # it stood still until now
            position = self._held
        unsettled = wait is None and self._settled < len(self._timeline.spans)
        self._starved = unsettled and position + self.ahead >= limit
        self._held = min(position, limit - self.ahead) if self._starved else None
        if self._stop_at is not None and position + self.ahead >= self._stop_at:
            self._held = min(position, self._stop_at - self.ahead)
        if self._held is not None:
            position = self._held
        self._shift = now - position
        cues = self._timeline.cues
        while self._cursor < cues_free and cues[self._cursor].at <= position + self.ahead:
            cue = cues[self._cursor]
            if self._is_beyond(cue):
                break
            events.append(CueDue(cue, cue.at + self._shift))
            self._handed_end = max(self._handed_end, cue.end)
            self._cursor += 1
        if wait is not None and position >= limit and not self._waiting:
            self._waiting = True
            events.append(Waiting(wait))
        if not self._over and self._cursor == len(cues) and position >= self._end:
            self._over = True
            events.append(Over())
        return events

    def wake(self, now: Ms) -> Ms:
        """When to call `advance` again, at the latest."""
        limit, cues_free, wait = self._barrier()
        if self._waiting or self._held is not None:
            self._wake = None
            return now + POLL
        if self._cursor < cues_free and not self._is_beyond(self._timeline.cues[self._cursor]):
            due = self._timeline.cues[self._cursor].at - self.ahead
        elif wait is not None:
            due = limit
        else:  # the end, or before that where the voice is not further
            due = self._end if self.settled else limit - self.ahead
        self._wake = min(max(now, due + self._shift), now + LOOK)
        return self._wake

    def _take(self, timeline: Timeline, settled: int) -> None:
        self._timeline = timeline
        self._settled = settled
        self._ends = [span.end for span in timeline.spans]
        self._waits = [index for index, span in enumerate(timeline.spans) if span.open_ended]
        self._end = max(timeline.length, timeline.cues[-1].end if timeline.cues else 0)

    def _is_beyond(self, cue: Cue) -> bool:
        return self._stop_at is not None and cue.at >= self._stop_at

    def _catch_up(self, now: Ms, events: list[Event]) -> None:
        if self._wake is not None and now - self._wake > LATE:
            events.append(Late(now - self._wake))
            self._shift += now - self._wake
            self._wake = None  # that was all there was to catch up with

    def _barrier(self) -> tuple[Ms, int, Span | None]:
        """How far the playhead may go, how many cues that frees, and the span to wait in when that is why."""
        spans = self._timeline.spans
        if self._waits_passed < len(self._waits) and self._waits[self._waits_passed] < self._settled:
            wait = spans[self._waits[self._waits_passed]]
            return wait.end, wait.cues, wait
        if self._settled == len(spans):
            return self._end, len(self._timeline.cues), None
        before = spans[self._settled - 1].cues if self._settled else 0
        return spans[self._settled].start, before, None
