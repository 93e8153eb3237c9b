"""``backplayer play``: wires a routine, a voice, an output and a screen into a session."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library
from backplayer.cli.settings import Settings, settings
from backplayer.coach.verbosity import Verbosity

if TYPE_CHECKING:
    from backplayer.coach.script import Script
    from backplayer.player.commands import Inbox
    from backplayer.player.session import Outcome
    from backplayer.routine.model import Routine
    from backplayer.screen.jsonl import JsonLines
    from backplayer.screen.transcript import Transcript

NOBODY_ANSWERS = 30_000
"""How long (ms) a wait lasts where no keyboard can end it."""


class Format(str, Enum):
    """What is written to standard output."""

    TEXT = "text"
    JSONL = "jsonl"


def play(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine's name, or a file.")],
    text: Annotated[bool, typer.Option("--text", help="As text, without sound.")] = False,
    instant: Annotated[bool, typer.Option("--instant", help="As text, without waiting.")] = False,
    format: Annotated[Format, typer.Option("--format", help="What to write: lines of text or JSON.")] = Format.TEXT,
    voice: Annotated[
        str | None, typer.Option(help="auto, espeak, pyttsx3, none, or with a voice's name: espeak:en-gb.")
    ] = None,
    rate: Annotated[int | None, typer.Option(min=80, max=400, help="Words a minute (175).")] = None,
    verbosity: Annotated[Verbosity | None, typer.Option(help="How much is said.")] = None,
    start_at: Annotated[
        str | None, typer.Option("--start-at", help="Begin with this exercise: its number or its name.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(help="auto, miniaudio, sounddevice, pipe, simpleaudio, silence, or a file ending in .wav."),
    ] = None,
    have: Annotated[
        list[str] | None, typer.Option(help="Equipment at hand, e.g. --have 'foam roller'. Can be repeated.")
    ] = None,
    optional: Annotated[bool | None, typer.Option("--optional/--no-optional", help="With optional steps.")] = None,
    easier: Annotated[bool | None, typer.Option("--easier/--as-written", help="Take the easier alternatives.")] = None,
) -> None:
    """Play a routine."""
    from backplayer.sound.output import OutputFailed

    with told():
        chosen = settings(
            voice=voice, rate=rate, verbosity=verbosity, output=output,
            have=tuple(have or ()), optional=optional, easier=easier,
        )  # fmt: skip
        routine = _routine(name, chosen, have)
    script = _script(routine, chosen.verbosity, start_at)
    stops = _Stops()
    try:
        with ExitStack() as stack:
            stack.enter_context(stops.caught())
            if text or instant:
                outcome = _play_text(script, format, instant, stops.inbox)
            else:
                outcome = _play_aloud(script, routine.language, format, chosen, stops.inbox, stack)
    except OutputFailed as error:  # a disk that is full
        raise failure(f"output: {error}") from None
    if not outcome.finished:
        from backplayer.routine.durations import clock_to_str

        span = outcome.span
        where = ", ".join(part for part in (span.title, span.side and f"{span.side} side") if part)
        typer.echo(f"Stopped at {clock_to_str(outcome.position)}{f', {where}' if where else ''}.", err=True)
        raise typer.Exit(128 + stops.signal)


class _Stops:
    """Ctrl-C and its kin, as a command to the session; a second one ends the program at once."""

    def __init__(self) -> None:
        from backplayer.player.commands import Inbox

        self.inbox = Inbox()
        self.signal: int = signal.SIGINT

    @contextmanager
    def caught(self) -> Iterator[None]:
        names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        before = {number: signal.signal(number, self._stop) for number in (getattr(signal, name) for name in names)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, _frame: object) -> None:
        from backplayer.player.commands import Command

        self.signal = number
        self.inbox.put(Command.STOP)
        signal.signal(number, signal.SIG_DFL)


def _routine(name: str, chosen: Settings, have: list[str] | None) -> Routine:
    from backplayer.routine.choices import choose, swappable

    shelf = library()
    routine = shelf.read_routine(shelf.find_routine(name))
    known = swappable(routine)
    if have and not any(item.casefold().strip() in map(str.casefold, known) for item in have):
        wanted = f"it asks for {', '.join(sorted(known))}" if known else "it swaps no exercise"
        typer.echo(f"--have {', '.join(have)} changes nothing in this routine; {wanted}", err=True)
    picked = choose(routine, have=chosen.have, optional=chosen.optional, easier=chosen.easier)
    if not picked.steps:
        raise failure("nothing to play: every step of this routine is optional; add --optional")
    return picked


def _script(routine: Routine, verbosity: Verbosity, start: str | None) -> Script:
    from backplayer.coach.plan import plan

    return plan(routine, verbosity, 1 if start is None else _number_of(routine, start))


def _number_of(routine: Routine, start: str) -> int:
    """Find the exercise that is meant: its number, name or slug."""
    from backplayer.routine.model import played_exercises
    from backplayer.routine.problems import did_you_mean, printable

    exercises = [step.exercise for step in played_exercises(routine.steps)]
    if start.isascii() and start.isdecimal() and 1 <= int(start) <= len(exercises):
        return int(start)

    def key(name: str) -> str:
        return name.casefold().replace("-", " ").strip()

    names: dict[str, int] = {}
    for number, exercise in enumerate(exercises, start=1):
        for name in (exercise.slug, exercise.name, exercise.say):
            names.setdefault(key(name or ""), number)
    if start and key(start) in names:
        return names[key(start)]
    hint = did_you_mean(key(start), names) or f"; the exercises are numbered 1 to {len(exercises)}"
    raise failure(f"--start-at: no exercise '{printable(start)}' in this routine{hint}")


def _screen(format: Format, heading: str) -> Transcript | JsonLines:
    if format is Format.JSONL:
        from backplayer.screen.jsonl import JsonLines

        return JsonLines(sys.stdout, sys.stderr)
    from backplayer.screen.transcript import Transcript

    typer.echo(f"{heading}\n")
    return Transcript(sys.stdout)


def _patience(script: Script, inbox: Inbox, notice: Callable[[str], None]) -> int | None:
    """Listen for Enter if the script waits for the listener; return how long to wait (ms), None for ever."""
    from backplayer.coach.script import Wait
    from backplayer.player.commands import Command

    if not any(isinstance(piece, Wait) for piece in script):
        return None
    if not sys.stdin or not sys.stdin.isatty():
        notice(f"No keyboard here: each wait lasts {NOBODY_ANSWERS // 1000} seconds.")
        return NOBODY_ANSWERS
    from backplayer.controls.enter_key import listen_for_enter

    listen_for_enter(lambda: inbox.put(Command.DONE))
    return None


def _play_text(script: Script, format: Format, instant: bool, inbox: Inbox) -> Outcome:
    from backplayer.coach.wording import DISCLAIMER
    from backplayer.player.clock import MonotonicClock, OfflineClock
    from backplayer.player.score import Score
    from backplayer.player.session import Session

    screen = _screen(format, DISCLAIMER)
    patience = 0 if instant else _patience(script, inbox, screen.notice)
    clock = OfflineClock() if instant else MonotonicClock()
    try:
        return Session(Score(script), clock, inbox, screen, patience=patience).run()
    finally:
        screen.close()


def _play_aloud(
    script: Script, language: str, format: Format, chosen: Settings, inbox: Inbox, stack: ExitStack
) -> Outcome:
    from backplayer.cli.wiring import aloud
    from backplayer.coach.wording import DISCLAIMER
    from backplayer.player.session import Session

    performance = aloud(script, chosen, language, inbox, stack)
    screen = _screen(format, f"{DISCLAIMER}\n{performance.heading}")
    stack.callback(screen.close)
    patience = _patience(script, inbox, screen.notice)
    session = Session(
        performance.score,
        performance.clock,
        inbox,
        screen,
        performance.sound,
        ahead=lambda: performance.speakers.ahead,
        patience=0 if performance.offline else patience,
        news=performance.notices.take,
    )
    outcome = session.run()
    if not outcome.finished:
        performance.abandon()
    return outcome
