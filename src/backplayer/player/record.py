"""What is told of work that is over, or will not be done."""

from __future__ import annotations

from typing import Literal

from backplayer.coach.course import Course, Point
from backplayer.coach.script import Work
from backplayer.player.effects import Ended


def done(work: Work) -> Ended:
    """Tell of *work* that was done to its end."""
    return _ended(work, "done", Point(reps=work.dose.reps or 0, done=work.dose.work))


def undone(course: Course, point: Point, end: int, outcome: Literal["skipped", "replaced"]) -> list[Ended]:
    """Tell of the work from *point* up to piece *end* of *course*, which will not be done, and what was done of it."""
    pieces = ((index, course.script[index]) for index in range(point.piece, end))
    return [
        _ended(piece, outcome, point if index == point.piece else Point())
        for index, piece in pieces
        if isinstance(piece, Work)
    ]


def _ended(work: Work, outcome: Literal["done", "skipped", "replaced"], point: Point) -> Ended:
    place, dose = work.place, work.dose
    return Ended(place.title, place.step, place.side, place.set, outcome, point.reps, dose.reps, point.done, dose.work)
