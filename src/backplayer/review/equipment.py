"""Advice on equipment: what is used and not listed, and what is listed and not used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Choice, Finding, Subject
from backplayer.routine.languages import same_language
from backplayer.routine.model import Path_, Posture, RepeatStep, RestStep, SayStep, Step, WaitStep
from backplayer.routine.problems import printable

_SPLIT = re.compile(r",|;|/|\bor\b|\band\b|\bwith\b", re.IGNORECASE)
_MOST = 200
"""Nobody lists more things than this; comparing them all would take a hostile file's time."""
_SMALL = frozenset({"a", "an", "the", "some", "to", "at", "on", "in", "of", "for", "your"})
_NUMBERS = frozenset({"one", "two", "three", "four", "pair"})
_PLURAL = re.compile(r"(?<=ss|ch|sh)es$|(?<=x)es$|(?<!s)s$")
"""How English plurals of things end: boxes, benches, straps; not glass."""
_ON_ONES_FEET = (Posture.STANDING, Posture.SITTING)
_UNDER = ("mat", "blanket", "towel", "carpet", "cushion", "pillow")
"""What anybody may want to lie or kneel on, without an exercise that says so."""


def not_listed(subject: Subject) -> Iterator[Finding]:
    """Find equipment that an exercise needs, and none of what will do instead, in neither list of the routine."""
    routine = subject.routine
    listed = _things([*routine.equipment, *routine.equipment_optional])
    if len(listed) > _MOST:
        return
    told: set[str] = set()
    for choice in subject.choices:
        exercise = choice.step.exercise
        if not _in_its_language(choice, subject):
            continue
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


def not_used(subject: Subject) -> Iterator[Finding]:
    """Find equipment listed as needed that no exercise needs or may need, and nothing that is said speaks of.

    Nothing is found where an exercise does not tell its equipment, or tells it in another language.
    """
    routine = subject.routine
    if len(routine.equipment) > _MOST:
        return
    if not all(_in_its_language(choice, subject) and _tells(choice, subject) for choice in subject.choices):
        return
    used: set[frozenset[str]] = set()
    spoken: set[str] = set()
    for choice in subject.choices:
        exercise = choice.step.exercise
        if exercise.posture not in _ON_ONES_FEET:
            used.update(_things(list(_UNDER)))
        items = (*exercise.equipment, *exercise.equipment_optional, *exercise.substitutes)
        used.update(_things([item.text for item in items]))
        swap = _swap(choice, subject)
        used.update(_things([swap] if swap else []))
    for text in _said(subject):
        spoken |= _words(text)
    for index, item in enumerate(routine.equipment):
        things = _things([item])
        if things and not any(_is_there(thing, list(used)) or thing & spoken for thing in things):
            written = isinstance(subject.written(("equipment", "needed")), list)
            one = isinstance(subject.written(("equipment",)), list)
            path: Path_ = ("equipment", "needed", index) if written else ("equipment", index) if one else ("equipment",)
            yield path, f"no exercise of this routine needs {printable(item)}; leave it out, or write it as optional"


def _in_its_language(choice: Choice, subject: Subject) -> bool:
    """Whether what an exercise needs is told in the routine's language: translations have none of it."""
    exercise, language = choice.step.exercise, subject.routine.language
    if not subject.is_exercise and "equipment" in subject.in_place(choice):
        return True
    from_library = exercise.slug is not None or "like" in subject.in_place(choice)
    return same_language(exercise.language or ("en" if from_library else language), language)


def _tells(choice: Choice, subject: Subject) -> bool:
    """Whether it is known what an exercise needs: those of the library say it, or need nothing."""
    in_place = subject.in_place(choice)
    return not in_place or "equipment" in in_place or "like" in in_place


def _said(subject: Subject) -> Iterator[str]:
    """Go through what is told of a routine and of its exercises."""
    for text in (*subject.routine.safety, *subject.routine.closing):
        yield text.text
    yield from _step_texts(subject.routine.steps)
    for choice in subject.choices:
        exercise = choice.step.exercise
        yield exercise.name
        for group in (exercise.start, exercise.steps, exercise.setup, exercise.cues, exercise.easier, exercise.harder):
            yield from (text.text for text in group)
        yield from (text.text for text in (exercise.caution, choice.step.caution) if text)
        yield choice.step.note or ""


def _step_texts(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, SayStep | WaitStep):
            yield step.text
        elif isinstance(step, RestStep):
            yield step.say or ""
        elif isinstance(step, RepeatStep):
            yield from _step_texts(step.steps)


def _swap(choice: Choice, subject: Subject) -> str | None:
    written = subject.written((*choice.path, "with")) if choice.role == "swap" else None
    return written if isinstance(written, str) else None


def _things(items: list[str]) -> list[frozenset[str]]:
    """Take lists of things apart; each as its words, without number: 'chairs or a bench' gives chair, bench."""
    parts = (part for item in items for part in _SPLIT.split(item))
    return [thing for part in parts if (thing := _words(part))]


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(_PLURAL.sub("", word) for word in words) - _SMALL - _NUMBERS


def _is_there(thing: frozenset[str], listed: list[frozenset[str]]) -> bool:
    """Tell whether something listed is this thing, said with more words or with fewer."""
    return any(thing <= other or other <= thing for other in listed)
