"""The plan: a position that never jumps, and a length that holds all that is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backplayer.coach.course import Point, follow
from backplayer.coach.script import Work
from backplayer.player.plan import Plan
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Phase, Routine
from tests.player.driven import scores
from tests.strategies import routines, voices

LIFTS = ExerciseStep(Exercise("Lifts"), Dose(reps=6, tempo=(Phase("", 4000),)))
COURSE = follow(Routine("x", (LIFTS, ExerciseStep(Exercise("Bridge"), Dose(hold=30_000)))))
spoken = scores(lambda text: 40 * len(text))


@given(routines(), voices, st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_the_position_stays_whatever_is_left(routine, length_of, position, left) -> None:
    plan = Plan(scores(length_of), follow(routine), 100)
    whole = plan.length(0)
    assert 0 <= plan.position(left) <= plan.length(left)
    plan.stay_at(position, left)
    assert plan.position(left) == position
    assert plan.length(left) == position + left
    plan.begin_anew()
    assert plan.length(0) == whole


def test_another_pace_is_another_length() -> None:
    plan = Plan(spoken, COURSE, 100)
    length = plan.length(0)
    plan.lay_out(COURSE, 110)
    assert plan.length(0) > length


def test_a_position_is_a_point() -> None:
    plan = Plan(spoken, COURSE, 100)
    latest = spoken(COURSE.script)()
    assert latest is not None
    work = next(index for index, piece in enumerate(COURSE.script) if isinstance(piece, Work))
    start = latest[0].spans[work].start
    assert plan.point_at(start + 9_000) == Point(work, reps=2)
    assert plan.point_at(-5) == Point(0)
    assert plan.point_at(10**9).piece == len(COURSE.script) - 1


def test_what_comes_next() -> None:
    plan = Plan(spoken, COURSE, 100)
    assert plan.next_up(0) == "Lifts"  # in the words of welcome, the first one is yet to come
    work = next(index for index, piece in enumerate(COURSE.script) if isinstance(piece, Work))
    assert plan.next_up(work) == "Bridge"
    assert plan.next_up(len(COURSE.script) - 1) == ""
