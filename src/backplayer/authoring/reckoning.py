"""What a text would be as a routine, before it is saved: whether it can be played, and for how long."""

from __future__ import annotations

from backplayer.authoring.draft import Draft, draft_text
from backplayer.authoring.picking import Pick
from backplayer.coach.course import follow
from backplayer.routine.library import Library
from backplayer.routine.model import Dose, Routine, played_exercises
from backplayer.routine.reading.source import parse_source
from backplayer.units import Ms


def routine_of(text: str, name: str, shelf: Library) -> Routine:
    """Read a text as the routine called *name*.

    Raises:
        RoutineError: with every problem of the text.
    """
    return shelf.routine_from(parse_source(text, f"{name}.yaml"), name)


def estimated_length_of(routine: Routine) -> Ms:
    """Return about how long it takes to play."""
    return follow(routine).length


def drafted(picks: tuple[Pick, ...], shelf: Library) -> Routine:
    """Return the routine of nothing but *picks*.

    Raises:
        RoutineError: one of them cannot be written.
    """
    return routine_of(draft_text(Draft("draft", "Draft", picks), "#"), "draft", shelf)


def dose_of(pick: Pick, shelf: Library) -> Dose:
    """Return the whole dose that a step has in a routine: what was asked for, and what comes along with the exercise.

    Raises:
        RoutineError: it cannot be written.
    """
    (step,) = played_exercises(drafted((pick,), shelf).steps)
    return step.dose
