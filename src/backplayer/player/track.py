"""The track: the stretch that is played, and the one that takes over from it without a break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backplayer.coach.course import at_pace, preceded
from backplayer.coach.script import Line, Script, Work
from backplayer.player.leg import LOOK, CueDue, Event, Late, Leg, OpenScore
from backplayer.player.stretch import Spot, Stretch
from backplayer.player.ways import Way
from backplayer.units import Ms


class Track:
    """Plays one way after another, the first from *begin* on; cues are handed out *ahead* of time.

    While it is halted, all it tells is as of then.
    """

    def __init__(self, open_score: OpenScore, way: Way, ahead: Ms, begin: Ms) -> None:
        self._open_score = open_score
        self._ahead = ahead
        self._now = self._stretch(way, begin, 0)
        self._next: Stretch | None = None  # takes over when its time has come
        self._halted: Ms | None = None  # since when
        self._noted = 0  # up to this piece of the stretch, it was told what was done

    @property
    def ahead(self) -> Ms:
        """How early cues are handed out."""
        return self._ahead

    @ahead.setter
    def ahead(self, ahead: Ms) -> None:
        self._ahead = ahead
        for stretch in self._stretches():
            stretch.leg.ahead = ahead

    @property
    def halted(self) -> bool:
        """Whether it stands until something else is played."""
        return self._halted is not None

    @property
    def starved(self) -> bool:
        """Whether it stands until the voice has caught up."""
        return self._now.leg.starved and not self.halted

    @property
    def heard_until(self) -> Ms:
        """When all that was handed out is over."""
        return max(stretch.leg.begin + stretch.leg.handed_end for stretch in self._stretches())

    def at(self, now: Ms) -> Spot:
        """Return where the playhead is."""
        return self._now.at(now if self._halted is None else self._halted)

    def work_ahead(self, now: Ms) -> tuple[Leg, int]:
        """Return the leg that the end of the work under way is on, and the number of its span there."""
        return (self._next.leg, 0) if self._next else (self._now.leg, self._now.leg.index(now))

    # -- time ------------------------------------------------------------------------------------

    def advance(self, now: Ms) -> list[Event]:
        """Move to *now* and tell what happens, in order. Cues come with their place in the whole session."""
        events: list[Event] = []
        for stretch in () if self.halted else self._stretches():
            for event in stretch.leg.advance(now):
                if isinstance(event, Late) and any(isinstance(told, Late) for told in events):
                    continue  # the machine was busy for all stretches alike
                if isinstance(event, CueDue):
                    event = CueDue(event.cue._replace(at=stretch.played + event.cue.at), event.at)
                events.append(event)
        return events

    def wake(self, now: Ms) -> Ms:
        """When to call `advance` again, at the latest."""
        return min([now + LOOK, *(stretch.leg.wake(now) for stretch in (() if self.halted else self._stretches()))])

    def done(self, now: Ms, *, over: bool = False) -> list[Work]:
        """Return the work that ended since it was asked last; all there is when the way is *over*."""
        if self.halted:
            return []
        reached = len(self._now.way.script) if over else self._now.leg.index(now)
        ended = [piece for piece in self._now.way.script[self._noted : reached] if isinstance(piece, Work)]
        self._noted = max(self._noted, reached)
        return ended

    def takes_over(self, now: Ms) -> bool:
        """Whether it is time for the stretch that goes on without a break."""
        return self._next is not None and now >= self._next.leg.begin

    def take_over(self) -> None:
        """Go on with that stretch."""
        assert self._next
        self._play(self._next)

    # -- going elsewhere -------------------------------------------------------------------------

    def play(self, way: Way, now: Ms, begin: Ms) -> None:
        """Break off, and go *way* instead from *begin* on."""
        self._play(self._stretch(way, begin, self.at(now).played))
        self._halted = None

    def halt(self, now: Ms) -> None:
        """Stand here until something else is played."""
        self._next = None
        if self._halted is None:
            self._halted = now

    def go_on(self, at: Ms) -> None:
        """End the wait it is in; what follows begins at *at*."""
        self._now.leg.go_on(at)

    # -- going on otherwise ----------------------------------------------------------------------

    def interject(self, lines: tuple[Line, ...], now: Ms, soonest: Ms, more: Ms) -> bool:
        """Put *lines* into a break, after what is being said, or let it last *more* milliseconds longer.

        Returns:
            Whether it is early enough; if not, what follows has as good as begun.
        """
        spot = self.at(now)
        found = spot.interjected(lines, more)
        if found is None:
            return False
        at, way = found
        self._play(self._stretch(way, max(at, soonest), spot.played + at - now))
        return True

    def say_next(self, lines: tuple[Line, ...], now: Ms) -> bool:
        """Say *lines* first when the work under way is over, unless more work follows.

        Returns:
            Whether it is early enough; if not, what follows has as good as begun.
        """
        leg, index = self.work_ahead(now)
        if leg.handed(index + 1):
            return False
        script = (self._next or self._now).way.script
        following = script[index + 1]
        if not isinstance(following, Work):
            self._revise((*script[: index + 1], preceded(following, lines), *script[index + 2 :]))
        return True

    def change_pace(self, pace: int, now: Ms) -> tuple[Leg, Leg] | None:
        """Go on at *pace* from the next repetition on, or from the next piece.

        Returns:
            The leg where the work under way would have ended, and the one where it does now; None if it stays there.
        """
        if self._next and self._next.leg.handed(0):  # it has as good as begun
            self._play(self._next)
        leg = self._now.leg
        if found := self._now.at(now).next_repetition():
            at, way = found
            before = self._next.leg if self._next else leg
            leg.stop_at(at)
            self._next = self._stretch(way.at_pace(pace), leg.begin + at, self._now.played + at)
            return before, self._next.leg
        if self._next:
            leg = self._next.leg
            self._next = self._stretch(self._next.way.at_pace(pace), leg.begin, self._next.played)
            return leg, self._next.leg
        script, first = self._now.way.script, leg.index(now) + 1
        while first < len(script) and leg.handed(first):
            first += 1
        self._revise((*script[:first], *at_pace(script[first:], pace)))
        return None

    def _revise(self, script: Script) -> None:
        """Let the last stretch go on with *script*, which is the same up to what was handed out."""
        base = self._next or self._now
        base.leg.revise(self._open_score(script))
        revised = replace(base, way=replace(base.way, script=script))
        if self._next:
            self._next = revised
        else:
            self._now = revised

    def _stretch(self, way: Way, begin: Ms, played: Ms) -> Stretch:
        return Stretch(Leg(self._open_score(way.script), self._ahead, begin), way, played)

    def _play(self, stretch: Stretch) -> None:
        self._now, self._next, self._noted = stretch, None, 0

    def _stretches(self) -> Iterator[Stretch]:
        yield self._now
        if self._next:
            yield self._next
