"""The aside: an answer that is spoken beside what is played."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backplayer.coach.script import Line, Talk
from backplayer.coach.timeline import Cue
from backplayer.player.leg import LOOK, CueDue, Leg, OpenScore, Over
from backplayer.units import Ms

GIVE_UP: Ms = 3_000
"""An answer over work that the voice has not spoken by then is not given."""
BREATH: Ms = 150
"""Silence between a cue and an answer spoken over work."""

_COUNTED = ("count", "phase", "cue")
"""What may go unheard while an answer is spoken over work."""


@dataclass(slots=True)
class _Answer:
    """Words on a leg of their own, since a moment; while they are spoken over work, *held* waits at its end."""

    lines: tuple[Line, ...]
    leg: Leg
    since: Ms
    held: Leg | None = None


class Aside:
    """Speaks one answer at a time: where nothing else is said, or over work, in place of what is counted.

    Work over which it speaks keeps its time. What follows the work waits until all is said.
    """

    def __init__(self, open_score: OpenScore, ahead: Ms = 0) -> None:
        self._open_score = open_score
        self._ahead = ahead
        self._answer: _Answer | None = None

    @property
    def ahead(self) -> Ms:
        """How early its words are handed out."""
        return self._ahead

    @ahead.setter
    def ahead(self, ahead: Ms) -> None:
        self._ahead = ahead
        if self._answer:
            self._answer.leg.ahead = ahead

    @property
    def speaking(self) -> bool:
        """Whether an answer is being given."""
        return self._answer is not None

    @property
    def ends(self) -> Ms:
        """When the answer that is being given is over; 0 if there is none."""
        return self._answer.leg.begin + self._answer.leg.timeline.length if self._answer else 0

    def is_saying(self, lines: tuple[Line, ...]) -> bool:
        """Whether the answer that is being given ends with *lines*."""
        return self._answer is not None and self._answer.lines[-len(lines) :] == lines

    def drowns(self, cue: Cue) -> bool:
        """Whether *cue* is not to be heard, so that the coach does not talk over itself."""
        return self.speaking and bool(cue.text) and _may_go_unheard(cue)

    def length(self, lines: Iterable[Line]) -> Ms:
        """How long it takes to say *lines*; with a margin where that is not measured yet."""
        leg = self._leg(tuple(lines), 0)
        return leg.timeline.length if leg.settled else leg.timeline.length * 5 // 4

    def say(self, lines: Iterable[Line], at: Ms) -> None:
        """Say *lines* from *at* on, in place of what is being said beside."""
        self.drop()
        lines = tuple(lines)
        self._answer = _Answer(lines, self._leg(lines, at), at)

    def say_over(self, leg: Leg, index: int, lines: Iterable[Line], at: Ms) -> bool:
        """Say *lines* over the work that is span *index* of *leg*, after what is being said beside it already.

        They begin at *at*, or when what has to be heard is over. Work that nothing follows may end meanwhile.

        Returns:
            Whether there is time for it; nothing is said if not.
        """
        lines, span = tuple(lines), leg.timeline.spans[index]
        needed = self.length(lines)
        at = max(at, self.ends)
        for cue in leg.timeline.cues:
            if not span.start <= cue.at < span.end or not cue.text or _may_go_unheard(cue):
                continue
            if leg.begin + cue.at < at + needed and leg.begin + cue.end > at:
                if self._answer:  # which cannot wait in the middle
                    return False
                at = leg.begin + cue.end + BREATH
        if at + needed >= leg.begin + span.end and index + 1 < len(leg.timeline.spans):
            return False
        if self._answer:
            self._answer.lines += lines
            self._answer.leg.revise(self._open_score((Talk("talk", self._answer.lines),)))
        else:
            leg.stop_at(span.end + 1)
            self._answer = _Answer(lines, self._leg(lines, at), at, held=leg)
        return True

    def hold_instead(self, leg: Leg, other: Leg) -> None:
        """Let *other* wait at the end of its first span, where *leg* did: it goes on with the same work."""
        if self._answer and self._answer.held is leg:
            self._answer.held = other
            other.stop_at(other.timeline.spans[0].end + 1)

    def drop(self) -> None:
        """Say no more of it than was handed out, and keep nothing waiting."""
        if self._answer and self._answer.held:
            self._answer.held.stop_at(None)
        self._answer = None

    def advance(self, now: Ms) -> list[CueDue]:
        """Move to *now* and return the words that are due."""
        if self._answer is None:
            return []
        leg = self._answer.leg
        events = leg.advance(now)
        given_up = self._answer.held and leg.starved and now - self._answer.since > GIVE_UP
        if given_up or any(isinstance(event, Over) for event in events):
            self.drop()
        return [event for event in events if isinstance(event, CueDue)]

    def wake(self, now: Ms) -> Ms:
        """When to call `advance` again, at the latest."""
        return self._answer.leg.wake(now) if self._answer else now + LOOK

    def _leg(self, lines: tuple[Line, ...], begin: Ms) -> Leg:
        return Leg(self._open_score((Talk("talk", lines),)), self._ahead, begin)


def _may_go_unheard(cue: Cue) -> bool:
    return cue.kind in _COUNTED
