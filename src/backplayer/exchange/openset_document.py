"""What an OpenSet document holds, as far as a routine can; the rest is told by its keys."""

from __future__ import annotations

from backplayer.exchange.json_text import Part
from backplayer.exchange.openset_sets import Set_, Value


class ExercisePart(Part):
    """An exercise, by its id in a library or by its name."""

    exercise_id: str | None = None
    name: str | None = None
    group: str | None = None
    note: str | None = None
    sets: list[Set_]


class Series(Part):
    """Exercises, and how they follow each other."""

    execution_mode: str
    exercises: list[ExercisePart]
    rounds: Value | None = None
    rest_after: Value | None = None
    note: str | None = None
    id: str | None = None


class Block(Part):
    """Series under a heading."""

    series: list[Series]
    name: str | None = None
    note: str | None = None
    id: str | None = None


class Metadata(Part):
    """Who wrote it."""

    author: str | None = None


class Library(Part):
    """What the ids of exercises belong to."""

    id: str | None = None
    version: str | None = None


class Duration(Part):
    """How long it takes."""

    value: int
    unit: str


class Workout(Part):
    """A workout."""

    blocks: list[Block]
    name: str | None = None
    note: str | None = None
    library: Library | None = None
    duration: Duration | None = None
    metadata: Metadata | None = None
    openset_version: str | None = None
    type: str | None = None
    x_extensions: list[str] | None = None
    id: str | None = None


class Phase(Part):
    """Some weeks of a program."""

    name: str
    workouts: list[Workout]


class Program(Part):
    """Workouts in phases."""

    name: str
    phases: list[Phase]
