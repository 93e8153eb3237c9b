"""Doses as people type them: ``8x``, ``8 reps each side``, ``2x6``, ``20 sec``; and where in a line one stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.model import Dose, Exercise, Kind, Sides
from backplayer.routine.problems import printable

HOW_MUCH = "write 8x for repetitions, or 20s for a time"
MOST_SETS = 50
_LONGEST = 300
"""Characters of a line with a dose."""

_NUMBER = r"[0-9]{1,9}"
_TIMES = r"(?:[x×*]|times|reps?|repetitions?)"
_TIME = r"(?:[0-9]{1,9}(?:[.,][0-9]{1,3})?\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?)|[0-9]{1,3}:[0-9]{2})"
_TIME = rf"(?:(?:hold|move)\s+(?:for\s+)?)?{_TIME}(?:\s*{_TIME})?"
_REPS = rf"(?:{_NUMBER}\s*{_TIMES}|[x×]{_NUMBER})"
_SETS = rf"{_NUMBER}\s*(?:[x×*]|sets?\s+(?:of\s+|[x×*]\s*)?)\s*(?:{_TIME}|{_REPS}|{_NUMBER})"
_PART = r"(?:sides?|arms?|legs?)"
_EACH = rf"(?:(?:on\s+)?(?:(?:each|per)\s+{_PART}|both\s+sides)|l/r|r/l)"
_SIDES = rf"(?:{_EACH}|(?:on\s+)?(?:both|(?:left|right|alternating|alternate)(?:\s+{_PART})?))"
_GAP = r"[\s,]+"
_BARE = f"(?:{_SETS}|{_REPS}|{_TIME}|{_NUMBER})"
_DOSE = rf"(?P<dose>{_SIDES}{_GAP}{_BARE}|{_BARE}(?:{_GAP}{_SIDES})?)"
_SET = re.compile(rf"({_NUMBER})\s*(?:[x×*]|sets?\s+(?:of\s+|[x×*]\s*)?)\s*(?=[0-9x×]|hold|move)(.+)", re.IGNORECASE)
_REP = re.compile(rf"({_NUMBER})\s*{_TIMES}|[x×]({_NUMBER})", re.IGNORECASE)
_SIDED = re.compile(rf"(?:(?P<first>{_SIDES}){_GAP})?(?P<dose>.*?)(?:{_GAP}(?P<last>{_SIDES}))?", re.IGNORECASE)
_DONE = re.compile(r"(hold|move)\s+(?:for\s+)?(.+)", re.IGNORECASE)
_ONLY_SIDES = re.compile(_SIDES, re.IGNORECASE)
_WHOLE = re.compile(_DOSE, re.IGNORECASE)
_AFTER = re.compile(rf"(?P<name>.*?[^\s,]){_GAP}(?:for\s+)?{_DOSE}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?P<dose>{_BARE}(?:{_GAP}{_EACH})?)\s+(?:of\s+)?(?P<name>\S.*)",  # the side in "10x left leg raise" is a name's
    re.IGNORECASE,
)


class PickRefused(ValueError):
    """These words choose nothing; the message says why, and what to write."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A dose that the author asked for: *key* is ``reps``, ``hold`` or ``time``, *value* as a routine has it.

    *sets* and *sides* are None where nothing was said about them.
    """

    key: str
    value: str
    sets: int | None = None
    sides: Sides | None = None

    @property
    def keys(self) -> dict[str, str]:
        """What a step of a routine has to say."""
        said = {"sets": self.sets, "sides": self.sides and self.sides.value}
        return {self.key: self.value} | {key: str(value) for key, value in said.items() if value is not None}


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
    if _ONLY_SIDES.fullmatch(words) or (_WHOLE.fullmatch(words) and not words.isdecimal()):
        return "", words
    found = _AFTER.fullmatch(words) or _BEFORE.fullmatch(words)
    return (found["name"], found["dose"]) if found else (words, None)


def amount(words: str, exercise: Exercise) -> Amount:
    """Read a dose: ``8x each side``, or a time: ``hold 20s``, ``move 20s``, and ``20s`` as the exercise's own dose is,
    or else a hold.

    Raises:
        PickRefused: it is none, or does not go with the exercise.
    """
    words, sides = _without_sides(words.strip())
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
        return Amount("reps", str(count), sets, sides)
    return _time(words, exercise, sets, sides)


def _without_sides(words: str) -> tuple[str, Sides | None]:
    """Part a dose from what it says of the sides."""
    if len(words) > _LONGEST:
        return words, None
    if _ONLY_SIDES.fullmatch(words):
        raise PickRefused(f"how much {words}? Write 8x {words}, or 20s {words}")
    found = _SIDED.fullmatch(words)
    said = [side for side in (found["first"], found["last"]) if side] if found else []
    if not found or not said:
        return words, None
    if len(said) > 1:
        raise PickRefused(f"'{said[0]}' and '{said[1]}': say once which sides")
    named = next((side for side in ("left", "right", "alternat") if side in said[0].casefold()), "both")
    return found["dose"], next(side for side in Sides if side.value.startswith(named))


def _time(words: str, exercise: Exercise, sets: int | None, sides: Sides | None) -> Amount:
    done = ""
    if found := _DONE.fullmatch(words):
        done, words = found[1].lower(), found[2]
    if words.isascii() and words.isdecimal():
        also = f" {written(sides)}" if sides else ""
        number = words[:9]
        raise PickRefused(f"{number} what? Write {number}x{also} for repetitions, or {number}s{also} for seconds")
    try:
        length = parse_duration(words.replace(",", "."))
    except ValueError as error:
        raise PickRefused(f"no dose: {error if 'unit' in str(error) else printable(words)}; {HOW_MUCH}") from None
    if not 1000 <= length <= 3_600_000:
        raise PickRefused(f"{printable(words)} is no time for an exercise; one second to one hour can be done")
    own = exercise.dose
    if (sides or (own and own.sides)) is Sides.ALTERNATING:
        raise PickRefused(f"{printable(exercise.name)} changes sides with every repetition; write repetitions, 8x")
    moves = own.time is not None if own else exercise.kind is Kind.CARDIO
    return Amount("time" if done == "move" or (moves and not done) else "hold", duration_to_str(length), sets, sides)


_WRITTEN = {
    Sides.NONE: "", Sides.BOTH: "each side", Sides.LEFT: "left", Sides.RIGHT: "right", Sides.ALTERNATING: "alternating"
}  # fmt: skip


def written(sides: Sides) -> str:
    """Write which sides do a dose, as `amount` reads it."""
    return _WRITTEN[sides]


def as_typed(dose: Dose) -> str:
    """Write a dose as `amount` reads it: ``5x each side``, ``2x15s``. How long a repetition takes is not in it."""
    length = dose.hold if dose.hold is not None else dose.time
    one = str(dose.reps) if dose.reps is not None else duration_to_str(length or 0)
    much = f"{dose.sets}x{one}" if dose.sets > 1 else f"{one}x" if dose.reps is not None else one
    return f"{much} {written(dose.sides)}".strip()
