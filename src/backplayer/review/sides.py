"""Advice on left and right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Choice, Finding, Subject
from backplayer.routine.model import Exercise, Sides
from backplayer.routine.problems import printable

_LIMB = r"(arm|leg|hand|foot|knee|elbow|shoulder|hip|ear|side|heel|palm)"
_ONE = re.compile(rf"\b(one|single|left|right)[ -]{_LIMB}\b", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(both|other|opposite|alternat\w*|each|change|changing|switch|swap|sides|in turn|then (the )?(left|right))\b",
    re.IGNORECASE,
)
_LEFT, _RIGHT = re.compile(r"\bleft\b", re.IGNORECASE), re.compile(r"\bright\b", re.IGNORECASE)


def missing(subject: Subject) -> Iterator[Finding]:
    """Find exercises of one side that are done once, for no side."""
    for choice in subject.choices:
        if choice.step.dose.sides is Sides.NONE and (why := _one_sided(subject, choice)):
            yield (
                ("dose",) if subject.is_exercise else choice.path,
                f"{printable(choice.step.exercise.name)} is one-sided ({why}), but says no sides; add 'sides: both'",
            )


def _one_sided(subject: Subject, choice: Choice) -> str | None:
    """Tell how one can see that an exercise is done with one side at a time."""
    exercise = choice.step.exercise
    if exercise.dose and exercise.dose.sides is not Sides.NONE:
        return f"its own dose has sides: {exercise.dose.sides.value}"
    if _said(subject, choice):
        return None
    if exercise.side_word:
        return f"side_word: {printable(exercise.side_word)}"
    # A library exercise with a dose and no sides has none on purpose: then only what is written here counts.
    texts = subject.own_texts(choice) if exercise.dose else _texts(exercise)
    return _words(texts, _texts(exercise))


def _said(subject: Subject, choice: Choice) -> bool:
    """Tell whether this file says ``sides`` for the choice: 'none' is then meant."""
    places = ((*choice.path, "sides"), (*subject.exercise_path(choice), "dose", "sides"))
    return any(place in subject.source.values for place in places)


def _texts(exercise: Exercise) -> tuple[str, ...]:
    described = (*exercise.start, *exercise.steps, *exercise.setup, *exercise.cues)
    return (exercise.name, *(words.text for words in described))


def _words(looked_at: tuple[str, ...], all_texts: tuple[str, ...]) -> str | None:
    """Find English words that speak of one side, where none speaks of the other."""
    found = next((match for text in looked_at if (match := _ONE.search(text))), None)
    text = " . ".join(all_texts)
    if not found or _BOTH.search(text) or (_LEFT.search(text) and _RIGHT.search(text)):
        return None
    return f"'{found[0]}'"


def one_side_only(subject: Subject) -> Iterator[Finding]:
    """Find exercises done with the left and never with the right, or the other way round."""
    sides: dict[str, set[Sides]] = {}
    chosen = [choice for choice in subject.choices if not choice.role]
    for choice in chosen:
        sides.setdefault(choice.step.exercise.name, set()).add(choice.step.dose.sides)
    for choice in chosen:
        side, name = choice.step.dose.sides, choice.step.exercise.name
        if side in (Sides.LEFT, Sides.RIGHT) and sides[name] == {side}:
            opposite = Sides.RIGHT if side is Sides.LEFT else Sides.LEFT
            yield (
                (*choice.path, "sides"),
                f"{printable(name)} is done with the {side.value} side and never with the {opposite.value}; write "
                "'sides: both', or add the other side",
            )
