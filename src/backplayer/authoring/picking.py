"""Choosing exercises by typed words: ``can-opener``, ``Can opener``, ``bridge=6x``, ``plank=20s``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.library import Library
from backplayer.routine.model import Exercise, Kind, Posture, Sides
from backplayer.routine.problems import NotFound, RoutineError, as_slug, did_you_mean, nearest, printable

HOW_MUCH = "write 8x for repetitions, or 20s for a time"
_REPS = re.compile(r"([0-9]{1,4})\s*(x|×|times|reps?|repetitions?)", re.IGNORECASE)


class PickRefused(ValueError):
    """These words choose nothing; the message says why, and what to write."""


class DoseMissing(PickRefused):
    """The exercise has no dose of its own, and none was given."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A dose that the author asked for: *key* is ``reps``, ``hold`` or ``time``, *value* as a routine has it."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Pick:
    """An exercise of the library, with another dose than its own where *amount* is given."""

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
    name, _, dose = words.partition("=")
    slug = find_slug(name, shelf)
    if slug is None:
        hint = did_you_mean(name, _names(shelf)) or "; 'backplayer exercises' lists them"
        raise NotFound(f"no exercise is called '{printable(name.strip())}'{hint}")
    exercise = shelf.exercise(slug)
    if "=" in words:
        return Pick(slug, exercise, amount(dose, exercise))
    if exercise.dose is None:
        raise DoseMissing(f"{printable(exercise.name)} has no dose of its own; {HOW_MUCH}: {slug}=…")
    return Pick(slug, exercise)


def find_slug(name: str, shelf: Library) -> str | None:
    """Return the library's name of the exercise that is called *name* there, or None."""
    slug = as_slug(name)
    return slug if slug in shelf.exercise_paths() else _names(shelf).get(slug)


def guess(name: str, shelf: Library) -> str | None:
    """Return the library's name of the exercise whose name is nearest to what was typed, or None."""
    known = _names(shelf)
    found = nearest(name, known)
    return known[found] if found else None


def amount(words: str, exercise: Exercise) -> Amount:
    """Read a dose: ``8x``, or a time, which is a hold unless the exercise's own dose is a movement's time.

    Raises:
        PickRefused: it is none, or does not go with the exercise.
    """
    words = words.strip()
    if match := _REPS.fullmatch(words):
        if not 1 <= int(match[1]) <= 1000:
            raise PickRefused(f"{int(match[1])} repetitions are too many or too few; 1 to 1000 can be done")
        return Amount("reps", str(int(match[1])))
    try:
        length = parse_duration(words)
    except ValueError as error:
        raise PickRefused(f"no dose: {error if 'unit' in str(error) else printable(words)}; {HOW_MUCH}") from None
    if not 1000 <= length <= 3_600_000:
        raise PickRefused(f"{printable(words)} is no time for an exercise; one second to one hour can be done")
    own = exercise.dose
    if own and own.sides is Sides.ALTERNATING:
        raise PickRefused(f"{printable(exercise.name)} changes sides with every repetition; write repetitions, 8x")
    moves = own.time is not None if own else exercise.kind is Kind.CARDIO
    return Amount("time" if moves else "hold", duration_to_str(length))


def offered(words: str, shelf: Library, have: Iterable[str] | None = None) -> list[Pick]:
    """Return the exercises of the kind or posture that *words* name, all for ``?``; none where they name neither.

    With *have*, only those that need nothing else. Left out is what sources advise against, but for ``?``.
    """
    wanted = as_slug(words)
    known = {kind.value for kind in Kind} | {posture.value for posture in Posture}
    if wanted != "?" and wanted not in known:
        return []
    found = []
    for slug, exercise in _sound(shelf):
        fits = wanted in (exercise.kind and exercise.kind.value, exercise.posture and exercise.posture.value)
        if wanted != "?" and (not fits or exercise.stance == "discouraged"):
            continue
        if have is None or not lacking(exercise, have):
            found.append(Pick(slug, exercise))
    return found


def lacking(exercise: Exercise, have: Iterable[str]) -> tuple[str, ...]:
    """Return what *exercise* needs beside what is at hand."""
    at_hand = {item.casefold().strip() for item in have}
    return tuple(item.text for item in exercise.equipment if item.text.casefold() not in at_hand)


def _names(shelf: Library) -> dict[str, str]:
    """Every name an exercise goes by, as a slug, and the library's own name for it."""
    known: dict[str, str] = {}
    for slug, exercise in _sound(shelf):
        for name in (exercise.name, exercise.say, *exercise.other_names):
            if name:
                known.setdefault(as_slug(name), slug)
    return {**known, **{slug: slug for slug in known.values()}}


def _sound(shelf: Library) -> Iterator[tuple[str, Exercise]]:
    """Go through the exercises whose files have no problems."""
    for slug in shelf.exercise_paths():
        with suppress(RoutineError):
            yield slug, shelf.exercise(slug)
