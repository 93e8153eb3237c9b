"""Where a session's commands come from. Each source is optional, and each fails softly, with one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from backplayer.cli.errors import failure
from backplayer.cli.settings import Settings
from backplayer.coach import wording
from backplayer.controls.source import Source, SourceFailed
from backplayer.player.view import State, View
from backplayer.routine.model import Plural
from backplayer.routine.words import shipped_words

if TYPE_CHECKING:
    from backplayer.cli.wiring import Performance
    from backplayer.coach.course import Course
    from backplayer.controls.listening.listener import ListenOptions
    from backplayer.player.commands import Inbox
    from backplayer.screen.live import Live


class Board:
    """The latest view, for whoever asks from another thread."""

    def __init__(self, routine: str) -> None:
        self._latest = View(State.PLAYING, routine)

    def __call__(self, view: View) -> None:
        """Put up a view."""
        self._latest = view

    def latest(self) -> View:
        """Return the view put up last."""
        return self._latest


def has_keyboard() -> bool:
    """Whether somebody can press a key."""
    return bool(sys.stdin) and sys.stdin.isatty()


def prompt(chosen: Settings) -> str:
    """Return the name of the sentence that tells the listener how to go on."""
    if chosen.listen:
        return wording.SAY_READY
    return wording.PRESS_ENTER if has_keyboard() else wording.WHENEVER


def able(chosen: Settings) -> Settings:
    """Return *chosen* without the listening that cannot be here, after saying so."""
    if not (chosen.listen or chosen.clap):
        return chosen
    from backplayer.controls.listening.listener import check_installed

    try:
        check_installed(_listen_options(chosen))
    except SourceFailed as error:
        typer.echo(f"{str(error)[:1].upper()}{str(error)[1:]}.", err=True)
        return replace(chosen, listen=False, clap=False)
    return chosen


def open_sources(
    chosen: Settings, inbox: Inbox, board: Board, course: Course, performance: Performance, stack: ExitStack
) -> bool:
    """Open what was asked for but the keyboard, closed by *stack*; tell whether anybody can command."""
    opened = False

    def attempt(open_source: Callable[[], Source]) -> None:
        nonlocal opened
        try:
            source = open_source()
        except SourceFailed as error:
            performance.notices(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        else:
            stack.callback(source.close)
            opened = True

    if chosen.control is not None:
        from backplayer.controls.socket_control import ControlSocket

        path = Path(chosen.control).expanduser()
        attempt(lambda: ControlSocket(path, inbox.put, board.latest))
    if chosen.media_keys and performance.sound and sys.platform == "linux":
        opened = _open_media_keys(inbox, board, performance, stack) or opened
    if chosen.listen or chosen.clap:
        attempt(lambda: _listener(chosen, inbox, course, performance))
    return opened


def open_keyboard(inbox: Inbox, drawn: Live | None, performance: Performance, stack: ExitStack) -> bool:
    """Take keys as commands until *stack* ends, around a view that may be *drawn*; tell whether there is a keyboard."""
    from backplayer.controls.keyboard import Keyboard

    try:
        if drawn is None:
            keyboard = Keyboard(inbox.put)
        else:
            keyboard = Keyboard(inbox.put, suspending=drawn.suspend, resumed=drawn.resume)
    except SourceFailed as error:
        performance.notices(f"{error}.")
        return False
    stack.callback(keyboard.close)
    return True


def _open_media_keys(inbox: Inbox, board: Board, performance: Performance, stack: ExitStack) -> bool:
    """Answer media keys; that there is no desktop to send them is nothing to tell of."""
    try:
        from backplayer.controls.mpris import MediaKeys

        stack.callback(MediaKeys(inbox.put, board.latest, notice=performance.notices).close)
    except SourceFailed:
        return False
    return True


def _listener(chosen: Settings, inbox: Inbox, course: Course, performance: Performance) -> Source:
    from backplayer.coach.estimate import estimator
    from backplayer.coach.layout import lay_out
    from backplayer.controls.listening.listener import Listener

    options = _listen_options(chosen)
    texts = lay_out(course.script, estimator(course.routine.language)).phrases
    listener = Listener(inbox.put, texts, options, performance.notices)
    if performance.sound:
        performance.sound.listener = listener
    return listener


def _listen_options(chosen: Settings) -> ListenOptions:
    from backplayer.controls.listening.listener import ListenOptions

    model = Path(chosen.listen_model).expanduser() if chosen.listen_model else None
    return ListenOptions(headphones=chosen.headphones, model=model, words=chosen.listen, claps=chosen.clap)


def refuse_clash(course: Course) -> None:
    """Refuse to listen to a plan of which a cue is exactly a command."""
    from backplayer.controls.listening.vocabulary import find_clash

    clash = find_clash(_written(course))
    if clash:
        raise failure(
            f"--listen: this routine says '{clash.cue}', which is the spoken command for "
            f"'{clash.command.value}'; change these words, or play without --listen"
        )


def _written(course: Course) -> Iterable[str]:
    """Go through the words that the routine's author, or the user, chose."""
    for step in course.exercises:
        exercise = step.exercise
        yield from (words.text for words in exercise.cues)
        yield from exercise.spoken_setup
        yield exercise.spoken_name
        yield from (words.text for words in (exercise.halfway, exercise.caution, step.caution) if words)
    routine = course.routine
    yield from (words.text for words in (*routine.safety, *routine.closing, *routine.if_it_hurts))
    shipped = shipped_words(routine.language).sentences
    for name, sentence in routine.words.sentences.items():  # of the routine, of a set, or of the user
        if sentence != shipped[name]:
            yield from (sentence.one, sentence.other) if isinstance(sentence, Plural) else (sentence,)
