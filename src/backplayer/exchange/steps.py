"""Steps of a routine as plain data, as an author would write them."""

from __future__ import annotations

from typing import Any, TypeAlias

from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Losses
from backplayer.routine.durations import duration_to_str
from backplayer.routine.format.values import LONGEST
from backplayer.routine.model import Exercise
from backplayer.units import Ms

Written: TypeAlias = "dict[str, Any]"

MAX_REPS, MAX_SETS, MAX_ROUNDS = 1000, 50, 100
SHORTEST: Ms = 1000
MAX_NAME = 200
"""The longest name (characters) that is kept, so that a sentence with it is no longer than a text may be."""
RESTS = frozenset({"rest", "break", "pause", "recovery", "relax"})
"""Names that other programs' users give to a timer that is a rest."""


def exercise_named(name: str, found: Exercise | None = None) -> str | Written:
    """Write which exercise a step is: *found*'s slug, or one in place."""
    return found.slug if found and found.slug else {"name": name}


def without_amount(
    name: str, place: str, losses: Losses, why: str = "the file gives no amount", words: str = ""
) -> Written:
    """Write an exercise nobody gave a dose for: the coach names it and waits. A dose is never invented.

    *words* say what is known about it.
    """
    losses.tell(place, f"'{name}': {why}; written as a wait, to be replaced by the exercise with reps, hold or time")
    return {"wait": cleaned(f"{name}, {words}." if words else f"{name}.", place, losses)}


def timed(name: str, length: Ms, place: str, losses: Losses) -> Written:
    """Write an exercise that goes on for *length*."""
    if SHORTEST <= length <= LONGEST:
        return {"exercise": exercise_named(name), "time": duration_to_str(length)}
    bound = "less than a second" if length < SHORTEST else "more than an hour"
    return without_amount(name, place, losses, f"it lasts {bound}")


def resting(length: Ms, place: str, losses: Losses, say: str = "") -> Written:
    """Write a rest, with words of its own where there are any."""
    if length > LONGEST:
        losses.tell(place, "a rest of more than an hour; one hour is kept")
    step: Written = {"rest": duration_to_str(max(0, min(length, LONGEST)))}
    return {**step, "say": say} if say else step


def rounds(count: int, steps: list[Written], place: str, losses: Losses) -> list[Written]:
    """Write *steps* done *count* times."""
    if count < 1 or not steps:
        if steps:
            losses.tell(place, f"done {count} times; left out")
        return []
    if count > MAX_ROUNDS:
        losses.tell(place, f"done {count} times; {MAX_ROUNDS} rounds are the most and are kept")
    return steps if count == 1 else [{"repeat": min(count, MAX_ROUNDS), "steps": steps}]
