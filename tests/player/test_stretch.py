"""A stretch: where the playhead is in it, whatever was done before."""

from __future__ import annotations

from dataclasses import replace

from backplayer.coach.course import Point, follow
from backplayer.coach.script import Break, Script, Work
from backplayer.player.leg import Leg
from backplayer.player.stretch import LEAST_HOLD, Spot, Stretch, point_within
from backplayer.player.ways import Way, led_up
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Phase, Routine, Sides
from tests.player.driven import scores

LIFTS = Dose(reps=6, tempo=(Phase("lift", 2000), Phase("lower", 3000)), sides=Sides.ALTERNATING)
COURSE = follow(
    Routine("x", (ExerciseStep(Exercise("Lifts"), LIFTS), ExerciseStep(Exercise("Bridge"), Dose(hold=30_000))))
)
LIFTING, HOLDING = (index for index, piece in enumerate(COURSE.script) if isinstance(piece, Work))


def spot(way: Way, now: int) -> Spot:
    """Where the playhead is *now* milliseconds after it began the way."""
    leg = Leg(scores(lambda text: 40 * len(text))(way.script))
    for moment in range(0, now + 1, 100):
        leg.advance(moment)
    return Stretch(leg, way, played=70_000).at(now)


def rest_of(piece: int, **done: object) -> Script:
    return (replace(COURSE.script[piece], **done), *COURSE.script[piece + 1 :])  # type: ignore[arg-type]


def test_work_that_was_begun_before_counts_what_was_done() -> None:
    here = spot(Way(rest_of(LIFTING, reps_done=2), Point(LIFTING, reps=2)), 17_500)
    assert (here.elapsed, here.under_way, here.played) == (17_500, 37_500, 87_500)
    assert here.point == Point(LIFTING, reps=3)
    assert here.beat == (4, "lower")
    assert here.side == "right"
    held = spot(Way(rest_of(HOLDING, done=8_000), Point(HOLDING, done=8_000)), 4_000)
    assert (held.under_way, held.point, held.beat) == (12_000, Point(HOLDING, done=12_000), (None, ""))


def test_a_break_that_was_begun_before_counts_what_was_over() -> None:
    index = LIFTING + 1
    assert isinstance(COURSE.script[index], Break)
    here = spot(Way(rest_of(index), Point(index, done=5_000)), 700)
    assert (here.elapsed, here.under_way, here.point) == (700, 700, Point(index, done=5_700))


def test_before_the_point_it_is_the_point() -> None:
    way = led_up(COURSE, Point(HOLDING, done=8_000))
    here = spot(way, 1_000)
    assert here.is_led_in
    assert (here.place, here.point) == (HOLDING, Point(HOLDING, done=8_000))
    assert here.rest == way.script[1:]


def test_a_hold_is_never_as_good_as_over() -> None:
    assert point_within(COURSE.script[HOLDING], HOLDING, 29_900) == Point(HOLDING, done=30_000 - LEAST_HOLD)
