"""From a routine to a script whose announcements know how long it takes."""

from __future__ import annotations

from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import lay_out
from backplayer.coach.script import Script
from backplayer.coach.verbosity import Verbosity
from backplayer.coach.writer import write_script
from backplayer.routine.model import Routine


def plan(routine: Routine, verbosity: Verbosity = Verbosity.FULL, start: int = 1) -> Script:
    """Write the script, with the length announced as it is estimated without a voice.

    *start* is the exercise to begin with, counted from 1 as they are played.
    """
    length = lay_out(write_script(routine, verbosity, start=start), estimated_length).length
    return write_script(routine, verbosity, length, start)
