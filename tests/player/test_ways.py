"""The ways through a course: where they begin, and what leads up to that."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backplayer.coach.course import Course, Point, follow, group_of
from backplayer.coach.script import Break, Line, Talk, Wait, Work
from backplayer.player import record, ways
from backplayer.player.ways import Way
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Routine, Sides, WaitStep
from tests.strategies import routines

PLANK = ExerciseStep(
    Exercise("Plank"),
    Dose(hold=20_000, sides=Sides.BOTH),
    alternative=ExerciseStep(Exercise("Wall plank"), Dose(hold=9_000)),
)
COURSE = follow(Routine("x", (PLANK, ExerciseStep(Exercise("Bridge"), Dose(hold=30_000)))))
WORKS = [index for index, piece in enumerate(COURSE.script) if isinstance(piece, Work)]
"""Plank on the left and on the right, and the bridge."""


def first_work(way: Way) -> Work:
    return next(piece for piece in way.script if isinstance(piece, Work))


def titles(way: Way) -> list[tuple[str, str | None]]:
    return [(piece.place.title, piece.place.side) for piece in way.script if isinstance(piece, Work)]


@given(routines(), st.integers(0, 200), st.booleans())
def test_every_way_ends_like_the_course_and_begins_at_its_point(routine: Routine, at: int, early: bool) -> None:
    course: Course = follow(routine)
    index = at % len(course.script)
    point = Point(index)
    for way in (
        ways.begun(course, None), ways.begun(course, point), ways.onward(course, point), ways.led_up(course, point),
        ways.back(course, index, early),
    ):  # fmt: skip
        assert way.script[way.inserted :] == course.script[way.point.piece :]
        assert way.point.piece <= index
    assert index < ways.end_of_this(course, index, exercise=False) <= len(course.script)
    assert ways.end_of_this(course, index, exercise=True) >= ways.end_of_this(course, index, exercise=False)


def test_work_is_led_up_to_and_other_pieces_begin_with_what_leads_up_to_work() -> None:
    way = ways.led_up(COURSE, Point(WORKS[0], done=8_000))
    assert isinstance(way.script[0], Break)
    assert way.script[0].get_ready == ways.READY
    assert [line.text for line in way.script[0].ahead] == ["Plank, left side, 12 seconds left."]
    assert (first_work(way).done, way.inserted) == (8_000, 1)
    announced = group_of(COURSE.script, WORKS[2]).start
    assert ways.led_up(COURSE, Point(WORKS[2] - 1)).point == Point(announced)


def test_a_session_that_is_resumed_says_which_and_gives_time_to_get_down() -> None:
    way = ways.begun(COURSE, Point(WORKS[1], done=5_000))
    assert isinstance(way.script[0], Talk)
    assert isinstance(way.script[1], Break)
    assert way.script[1].get_ready == ways.GET_DOWN
    assert ways.begun(COURSE, Point(0)) == ways.begun(COURSE, None) == Way(COURSE.script, Point())


def test_back_early_is_the_work_before() -> None:
    assert ways.back(COURSE, WORKS[1], early=False).point == Point(WORKS[1])
    assert ways.back(COURSE, WORKS[1], early=True).point == Point(WORKS[0])
    assert ways.back(COURSE, WORKS[0], early=True).point == Point(group_of(COURSE.script, WORKS[0]).start)


def test_the_easier_one_is_begun_on_the_same_side_or_where_it_has_none() -> None:
    easier = COURSE.easier(1)
    way = ways.instead(easier, COURSE.script[WORKS[1]].place)
    assert titles(way) == [("Wall plank", None), ("Bridge", None)]
    assert way.inserted == 1


def test_an_easier_one_with_the_same_sides_is_begun_on_the_same() -> None:
    wall = ExerciseStep(Exercise("Wall plank"), Dose(hold=9_000, sides=Sides.BOTH))
    course = follow(Routine("x", (replace(PLANK, alternative=wall),)))
    right = next(p.place for p in course.script if isinstance(p, Work) and p.place.side == "right")
    assert titles(ways.instead(course.easier(1), right)) == [("Wall plank", "right")]


def test_after_a_pause_it_says_where_we_are_and_gives_time_to_get_ready() -> None:
    work = COURSE.script[WORKS[0]]
    assert isinstance(work, Work)
    point = Point(WORKS[0], done=8_000)
    way = ways.resumed(COURSE, (replace(work, done=8_000), *COURSE.script[WORKS[0] + 1 :]), point)
    assert isinstance(way.script[0], Break)
    assert (way.script[0].get_ready, way.inserted) == (ways.READY, 1)
    assert [line.text for line in way.script[0].ahead] == ["Plank, left side, 12 seconds left."]


def test_after_a_pause_in_a_break_that_goes_on() -> None:
    announced = group_of(COURSE.script, WORKS[2]).start
    rest = Break("transition", COURSE.script[announced].place, 12_000, 2_000, ahead=(Line("set-up", "Lie down."),))
    way = ways.resumed(COURSE, (rest, *COURSE.script[WORKS[2] :]), Point(announced))
    assert isinstance(way.script[0], Break)
    assert [line.text for line in way.script[0].ahead] == ["Next: Bridge.", "Lie down."]
    assert (way.script[0].least, way.script[0].get_ready, way.inserted) == (12_000, ways.READY, 0)
    itself = ways.resumed(COURSE, COURSE.script[announced:], Point(announced))  # it says so anyway
    assert itself.script == COURSE.script[announced:]


def test_after_a_pause_in_a_wait_it_says_again_what_it_waits_for() -> None:
    course = follow(Routine("x", (WaitStep("Fetch the roller."), PLANK)))
    index = next(index for index, piece in enumerate(course.script) if isinstance(piece, Wait))
    way = ways.resumed(course, (Wait(()), *course.script[index + 1 :]), Point(index))
    assert way.script[0] == Wait((Line("announce", "Press Enter when you are ready."),))


def test_this_one_ends_with_its_side_and_while_it_is_announced_with_the_exercise() -> None:
    announced = group_of(COURSE.script, WORKS[0]).start
    assert ways.end_of_this(COURSE, WORKS[0], exercise=False) == WORKS[0] + 1
    assert ways.end_of_this(COURSE, announced, exercise=False) == WORKS[1] + 1
    assert ways.end_of_this(COURSE, WORKS[0], exercise=True) == WORKS[1] + 1


def test_a_rest_that_is_cut_short_is_the_count_in() -> None:
    rest = COURSE.script[WORKS[1] + 1 :]
    way = ways.cut_short(rest, Point(WORKS[1] + 1))
    assert isinstance(way.script[0], Break)
    assert (way.script[0].least, way.script[0].ahead, way.inserted) == (0, (), 0)
    inserted = ways.cut_short(COURSE.script[WORKS[2] :], Point(WORKS[2]))
    assert (first_work(inserted), inserted.inserted) == (COURSE.script[WORKS[2]], 1)


def test_what_is_left_undone_is_told_with_what_was_done_of_it() -> None:
    point = Point(WORKS[0], done=8_000)
    told = record.undone(COURSE, point, WORKS[1] + 1, "skipped")
    assert [(ended.title, ended.side, ended.outcome, ended.done, ended.of) for ended in told] == [
        ("Plank", "left", "skipped", 8_000, 20_000), ("Plank", "right", "skipped", 0, 20_000),
    ]  # fmt: skip
    work = COURSE.script[WORKS[2]]
    assert isinstance(work, Work)
    assert (record.done(work).outcome, record.done(work).done) == ("done", 30_000)
