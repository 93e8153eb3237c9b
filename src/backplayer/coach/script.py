"""The script: what is said and done in which order, without times. Plain data; ``writer`` writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from backplayer.coach.pace import paced
from backplayer.coach.timeline import CueKind, SpanKind
from backplayer.coach.wording import Wording, english
from backplayer.routine.model import Counting, Dose
from backplayer.units import Ms


class Line(NamedTuple):
    """Words and why they are said."""

    kind: CueKind
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the session a piece belongs."""

    title: str = ""
    step: int | None = None
    side: str | None = None
    set: int | None = None
    sets: int = 1


@dataclass(frozen=True, slots=True)
class Talk:
    """Words in a row."""

    kind: SpanKind
    lines: tuple[Line, ...]
    signal: str | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Wait:
    """Words, then quiet until the listener is ready."""

    lines: tuple[Line, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Break:
    """Time between two pieces of work, at least *least* long: what just ended, what comes next, the count-in.

    *moves*: the listener changes posture and gets time for it. *pace* (per cent) stretches everything but a rest
    between two sets, which is part of the dose. What is left of one that was *begun* keeps its pace. *wording* has the
    words of the count-in.
    """

    kind: SpanKind
    place: Place
    least: Ms
    get_ready: Ms
    after: tuple[Line, ...] = ()
    ahead: tuple[Line, ...] = ()
    moves: bool = False
    pace: int = 100
    begun: bool = False
    wording: Wording = field(default_factory=english, repr=False)


@dataclass(frozen=True, slots=True)
class Work:
    """One side of one set. *rotation* numbers the pieces of one exercise, so that form cues take turns.

    *end_signal* tells the listener's ear what follows: the end, a change of sides or a rest. Of work that was begun
    before, *reps_done* repetitions or *done* milliseconds are left out; it *goes_on* without a start signal when it was
    not interrupted. *pace* (per cent) stretches repetitions. *wording* has the words that are counted with.
    """

    place: Place
    dose: Dose
    counting: Counting
    cues: tuple[str, ...] = ()
    rotation: int = 0
    most_cues: int | None = None
    halfway: str | None = None
    spoken_phases: int = 0
    alternating: bool = False
    end_signal: str = "end"
    reps_done: int = 0
    done: Ms = 0
    goes_on: bool = False
    pace: int = 100
    wording: Wording = field(default_factory=english, repr=False)

    @property
    def paced(self) -> Dose:
        """The dose at this pace."""
        return paced(self.dose, self.pace)

    @property
    def round_length(self) -> Ms:
        """One repetition, of both sides where they alternate; 0 where nothing is repeated."""
        return self.paced.rep_length * (2 if self.alternating else 1)

    @property
    def length(self) -> Ms:
        """What is left to do."""
        if self.dose.reps is not None:
            return (self.dose.reps - self.reps_done) * self.round_length
        return self.dose.work - self.done


Piece: TypeAlias = Talk | Wait | Break | Work
Script: TypeAlias = tuple[Piece, ...]
