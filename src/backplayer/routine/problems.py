"""Complaints about a file: where, what is wrong, and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

MAX_PROBLEMS = 100
"""The most problems told at once; a hostile file could hold many thousands."""


Place: TypeAlias = "tuple[int, int]"
"""A line and a column of a file, from 1."""
FORMAT = "format"
"""The rule that errors belong to: what stops a file from being played."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One complaint. *line* and *column* count from 1; *rule* names what was broken: `FORMAT`, or else it is advice."""

    file: str
    line: int
    column: int
    message: str
    rule: str = FORMAT

    @property
    def is_error(self) -> bool:
        """Whether the file cannot be played."""
        return self.rule == FORMAT

    def __str__(self) -> str:
        return f"{printable(self.file, 1000)}:{self.line}:{self.column}: {self.message}"


class RoutineError(Exception):
    """A file that cannot be played, with every problem found in it (the first MAX_PROBLEMS)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        remaining = iter(problems)
        found = sorted(set(islice(remaining, MAX_PROBLEMS)))
        if next(remaining, None):
            last = found[-1]
            found.append(Problem(last.file, last.line, last.column, "there are more problems; mend these first"))
        self.problems = tuple(found)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotFound(Exception):
    """No such routine or exercise; the message suggests the nearest name."""


def printable(text: str, limit: int = 60) -> str:
    """Return *text* made safe for a terminal (no control or direction characters) and cut to *limit* characters."""
    shown = text[:limit]
    if not shown.isprintable():
        shown = "".join(
            character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
            for character in shown
        )
    return shown if len(text) <= limit else shown + "…"


def as_slug(text: str) -> str:
    """Write *text* the way names of exercises are written: ``Can Opener`` gives ``can-opener``."""
    return re.sub(r"[\s_-]+", "-", text[:100].strip().casefold())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like *word*, or None when nothing is near. Case, ``_`` and ``-`` are equal."""
    table = {as_slug(other): other for other in known}
    matches = difflib.get_close_matches(as_slug(word), table, n=1, cutoff=0.7)
    return table[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or nothing when no known word is near."""
    found = nearest(word, known)
    return f"; did you mean '{printable(found)}'?" if found else ""
