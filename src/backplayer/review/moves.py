"""Advice on exercises that sources disagree about, advise against, or advise against when it hurts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Choice, Finding, Subject
from backplayer.routine.model import Exercise
from backplayer.routine.problems import printable

_ROUNDING = re.compile(
    r"\bround(s|ed|ing)?\b[^.;,]{0,30}\b(back|spine)\b|\b(back|spine)\b[^.;,]{0,30}\bround(s|ed|ing)?\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(no|not|nor|neither|never|without|avoid|don.?t|instead|than)\b", re.IGNORECASE)


def debated(subject: Subject) -> Iterator[Finding]:
    """Find exercises whose sources disagree."""
    return _of_stance(subject, "debated", "is debated: its sources disagree about it")


def discouraged(subject: Subject) -> Iterator[Finding]:
    """Find exercises that are only named to advise against them."""
    return _of_stance(subject, "discouraged", "is discouraged: its sources name it only to advise against it")


def _of_stance(subject: Subject, stance: str, message: str) -> Iterator[Finding]:
    for choice in subject.choices:
        exercise = choice.step.exercise
        if exercise.stance == stance:
            yield subject.exercise_path(choice), f"{printable(exercise.name)} {message}{_instead(exercise)}"


def _instead(exercise: Exercise) -> str:
    others = ", ".join(printable(other.text) for other in exercise.substitutes)
    return f"; to do instead: {others}" if others else ""


def rounding(subject: Subject) -> Iterator[Finding]:
    """Find what rounds the back in a routine for pain: by what is known of an exercise, or by what it says."""
    if not subject.routine.for_pain:
        return
    for choice in subject.choices:
        exercise = choice.step.exercise
        if exercise.rounds_back or _says_so(subject, choice):
            yield (
                subject.exercise_path(choice),
                f"{printable(exercise.name)} rounds the back, in a routine for pain; one source advises against that"
                f"{_instead(exercise)}",
            )


def _says_so(subject: Subject, choice: Choice) -> bool:
    """Tell whether an exercise written in place says, in English, to round the back."""
    if not subject.routine.language.startswith("en"):
        return False
    sentences = (sentence for text in subject.own_texts(choice) for sentence in re.split(r"[.;]", text))
    return any(_ROUNDING.search(sentence) and not _NOT.search(sentence) for sentence in sentences)
