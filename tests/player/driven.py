"""A transport driven by a clock that jumps, with commands at chosen times, and what a listener would have heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from backplayer.coach.course import Point
from backplayer.coach.script import Script, Work
from backplayer.coach.timeline import Cue
from backplayer.player.commands import Command, Wish
from backplayer.player.effects import Acknowledged, Effect, Ended, Finished, Hush
from backplayer.player.leg import CueDue, Latest
from backplayer.player.score import Score
from backplayer.player.transport import Transport
from backplayer.player.view import State
from backplayer.units import Ms

AHEAD: Ms = 300
SOONEST: Ms = 250
LIMIT: Ms = 40 * 3_600_000


def scores(length_of: Callable[[str], Ms], attentive: bool = False) -> Callable[[Script], Latest]:
    """A voice that has said everything already."""

    class Lengths(dict[str, Ms]):
        def get(self, key: str, default: Ms | None = None) -> Ms:  # type: ignore[override]
            return length_of(key)

    return lambda script: Score(script, Lengths, attentive=attentive).latest


@dataclass
class Heard:
    """What came out of a transport."""

    cues: list[CueDue] = field(default_factory=list)
    hushes: list[Ms] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    answers: list[tuple[Ms, Wish, list[Effect]]] = field(default_factory=list)
    finished: Finished | None = None

    def take(self, effects: Sequence[Effect], now: Ms) -> None:
        for effect in effects:
            if isinstance(effect, CueDue):
                self.cues.append(effect)
            elif isinstance(effect, Hush):
                self.hushes.append(now)
                self.cues = [due for due in self.cues if due.at <= now + SOONEST]
            elif isinstance(effect, Ended):
                self.ended.append(effect)
            elif isinstance(effect, Finished):
                self.finished = effect

    def spoken(self) -> list[tuple[Ms, Ms, Cue]]:
        """Words with when they began and ended; what was hushed ended there."""
        found = []
        for due in self.cues:
            if due.cue.text:
                end = due.at + due.cue.length
                for hush in self.hushes:
                    if due.at <= hush + SOONEST < end:
                        end = hush + SOONEST
                found.append((due.at, end, due.cue))
        return sorted(found, key=lambda item: item[:2])


@dataclass
class Driver:
    """Runs a transport; *look* is called at every turn with the point before and after."""

    transport: Transport
    heard: Heard = field(default_factory=Heard)
    now: Ms = 0

    def run(self, until: Callable[[], bool], limit: Ms = LIMIT) -> None:
        """Let time pass until something holds, or the session is over."""
        end = self.now + limit
        while not self.heard.finished and not until():
            self.turn()
            assert self.now <= end, "it never comes to this"

    def turn(self) -> None:
        before, was = self.transport.point(self.now), self.now
        self.heard.take(self.transport.advance(self.now), self.now)
        if self.heard.finished:
            return
        wake = self.transport.wake(self.now)
        assert wake >= self.now
        self.now = max(self.now + 1, wake)
        self._look(before, was)

    def _look(self, before: Point, was: Ms) -> None:
        """Time alone never jumps the place, and never shortens work."""
        after = self.transport.point(self.now)
        assert (before.piece, before.reps) <= (after.piece, after.reps) or after.piece > before.piece
        script = self.transport.course.script
        piece = script[min(before.piece, len(script) - 1)]
        if after.piece == before.piece or not isinstance(piece, Work):
            return
        if piece.dose.reps is not None:
            assert before.reps == piece.dose.reps - 1, "a repetition was left out"
        else:
            assert before.done + (self.now - was) >= piece.dose.work - 1000, "a hold was cut short"

    def wish(self, command: Command, spoken: bool = False) -> list[Effect]:
        wish = Wish(command, spoken)
        effects = self.transport.wish(wish, self.now, self.now + SOONEST)
        self.heard.take(effects, self.now)
        self.heard.answers.append((self.now, wish, effects))
        return effects

    def accepted(self, command: Command, spoken: bool = False) -> bool:
        return Acknowledged(True) in self.wish(command, spoken)

    def finish(self) -> None:
        """Answer whatever is asked, to the end."""
        for _ in range(10_000):
            self.run(lambda: self.transport.state is not State.PLAYING)
            if self.heard.finished:
                return
            state = self.transport.state
            self.wish(Command.NEXT if state is State.HURT else Command.DONE)
        raise AssertionError("it never ends")
