"""A stretch of a session: a way through what is left of its course, and the leg along it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backplayer.coach.course import Point, cut
from backplayer.coach.layout import PAUSE
from backplayer.coach.script import Line, Piece, Script, Work
from backplayer.player.leg import Leg
from backplayer.player.ways import Way
from backplayer.units import Ms

LEAST_HOLD: Ms = 1_000
"""Less than this is not worth getting ready for again: a hold that is resumed lasts at least as long."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A leg along *way*; *played* is how much of the session was played before, pauses and waits not counted."""

    leg: Leg
    way: Way
    played: Ms = 0

    def at(self, now: Ms) -> Spot:
        """Return where the playhead is."""
        return Spot(self, now)


class Spot:
    """Where in a stretch the playhead is at one moment, on the session's clock.

    It is in *piece*, number *index* of the stretch, whose times are *span*, and has been for *elapsed*.
    """

    def __init__(self, stretch: Stretch, now: Ms) -> None:
        self._leg = stretch.leg
        self._way = stretch.way
        self._position = self._leg.position(now)
        self.index = self._leg.index(now)
        self.piece: Piece = self._way.script[self.index]
        self.span = self._leg.timeline.spans[self.index]
        self.elapsed: Ms = max(0, self._position - self.span.start)
        self.played: Ms = stretch.played + self._position
        """How much of the session was played, pauses and waits not counted."""

    @property
    def left(self) -> Ms:
        """How much is left of the session."""
        return self._leg.timeline.length - self._position

    @property
    def under_way(self) -> Ms:
        """How long the piece is under way, what was done of work before this stretch included."""
        if isinstance(self.piece, Work):
            return self.piece.done + self.piece.reps_done * self.piece.round_length + self.elapsed
        return self.elapsed

    @property
    def is_led_in(self) -> bool:
        """Whether this is an inserted piece, before the point."""
        return self.index < self._way.inserted

    @property
    def place(self) -> int:
        """The piece's place in the course."""
        return self._way.point.piece + max(0, self.index - self._way.inserted)

    @property
    def point(self) -> Point:
        """Where in the course this is."""
        if self.is_led_in:
            return self._way.point
        before = self._way.point.done if self.place == self._way.point.piece else 0
        return point_within(self.piece, self.place, self.elapsed, before)

    @property
    def side(self) -> str | None:
        """Whose turn it is, where work has sides."""
        if isinstance(self.piece, Work) and self.piece.alternating:
            return "right" if self.elapsed % self.piece.round_length >= self.piece.paced.rep_length else "left"
        return self.piece.place.side

    @property
    def beat(self) -> tuple[int | None, str]:
        """The repetition under way and its phase; None and nothing where none is counted."""
        piece = self.piece
        if not isinstance(piece, Work) or piece.dose.reps is None:
            return None, ""
        rep = min(piece.reps_done + self.elapsed // piece.round_length, piece.dose.reps - 1) + 1
        within = self.elapsed % piece.paced.rep_length
        for phase in piece.paced.tempo:
            if within < phase.length:
                return rep, phase.name
            within -= phase.length
        return rep, ""

    @property
    def rest(self) -> Script:
        """What is left when the playhead is stopped here: words begun are said again."""
        if self.is_led_in:
            return self._way.script[self._way.inserted :]
        following = self._way.script[self.index + 1 :]
        if isinstance(self.piece, Work):
            point = self.point
            return (replace(self.piece, reps_done=point.reps, done=point.done, goes_on=False), *following)
        timeline = self._leg.timeline
        before = timeline.spans[self.index - 1].cues if self.index else 0
        said = sum(1 for cue in timeline.cues[before : self.span.cues] if cue.end <= self._position)
        return (cut(self.piece, said, self.span.end - self._position), *following)

    def interjected(self, lines: tuple[Line, ...], more: Ms) -> tuple[Ms, Way] | None:
        """Put *lines* after what is being said, outside of work, and let a break last *more* milliseconds longer.

        Returns:
            When (session's time) it begins, and the way from there on. None when cues of the piece that follows were
            handed out already.
        """
        leg, way = self._leg, self._way
        if isinstance(self.piece, Work) or (self.index + 1 < len(way.script) and leg.handed(self.index + 1)):
            return None
        at = max(self._position + leg.ahead, leg.handed_end + PAUSE if leg.handed_end > self._position else 0)
        remaining = cut(self.piece, leg.handed(self.index), max(0, self.span.end - at), lines, more)
        script = (remaining, *way.script[self.index + 1 :])
        if self.is_led_in:
            return leg.begin + at, Way(script, way.point, way.inserted - self.index)
        return leg.begin + at, Way(script, self.point)

    def next_repetition(self) -> tuple[Ms, Way] | None:
        """Find the next repetition that can still be changed.

        Returns:
            Where on the leg it begins, and the way from there on; None when there is none.
        """
        piece = self.piece
        if not isinstance(piece, Work) or piece.dose.reps is None:
            return None
        begun = (self.elapsed + self._leg.ahead) // piece.round_length + 1
        reps = piece.reps_done + begun
        if reps >= piece.dose.reps:
            return None
        script = (replace(piece, reps_done=reps, goes_on=True), *self._way.script[self.index + 1 :])
        return self.span.start + begun * piece.round_length, Way(script, Point(self.place, reps=reps))


def point_within(piece: Piece, place: int, elapsed: Ms, before: Ms = 0) -> Point:
    """Return where *elapsed* milliseconds into *piece* are, which is at *place* of the course.

    A break of which *before* milliseconds were over earlier counts them.
    """
    if isinstance(piece, Work) and piece.dose.reps is not None:
        return Point(place, reps=min(piece.reps_done + elapsed // piece.round_length, piece.dose.reps - 1))
    if isinstance(piece, Work):
        return Point(place, done=max(0, min(piece.done + elapsed, piece.dose.work - LEAST_HOLD)))
    return Point(place, done=before + elapsed)
