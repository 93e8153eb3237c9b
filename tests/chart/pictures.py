"""Pictures to draw, for tests."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from backplayer.chart.blocks import Block, Blocks, Drawing, sections
from backplayer.chart.looks import ASCII, UNICODE
from backplayer.chart.picture import Picture, picture_of
from backplayer.coach.course import Course, follow
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import lay_out
from backplayer.coach.verbosity import Verbosity
from backplayer.routine.model import Counting, Dose, Exercise, ExerciseStep, Phase, Routine, Sides, Sourced, WaitStep
from tests.strategies import routines, voices

courses = st.builds(follow, routines(), st.sampled_from(Verbosity), wait_for_me=st.booleans())
drawings = st.builds(
    Drawing,
    st.integers(20, 200),
    st.sampled_from([330, 500, 1000, 7000, 60_000]),
    st.sampled_from([ASCII, UNICODE]),
)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    return picture_in(draw(courses), draw(voices))


def picture_in(course: Course, length_of: Callable[[str], int] = estimated_length) -> Picture:
    return picture_of(course.routine.title, course.script, lay_out(course.script, length_of), length_of)


def all_blocks(picture: Picture, drawing: Drawing) -> list[Block]:
    rows = Blocks(picture)
    return [block for section in sections(picture, [(0, picture.length)]) for block in rows.of(section, drawing)]


def small(*cues: str, name: str = "Shrugs", wait: str | None = None) -> Routine:
    """Three repetitions on each side, then a hold."""
    shrugs = Exercise(name, setup=(Sourced("Stand tall."),), cues=tuple(map(Sourced, cues)))
    dose = Dose(reps=3, tempo=(Phase("lift", 2000), Phase("lower", 2000)), sides=Sides.BOTH)
    hold = ExerciseStep(Exercise("Plank"), Dose(hold=12_000), counting=Counting.STANDARD)
    waiting = (WaitStep(wait),) if wait else ()
    return Routine("Small", (ExerciseStep(shrugs, dose, rest=1_000), *waiting, hold))
