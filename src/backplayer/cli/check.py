"""``backplayer check``: what is wrong with files, and what their authors may want to know."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli.errors import failure
from backplayer.cli.folders import library, own
from backplayer.cli.forms import Form, from_home
from backplayer.routine.problems import NotFound, RoutineError, printable

if TYPE_CHECKING:
    from backplayer.cli.checking import Report
    from backplayer.review.subject import Hear, Heard
    from backplayer.routine.library import Library
    from backplayer.routine.model import Routine

SUFFIXES = (".yaml", ".yml")
COULD_NOT_RUN = 2
UNREAD = 141
"""What shells say of programs that stop because nobody reads what they write (128 and SIGPIPE): ``| head``."""


def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|FOLDER|NAME",
            help="Files, folders with all that is in them, or routines by name; your own routines unless said.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Form,
        typer.Option(
            "--format", help="text for people, gcc (one line a problem) for editors, json and sarif for programs."
        ),
    ] = Form.TEXT,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave a rule of advice out. Repeatable.")
    ] = None,
    errors_only: Annotated[bool, typer.Option("--errors-only", help="Only what stops play, no advice.")] = False,
    untrusted: Annotated[
        bool,
        typer.Option(
            "--untrusted", help="Take every file as a stranger's: no links out of its folder, no rules it switches off."
        ),
    ] = False,
    voice: Annotated[
        str | None, typer.Option(help="Measure with this voice, such as espeak, in place of estimated lengths.")
    ] = None,
) -> None:
    """Check routines, exercises and what lies beside them: all problems of all files at once.

    Errors stop a file from being played. Warnings are advice, each by a rule; 'backplayer explain RULE' tells what it
    finds and why. The key 'ignore' of a routine switches a rule off in that file, --ignore for all files.
    A file outside your own folder may not be a link to a file elsewhere; with --untrusted, none may, and what is in
    each routine is told: how long it is, and every text of its author that is spoken.

    Exit code 0: nothing found; 1: errors or warnings; 2: could not check (no such file, folder or rule); 141: whoever
    read the output has gone, as with '| head'.
    """
    from backplayer.cli.checking import check_file, print_reports
    from backplayer.cli.explain import unknown
    from backplayer.review.rules import RULES

    for rule in ignore or ():
        if rule not in RULES:
            raise failure(unknown(rule), COULD_NOT_RUN)
    if form is Form.SARIF and find_spec("sarif_pydantic") is None:
        raise failure("SARIF needs a library more: pip install 'backplayer[sarif]'", COULD_NOT_RUN)
    ignored = RULES.keys() if errors_only else frozenset(ignore or ())
    try:
        shelf = library(trusting=not untrusted)
        targets = dict.fromkeys(_target(name, shelf) for name in names) if names else [_own_folder()]
        hear = _measured(voice)
    except (NotFound, RoutineError) as error:
        raise failure(str(error), COULD_NOT_RUN) from None
    closed: list[str] = []
    playable: list[Path] = []

    def reports() -> Iterator[Report]:
        for path in _files(targets, closed.append):
            report = check_file(path, shelf, ignore=ignored, hear=hear)
            if untrusted and report.routine:
                playable.append(path)
            yield report

    with _all_written():
        tally = print_reports(reports(), form)
        if form is Form.TEXT:
            _tell_contents(playable, shelf)
            typer.echo(tally)
    if closed:
        raise failure("; ".join(closed), COULD_NOT_RUN)
    if not tally.files:
        raise failure("there is no YAML file in what you named", COULD_NOT_RUN)
    if tally.errors or tally.warnings:
        raise typer.Exit(1)


@contextmanager
def _all_written() -> Iterator[None]:
    """Leave, but not with the code of what was found, where the output cannot be written."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is in the buffer would fail again
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(UNREAD) from None
        raise failure((error.strerror or str(error)).lower(), COULD_NOT_RUN) from None


def _tell_contents(paths: Iterable[Path], shelf: Library) -> None:
    """Tell what is in routines of strangers."""
    from backplayer.review.contents import contents

    for path in paths:
        try:
            source = shelf.read(path)
            routine = shelf.beside(path).routine_from(source, path.stem)
        except RoutineError:  # it was changed since
            continue
        typer.echo(f"\n{printable(from_home(str(path)), 1000)}")
        for line in contents(source, routine, path.parent / "exercises"):
            typer.echo(f"  {line}")
        typer.echo()


def _own_folder() -> Path:
    folder = own("routines")
    if not folder.is_dir():
        raise NotFound(f"you have no routines of your own yet, in {folder}; name a file, a folder or a routine")
    return folder


def _target(name: str, shelf: Library) -> Path:
    """Take *name* as a folder, as ``play`` would take it, or as a file without a suffix."""
    path = Path(name).expanduser() if name.startswith("~/") else Path(name)
    if path.is_dir():
        return path
    try:
        found = shelf.find_routine(name)
    except NotFound:
        if not path.exists():
            raise
        found = path
    if not os.path.lexists(found):
        raise NotFound(f"{printable(str(found), 1000)}: no such file or folder")
    return found


def _files(targets: Iterable[Path], closed: Callable[[str], None]) -> Iterator[Path]:
    """Go through the files to check; YAML files in folders, in order. *closed* is told of what cannot be read."""

    def cannot(error: OSError) -> None:
        closed(f"{printable(str(error.filename), 1000)}: {(error.strerror or str(error)).lower()}")

    for target in targets:
        if not target.is_dir():
            yield target
            continue
        for folder, folders, files in os.walk(target, onerror=cannot):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                    yield Path(folder) / name


def _measured(voice: str | None) -> Hear:
    """Return how routines are laid out: as a voice speaks them, or with estimates."""
    from backplayer.review.subject import estimated

    if voice is None:
        return estimated
    from backplayer.cli.measuring import measure
    from backplayer.cli.settings import settings
    from backplayer.coach.course import follow

    chosen = settings(voice=voice)
    told: set[str] = set()

    def hear(routine: Routine) -> Heard:
        course = follow(routine)
        try:
            measured = measure(course, chosen)
        except typer.Exit:  # there is no such voice, as was said
            raise typer.Exit(COULD_NOT_RUN) from None
        for notice in measured.notices:
            if notice not in told:
                told.add(notice)
                typer.echo(notice, err=True)
        return course.script, measured.timeline

    return hear
