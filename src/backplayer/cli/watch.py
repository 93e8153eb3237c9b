"""``backplayer watch``: a file is checked anew whenever it is saved, and a step of it played again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli import options
from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library
from backplayer.cli.saves import Saves
from backplayer.cli.say import Output, Rate, Voice
from backplayer.cli.settings import Settings, settings
from backplayer.player.commands import Command, Inbox
from backplayer.routine.problems import printable

if TYPE_CHECKING:
    from backplayer.cli.checking import Report
    from backplayer.routine.model import Routine

IDLE_S = 0.2
"""How often to see whether there will be no more saves."""


def watch(
    name: Annotated[str, typer.Argument(metavar="FILE", help="A file, or a routine's name.")],
    *,
    play: Annotated[
        str | None,
        typer.Option("--play", metavar="STEP", help="Play this exercise after each save: its number or its name."),
    ] = None,
    text: options.Text = False,
    instant: Annotated[bool, typer.Option("--instant", help="As text, without waiting.")] = False,
    voice: Voice = None,
    rate: Rate = None,
    output: Output = None,
    force: options.Force = None,
) -> None:
    """Check a routine whenever it is saved, and play a step of it again, so that writing and listening go together."""
    with told():
        path = library().find_routine(name)
        chosen = settings(voice=voice, rate=rate, output=output, force=force)
    if not path.is_file():
        raise failure(f"{path}: no such file; 'backplayer new' writes one")
    if play and not (text or instant):
        from backplayer.cli.wiring import refuse_to_replace

        refuse_to_replace(chosen)
    watch_file(path, chosen, play, text=text, instant=instant)


def watch_file(path: Path, chosen: Settings, step: str | None, *, text: bool = False, instant: bool = False) -> None:
    """Check the file at *path* now and after every save, until Ctrl-C. It may go and come back."""
    typer.echo(f"Watching {printable(str(path), 1000)}. Ctrl-C ends.")
    place = path.absolute()  # the folder we are in may be removed and made again
    inbox = Inbox()
    chosen = replace(chosen, force=True)  # a file that is played into holds the newest
    gone = False

    def look() -> None:
        nonlocal gone
        was_gone, gone = gone, _is_gone(place)
        if gone and not was_gone:
            _print_head(f"{printable(place.name, 300)} is gone; it is checked again when it is back.")
        if gone:
            return
        routine = checked(path if _is_same(path, place) else place).routine
        if routine and step:
            _play(routine, chosen, step, inbox, text, instant)

    with closing(Saves(place)) as saves:
        look_at_every_save(saves, inbox, look)


def _is_gone(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # what cannot be read is told by reading it
        return False
    return False


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def look_at_every_save(saves: Iterable[object], inbox: Inbox, look: Callable[[], None]) -> None:
    """Look at once and again after every save, until *saves* end.

    A save puts a stop into *inbox*, for what may be playing.
    """
    failed: list[Exception] = []
    saved, ended = threading.Event(), threading.Event()

    def hear() -> None:
        try:
            for _ in saves:
                saved.set()
                inbox.put(Command.STOP)
        except Exception as error:
            failed.append(error)
        finally:
            ended.set()

    threading.Thread(target=hear, name="saves", daemon=True).start()
    while True:
        saved.clear()
        while inbox.take():
            pass
        look()
        while not saved.wait(IDLE_S):
            if ended.is_set() and not saved.is_set():
                if failed:
                    raise failed[0]
                return


def checked(path: Path) -> Report:
    """Check a file and print what there is to say about it."""
    from backplayer.cli.checking import check_file, print_reports

    report = check_file(path, library())
    _print_head(printable(path.name, 300))
    tally = print_reports([report])
    if tally.errors:
        typer.echo(f"{tally.errors} error{'' if tally.errors == 1 else 's'}: it cannot be played like this.")
        return report
    so = f"{tally.warnings} warning{'' if tally.warnings == 1 else 's'}." if tally.warnings else "All is well."
    typer.echo(f"{so} {_extent(report.routine)}" if report.routine else so)
    return report


def _print_head(line: str) -> None:
    typer.echo(f"\n{time.strftime('%H:%M:%S')}  {line}")


def _extent(routine: Routine) -> str:
    from backplayer.authoring.draft import minutes
    from backplayer.authoring.reckoning import estimated_length_of
    from backplayer.routine.model import played_exercises

    count = len(tuple(played_exercises(routine.steps)))
    return f"{count} exercise{'' if count == 1 else 's'}, about {minutes(estimated_length_of(routine))} min."


def _play(routine: Routine, chosen: Settings, step: str, inbox: Inbox, text: bool, instant: bool) -> None:
    """Play a step, unless a save or a key breaks it off."""
    from backplayer.authoring.excerpt import steps_alone
    from backplayer.cli.rehearsing import rehearse
    from backplayer.keeping.turn import Busy
    from backplayer.routine.choices import choose, step_number
    from backplayer.routine.problems import NotFound

    picked = choose(routine, have=chosen.have, optional=chosen.optional, easier=chosen.easier)
    try:
        course = steps_alone(picked, (step_number(picked, step),), chosen.verbosity)
        rehearse(course, chosen, inbox, text=text, instant=instant)
    except (NotFound, Busy) as error:
        why = str(error).partition(", or take over")[0]  # that is an option of play
        typer.echo(f"Not played: {why}", err=True)
