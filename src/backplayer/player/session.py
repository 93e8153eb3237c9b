"""The session: the one loop that lets a timeline be heard and seen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from backplayer.coach.timeline import Cue, Span
from backplayer.player.clock import Clock
from backplayer.player.commands import Command, Inbox
from backplayer.player.score import Score
from backplayer.player.transport import CueDue, Late, Transport, Waiting
from backplayer.units import Ms

STARVED: Ms = 2_000
"""A voice that keeps the session waiting this long is told of."""


class Sound(Protocol):
    """Where cues are heard. *at* is on the session's clock and lies in the near future."""

    def start(self, cue: Cue, at: Ms) -> None:
        """Let *cue* be heard at *at*."""

    def hush(self) -> None:
        """Be silent at once."""


class Screen(Protocol):
    """Where a session is seen, as it is heard."""

    def show(self, cue: Cue) -> None:
        """Show a cue that is heard now."""

    def notice(self, text: str) -> None:
        """Show one line about the session itself."""


class Silence:
    """Sound for a session as text."""

    def start(self, cue: Cue, at: Ms) -> None:
        """Nothing is heard."""

    def hush(self) -> None:
        """Nothing sounds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a session ended: whether it was finished, and where it stopped."""

    finished: bool
    position: Ms
    span: Span


class Session:
    """Plays a score on a clock.

    *ahead* is how early the sound wants its cues. *patience* bounds an open-ended wait where nobody can answer; None
    waits for the listener however long it takes. *news* gives lines from the edges to show.
    """

    def __init__(
        self,
        score: Score,
        clock: Clock,
        inbox: Inbox,
        screen: Screen,
        sound: Sound | None = None,
        *,
        ahead: Callable[[], Ms] = lambda: 0,
        patience: Ms | None = None,
        news: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._score = score
        self._clock = clock
        self._inbox = inbox
        self._screen = screen
        self._sound = sound or Silence()
        self._ahead = ahead
        self._patience = patience
        self._news = news
        self._shown: deque[CueDue] = deque()
        self._waiting_since: Ms | None = None
        self._fed: Ms | None = None  # when the voice last kept up; None once the listener knows that it does not

    def run(self) -> Outcome:
        """Play to the end, or until the listener stops it."""
        first = self._score.latest()
        assert first is not None
        self._fed = self._clock.now()
        transport = Transport(*first, self._ahead(), begin=max(0, self._fed + self._ahead()))
        while True:
            now = self._clock.now()
            for line in self._news():
                self._screen.notice(line)
            transport.ahead = self._ahead()
            if latest := self._score.latest():
                transport.retime(*latest)
            effects = transport.advance(now)
            for effect in effects:
                if isinstance(effect, CueDue):
                    self._sound.start(effect.cue, effect.at)
                    self._shown.append(effect)
                elif isinstance(effect, Waiting):
                    self._waiting_since = now
                elif isinstance(effect, Late):
                    self._screen.notice(f"The computer was away for {effect.by // 1000} seconds; going on.")
                else:
                    self._show_until(None)
                    return Outcome(True, transport.position(now), transport.span(now))
            self._show_until(now)
            self._tell_of_starving(transport.starved, now)
            while command := self._inbox.take():
                if command is Command.STOP:
                    self._sound.hush()
                    return Outcome(False, transport.position(now), transport.span(now))
                self._go_on(transport, now)
            if self._is_impatient(now):
                self._go_on(transport, now)
            due = transport.wake(now)
            self._clock.wait(min(due, self._shown[0].at) if self._shown else due, self._inbox)

    def _go_on(self, transport: Transport, now: Ms) -> None:
        if transport.done(now):
            self._waiting_since = None

    def _is_impatient(self, now: Ms) -> bool:
        if self._patience is None or self._waiting_since is None:
            return False
        return now - self._waiting_since >= self._patience

    def _tell_of_starving(self, starved: bool, now: Ms) -> None:
        if not starved:
            self._fed = now
        elif self._fed is not None and now - self._fed >= STARVED:
            self._fed = None
            self._screen.notice("Waiting for the voice.")

    def _show_until(self, now: Ms | None) -> None:
        while self._shown and (now is None or self._shown[0].at <= now):
            self._screen.show(self._shown.popleft().cue)
