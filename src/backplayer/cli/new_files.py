"""New files in the user's folder of routines: where they go, how they are written, and what is told of them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from backplayer.cli.errors import failure
from backplayer.cli.folders import own, shipped
from backplayer.routine.problems import RoutineError, printable
from backplayer.units import Ms

if TYPE_CHECKING:
    from backplayer.routine.library import Library
    from backplayer.routine.model import Routine


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


def copy_routine(name: str, path: Path, title: str | None, shelf: Library) -> None:
    """Copy the routine called *name* to *path*, its comments and all.

    Raises:
        NotFound: there is no such routine.
        RoutineError: it has problems.
    """
    from backplayer.authoring.copying import copied
    from backplayer.routine.schema import modeline

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
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
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
    typer.echo(
        f"\n  backplayer edit {word}     change it\n  backplayer check {word}    what is wrong, what could be better"
    )
    typer.echo(f"  backplayer play {word}     hear it")
