"""Which exercises of a routine were changed, and a routine of nothing but these."""

from __future__ import annotations

from dataclasses import replace

from backplayer.routine.model import Routine, played_exercises


def changed_steps(before: Routine | None, after: Routine) -> tuple[int, ...]:
    """Return the numbers of the exercises in *after*, each once, that are not in *before* as they are now."""
    known = list(played_exercises(before.steps)) if before else []
    numbers: list[int] = []
    for number, step in enumerate(played_exercises(after.steps), start=1):
        if step not in known:
            numbers.append(number)
            known.append(step)
    return tuple(numbers)


def only_steps(routine: Routine, numbers: tuple[int, ...]) -> Routine:
    """Return *routine* with nothing but these exercises, counted from 1 as they are played."""
    exercises = tuple(played_exercises(routine.steps))
    return replace(routine, steps=tuple(exercises[number - 1] for number in numbers))
