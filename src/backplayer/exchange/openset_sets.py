"""One set of OpenSet into the keys of a dose."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from backplayer.exchange.json_text import Part
from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Losses
from backplayer.exchange.steps import Written
from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.format.values import LONGEST
from backplayer.routine.problems import printable
from backplayer.units import Ms

WORK, TEMPO, SIDES = "x_backplayer_work", "x_backplayer_tempo", "x_backplayer_sides"
"""Our extensions: that a duration is a hold, the phases of a repetition, and which sides are meant."""
AMRAP = "as many repetitions as possible"
_UNITS: dict[str, Ms] = {"s": 1000, "min": 60_000, "h": 3_600_000}
_TEMPO = re.compile(r"[0-9]{1,2}(?:-[0-9]{1,2}){1,3}")
_PHASE = re.compile(r"([^\W\d_][\w' -]{0,19}?) ([0-9]\S{0,15})")


class Value(Part):
    """A value of any of OpenSet's kinds."""

    type: str
    value: int | float | str | None = None
    min: int | float | None = None
    max: int | float | None = None
    unit: str | None = None


class Set_(Part):  # noqa: N801 - the format calls it a set
    """One set. Dimensions that a routine cannot hold stay among the unknown."""

    dimensions: list[str]
    reps: Value | None = None
    sides: Value | None = None
    duration: Value | None = None
    duration_per_side: Value | None = None
    rest_between_sides: Value | None = None
    rest_after: Value | None = None
    tempo: Value | None = None
    note: str | None = None
    x_backplayer_work: Value | None = None
    x_backplayer_tempo: Value | None = None
    x_backplayer_sides: Value | None = None

    @property
    def unknown(self) -> dict[str, Any]:
        """Nothing: what else a set has is told in words, by `dose_of`."""
        return {}

    @property
    def others(self) -> dict[str, Any]:
        """The dimensions that a routine cannot hold."""
        return self.model_extra or {}


def fixed(value: Value, most: int) -> int | None:
    """Return a fixed whole number from 1 to *most*, or None where something else stands."""
    number = value.value
    if value.type != "fixed" or isinstance(number, (str, type(None))) or number != int(number):
        return None
    return int(number) if 1 <= number <= most else None


def length_of(value: Value, place: str, losses: Losses, least: Ms) -> Ms | None:
    """Return a length between *least* and an hour; None, and it is told, where there is none."""
    number = value.min if value.type == "range" else value.value
    unit = _UNITS.get(value.unit or "", 0)
    if isinstance(number, (str, type(None))) or value.type not in ("fixed", "range", "min") or not unit:
        losses.tell(place, "no time in s, min or h; left out")
        return None
    length = round(number * unit)
    if not least <= length <= LONGEST:
        losses.tell(place, f"not between {duration_to_str(least)} and 1h; left out")
        return None
    if value.type != "fixed":
        losses.tell(place, f"{_words(value)}; the least, {duration_to_str(length)}, is kept")
    return length


def dose_of(found: Set_, place: str, losses: Losses) -> Written:
    """Return the keys of a dose; ``why`` says why there is none, ``note`` what else the set says."""
    dose: Written = _amount(found, place, losses)
    if "why" not in dose:
        dose |= _sides(found, place, losses)
    elif found.sides or found.rest_between_sides:
        losses.tell(f"{place}.sides", "sides of what has no amount; left out")
    if "reps" in dose:
        dose |= _tempo(found, place, losses)
    elif found.tempo:
        losses.tell(f"{place}.tempo", "a tempo without repetitions; left out")
    others = [f"{printable(key).replace('_', ' ')} {_said(value)}".strip() for key, value in found.others.items()]
    if others:
        losses.tell(place, f"{', '.join(others)}: kept as a note only; a routine has no such thing")
    if dose.get("why") == AMRAP:
        others.append("as many as you can")
    notes = [cleaned(text, place, losses) for text in (found.note or "", *others)]
    note = "; ".join(text for text in notes if text)
    return {**dose, "note": note} if note else dose


def _amount(found: Set_, place: str, losses: Losses) -> Written:
    reps, duration = found.reps, found.duration_per_side or found.duration
    if reps:
        if duration:
            losses.tell(place, "repetitions and a duration; the repetitions are kept")
        if reps.type == "amrap":
            return {"why": AMRAP}
        number = fixed(reps, 1000)
        if reps.type in ("min", "range"):
            least = reps.min if reps.type == "range" else reps.value
            number = fixed(Value(type="fixed", value=least), 1000)
            if number:
                losses.tell(f"{place}.reps", f"{_words(reps)}; the least, {number}, is kept")
        return {"reps": number} if number else {"why": "no whole number of repetitions from 1 to 1000"}
    if duration:
        length = length_of(duration, f"{place}.duration", losses, 1000)
        if length is None:
            return {"why": "no duration between a second and an hour"}
        if found.duration and found.duration_per_side:
            losses.tell(f"{place}.duration", "the duration of each side is kept instead")
        holds = found.x_backplayer_work is not None and found.x_backplayer_work.value == "hold"
        if found.x_backplayer_work and not holds:
            losses.tell(f"{place}.{WORK}", "not 'hold'; left out")
        return {"hold" if holds else "time": duration_to_str(length)}
    given = ", ".join(printable(name, 20) for name in found.dimensions[:5])
    return {"why": f"neither repetitions nor a duration, only {given or 'nothing'}"}


def _sides(found: Set_, place: str, losses: Losses) -> Written:
    keys: Written = {}
    both = found.duration_per_side is not None and found.reps is None
    if found.sides:
        number = fixed(found.sides, 2)
        both = both or number == 2
        if number is None:
            losses.tell(f"{place}.sides", "neither 1 nor 2; left out")
    if both:
        keys["sides"] = "both"
    ours = found.x_backplayer_sides
    if ours and ours.value in ("left", "right", "alternating"):
        keys["sides"] = ours.value
    elif ours:
        losses.tell(f"{place}.{SIDES}", "neither left, right nor alternating; left out")
    if found.rest_between_sides:
        switch = length_of(found.rest_between_sides, f"{place}.rest_between_sides", losses, 0)
        if switch is not None:
            keys["switch"] = duration_to_str(switch)
    return keys or {"sides": "none"}


def _tempo(found: Set_, place: str, losses: Losses) -> Written:
    if found.x_backplayer_tempo:
        if phases := _phases(found.x_backplayer_tempo.value):
            return {"tempo": phases}
        losses.tell(f"{place}.{TEMPO}", "no phases such as lift 2s, lower 3s; left out")
    if not found.tempo:
        return {}
    value = found.tempo.value
    total = sum(map(int, value.split("-"))) if isinstance(value, str) and _TEMPO.fullmatch(value) else 0
    if not total:
        losses.tell(f"{place}.tempo", f"'{printable(str(value))}' is no tempo such as 3-1-2-0; left out")
        return {}
    losses.tell(f"{place}.tempo", f"{value}: the phases have no names; one repetition takes {total}s")
    return {"tempo": f"{total}s"}


def _phases(text: object) -> str | dict[str, str] | None:
    if not isinstance(text, str):
        return None
    try:
        parts = [_PHASE.fullmatch(part) for part in text.split(", ")]
        phases = {part[1]: part[2] for part in parts if part}
        lengths = [parse_duration(length) for length in phases.values()]
        if len(phases) == len(parts) <= 8 and all(500 <= length <= LONGEST for length in lengths):
            return phases
        return text if 500 <= parse_duration(text) <= LONGEST else None
    except ValueError:
        return None


def _said(value: object) -> str:
    if isinstance(value, dict):
        try:
            return _words(Value.model_validate(value))
        except ValidationError:
            return ""
    return printable(str(value), 40) if isinstance(value, (str, int, float)) else ""


def _words(value: Value) -> str:
    unit = f" {printable(value.unit, 10)}" if value.unit else ""
    if value.type == "range":
        return f"{value.min} to {value.max}{unit}"
    if value.value is None:
        return printable(value.type, 10)
    least = "at least " if value.type == "min" else ""
    return f"{least}{printable(str(value.value), 40)}{unit}"
