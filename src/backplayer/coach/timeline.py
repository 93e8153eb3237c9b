"""The timeline: everything that is heard in a session, as data with absolute times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from backplayer.units import Ms

CueKind: TypeAlias = Literal[
    "announce", "set-up", "cue", "count", "phase", "signal", "side", "rest", "next-up", "safety", "finish"
]
SpanKind: TypeAlias = Literal["intro", "transition", "switch", "set-rest", "lead-in", "work", "talk", "wait", "finish"]


class Cue(NamedTuple):
    """One thing that is heard: words (*text*) or a chime (*sound*), at *at* milliseconds from the session's start.

    *step* is the place of the exercise in the session, from 1; *rep* counts repetitions from 1, for each side.
    """

    at: Ms
    length: Ms
    kind: CueKind
    text: str | None = None
    sound: str | None = None
    step: int | None = None
    side: str | None = None
    set: int | None = None
    rep: int | None = None

    @property
    def end(self) -> Ms:
        """When it has been said."""
        return self.at + self.length


class Span(NamedTuple):
    """A piece of the timeline that a listener would call "this one". Spans follow one another without gaps.

    An *open_ended* span lasts until the listener is ready; *end* is when its words are over. *phrases* are the texts
    whose lengths its layout depends on, *cues* is how many cues the timeline has up to this span's end.
    """

    kind: SpanKind
    start: Ms
    end: Ms
    title: str = ""
    step: int | None = None
    side: str | None = None
    set: int | None = None
    sets: int = 1
    open_ended: bool = False
    phrases: tuple[str, ...] = ()
    cues: int = 0

    @property
    def length(self) -> Ms:
        """How long it lasts."""
        return self.end - self.start


class Dropped(NamedTuple):
    """A form cue that fits no gap of its exercise, and by how much."""

    step: int
    exercise: str
    text: str
    length: Ms
    missing: Ms


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole session: cues in order of time, spans end to end, and what did not fit."""

    cues: tuple[Cue, ...]
    spans: tuple[Span, ...]
    dropped: tuple[Dropped, ...] = ()

    @property
    def length(self) -> Ms:
        """From the first word to the last."""
        return self.spans[-1].end if self.spans else 0

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every text whose length the layout depends on, in the order it is needed."""
        return tuple(dict.fromkeys(phrase for span in self.spans for phrase in span.phrases))

    def settled(self, known: Collection[str]) -> int:
        """Count the spans from the start that rest on *known* phrases only and so cannot change any more."""
        for index, span in enumerate(self.spans):
            if any(phrase not in known for phrase in span.phrases):
                return index
        return len(self.spans)
