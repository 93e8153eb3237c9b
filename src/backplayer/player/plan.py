"""The whole session as it is planned now, which tells its length and where in it we are."""

from __future__ import annotations

from backplayer.coach.course import Course, Point, at_pace, exercises_after
from backplayer.coach.script import Work
from backplayer.coach.timeline import Timeline
from backplayer.player.leg import OpenScore
from backplayer.player.stretch import point_within
from backplayer.units import Ms


class Plan:
    """Follows what is left of the session: its length is what was played of it and what is left.

    What is left may be more than the whole course has from there on: what leads in, and what the listener asked for.
    """

    def __init__(self, open_score: OpenScore, course: Course, pace: int) -> None:
        self._open_score = open_score
        self._timeline: Timeline
        self._extra: Ms = 0  # by which it takes longer than the whole course
        self.lay_out(course, pace)

    def lay_out(self, course: Course, pace: int) -> None:
        """Plan *course* at *pace*."""
        self._course = course
        self._script = at_pace(course.script, pace)
        self._latest = self._open_score(self._script)
        self._next_up: tuple[int, str] = (-1, "")
        self.refresh()

    def refresh(self) -> None:
        """Take what the voice has measured since."""
        if latest := self._latest():
            self._timeline = latest[0]

    def length(self, left: Ms) -> Ms:
        """How long the session is when *left* is left of it."""
        return max(self._timeline.length + self._extra, left)

    def position(self, left: Ms) -> Ms:
        """Where in the session it is."""
        return self.length(left) - left

    def begin_anew(self) -> None:
        """Take the course's word for the length again: the session went elsewhere in it."""
        self._extra = 0

    def stay_at(self, position: Ms, left: Ms) -> None:
        """Let what is left be longer or shorter, and what is over stay as long as it was."""
        self._extra = position + left - self._timeline.length

    def place_of(self, point: Point) -> Ms:
        """Where *point* is in the bare course, without what the listener added to it."""
        piece, span = self._script[point.piece], self._timeline.spans[point.piece]
        within = point.done
        if isinstance(piece, Work) and piece.dose.reps is not None:
            within = point.reps * piece.round_length
        return span.start + min(within, span.length)

    def point_at(self, place: Ms) -> Point:
        """Return the point that is at *place* of the bare course; in a break, with how much of it is over."""
        spans = self._timeline.spans
        index = next((index for index, span in enumerate(spans) if place < span.end), len(spans) - 1)
        return point_within(self._script[index], index, max(0, place - spans[index].start))

    def next_up(self, index: int) -> str:
        """Return the name of the exercise after the one of piece *index*; nothing after the last."""
        if self._next_up[0] != index:
            coming = exercises_after(self._course.script, index)
            exercise = self._course.exercise(coming[0]) if coming else None
            self._next_up = (index, exercise.name if exercise else "")
        return self._next_up[1]
