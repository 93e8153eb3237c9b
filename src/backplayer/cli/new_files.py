"""New files in the user's folder of routines: where they go, how they are written, and what is told of them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from backplayer.cli.errors import failure
from backplayer.cli.folders import own, shipped
from backplayer.cli.writing import create
from backplayer.routine.problems import RoutineError, printable
from backplayer.units import Ms

if TYPE_CHECKING:
    from backplayer.routine.library import Library
    from backplayer.routine.model import Routine

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def path_for(name: str) -> Path:
    """Return the file in the user's folder that a new routine is written to, after seeing that there is none."""
    from backplayer.authoring.naming import SUFFIX, NameRefused, routine_name

    try:
        wanted = routine_name(name)
    except NameRefused as error:
        raise failure(str(error)) from None
    folder = own("routines")
    for suffix in (SUFFIX, ".yml"):
        _refuse_existing(folder / f"{wanted}{suffix}")
    return folder / f"{wanted}{SUFFIX}"


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise failure(
            f"{path} is there already and stays as it is; choose another name, or change it: "
            f"backplayer edit {shlex.quote(path.stem)}"
        )


def length_of(text: str, name: str, shelf: Library) -> Ms:
    """Return about how long the routine takes that *text* would be; refuse one that would be none."""
    from backplayer.authoring.reckoning import estimated_length_of, routine_of

    try:
        return estimated_length_of(routine_of(text, name, shelf))
    except RoutineError as error:
        raise failure(f"this cannot be written: {error.problems[0].message}") from None


def check_language(language: str, shelf: Library) -> None:
    """Refuse a language that the coach has no words in; tell what stays English in another than that.

    What is no code of a language at all is told by the check of the file.
    """
    from backplayer.routine.words import SHIPPED

    if not _LANGUAGE.fullmatch(language) or language.split("-")[0] == "en":
        return
    words = shelf.words(language)
    if len(words.missing) == len(words.sentences):
        folder = own("routines") / "words"
        files = [path for place in (SHIPPED, folder) if place.is_dir() for path in place.glob("*.yaml")]
        spoken = ", ".join(sorted({path.stem for path in files if _LANGUAGE.fullmatch(path.stem)}))
        raise failure(
            f"the coach does not speak '{language}'; it speaks {spoken}. "
            f"What it says in another language would stand in {folder / f'{language}.yaml'}"
        )
    typer.echo(
        f"The coach speaks '{language}'; our exercises are in English. Translations of them go into "
        f"{own('routines') / 'exercises' / language}, a file each, called as the exercise is."
    )


def copy_routine(name: str, path: Path, title: str | None, shelf: Library) -> None:
    """Copy the routine called *name* to *path*, its comments and all.

    Raises:
        NotFound: there is no such routine.
        RoutineError: it has problems.
    """
    from backplayer.authoring.copying import copied
    from backplayer.routine.format.schema import modeline

    source = shelf.find_routine(name)
    shelf.read_routine(source)
    with source.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    note = f"A copy of {printable(source.stem)}, to change."
    write_new(path, copied(text, modeline(), note, title), shelf)


def write_new(path: Path, text: str, shelf: Library, wanted: int | None = None) -> None:
    """Write a new file, never over another; check it and tell what to do with it. *wanted*: its length in minutes.

    Nothing is written where the text is no routine.
    """
    length_of(text, path.stem, shelf)
    hides = (shipped("routines") / path.name).is_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path, text)
    except OSError as error:
        if isinstance(error, FileExistsError):
            _refuse_existing(path)  # somebody was faster
        raise failure(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None
    routine = shelf.read_routine(path)
    _write_schema()
    _tell(path, routine, wanted, hides)


def _write_schema() -> None:
    """Put what editors know the format by beside the user's routines, where their first line points."""
    from backplayer.cli.schema import write_schema

    try:
        write_schema()
    except OSError as error:
        typer.echo(f"The schema for editors cannot be written: {(error.strerror or str(error)).lower()}", err=True)


def _tell(path: Path, routine: Routine, wanted: int | None, hides: bool) -> None:
    from backplayer.authoring.draft import minutes
    from backplayer.authoring.reckoning import estimated_length_of
    from backplayer.routine.model import played_exercises

    count, takes = len(tuple(played_exercises(routine.steps))), minutes(estimated_length_of(routine))
    far = wanted is not None and abs(wanted - takes) > max(1, wanted // 5)
    word = shlex.quote(path.stem)
    typer.echo(f"\nWritten: {path}\n{count} exercise{'' if count == 1 else 's'}, about {takes} min", nl=False)
    typer.echo(f" (not {wanted}: add or drop some)." if far else ".")
    if hides:
        typer.echo(f"'{path.stem}' now means this one, and no longer ours.")
    if routine.ignore:
        rules = ", ".join(printable(rule) for rule in routine.ignore)
        typer.echo(f"It ignores the advice {rules}: 'backplayer check --untrusted {word}' shows it.")
    typer.echo(
        f"\n  backplayer edit {word}     change it\n  backplayer check {word}    what is wrong, what could be better"
    )
    typer.echo(f"  backplayer play {word}     hear it")
