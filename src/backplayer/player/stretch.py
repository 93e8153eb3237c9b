"""A stretch of a session: what is left of its course, and the leg along it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backplayer.coach.course import Point, cut
from backplayer.coach.layout import PAUSE
from backplayer.coach.script import Line, Piece, Script, Work
from backplayer.coach.timeline import Span
from backplayer.player.leg import Leg
from backplayer.units import Ms

LEAST_HOLD: Ms = 1_000
"""Less than this is not worth getting ready for again: a hold that is resumed lasts at least as long."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A leg along *script*, which begins at *point* of the course, after *inserted* pieces of its own.

    *played* is how much of the session was played before it, pauses and waits not counted.
    """

    leg: Leg
    script: Script
    point: Point
    inserted: int = 0
    played: Ms = 0

    def piece(self, now: Ms) -> Piece:
        """Return the piece under way."""
        return self.script[self.leg.index(now)]

    def span(self, now: Ms) -> Span:
        """Return its times."""
        return self.leg.timeline.spans[self.leg.index(now)]

    def elapsed(self, now: Ms) -> Ms:
        """How long it has been under way in this leg."""
        return max(0, self.leg.position(now) - self.span(now).start)

    def left(self, now: Ms) -> Ms:
        """How much is left of the session."""
        return self.leg.timeline.length - self.leg.position(now)

    def is_led_in(self, now: Ms) -> bool:
        """Whether the playhead is in an inserted piece, before the point."""
        return self.leg.index(now) < self.inserted

    def place(self, now: Ms) -> int:
        """Return the piece's place in the course."""
        return self.point.piece + max(0, self.leg.index(now) - self.inserted)

    def point_at(self, now: Ms) -> Point:
        """Where in the course the playhead is."""
        if self.is_led_in(now):
            return self.point
        before = self.point.done if self.place(now) == self.point.piece else 0
        return point_within(self.piece(now), self.place(now), self.elapsed(now), before)

    def rest(self, now: Ms) -> Script:
        """Return what is left when the playhead is stopped where it is: words begun are said again."""
        index, piece = self.leg.index(now), self.piece(now)
        if self.is_led_in(now):
            return self.script[self.inserted :]
        following = self.script[index + 1 :]
        if isinstance(piece, Work):
            point = self.point_at(now)
            return (replace(piece, reps_done=point.reps, done=point.done, goes_on=False), *following)
        position, before = self.leg.position(now), self.leg.timeline.spans[index - 1].cues if index else 0
        cues = self.leg.timeline.cues[before : self.span(now).cues]
        said = sum(1 for cue in cues if cue.end <= position)
        return (cut(piece, said, self.span(now).end - position), *following)

    def interjected(self, now: Ms, lines: tuple[Line, ...], more: Ms) -> tuple[Ms, Script, Point, int] | None:
        """Put *lines* after what is being said, outside of work, and let a break last *more* milliseconds longer.

        Returns:
            When (session's time) it begins, the script from there on, its point and how much of it is inserted. None
            when cues of the piece that follows were handed out already.
        """
        index, piece, leg = self.leg.index(now), self.piece(now), self.leg
        if isinstance(piece, Work) or (index + 1 < len(self.script) and leg.handed(index + 1)):
            return None
        position = leg.position(now)
        at = max(position + leg.ahead, leg.handed_end + PAUSE if leg.handed_end > position else 0)
        remaining = cut(piece, leg.handed(index), max(0, self.span(now).end - at), lines, more)
        script = (remaining, *self.script[index + 1 :])
        if self.is_led_in(now):
            return leg.begin + at, script, self.point, self.inserted - index
        return leg.begin + at, script, self.point_at(now), 0

    def side(self, now: Ms) -> str | None:
        """Return whose turn it is, where work has sides."""
        piece = self.piece(now)
        if isinstance(piece, Work) and piece.alternating:
            return "right" if self.elapsed(now) % piece.round_length >= piece.paced.rep_length else "left"
        return piece.place.side

    def next_repetition(self, now: Ms) -> tuple[Ms, Point] | None:
        """Return where (on the leg) the next repetition begins that can still be changed; None when there is none."""
        piece = self.piece(now)
        if not isinstance(piece, Work) or piece.dose.reps is None:
            return None
        ahead = self.elapsed(now) + self.leg.ahead
        begun = ahead // piece.round_length + 1
        if piece.reps_done + begun >= piece.dose.reps:
            return None
        at = self.span(now).start + begun * piece.round_length
        return at, Point(self.place(now), reps=piece.reps_done + begun)


def point_within(piece: Piece, place: int, elapsed: Ms, before: Ms = 0) -> Point:
    """Return where *elapsed* milliseconds into *piece* are, which is at *place* of the course.

    A break of which *before* milliseconds were over earlier counts them.
    """
    if isinstance(piece, Work) and piece.dose.reps is not None:
        return Point(place, reps=min(piece.reps_done + elapsed // piece.round_length, piece.dose.reps - 1))
    if isinstance(piece, Work):
        return Point(place, done=max(0, min(piece.done + elapsed, piece.dose.work - LEAST_HOLD)))
    return Point(place, done=before + elapsed)
