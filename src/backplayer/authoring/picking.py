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

_NEAR = 0.8
"""From this likeness on, a name may be a misspelt one; below, it is something else."""
_MOST = 6


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


def near(name: str, shelf: Library) -> tuple[str, ...]:
    """Return the exercises that may be meant by *name*, the likeliest first; 6 at most.

    They are spelt like it, or have it as a part of one of their names, or else it has one of their names in it.
    """
    wanted = as_slug(name)
    likeness: dict[str, float] = {}
    inside = set()
    for known, slug in shelf.exercise_names().items():
        likeness[slug] = max(SequenceMatcher(None, known, wanted).ratio(), likeness.get(slug, 0.0))
        if set(known.split("-")) <= set(wanted.split("-")):
            inside.add(slug)
    parts = set(with_part(name, shelf))
    found = {slug for slug, alike in likeness.items() if alike >= _NEAR} | parts or inside
    return tuple(sorted(found, key=lambda slug: (-likeness[slug], slug))[:_MOST])


def with_part(part: str, shelf: Library) -> list[str]:
    """Return the exercises that have *part* in one of their names, in any order of its words; 2 letters at least."""
    words = [word for word in as_slug(part).split("-") if word]
    if sum(map(len, words)) < 2:
        return []
    names = shelf.exercise_names().items()
    return sorted({slug for known, slug in names if all(word in known for word in words)})


def offered(words: str, shelf: Library, have: Iterable[str] | None = None) -> list[Pick]:
    """Return the exercises of the kind or posture that *words* name, all for ``?``, and for ``? twist`` those with that
    in one of their names; none where they ask for none of these.

    They come kind by kind. With *have*, only those that need nothing else. Of a kind or a posture, what sources advise
    against is left out.
    """
    part = words.strip().removeprefix("?").strip()
    if not is_search(words) and not is_sort(part):
        return []
    wanted, parts = as_slug(part), with_part(part, shelf)
    found = []
    for slug, exercise in _sound(shelf):
        if is_sort(part):
            sorts = (exercise.kind and exercise.kind.value, exercise.posture and exercise.posture.value)
            fits = wanted in sorts and exercise.stance != "discouraged"
        else:
            fits = not part or slug in parts
        if fits and (have is None or not lacking(exercise, have)):
            found.append(Pick(slug, exercise))
    kinds = [*Kind, None]
    return sorted(found, key=lambda each: kinds.index(each.exercise.kind))


def is_search(words: str) -> bool:
    """Whether *words* ask for all exercises, ``?``, or for those with a word in their name, ``? twist``."""
    return words.strip().startswith("?")


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
