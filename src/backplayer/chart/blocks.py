"""How a picture is parted into sections, one for each exercise, and these into rows of equal length."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice, takewhile
from typing import NamedTuple

from backplayer.chart.findings import where
from backplayer.chart.looks import Looks
from backplayer.chart.marks import Mark
from backplayer.chart.picture import Heard, Picture, Stretch
from backplayer.coach.timeline import Span
from backplayer.units import Ms

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
NARROW = 40
"""Columns below which the lanes have only the first letter of their names."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How to draw: *width* columns in all, each of *scale* milliseconds."""

    width: int
    scale: Ms
    looks: Looks

    @property
    def gutter(self) -> int:
        """Columns for the names of the lanes."""
        return 2 if self.width < NARROW else 7

    @property
    def columns(self) -> int:
        """Columns for time."""
        return max(1, self.width - self.gutter)


class Section(NamedTuple):
    """A part of the session under one heading."""

    heading: str
    start: Ms
    end: Ms


@dataclass(frozen=True)
class Block:
    """A row of the picture, from *start* to *end*: what begins in it or reaches into it, and its marks."""

    start: Ms
    end: Ms
    scale: Ms
    heard: tuple[Heard, ...]
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]

    def column(self, at: Ms) -> int:
        """Return in which column a moment stands."""
        return (at - self.start) // self.scale

    def end_column(self, at: Ms, end: Ms) -> int:
        """Return the column after something that lasts from *at* to *end*, which takes one at least."""
        return max(self.column(at) + 1, -((self.start - end) // self.scale))

    @property
    def columns(self) -> int:
        """How many there are."""
        return self.end_column(self.start, self.end)

    @cached_property
    def begun(self) -> tuple[Heard, ...]:
        """What begins in it."""
        return tuple(heard for heard in self.heard if heard.cue.at >= self.start)

    @cached_property
    def letters(self) -> dict[int, str]:
        """A letter for each place in `begun` where words begin, to find them in the lane."""
        words = [place for place, heard in enumerate(self.begun) if heard.lane == "speech"]
        return {place: LETTERS[number % len(LETTERS)] for number, place in enumerate(words)}


def sections(picture: Picture, parts: Sequence[tuple[Ms, Ms]]) -> Iterator[Section]:
    """Return the exercises, and what lies between them, that are in *parts*."""
    for _, group in groupby(picture.stretches, key=lambda stretch: _same(stretch.span)):
        spans = [stretch.span for stretch in group]
        heading = where(spans[0]._replace(side=None, sets=1))
        for start, end in parts:
            first, last = max(start, spans[0].start), min(end, spans[-1].end)
            if last > first:
                yield Section(heading, first, last)


def _same(span: Span) -> tuple[int | None, str]:
    return span.step, where(span) if span.step is None else ""


class Blocks:
    """Finds what lies in a stretch of time."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._heard = [heard.cue.at for heard in picture.heard]
        self._stretches = [stretch.span.end for stretch in picture.stretches]
        self._marks = [mark.at for mark in picture.marks]

    def of(self, section: Section, drawing: Drawing) -> Iterator[Block]:
        """Part a section into rows that are about as long as each other."""
        columns = -((section.start - section.end) // drawing.scale)
        rows = -(-columns // drawing.columns)
        length = -(-columns // rows) * drawing.scale
        for start in range(section.start, section.end, length):
            yield self._block(start, min(start + length, section.end), drawing.scale)

    def _block(self, start: Ms, end: Ms, scale: Ms) -> Block:
        picture = self._picture
        before = end + 1 if end == picture.length else end  # what comes at the very end belongs to the last row
        first = bisect_left(self._heard, start)
        while first and picture.heard[first - 1].cue.end > start:
            first -= 1
        heard = picture.heard[first : bisect_left(self._heard, before)]
        reaching = islice(picture.stretches, bisect_left(self._stretches, start), None)
        stretches = tuple(takewhile(lambda stretch: stretch.span.start < before, reaching))
        marks = picture.marks[bisect_left(self._marks, start) : bisect_left(self._marks, before)]
        return Block(start, end, scale, heard, stretches, marks)
