"""``backplayer schema``: the format for editors, as JSON Schema."""

from __future__ import annotations

from enum import Enum
from errno import EEXIST
from pathlib import Path
from typing import Annotated

import typer

from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library, own
from backplayer.cli.writing import replace


class File(str, Enum):
    """The sorts of file there are."""

    ROUTINE = "routine"
    EXERCISE = "exercise"
    TRANSLATION = "translation"
    SOURCES = "sources"
    SAFETY = "safety"
    WORDS = "words"
    PRONUNCIATION = "pronunciation"


def schema(
    file: Annotated[File, typer.Argument(metavar="[FILE]", help="Which sort of file.")] = File.ROUTINE,
    write: Annotated[
        bool, typer.Option("--write", help="Write it into your routines folder, where new routines look for it.")
    ] = False,
) -> None:
    """Print the format of a routine, or of another sort of file, as JSON Schema with the names of all exercises."""
    with told():
        if not write:
            typer.echo(_text(file.value), nl=False)
            return
        try:
            path = write_schema(file.value)
        except OSError as error:
            raise failure(f"the schema cannot be written: {(error.strerror or str(error)).lower()}") from None
    typer.echo(f"Written: {path}")


def write_schema(file: str = "routine") -> Path:
    """Write a schema, as a whole or not at all, into the user's folder, where the modeline of new routines points.

    Raises:
        OSError: it cannot be written.
        RoutineError: the folder with the user's exercises cannot be read.
    """
    from backplayer.routine.format.schema import file_name

    path = own("routines") / file_name(file)
    made = _text(file)
    ours = made.splitlines()[2]  # its title
    if path.is_symlink() or (path.exists() and ours not in path.read_text(encoding="utf-8", errors="replace")):
        raise FileExistsError(EEXIST, f"{path} is a file of your own and stays as it is", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, made)
    return path


def _text(file: str) -> str:
    from backplayer.routine.format.schema import schema, written
    from backplayer.routine.problems import RoutineError

    shelf = library()
    titles = {}
    for name in shelf.exercise_paths():
        try:
            titles[name] = shelf.exercise(name).name
        except RoutineError:  # an exercise with problems may still be named
            titles[name] = name
    return written(schema(file, titles))
