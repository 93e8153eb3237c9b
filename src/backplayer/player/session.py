"""The session: the one loop that lets a course be heard and seen, and does what the listener asks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from backplayer.coach.course import Course
from backplayer.coach.timeline import Cue
from backplayer.player.clock import Clock
from backplayer.player.commands import Inbox
from backplayer.player.effects import Acknowledged, Effect, Ended, Finished, Helped, Hush, Notice
from backplayer.player.leg import CueDue, OpenScore
from backplayer.player.progress import Progress
from backplayer.player.transport import Transport
from backplayer.player.view import State, View
from backplayer.units import Ms

STARVED: Ms = 2_000
"""A voice that keeps the session waiting this long is told of."""
AWAY_S = 5.0
"""Seconds between two looks after which the machine must have slept, or the program was stopped."""


class Sound(Protocol):
    """Where cues are heard. *at* is on the session's clock and lies in the near future."""

    def start(self, cue: Cue, at: Ms) -> None:
        """Let *cue* be heard at *at*."""

    def hush(self) -> None:
        """Be silent at once."""

    def acknowledge(self, accepted: bool) -> None:
        """Let a short sound be heard at once: a wish was taken, or was not."""

    def set_gain(self, gain: float) -> None:
        """Set the volume; 1.0 is as levelled."""

    def rest(self, resting: bool) -> None:
        """The session stands still, or goes on: what plays beside the coach does likewise."""


class Screen(Protocol):
    """Where a session is seen, as it is heard."""

    def show(self, cue: Cue) -> None:
        """Show a cue that is heard now."""

    def notice(self, text: str) -> None:
        """Show one line about the session itself."""

    def update(self, view: View) -> None:
        """Show where the session is; called several times a second."""

    def help(self, wanted: bool) -> None:
        """Show what can be asked for; no longer, when something else was asked for or it is there already."""


class Silence:
    """Sound for a session as text."""

    def start(self, cue: Cue, at: Ms) -> None:
        """Nothing is heard."""

    def hush(self) -> None:
        """Nothing sounds."""

    def acknowledge(self, accepted: bool) -> None:
        """Nothing is heard."""

    def set_gain(self, gain: float) -> None:
        """Nothing is loud."""

    def rest(self, resting: bool) -> None:
        """Nothing plays."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a session ended: whether its end was reached, where it was, and the work that is over."""

    finished: bool
    view: View
    ended: tuple[Ended, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """How a session's edges keep time.

    *ahead* is how early the sound wants its cues, *soonest* the earliest moment from now on at which something can be
    heard whole, *delay* how much later than the clock says sound is heard. *awake* is a clock (s) that goes on while
    the machine sleeps; None where sleep does not matter.
    """

    clock: Clock
    ahead: Callable[[], Ms] = lambda: 0
    soonest: Callable[[], Ms] | None = None
    delay: Callable[[], Ms] = lambda: 0
    awake: Callable[[], float] | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Who else wants to know.

    *news* gives lines from the edges to show; *watchers* get every new view; *keep* gets the progress whenever it would
    matter for going on another time. All are called on the session's thread and return at once.
    """

    news: Callable[[], Iterable[str]] = tuple
    watchers: Sequence[Callable[[View], None]] = ()
    keep: Callable[[Progress], None] = lambda _: None


@dataclass(slots=True)
class _Words:
    """What was said last, and what it told the listener to do."""

    said: str = ""
    doing: str = ""
    step: int | None = None

    def hear(self, cue: Cue) -> None:
        if cue.step != self.step:
            self.doing, self.step = "", cue.step
        if cue.text is None or cue.kind in ("count", "phase"):
            return
        self.said = cue.text
        if cue.kind in ("set-up", "cue"):
            self.doing = cue.text


class Session:
    """Plays a course on a clock.

    *begun* is where an earlier session ended. *patience* bounds an open-ended wait where nobody can answer; None waits
    for the listener. One that is not *watched*, since its clock jumps, is looked at only when something happens in it.
    """

    def __init__(
        self,
        course: Course,
        open_score: OpenScore,
        timing: Timing,
        inbox: Inbox,
        screen: Screen,
        sound: Sound | None = None,
        *,
        begun: Progress | None = None,
        gain: float = 1.0,
        patience: Ms | None = None,
        links: Links = Links(),
        watched: bool = True,
    ) -> None:
        self._timing = timing
        self._clock = timing.clock
        self._inbox = inbox
        self._screen = screen
        self._sound = sound or Silence()
        self._links = links
        self._watched = watched
        self._shown: deque[CueDue] = deque()
        self._words = _Words()
        self._fed: Ms | None = self._clock.now()  # when the voice last kept up; None once the listener knows
        self._gain = gain
        self._resting = False
        self._ended: list[Ended] = list(begun.ended) if begun else []
        self._kept: Progress | None = None
        self._view: View | None = None
        begin = max(0, self._clock.now() + timing.ahead())
        point = begun.point if begun else None
        pace = begun.pace if begun else Progress().pace
        self._transport = Transport(
            course, open_score, ahead=timing.ahead(), begin=begin, point=point, pace=pace, gain=gain, patience=patience
        )
        self._easier = begun.easier if begun else ()
        self._where = begun.where if begun else ""

    def run(self) -> Outcome:
        """Play to the end, or until the listener stops it."""
        self._sound.set_gain(self._gain)
        looked = self._timing.awake() if self._timing.awake else 0.0
        while True:
            now = self._clock.now()
            for line in self._links.news():
                self._screen.notice(line)
            self._transport.ahead = self._timing.ahead()
            effects: list[Effect] = []
            if self._timing.awake:
                before, looked = looked, self._timing.awake()
                if looked - before > AWAY_S:
                    effects += self._slept(looked - before, now)
            effects += self._transport.advance(now)
            while wish := self._inbox.take():
                effects += self._transport.wish(wish, now, self._soonest(now))
                effects += self._transport.advance(now)
            finished = self._perform(effects, now)
            self._follow()
            if finished:
                self._show_until(now if not finished.whole else None)
                return Outcome(finished.whole, self._look(now), tuple(self._ended))
            self._show_until(now - self._timing.delay())
            self._tell_of_starving(now)
            if self._watched or effects or self._view is None:
                self._publish(now)
            due = self._transport.wake(now)
            if self._shown:
                due = min(due, self._shown[0].at + self._timing.delay())
            self._clock.wait(due, self._inbox)

    def _soonest(self, now: Ms) -> Ms:
        return self._timing.soonest() if self._timing.soonest else now + self._timing.ahead()

    def _slept(self, seconds: float, now: Ms) -> list[Effect]:
        effects = self._transport.away(now, self._soonest(now))
        paused = "; the session is paused" if self._transport.state is State.PAUSED else ""
        self._screen.notice(f"The computer was away for {round(seconds)} seconds{paused}.")
        return effects

    def _perform(self, effects: Sequence[Effect], now: Ms) -> Finished | None:
        finished = None
        for effect in effects:
            if isinstance(effect, CueDue):
                self._sound.start(effect.cue, effect.at)
                self._queue(effect)
            elif isinstance(effect, Hush):
                self._sound.hush()
                self._show_until(now - self._timing.delay())
                self._shown.clear()
            elif isinstance(effect, Acknowledged):
                if not any(isinstance(other, Helped) for other in effects):
                    self._screen.help(False)
                if effect.why:
                    self._screen.notice(effect.why)
            elif isinstance(effect, Ended):
                self._ended.append(effect)
            elif isinstance(effect, Notice):
                self._screen.notice(effect.text)
            elif isinstance(effect, Helped):
                self._screen.help(True)
            else:
                finished = effect
        for effect in effects:  # after what is hushed for it, which would hush this too
            if isinstance(effect, Acknowledged):
                self._sound.acknowledge(effect.accepted)
        return finished

    def _queue(self, due: CueDue) -> None:
        """Keep what will be seen in order: an answer may be handed out after a count that is heard later."""
        later: list[CueDue] = []
        while self._shown and self._shown[-1].at > due.at:
            later.append(self._shown.pop())
        self._shown.append(due)
        self._shown.extend(reversed(later))

    def _follow(self) -> None:
        """Let the sound follow the transport's volume, and stand still with it."""
        if self._transport.gain != self._gain:
            self._gain = self._transport.gain
            self._sound.set_gain(self._gain)
        resting = self._transport.state in (State.PAUSED, State.HURT)
        if resting != self._resting:
            self._resting = resting
            self._sound.rest(resting)

    def _tell_of_starving(self, now: Ms) -> None:
        if not self._transport.starved:
            self._fed = now
        elif self._fed is not None and now - self._fed >= STARVED:
            self._fed = None
            self._screen.notice("Waiting for the voice.")

    def _show_until(self, now: Ms | None) -> None:
        while self._shown and (now is None or self._shown[0].at <= now):
            cue = self._shown.popleft().cue
            self._words.hear(cue)
            self._screen.show(cue)

    def _look(self, now: Ms) -> View:
        view = self._transport.view(now - self._timing.delay())
        return replace(view, said=self._words.said, doing=self._words.doing)

    def _publish(self, now: Ms) -> None:
        view = self._look(now)
        self._screen.update(view)  # whose size, or notices, may have changed meanwhile
        if view == self._view:
            return
        self._view = view
        for watcher in self._links.watchers:
            watcher(view)
        point = self._transport.point(now)
        easier = (*self._easier, *self._transport.easier)
        self._where = _where(view) or self._where
        progress = Progress(point, view.pace, easier, tuple(self._ended), self._where)
        if self._kept is None or _differs(progress, self._kept):
            self._kept = progress
            self._links.keep(progress)


def _differs(one: Progress, other: Progress) -> bool:
    """Whether the two differ by enough to be kept: by a piece, a repetition or a second."""

    def rough(progress: Progress) -> tuple[object, ...]:
        point = progress.point
        return point.piece, point.reps, point.done // 1000, progress.pace, progress.easier, len(progress.ended)

    return rough(one) != rough(other)


def _where(view: View) -> str:
    side = f"{view.side} side" if view.side else ""
    rep = f"repetition {view.rep} of {view.reps}" if view.rep else ""
    return ", ".join(part for part in (view.title, side, rep) if part)
