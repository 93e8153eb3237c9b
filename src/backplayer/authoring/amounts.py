"""Doses as people type them: ``8x``, ``8 reps``, ``2x6``, ``20 sec``, ``3 x 20s``; and where in a line one stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.model import Exercise, Kind, Sides
from backplayer.routine.problems import printable

HOW_MUCH = "write 8x for repetitions, or 20s for a time"
MOST_SETS = 50
_LONGEST = 300
"""Characters of a line with a dose."""

_NUMBER = r"[0-9]{1,9}"
_TIMES = r"(?:[x×*]|times|reps?|repetitions?)"
_TIME = r"(?:[0-9]{1,9}(?:[.,][0-9]{1,3})?\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?)|[0-9]{1,3}:[0-9]{2})"
_TIME = rf"{_TIME}(?:\s*{_TIME})?"
_REPS = rf"(?:{_NUMBER}\s*{_TIMES}|[x×]{_NUMBER})"
_SETS = rf"{_NUMBER}\s*(?:[x×*]|sets?\s+(?:of\s+|[x×*]\s*)?)\s*(?:{_TIME}|{_REPS}|{_NUMBER})"
_DOSE = f"(?P<dose>{_SETS}|{_REPS}|{_TIME}|{_NUMBER})"
_SET = re.compile(rf"({_NUMBER})\s*(?:[x×*]|sets?\s+(?:of\s+|[x×*]\s*)?)\s*(?=[0-9x×])(.+)", re.IGNORECASE)
_REP = re.compile(rf"({_NUMBER})\s*{_TIMES}|[x×]({_NUMBER})", re.IGNORECASE)
_WHOLE = re.compile(f"{_SETS}|{_REPS}|{_TIME}", re.IGNORECASE)
_AFTER = re.compile(rf"(?P<name>.*?\S)\s+(?:for\s+)?{_DOSE}", re.IGNORECASE)
_BEFORE = re.compile(rf"{_DOSE}\s+(?:of\s+)?(?P<name>\S.*)", re.IGNORECASE)


class PickRefused(ValueError):
    """These words choose nothing; the message says why, and what to write."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A dose that the author asked for: *key* is ``reps``, ``hold`` or ``time``, *value* as a routine has it.

    *sets* is None where nothing was said about them.
    """

    key: str
    value: str
    sets: int | None = None

    @property
    def keys(self) -> dict[str, str]:
        """What a step of a routine has to say."""
        return {self.key: self.value} | ({} if self.sets is None else {"sets": str(self.sets)})


def parted(words: str) -> tuple[str, str | None]:
    """Return the name and the dose in a line: ``bridge=6x``, ``plank 20 sec``, ``3x10 bird dog``; None: no dose.

    The name may be empty.
    """
    words = words.strip()
    name, equals, dose = words.partition("=")
    if equals:
        return name.strip(), dose.strip()
    if len(words) > _LONGEST:
        return words, None
    if _WHOLE.fullmatch(words):
        return "", words
    found = _AFTER.fullmatch(words) or _BEFORE.fullmatch(words)
    return (found["name"], found["dose"]) if found else (words, None)


def amount(words: str, exercise: Exercise) -> Amount:
    """Read a dose: ``8x``, or a time, which is a hold unless the exercise's own dose is a movement's time.

    Raises:
        PickRefused: it is none, or does not go with the exercise.
    """
    words = words.strip()
    sets = None
    if found := _SET.fullmatch(words):
        sets, words = int(found[1]), found[2]
        if not 1 <= sets <= MOST_SETS:
            raise PickRefused(f"{sets} sets are too many or too few; 1 to {MOST_SETS} can be done")
        if words.isdecimal():
            words += "x"
    if reps := _REP.fullmatch(words):
        count = int(reps[1] or reps[2])
        if not 1 <= count <= 1000:
            raise PickRefused(f"{count} repetitions are too many or too few; 1 to 1000 can be done")
        return Amount("reps", str(count), sets)
    return _time(words, exercise, sets)


def _time(words: str, exercise: Exercise, sets: int | None) -> Amount:
    if words.isascii() and words.isdecimal():
        raise PickRefused(f"{words[:9]} what? Write {words[:9]}x for repetitions, or {words[:9]}s for seconds")
    try:
        length = parse_duration(words.replace(",", "."))
    except ValueError as error:
        raise PickRefused(f"no dose: {error if 'unit' in str(error) else printable(words)}; {HOW_MUCH}") from None
    if not 1000 <= length <= 3_600_000:
        raise PickRefused(f"{printable(words)} is no time for an exercise; one second to one hour can be done")
    own = exercise.dose
    if own and own.sides is Sides.ALTERNATING:
        raise PickRefused(f"{printable(exercise.name)} changes sides with every repetition; write repetitions, 8x")
    moves = own.time is not None if own else exercise.kind is Kind.CARDIO
    return Amount("time" if moves else "hold", duration_to_str(length), sets)
