"""What an import or an export gives: the routine, and every loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from backplayer.routine.model import Exercise, Path_
from backplayer.routine.problems import Place, Problem, RoutineError, printable
from backplayer.routine.reading.source import Data, Source
from backplayer.routine.resolve import MAX_STEPS

Find: TypeAlias = Callable[[str], "Exercise | None"]
"""Looks a library exercise up by its slug, its name or another name of it."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be held, and where it stands: in the file that was read, or in the routine that was written."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(slots=True)
class Losses:
    """All the losses so far, each once."""

    found: dict[Loss, None] = field(default_factory=dict)

    def tell(self, place: str, message: str) -> None:
        """Add one, made safe for a terminal."""
        self.found[Loss(_short(place, 200), _short(message))] = None

    def all(self) -> tuple[Loss, ...]:
        """Return them in the order they were found."""
        return tuple(self.found)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be imported: *name* is what complaints call the file, *title* serves where the file has none.

    *pick* names one of several routines in a file, by its name or its number from 1.
    """

    name: str
    title: str
    find: Find
    pick: str | None = None

    def problem(self, message: str, line: int = 1, column: int = 1) -> Problem:
        """Make a complaint about the file, short and safe for a terminal."""
        return Problem(self.name, line, column, _short(message))

    def fail(self, message: str, line: int = 1, column: int = 1) -> RoutineError:
        """Make the error that refuses the file."""
        return RoutineError([self.problem(message, line, column)])


@dataclass(frozen=True, slots=True)
class Imported:
    """A routine as plain data in our format, ready for `backplayer.routine.writing.dumped`.

    *places* are line and column of the steps in the file that was read, where it has lines. *notes* tell how something
    was understood that could have been meant otherwise.
    """

    data: dict[str, Any]
    losses: tuple[Loss, ...] = ()
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()

    def source(self, name: str) -> Source:
        """Return the data as if it had been read from our format: what is wrong in it is told at its place.

        Raises:
            RoutineError: there are more steps than a routine may have.
        """
        count = _count(self.data["steps"])
        if count > MAX_STEPS:
            raise RoutineError([Problem(name, 1, 1, f"{count} steps; {MAX_STEPS} is the most")])
        source = Source(name)
        source.data = self._as_read(self.data, (), source)
        source.keys = {path: place for path, place in source.values.items() if path and isinstance(path[-1], str)}
        return source

    def _as_read(self, data: Any, path: Path_, source: Source) -> Data:
        step = path[1] if len(path) > 1 and path[0] == "steps" else None
        source.values[path] = self.places[step] if isinstance(step, int) and step < len(self.places) else (1, 1)
        if isinstance(data, dict):
            return {key: self._as_read(value, (*path, key), source) for key, value in data.items()}
        if isinstance(data, list):
            return [self._as_read(item, (*path, index), source) for index, item in enumerate(data)]
        return str(data)


@dataclass(frozen=True, slots=True)
class Exported:
    """The text of a file in another format."""

    text: str
    losses: tuple[Loss, ...] = ()


def _short(text: str, most: int = 500) -> str:
    """Make *text* safe for a terminal, and short: what is escaped takes up to ten characters for one."""
    shown = printable(text, most)
    return shown if len(shown) <= most else f"{shown[:most]}…"


def _count(steps: list[Any]) -> int:
    return sum(1 + (_count(step["steps"]) if isinstance(step, dict) and "repeat" in step else 0) for step in steps)
