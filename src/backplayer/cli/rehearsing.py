"""Excerpts for their author: speakers, voice, keys and loop as in a session, but no place kept, no music."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from backplayer.authoring.excerpt import Excerpt
from backplayer.cli.errors import failure
from backplayer.cli.folders import kept
from backplayer.cli.settings import Settings
from backplayer.cli.wiring import Notices, Performance, aloud, as_text
from backplayer.player.commands import Inbox
from backplayer.player.session import Links, Screen, Session

if TYPE_CHECKING:
    from backplayer.coach.timeline import Cue
    from backplayer.player.view import View


class Spoken:
    """A screen that shows each phrase with its length, as it is heard."""

    def __init__(self, is_measured: Callable[[str], bool]) -> None:
        self._is_measured = is_measured

    def show(self, cue: Cue) -> None:
        """Show a phrase."""
        if cue.text is not None:
            print_phrase(cue.text, cue.length, self._is_measured(cue.text))

    def notice(self, text: str) -> None:
        """Show a line about the sound or the voice."""
        typer.echo(text, err=True)

    def update(self, view: View) -> None:
        """Where it is shows in what is said."""

    def help(self, wanted: bool) -> None:
        """There is nothing to ask for."""


def print_phrase(text: str, length: int, measured: bool) -> None:
    """Print a phrase with its length in milliseconds."""
    from backplayer.routine.problems import printable

    typer.echo(f'"{printable(text, 500)}"  {"" if measured else "about "}{length:,} ms')
    sys.stdout.flush()


def say_phrases(course: Excerpt, chosen: Settings, *, no_sound: bool, take_over: bool) -> None:
    """Say the course's phrases one after the other, showing each with its length.

    Without a device, without a voice and where *no_sound* is wanted they are only shown. With *take_over* another
    player that is speaking is stopped.

    Raises:
        Busy: another player is speaking.
    """
    chosen = _plain(chosen)
    if no_sound or not _said_aloud(course, chosen, take_over):
        _show_phrases(course, chosen)


def _said_aloud(course: Excerpt, chosen: Settings, take_over: bool) -> bool:
    """Whether there was a voice, and something to hear it with."""
    from backplayer.sound.output import OutputFailed

    inbox = Inbox()
    try:
        with ExitStack() as stack:
            if not chosen.output.lower().endswith(".wav"):
                _take_turn(course, stack, take_over)
            performance = aloud(course, chosen, inbox, stack)
            sound = performance.sound
            if sound is None or sound.studio is None or sound.speakers.output_name is None:
                performance.abandon()
                _tell(performance.notices)
                if sound and sound.studio:
                    typer.echo("No sound here, so it is only shown; 'backplayer doctor' tells why.", err=True)
                return False
            studio = sound.studio
            _play(course, performance, inbox, Spoken(lambda text: studio.clip(text) is not None))
    except OutputFailed as error:
        raise failure(f"output: {error}") from None
    return True


def _show_phrases(course: Excerpt, chosen: Settings) -> None:
    from backplayer.authoring.excerpt import phrases_of
    from backplayer.cli.measuring import measure

    measured = measure(course, chosen)
    for line in measured.notices:
        typer.echo(line, err=True)
    if measured.voice is None:
        typer.echo("No voice: the lengths are estimated.", err=True)
    for text in phrases_of(course.script):
        print_phrase(text, measured.length_of(text), measured.voice is not None)


def rehearse(course: Excerpt, chosen: Settings, inbox: Inbox, *, text: bool, instant: bool) -> bool:
    """Play exercises as they would be played; tell whether to the end, not broken off by what came to *inbox*.

    Raises:
        Busy: another player is speaking.
    """
    from backplayer.cli.screens import plain_lines
    from backplayer.cli.sources import has_keyboard, open_keyboard
    from backplayer.sound.output import OutputFailed

    chosen = _plain(chosen)
    silent = text or instant
    try:
        with ExitStack() as stack:
            if not silent:
                _take_turn(course, stack)
            performance = as_text(course, instant) if silent else aloud(course, chosen, inbox, stack)
            screen = plain_lines()
            stack.callback(screen.close)
            if (
                has_keyboard()
                and not (performance.offline or instant)
                and open_keyboard(inbox, None, performance, stack)
            ):
                typer.echo("Space pauses, q stops, ? tells more.")
            finished = _play(course, performance, inbox, screen)
    except OutputFailed as error:
        raise failure(f"output: {error}") from None
    sys.stdout.flush()
    return finished


def _take_turn(course: Excerpt, stack: ExitStack, take_over: bool = False) -> None:
    from backplayer.keeping.turn import Turn

    stack.callback(Turn(kept("player.lock"), course.routine.title, take_over=take_over).close)


def _plain(chosen: Settings) -> Settings:
    return replace(chosen, music=None, lower_others=False, listen=False, clap=False, control=None)


def _tell(notices: Notices) -> None:
    for line in notices.take():
        typer.echo(line, err=True)


def _play(course: Excerpt, performance: Performance, inbox: Inbox, screen: Screen) -> bool:
    session = Session(
        course, performance.open_score, performance.timing, inbox, screen, performance.sound,
        patience=0, links=Links(performance.notices.take), watched=not performance.offline,
    )  # fmt: skip
    finished = session.run().finished
    if performance.sound and not performance.offline:
        performance.sound.end(finished)
    if not finished:
        performance.abandon()
    _tell(performance.notices)
    return finished
