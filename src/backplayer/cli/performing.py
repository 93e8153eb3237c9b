"""A session from its first line to its last: opens the parts, lets them play together, and says how it ended."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from backplayer.cli.errors import failure
from backplayer.cli.folders import kept
from backplayer.cli.screens import open_screen
from backplayer.cli.settings import Display, Settings
from backplayer.cli.sources import Board, has_keyboard, open_keyboard, open_sources, refuse_clash
from backplayer.cli.wiring import aloud, as_text
from backplayer.coach.course import Course
from backplayer.coach.script import Work
from backplayer.coach.wording import DISCLAIMER
from backplayer.keeping.place import Keeper, Landmark, Manner, Place
from backplayer.player.commands import Command, Inbox
from backplayer.player.progress import Progress
from backplayer.player.session import Links, Outcome, Session

if TYPE_CHECKING:
    from backplayer.player.effects import Ended

NOBODY_ANSWERS = 30_000
"""How long (ms) a wait lasts where nobody can end it."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is to be played, how, and where it goes on if it was begun before."""

    course: Course
    manner: Manner
    chosen: Settings
    begun: Progress | None = None
    text: bool = False
    instant: bool = False
    take_over: bool = False

    @property
    def to_file(self) -> bool:
        """Whether it is written, not played."""
        return not self.text and not self.instant and self.chosen.output.lower().endswith(".wav")


def perform(sitting: Sitting) -> None:
    """Play it. Leaves with a code other than 0 where a signal ended it."""
    from backplayer.sound.output import OutputFailed

    stops = _Stops()
    if sitting.chosen.listen:
        refuse_clash(sitting.course)
    try:
        with ExitStack() as stack:
            stack.enter_context(stops.caught())
            if not (sitting.text or sitting.instant or sitting.to_file):
                _take_turn(sitting, stack)
            ending = _play(sitting, stops.inbox, stack)
    except OutputFailed as error:  # a disk that is full
        raise failure(f"output: {error}") from None
    for line in ending.overdrawn:
        typer.echo(line, err=True)
    _tell_the_end(ending)
    if not ending.outcome.finished and stops.signal:
        raise typer.Exit(128 + stops.signal)


class _Stops:
    """Ctrl-C and its kin, as a command to the session; a second one ends the program at once."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.signal = 0

    @contextmanager
    def caught(self) -> Iterator[None]:
        names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]
        before = {number: signal.signal(number, self._stop) for number in (getattr(signal, name) for name in names)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, _frame: object) -> None:
        self.signal = number
        self.inbox.put(Command.STOP)
        signal.signal(number, signal.SIG_DFL)


def _take_turn(sitting: Sitting, stack: ExitStack) -> None:
    from backplayer.keeping.turn import Busy, Turn

    try:
        turn = Turn(kept("player.lock"), sitting.manner.title, take_over=sitting.take_over)
    except Busy as error:
        raise failure(str(error)) from None
    except OSError as error:
        typer.echo(f"Cannot see whether another backplayer is speaking: {error}", err=True)
    else:
        stack.callback(turn.close)


def _play(sitting: Sitting, inbox: Inbox, stack: ExitStack) -> _Ending:
    chosen, course = sitting.chosen, sitting.course
    silent = sitting.text or sitting.instant
    performance = as_text(course, sitting.instant) if silent else aloud(course, chosen, inbox, stack)
    board = Board(course.routine.title)
    live = not (performance.offline or sitting.instant)
    if live and not sitting.begun:
        _tell_of_earlier()
    commanded = live and open_sources(chosen, inbox, board, course, performance, stack)
    display = Display.PLAIN if performance.offline and chosen.display is Display.AUTO else chosen.display
    screen, drawn = open_screen(display, "\n".join(line for line in (DISCLAIMER, performance.heading) if line))
    stack.callback(screen.close)
    if live and has_keyboard():
        commanded = open_keyboard(inbox, drawn, performance, stack) or commanded
    memory = _Memory(sitting, Keeper(kept("place.json"), performance.notices)) if live else None
    if memory:
        stack.callback(memory.close)
    patience = 0 if not live else None if commanded else NOBODY_ANSWERS
    if patience == NOBODY_ANSWERS and course.waits:
        screen.notice(f"No keyboard here: each wait lasts {NOBODY_ANSWERS // 1000} seconds.")
    session = Session(
        course,
        performance.open_score,
        performance.timing,
        inbox,
        screen,
        performance.sound,
        begun=sitting.begun,
        patience=patience,
        links=Links(performance.notices.take, (board,), memory.keep if memory else lambda _: None),
        watched=live,
    )
    outcome = session.run()
    if performance.sound and (outcome.finished or not performance.offline):
        performance.sound.end(outcome.finished)
    if not outcome.finished:
        performance.abandon()
    elif memory:
        memory.forget()
    return _Ending(outcome, performance.notices.taken if drawn else [], resumable=bool(memory and memory.begun))


class _Memory:
    """Keeps the session's place once its first work has begun: until then, that of an earlier session stays."""

    def __init__(self, sitting: Sitting, keeper: Keeper) -> None:
        self._sitting, self._keeper = sitting, keeper
        works = (index for index, piece in enumerate(sitting.course.script) if isinstance(piece, Work))
        self._first_work = next(works, 0)
        self.begun = False

    def keep(self, progress: Progress) -> None:
        """Keep the place."""
        if self.begun or progress.point.piece >= self._first_work:
            self.begun = True
            self._keeper.keep(_place(self._sitting, progress))

    def forget(self) -> None:
        """Keep nothing of a session that was played to its end."""
        if self.begun:
            self._keeper.forget()

    def close(self) -> None:
        """Write what is still to be written."""
        self._keeper.close()


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a session ended, the notices that a live view has drawn over, and whether it can be gone on with."""

    outcome: Outcome
    overdrawn: list[str]
    resumable: bool


def _tell_of_earlier() -> None:
    """Say that an earlier session can still be gone on with."""
    from backplayer.keeping.place import NoPlace, read_place

    path = kept("place.json")
    if not path.is_file():
        return
    with suppress(NoPlace):
        earlier = read_place(path)
        at = f" at {earlier.progress.where}" if earlier.progress.where else ""
        typer.echo(
            f"'{earlier.manner.title}' was stopped{at}. 'backplayer resume' goes on with it, "
            "until the first exercise of this session begins.",
            err=True,
        )


def _place(sitting: Sitting, progress: Progress) -> Place:
    course = sitting.course
    for step in progress.easier:
        course = course.easier(step) if course.has_easier(step) else course
    piece = course.script[progress.point.piece]
    place = piece.place
    mark = Landmark(type(piece).__name__, place.title, place.step, place.side, place.set)
    return Place(sitting.manner, mark, progress, time.time())


def _tell_the_end(ending: _Ending) -> None:
    from backplayer.routine.durations import clock_to_str

    outcome = ending.outcome
    for ended in _not_done(outcome.ended):
        typer.echo(ended, err=True)
    if outcome.finished:
        return
    view = outcome.view
    where = ", ".join(part for part in (view.title, view.side and f"{view.side} side") if part)
    further = " Go on with: backplayer resume" if ending.resumable else ""
    typer.echo(f"Stopped at {clock_to_str(view.position)}{f', {where}' if where else ''}.{further}", err=True)
    sys.stderr.flush()


def _not_done(ended: tuple[Ended, ...]) -> Iterator[str]:
    """Name what was skipped, unless it was done after all."""
    latest = {(work.step, work.side, work.set): work for work in ended}
    for work in latest.values():
        if work.outcome == "done":
            continue
        parts = [work.title]
        if work.side:
            parts.append(f"{work.side} side")
        if work.of_reps is not None:
            parts.append(f"{work.reps} of {work.of_reps} done")
        else:
            parts.append(f"{work.done // 1000} of {work.of // 1000} seconds done")
        yield f"{work.outcome.capitalize()}: {', '.join(parts)}."
