"""The picture of a timeline: what is heard and done as lanes of plain data, with what does not fit marked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from backplayer.chart.marks import Mark, find_marks
from backplayer.coach.script import Break, Piece, Script
from backplayer.coach.timeline import Cue, Span, Timeline
from backplayer.units import Ms

Lane: TypeAlias = Literal["speech", "counts", "work", "rest"]

_BREAKS = {
    "transition": "change", "set-rest": "rest", "switch": "other side", "lead-in": "get ready", "wait": "wait",
}  # fmt: skip
_COUNTED = ("count", "phase", "signal")
_SPOKEN_SPANS = ("intro", "talk", "finish")


class Heard(NamedTuple):
    """A cue in its lane, with the places in `Picture.marks` of what is to be said about it.

    *kind* names it for a person: words of the end are that, whatever else they are.
    """

    lane: Lane
    cue: Cue
    marks: tuple[int, ...] = ()
    kind: str = ""


class Stretch(NamedTuple):
    """A piece of work, or of what lies between two, in its lane.

    *asked* is how long the author wants a break to be at least, *ready* how long the count-in at its end is.
    """

    lane: Lane
    span: Span
    asked: Ms = 0
    ready: Ms = 0
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A session as it is drawn: everything that is heard, every stretch of time, and what does not fit."""

    title: str
    length: Ms
    heard: tuple[Heard, ...]
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]


def picture_of(title: str, script: Script, timeline: Timeline, length_of: Callable[[str], Ms]) -> Picture:
    """Make the picture of *timeline*, which *script* was laid out to with phrases as long as *length_of* says."""
    marks = tuple(sorted(find_marks(script, timeline, length_of), key=lambda mark: mark.at))
    of_cue: dict[int, list[int]] = {}
    of_span: dict[int, list[int]] = {}
    for number, mark in enumerate(marks):
        for index in mark.cues:
            of_cue.setdefault(index, []).append(number)
        if not mark.cues:
            of_span.setdefault(mark.span, []).append(number)
    end = next((span.start for span in timeline.spans if span.kind == "finish"), timeline.length + 1)
    heard = tuple(
        Heard(lane_of(cue), cue, tuple(of_cue.get(index, ())), "finish" if cue.text and cue.at >= end else cue.kind)
        for index, cue in enumerate(timeline.cues)
    )
    pairs = enumerate(zip(script, timeline.spans, strict=True))
    stretches = tuple(_stretch(piece, span, tuple(of_span.get(index, ()))) for index, (piece, span) in pairs)
    return Picture(title, timeline.length, heard, stretches, marks)


def lane_of(cue: Cue) -> Lane:
    """Return the lane a cue stands in."""
    return "counts" if cue.kind in _COUNTED or cue.text is None else "speech"


def break_name(span: Span) -> str:
    """Name what lies between two pieces of work."""
    return _BREAKS.get(span.kind, span.kind)


def _stretch(piece: Piece, span: Span, marks: tuple[int, ...]) -> Stretch:
    if isinstance(piece, Break):
        return Stretch("rest", span, piece.least, piece.get_ready, marks)
    lane: Lane = "work" if span.kind == "work" else "speech" if span.kind in _SPOKEN_SPANS else "rest"
    return Stretch(lane, span, marks=marks)


def parts_of(
    picture: Picture, steps: Collection[int] | None = None, start: Ms = 0, end: Ms | None = None
) -> Iterator[tuple[Ms, Ms]]:
    """Return from when to when the exercises *steps* are (None: everything), cut to *start* and *end*, in order."""
    latest = picture.length if end is None else min(end, picture.length)
    found: list[tuple[Ms, Ms]] = []
    for stretch in picture.stretches:
        span = stretch.span
        if steps is None or span.step in steps:
            first, last = max(span.start, start), min(span.end, latest)
            if found and found[-1][1] == first:
                first = found.pop()[0]
            if last > first:
                found.append((first, last))
    yield from found


def within(picture: Picture, parts: Sequence[tuple[Ms, Ms]], at: Ms) -> bool:
    """Whether a moment is in one of *parts*; the very end belongs to the last."""
    return any(start <= at < end or at == end == picture.length for start, end in parts)


def marks_in(picture: Picture, parts: Sequence[tuple[Ms, Ms]]) -> tuple[Mark, ...]:
    """Return the marks that lie in *parts*."""
    return tuple(mark for mark in picture.marks if within(picture, parts, mark.at))
