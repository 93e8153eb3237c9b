"""Advice on equipment: what is used and not listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Choice, Finding, Subject
from backplayer.routine.model import Path_
from backplayer.routine.problems import printable

_SPLIT = re.compile(r",|;|/|\bor\b|\band\b|\bwith\b", re.IGNORECASE)
_MOST = 200
"""Nobody lists more things than this; comparing them all would take a hostile file's time."""
_SMALL = frozenset({"a", "an", "the", "some", "to", "at", "on", "in", "of", "for", "your", "one", "two"})


def not_listed(subject: Subject) -> Iterator[Finding]:
    """Find equipment that an exercise needs, and none of what will do instead, in neither list of the routine."""
    routine = subject.routine
    listed = _things([*routine.equipment, *routine.equipment_optional])
    if len(listed) > _MOST:
        return
    told: set[str] = set()
    for choice in subject.choices:
        exercise = choice.step.exercise
        swap = _swap(choice, subject)
        at_hand = listed + _things([swap] if swap else [])
        needed: list[tuple[str, Path_, list[str]]] = [(swap, (*choice.path, "with"), [])] if swap else []
        instead = [other.text for other in exercise.substitutes]
        needed += [(item.text, subject.exercise_path(choice), instead) for item in exercise.equipment]
        for item, path, others in needed:
            known = listed if item == swap else at_hand
            if item not in told and not any(_is_there(thing, known) for thing in _things([item, *others])):
                told.add(item)
                yield (
                    path,
                    f"{printable(exercise.name)} needs {printable(item)}, which the routine's equipment does not list; "
                    "add it to needed or optional",
                )


def _swap(choice: Choice, subject: Subject) -> str | None:
    written = subject.written((*choice.path, "with")) if choice.role == "swap" else None
    return written if isinstance(written, str) else None


def _things(items: list[str]) -> list[frozenset[str]]:
    """Take lists of things apart; each as its words, without number: 'chairs or a bench' gives chair, bench."""
    parts = (part for item in items for part in _SPLIT.split(item))
    things = (frozenset(re.findall(r"[^\W\d_]+", part.casefold())) - _SMALL for part in parts)
    return [frozenset(word[:-1] if word.endswith("s") else word for word in thing) for thing in things if thing]


def _is_there(thing: frozenset[str], listed: list[frozenset[str]]) -> bool:
    """Tell whether something listed is this thing, said with more words or with fewer."""
    return any(thing <= other or other <= thing for other in listed)
