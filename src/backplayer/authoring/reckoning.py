"""What a text would be as a routine, before it is saved: whether it can be played, and for how long."""

from __future__ import annotations

from backplayer.coach.course import follow
from backplayer.routine.library import Library
from backplayer.routine.model import Routine
from backplayer.routine.source import parse_source
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
