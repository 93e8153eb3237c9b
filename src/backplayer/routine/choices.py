"""What the listener chooses of what a routine offers: optional steps, easier ones, and what is at hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from backplayer.routine.model import ExerciseStep, RepeatStep, Routine, Step, exercise_steps, played_exercises
from backplayer.routine.problems import NotFound, as_slug, did_you_mean, printable


def choose(routine: Routine, *, have: Collection[str] = (), optional: bool = False, easier: bool = False) -> Routine:
    """Return the routine as it will be done.

    *have* is equipment at hand (case is ignored): it swaps in the exercises that want it, and is then needed.
    *optional* keeps optional steps, which are left out otherwise, with the equipment they may need; *easier* takes
    every easier alternative.
    """
    at_hand = {item.casefold().strip() for item in have}

    def pick(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        picked: list[Step] = []
        for step in steps:
            if isinstance(step, RepeatStep):
                inner = pick(step.steps)
                if inner:
                    picked.append(replace(step, steps=inner))
            elif not isinstance(step, ExerciseStep):
                picked.append(step)
            elif optional or not step.optional:
                picked.append(_variant(step, at_hand, easier))
        return tuple(picked)

    swapped = [item for item in sorted(swappable(routine)) if item.casefold() in at_hand]
    needed = dict.fromkeys([*routine.equipment, *swapped, *(routine.equipment_optional if optional else ())])
    return replace(routine, steps=pick(routine.steps), equipment=tuple(needed))


def _variant(step: ExerciseStep, at_hand: set[str], easier: bool) -> ExerciseStep:
    if easier and step.alternative:
        return step.alternative
    if step.swap and step.swap.equipment.casefold() in at_hand:
        return step.swap.step
    return step


def swappable(routine: Routine) -> frozenset[str]:
    """Equipment that would change what is done."""
    return frozenset(step.swap.equipment for step in exercise_steps(routine.steps) if step.swap)


def step_number(routine: Routine, words: str) -> int:
    """Return the number, from 1 as they are played, of the first exercise that *words* name or number.

    Raises:
        NotFound: there is none; the message suggests the nearest.
    """
    return min(step_numbers(routine, words))


def step_numbers(routine: Routine, words: str) -> frozenset[int]:
    """Return the numbers, from 1 as they are played, of the exercises that *words* name or number.

    Raises:
        NotFound: there is none; the message suggests the nearest.
    """
    names: dict[str, set[int]] = {}
    count = 0
    for count, step in enumerate(played_exercises(routine.steps), start=1):
        for name in (str(count), step.exercise.slug, step.exercise.name, step.exercise.say):
            if name:
                names.setdefault(as_slug(name), set()).add(count)
    if found := names.get(as_slug(words)):
        return frozenset(found)
    known = f"its exercises are numbered 1 to {count}" if count else "it has none that is played"
    raise NotFound(f"no exercise '{printable(words)}' in this routine{did_you_mean(words, names) or f'; {known}'}")
