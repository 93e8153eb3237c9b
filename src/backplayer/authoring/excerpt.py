"""What an author wants to hear of a routine, as a course that can be played: some of its steps, or single phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property

from backplayer.authoring.steps import only_steps
from backplayer.coach.course import Course, follow
from backplayer.coach.script import Break, Line, Script, Talk, Wait, Work
from backplayer.coach.verbosity import Verbosity
from backplayer.routine.model import Routine


@dataclass(frozen=True)
class Excerpt(Course):
    """A course of which only some pieces are played."""

    pieces: Script = ()

    @cached_property
    def script(self) -> Script:
        """What is said and done."""
        return self.pieces


def _excerpt(course: Course, pieces: Script) -> Excerpt:
    return Excerpt(**{field.name: getattr(course, field.name) for field in fields(course)}, pieces=pieces)


def steps_alone(routine: Routine, numbers: tuple[int, ...], verbosity: Verbosity = Verbosity.FULL) -> Excerpt:
    """Plan these exercises, counted from 1 as they are played: announced, set up and done, with no opening or end."""
    course = follow(only_steps(routine, numbers), verbosity)
    inner = (piece for piece in course.script if not (isinstance(piece, Talk) and piece.kind in ("intro", "finish")))
    return _excerpt(course, tuple(inner))


def phrases_alone(routine: Routine, phrases: Iterable[str]) -> Excerpt:
    """Plan to say *phrases* one after the other, in the language and the manner of *routine*."""
    talks = tuple(Talk("talk", (Line("announce", phrase),)) for phrase in phrases)
    return _excerpt(follow(routine), talks)


def phrases_of(script: Script) -> tuple[str, ...]:
    """Return the words of a script, each phrase once, in the order in which they are first said; but no counts."""
    return tuple(dict.fromkeys(text for piece in script for text in _said(piece)))


def _said(piece: Talk | Wait | Break | Work) -> Iterator[str]:
    if isinstance(piece, Work):
        if piece.spoken_phases:
            yield from (phase.name for phase in piece.dose.tempo if phase.name)
        yield from piece.cues
        if piece.halfway:
            yield piece.halfway
    elif isinstance(piece, Break):
        yield from (line.text for line in (*piece.after, *piece.ahead))
    else:
        yield from (line.text for line in piece.lines)
