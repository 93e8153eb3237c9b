"""Which exercises of a routine an author means, and which were changed."""

from __future__ import annotations

from dataclasses import replace

from backplayer.routine.model import Routine, played_exercises
from backplayer.routine.problems import NotFound, as_slug, did_you_mean, printable


def step_number(routine: Routine, words: str) -> int:
    """Return the number, from 1 as they are played, of the exercise that *words* name or number.

    Raises:
        NotFound: there is none; the message suggests the nearest.
    """
    exercises = [step.exercise for step in played_exercises(routine.steps)]
    if words.isascii() and words.isdecimal() and len(words) < 5 and 1 <= int(words) <= len(exercises):
        return int(words)
    names: dict[str, int] = {}
    for number, exercise in enumerate(exercises, start=1):
        for name in (exercise.slug, exercise.name, exercise.say):
            if name:
                names.setdefault(as_slug(name), number)
    if as_slug(words) in names:
        return names[as_slug(words)]
    known = f"its exercises are numbered 1 to {len(exercises)}" if exercises else "it has none that is played"
    raise NotFound(f"no exercise '{printable(words)}' in this routine{did_you_mean(words, names) or f'; {known}'}")


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
