"""Complaints about a file: where, what is wrong, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One complaint. *line* and *column* count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class RoutineError(Exception):
    """A file that cannot be played, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotFound(Exception):
    """No such routine or exercise; the message suggests the nearest name."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like *word*, or None when nothing is near."""
    matches = difflib.get_close_matches(word.lower().replace("_", "-"), list(known), n=1, cutoff=0.6)
    if not matches:
        matches = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or nothing when no known word is near."""
    found = nearest(word, known)
    return f"; did you mean '{found}'?" if found else ""
