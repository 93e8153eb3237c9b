"""Advice on left and right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Choice, Finding, Subject, sentences
from backplayer.routine.model import Exercise, Posture, Sides
from backplayer.routine.problems import printable

_LIMB = r"(?:arm|leg|foot|knee|elbow|shoulder|hip|ankle|wrist|thigh|forearm|ear|heel|palm)"
_ONE = re.compile(
    rf"\b(?:(?<!the )(?:one|single)[ -]{_LIMB}|(?:left|right|affected|injured|operated|painful|sore) (?:hand|{_LIMB})|"
    r"(?:in one|single)[ -]hand|(?:upper|lower) (?:foot|knee|heel)|"
    r"(?:top|bottom|front|back|standing|good) (?:arm|leg|foot|knee|heel))\b"
    r"(?!['’]s|[ -](?:length|away|apart|from|wide|or so|of the))",
    re.IGNORECASE,
)
"""One of two. A foot may be a measure, a hand that rests on something is not the exercise, and *the one-arm cobra*
is another exercise."""
_MOVES = re.compile(
    r"\b(?:clam(?:shell)?s?|side[- ](?:plank|bridge|lying)|half[- ]kneeling|split squats?|figure[- ](?:four|4)|"
    r"fire hydrants?|donkey kicks?|thread the needle|open book|(?:lie|lying) on (?:your|one) side)\b",
    re.IGNORECASE,
)
"""What nobody can do with both sides at once."""
_PAIR = re.compile(r"\b(?:other|both|each|one\b.*\bone|progress)\b", re.IGNORECASE)
"""The sentence speaks of two, or of later."""
_MEANWHILE = re.compile(r"\b(?:keep\w*|leav\w*|stays?|rests?|remains?|straight|bent|flat|still)\b", re.IGNORECASE)
"""The other one has no turn: it is told where it is."""
_TURNS = re.compile(
    rf"\b(?:alternat\w*|(?:in|by|taking) turns?|at a time|side to side|both sides|each (?:side|{_LIMB})|"
    r"half-?way|(?:each|every) time|(?:then|and) (?:change|switch|swap)\b(?! (?:sides|legs|arms))|"
    r"(?:then|now) (?:\w+ ){0,3}(?:the|your) other)\b",
    re.IGNORECASE,
)
"""Both sides have their turns in one go."""
_AGAIN = re.compile(rf"\b(?:repeat|same)\b.{{0,40}}\b(?:other|opposite) (?:side|hand|{_LIMB})\b", re.IGNORECASE)
"""The other side is to follow, for which a dose of no side leaves no time."""
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
    described = _texts(exercise)
    if _TURNS.search(" . ".join(described)):
        return None
    # A library exercise with a dose and no sides has none on purpose: then only what is written here counts.
    if exercise.posture is Posture.SIDE_LYING and (not exercise.dose or "posture" in subject.in_place(choice)):
        return "posture: side-lying"
    return _words(subject.own_texts(choice) if exercise.dose else described, described)


def _said(subject: Subject, choice: Choice) -> bool:
    """Tell whether this file says ``sides`` for the choice: 'none' is then meant."""
    places = ((*choice.path, "sides"), (*subject.exercise_path(choice), "dose", "sides"))
    return any(place in subject.source.values for place in places)


def _texts(exercise: Exercise) -> tuple[str, ...]:
    described = (*exercise.start, *exercise.steps, *exercise.setup, *exercise.cues)
    halfway = (f"Halfway: {exercise.halfway.text}",) if exercise.halfway else ()
    return (exercise.name, *(words.text for words in described), *halfway)


def _words(looked_at: tuple[str, ...], all_texts: tuple[str, ...]) -> str | None:
    """Find English words that speak of one side; left and right are two, unless one is to be repeated."""
    text = " . ".join(all_texts)
    own = tuple(sentences(looked_at))
    found = next((match for sentence in own if (match := _AGAIN.search(sentence))), None)
    if not found and not (_LEFT.search(text) and _RIGHT.search(text)):
        found = next((match for sentence in own if (match := _one_of_two(sentence))), None)
    return f"'{printable(found[0])}'" if found else None


def _one_of_two(sentence: str) -> re.Match[str] | None:
    """Find what speaks of one side in a sentence that gives the other no turn."""
    found = _MOVES.search(sentence) or _ONE.search(sentence)
    return found if found and (not _PAIR.search(sentence) or _MEANWHILE.search(sentence)) else None


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
