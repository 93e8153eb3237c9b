"""What the listener chooses of what a routine offers: optional steps, easier ones, and what is at hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from backplayer.routine.model import ExerciseStep, RepeatStep, Routine, Step, exercise_steps


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
