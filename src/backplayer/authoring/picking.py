"""Choosing exercises by typed words: ``can-opener``, ``Can opener``, ``bridge=6x``, ``plank 20 sec``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher

from backplayer.authoring.amounts import HOW_MUCH, Amount, PickRefused, amount, parted
from backplayer.routine.library import Library
from backplayer.routine.model import Exercise, Kind, Posture
from backplayer.routine.problems import NotFound, RoutineError, as_slug, did_you_mean, printable

NEAR = 0.85
"""From this likeness on, a name is taken for a misspelt one; below, it may as well be something else."""
_FAR = 0.7
_MOST = 3


class DoseMissing(PickRefused):
    """The exercise has no dose of its own, and none was given."""


@dataclass(frozen=True, slots=True)
class Pick:
    """An exercise of the library, with another dose than its own where *amount* is given.

    Without a *slug* it is one that the library lacks, of which only the name is known.
    """

    slug: str
    exercise: Exercise
    amount: Amount | None = None


def pick(words: str, shelf: Library) -> Pick:
    """Find the exercise that is meant.

    Raises:
        PickRefused: the dose is none; `DoseMissing` when one is needed.
        NotFound: no exercise is called that; the message suggests the nearest.
        RoutineError: the exercise's file has problems.
    """
    name, dose = named(words, shelf)
    slug = shelf.slug_of(name)
    if slug is None:
        hint = did_you_mean(name, shelf.exercise_names()) or "; 'backplayer exercises' lists them"
        raise NotFound(f"no exercise is called '{printable(name.strip())}'{hint}")
    exercise = shelf.exercise(slug)
    if dose is not None:
        return Pick(slug, exercise, amount(dose, exercise))
    if exercise.dose is None:
        raise DoseMissing(f"{printable(exercise.name)} has no dose of its own; {HOW_MUCH}: {slug}=…")
    return Pick(slug, exercise)


def named(words: str, shelf: Library) -> tuple[str, str | None]:
    """Return the name and the dose in a line, None where it has no dose; names of exercises may hold numbers."""
    return (words.strip(), None) if shelf.slug_of(words) else parted(words)


@dataclass(frozen=True, slots=True)
class Near:
    """An exercise that may be meant; *likeness* of its name to what was typed is 1 where they are the same."""

    slug: str
    likeness: float


def near(name: str, shelf: Library) -> tuple[Near, ...]:
    """Return the exercises that may be meant by *name*, the likeliest first; 3 at most.

    Those that have all its words in one of their names come before those that are only spelt alike.
    """
    wanted = as_slug(name)
    words = set(wanted.split("-"))
    likeness: dict[str, float] = {}
    worded: set[str] = set()
    for known, slug in shelf.exercise_names().items():
        alike = SequenceMatcher(None, known, wanted).ratio()
        likeness[slug] = max(alike, likeness.get(slug, 0.0))
        if words <= set(known.split("-")):
            worded.add(slug)
    found = [slug for slug, alike in likeness.items() if slug in worded or alike >= _FAR]
    found.sort(key=lambda slug: (likeness[slug] < NEAR, slug not in worded, -likeness[slug], slug))
    return tuple(Near(slug, likeness[slug]) for slug in found[:_MOST])


def offered(words: str, shelf: Library, have: Iterable[str] | None = None) -> list[Pick]:
    """Return the exercises of the kind or posture that *words* name, all for ``?``; none where they name neither.

    With *have*, only those that need nothing else. Left out is what sources advise against, but for ``?``.
    """
    wanted = as_slug(words)
    if wanted != "?" and not is_sort(words):
        return []
    found = []
    for slug, exercise in _sound(shelf):
        fits = wanted in (exercise.kind and exercise.kind.value, exercise.posture and exercise.posture.value)
        if wanted != "?" and (not fits or exercise.stance == "discouraged"):
            continue
        if have is None or not lacking(exercise, have):
            found.append(Pick(slug, exercise))
    return found


def is_sort(words: str) -> bool:
    """Whether *words* name a kind of exercise, or a posture."""
    return as_slug(words) in {sort.value for sorts in (Kind, Posture) for sort in sorts}


def lacking(exercise: Exercise, have: Iterable[str]) -> tuple[str, ...]:
    """Return what *exercise* needs beside what is at hand."""
    at_hand = {item.casefold().strip() for item in have}
    return tuple(item.text for item in exercise.equipment if item.text.casefold() not in at_hand)


def _sound(shelf: Library) -> Iterator[tuple[str, Exercise]]:
    """Go through the exercises whose files have no problems."""
    for slug in shelf.exercise_paths():
        with suppress(RoutineError):
            yield slug, shelf.exercise(slug)
