"""``backplayer edit``: a routine in the user's own editor, checked when it is closed."""

from __future__ import annotations

import os
import shlex
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli.asking import agrees
from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library, own, shipped
from backplayer.cli.new import on_a_terminal
from backplayer.cli.new_files import copy_routine

if TYPE_CHECKING:
    from backplayer.routine.library import Library
    from backplayer.routine.model import Routine

FALLBACKS = ("sensible-editor", "nano", "vim", "vi", "notepad")
"""What is tried where the user has not said which editor; the first is Debian's way of asking."""
AT_ONCE_S = 2.0
"""An editor that is back this soon, with nothing changed, may have opened a window and not waited for it."""
IN_THE_TERMINAL = frozenset(
    {"vim", "vi", "nvim", "view", "nano", "pico", "ed", "ex", "micro", "hx", "helix", "kak", "joe", "jed", "mg", "ne",
     "mcedit", "sensible-editor", "editor"}
)  # fmt: skip
"""Editors that open no window, so that they are closed when they are back."""


def edit(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine's name, or a file.")],
) -> None:
    """Open a routine in your editor, check it when you are done, and offer to play what you changed."""
    with told():
        shelf = library()
        path = _to_be_edited(name, shelf)
        editor = find_editor(os.environ)
        if editor is None:
            raise failure(f"no editor was found; set EDITOR, or open the file yourself: {path}")
        _edit(path, editor, shelf)


def _to_be_edited(name: str, shelf: Library) -> Path:
    """Return the user's own file; a routine of ours is copied first."""
    path = shelf.find_routine(name)
    if not path.is_file():
        raise failure(f"{path}: no such file; 'backplayer new NAME' writes one")
    if path.resolve().parent != shipped("routines").resolve():
        return path
    copy = f"my-{path.stem}"
    if not on_a_terminal():
        raise failure(
            f"'{path.stem}' comes with backplayer and is not changed; "
            f"copy it first: backplayer new {copy} --from {path.stem}"
        )
    mine = own("routines") / f"{copy}.yaml"
    if mine.is_file():
        typer.echo(f"'{path.stem}' comes with backplayer and is not changed; this is your copy, {copy}.")
        return mine
    try:
        wanted = agrees(f"'{path.stem}' comes with backplayer and is not changed. Copy it to {copy}?", default=True)
    except (KeyboardInterrupt, EOFError):
        typer.echo()
        wanted = False
    if not wanted:
        raise failure("nothing was written")
    copy_routine(path.stem, mine, None, shelf)
    return mine


def find_editor(environment: Mapping[str, str]) -> list[str] | None:
    """Return the command of the user's editor, None where there is none."""
    for variable in ("VISUAL", "EDITOR"):
        if words := environment.get(variable, "").strip():
            return _split(words)
    found = next((program for program in FALLBACKS if shutil.which(program)), None)
    return [found] if found else None


def _split(words: str) -> list[str]:
    """Split a command into words; on Windows, where backslashes part folders, quotes only keep words together."""
    if os.name == "nt":
        return [word.strip('"') for word in shlex.split(words, posix=False)]
    try:
        return shlex.split(words)
    except ValueError:
        return [words]


def _edit(path: Path, editor: list[str], shelf: Library) -> None:
    from backplayer.cli.watch import checked, watch_file

    before = _as_it_was(path, shelf)
    while True:
        text, began = path.read_bytes(), time.monotonic()
        _open_editor(editor, path)
        at_once = time.monotonic() - began < AT_ONCE_S
        if not path.is_file():
            raise failure(f"{path} is no longer there")
        if path.read_bytes() == text and at_once and _still_open(editor):
            from backplayer.cli.settings import settings

            watch_file(path, settings(), None)
            return
        report = checked(path)
        if not any(problem.is_error for problem in report.problems):
            if report.routine:
                _offer_to_play(before, report.routine)
            return
        if not (on_a_terminal() and _again(path)):
            raise typer.Exit(1)


def _still_open(editor: list[str]) -> bool:
    """Ask whether an editor that was back at once is still open in a window of its own."""
    name = Path(editor[0]).name.casefold().removesuffix(".exe").partition(".")[0]  # vim.basic
    emacs = name.startswith("emacs") and {"-nw", "-t", "-tty", "--tty", "--no-window-system"} & set(editor)
    if name in IN_THE_TERMINAL or emacs or not on_a_terminal():
        return False
    question = f"{editor[0]} was back at once. Is it open in a window? Then the file is watched while you write"
    try:
        return agrees(question, default=False)
    except (KeyboardInterrupt, EOFError):
        typer.echo()
        return False


def _again(path: Path) -> bool:
    try:
        return agrees("Edit again?", default=True)
    except (KeyboardInterrupt, EOFError):
        typer.echo(f"\n{path} is saved as it is.")
        return False


def _open_editor(editor: list[str], path: Path) -> None:
    import signal
    import subprocess

    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the editor's, or that of what it runs
    try:
        code = subprocess.run([*editor, str(path.absolute())], check=False).returncode
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise failure(f"the editor '{' '.join(editor)}' cannot be started ({why}); the file is {path}") from None
    finally:
        signal.signal(signal.SIGINT, before)
    if code:
        typer.echo(f"The editor '{' '.join(editor)}' ended with code {code}.", err=True)


def _as_it_was(path: Path, shelf: Library) -> Routine | None:
    from backplayer.routine.problems import RoutineError

    try:
        return shelf.read_routine(path)
    except RoutineError:
        return None


def _offer_to_play(before: Routine | None, after: Routine) -> None:
    """Offer to play the exercises that were changed."""
    from backplayer.authoring.excerpt import steps_alone
    from backplayer.authoring.steps import changed_steps
    from backplayer.cli.rehearsing import rehearse
    from backplayer.cli.settings import settings
    from backplayer.keeping.turn import Busy
    from backplayer.player.commands import Inbox
    from backplayer.routine.choices import choose
    from backplayer.routine.model import played_exercises

    chosen = settings()
    was, now = (
        routine and choose(routine, have=chosen.have, optional=chosen.optional, easier=chosen.easier)
        for routine in (before, after)
    )
    assert now is not None
    numbers = changed_steps(was, now)
    if not numbers or not on_a_terminal():
        return
    exercises = list(played_exercises(now.steps))
    names = ", ".join(exercises[number - 1].exercise.name for number in numbers)
    try:
        wanted = agrees(f"Play what was changed ({names})?", default=False)
    except (KeyboardInterrupt, EOFError):
        typer.echo()
        return
    if wanted:
        try:
            rehearse(steps_alone(now, numbers, chosen.verbosity), chosen, Inbox(), text=False, instant=False)
        except Busy as error:
            raise failure(str(error).partition(", or take over")[0]) from None
