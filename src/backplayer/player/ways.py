"""The ways through a course: what is left of it from a place on, and what leads up to that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backplayer.coach import answers
from backplayer.coach.course import READY, Course, Point, at_pace, cut, group_of, led_in, remainder
from backplayer.coach.script import Break, Line, Place, Script, Talk, Wait, Work
from backplayer.units import Ms

GET_DOWN: Ms = 9_000
"""The same where the listener may have got up: in a session that is resumed."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is left of a course: *script* begins at *point* of it, after *inserted* pieces of its own."""

    script: Script
    point: Point
    inserted: int = 0

    def at_pace(self, pace: int) -> Way:
        """Return the same at *pace*, but for a break that was begun."""
        return replace(self, script=at_pace(self.script, pace))


def begun(course: Course, point: Point | None) -> Way:
    """Begin a session: at *point*, where an earlier one ended."""
    if point is None or group_of(course.script, point.piece).start == 0:
        return Way(course.script, Point())
    way = led_up(course, point, GET_DOWN)
    opening = Talk("intro", (Line("announce", course.wording.text("title", title=course.routine.title)),))
    return Way((opening, *way.script), way.point, way.inserted + 1)


def onward(course: Course, point: Point) -> Way:
    """Go on from *point* with nothing before it."""
    return Way(remainder(course.script, point), point)


def led_up(course: Course, point: Point, ready: Ms = READY) -> Way:
    """Go to *point*: say where that is and count in, if it is work; else, begin with what leads up to work there."""
    if not isinstance(course.script[point.piece], Work):
        return onward(course, Point(group_of(course.script, point.piece).start))
    return Way(led_in(remainder(course.script, point), answers.here(course, point), ready), point, 1)


def back(course: Course, index: int, early: bool) -> Way:
    """Restart piece *index*, or where it is *early* in it, the work before; the first is announced once more."""
    start = group_of(course.script, index).start
    before = [earlier for earlier in range(start) if isinstance(course.script[earlier], Work)]
    if not early:
        return led_up(course, Point(index))
    return led_up(course, Point(before[-1])) if before else onward(course, Point(start))


def instead(course: Course, here: Place) -> Way:
    """Go to the exercise that has taken another's place, on the side and in the set where the other one was."""
    assert here.step is not None
    works = [
        (index, piece)
        for index, piece in enumerate(course.script)
        if isinstance(piece, Work) and piece.place.step == here.step
    ]
    same = [(i, piece) for i, piece in works if (piece.place.side, piece.place.set) == (here.side, here.set)]
    index, work = (same or works)[0]
    ready = max(course.exercises[here.step - 1].get_ready, READY)
    point = Point(index)
    return Way(led_in(remainder(course.script, point), answers.instead(course, work), ready), point, 1)


def resumed(course: Course, rest: Script, point: Point) -> Way:
    """Go on after a pause with *rest*, which begins at *point*: say where we are, and get ready."""
    first, here = rest[0], answers.here(course, point)
    if isinstance(first, Work):
        return Way(led_in(rest, here, READY), point, 1)
    if isinstance(first, Break) and here and not (first.ahead and first.ahead[0].kind == "next-up"):
        ready = max(first.get_ready, READY) if first.get_ready else 0
        first = replace(first, ahead=(*here, *first.ahead), get_ready=ready)
    elif isinstance(first, Wait) and not first.lines:
        first = replace(first, lines=(course.prompt_line,))
    return Way((first, *rest[1:]), point)


def cut_short(rest: Script, point: Point) -> Way:
    """Leave of the break that *rest* begins with, which leads to *point*, no more than the count-in."""
    if isinstance(rest[0], Break):
        ready = min(rest[0].get_ready, READY)  # a longer one could make the rest longer
        return Way((replace(rest[0], least=0, get_ready=ready, after=(), ahead=(), moves=False), *rest[1:]), point)
    return Way(led_in(rest, (), READY), point, 1)  # what led up to it was inserted


def put_off(rest: Script, point: Point, lines: Sequence[Line], more: Ms) -> Way:
    """Say *lines* and take *more* milliseconds before what *rest* leads to, where all else had been said."""
    inserted = 0
    if isinstance(rest[0], Work):  # what led up to it was inserted
        rest, inserted = led_in(rest, (), READY), 1
    assert not isinstance(rest[0], Work)
    return Way((cut(rest[0], 0, 0, lines, more), *rest[1:]), point, inserted)


def end_of_this(course: Course, index: int, *, exercise: bool) -> int:
    """Return the first piece after "this one": the work under way, or with *exercise* all its sides and sets.

    So it is with one that is still being announced.
    """
    script = course.script
    group, step = group_of(script, index), script[index].place.step
    first = script[group.start]
    announced = not isinstance(script[index], Work) and isinstance(first, Break) and first.kind == "transition"
    if step is not None and (exercise or announced):
        return 1 + max(other for other, piece in enumerate(script) if piece.place.step == step)
    return group.stop
