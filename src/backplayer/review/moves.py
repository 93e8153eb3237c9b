"""Advice on exercises that sources disagree about, advise against, or advise against when it hurts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Choice, Finding, Subject, sentences
from backplayer.routine.model import Exercise
from backplayer.routine.problems import printable

_BACK = r"(?:your|the) (?:(?:upper|middle|mid|lower|whole|entire) )*(?:back|spine)"
_ROUNDING = re.compile(
    "|".join(
        (
            # as a verb: not "the band round your back", nor "walk round the back of the chair"
            rf"(?:^|[,:] ?|\b(?:and|then|to|slowly|gently) )round (?:out )?(?:{_BACK}|your shoulders)\b(?! of)",
            rf"\brounding (?:{_BACK}|your shoulders)\b",
            r"\brounded (?:back|spine)\b",
            rf"{_BACK} (?:\w+ )?(?:round(?:s|ed)?\b(?! the| your)|curves? (?:forward|up))",
            rf"\b(?:curl|flex|hunch)(?:ing)? (?:{_BACK}|your shoulders|forwards?)\b(?! (?:from|at) (?:the|your) hips?)",
            rf"\bbend(?:ing)? {_BACK} forward",
            rf"\broll(?:ing)? down through {_BACK}\b",
            rf"\b(?:arch|push|press|lift) (?:the middle of )?{_BACK} (?:up )?to(?:wards?)? the (?:ceiling|sky)\b",
            r"\b(?:slump|slouch|angry cat|cat[- ]cow)\b",
        )
    ),
    re.IGNORECASE,
)
"""English words for it. Back and spine alone say nothing, nor does an arch, which most writers mean the other way."""
_NOT = re.compile(
    r"\b(?:no|not|nor|neither|never|without|avoid|don.?t|instead|than|if|before|stop|resist|mistake)\b", re.IGNORECASE
)


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
    own = sentences(subject.own_texts(choice))
    return any(_ROUNDING.search(sentence) and not _NOT.search(sentence) for sentence in own)
