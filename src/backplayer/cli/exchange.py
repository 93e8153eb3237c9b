"""``backplayer import`` and ``export``: routines from and into the formats of other programs."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library
from backplayer.cli.new_files import path_for, write_new
from backplayer.cli.writing import create

if TYPE_CHECKING:
    from backplayer.exchange.result import Loss
    from backplayer.routine.library import Library
    from backplayer.routine.model import Routine

MOST_LOSSES = 100
_KNOWN = "openset, workout-timer, timer-machine, csv"

Strict = Annotated[bool, typer.Option("--strict", help="Write nothing, and exit with 1, where anything is lost.")]


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file of another program.")],
    *,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help=f"{_KNOWN} or lines; seen from the file unless said.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="NAME|PATH", help="Write it into your routines folder, or to a file; never over."),
    ] = None,
    pick: Annotated[
        str | None, typer.Option("--pick", help="Which routine of a file that holds several: its number or its name.")
    ] = None,
    strict: Strict = False,
) -> None:
    """Turn the file of another program into a routine, and tell what could not be held."""
    from backplayer.authoring.naming import title_of
    from backplayer.exchange.formats import FORMATS, imported, text_of
    from backplayer.exchange.names import finder
    from backplayer.exchange.result import Asked
    from backplayer.routine.format.schema import modeline
    from backplayer.routine.problems import printable
    from backplayer.routine.reading.source import read_bytes

    form = _known(from_, FORMATS)
    named = to is not None and not _is_path(to)
    path = None if to is None else path_for(to) if named else Path(to)
    if path is not None and (path.exists() or path.is_symlink()):
        raise failure(f"{path} is there already and stays as it is; choose another name")
    with told():
        shelf = library()
        title = printable(title_of(file.stem), 100)
        asked = Asked(str(file), title, finder(shelf), pick)
        found = imported(read_bytes(file), asked, form)
        head = f"{modeline().rstrip()}\n" if named else ""  # elsewhere there is no schema beside it
        text = text_of(found, str(file), shelf, head)
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
    _tell_losses(found.losses, strict)
    if path is None:
        typer.echo(text, nl=False)
        return
    if named:
        write_new(path, text, shelf)
        return
    _write(path, text)
    typer.echo(f"Written: {path}\n  backplayer play {shlex.quote(str(path))}", err=True)


def export(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine's name, or a file.")],
    *,
    as_: Annotated[str, typer.Option("--as", metavar="FORMAT", help=f"{_KNOWN}.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it to this file; never over another.")
    ] = None,
    strict: Strict = False,
) -> None:
    """Write a routine in the format of another program, and tell what could not be held."""
    from backplayer.exchange.formats import WRITTEN, exported
    from backplayer.exchange.names import finder

    form = _known(as_, WRITTEN) or as_
    with told():
        shelf = library()
        path = shelf.find_routine(name)
        routine = shelf.read_routine(path)
        if routine.if_it_hurts == shelf.if_it_hurts(routine.language)[0]:
            routine = replace(routine, if_it_hurts=())  # none of its own
        found = exported(routine, form, finder(shelf.beside(path)))
    _tell_losses(found.losses, strict)
    if out is None:
        typer.echo(found.text, nl=False)
        return
    _write(out, found.text)
    typer.echo(f"Written: {out}", err=True)


def quick_routine(text: str, shelf: Library) -> Routine:
    """Make a routine of exercises in the one-line form.

    Raises:
        RoutineError: with every problem, by line and column of *text*.
    """
    from backplayer.exchange.names import finder
    from backplayer.exchange.quick import read
    from backplayer.exchange.result import Asked

    return shelf.routine_from(read(text, Asked("--quick", "", finder(shelf))).source("--quick"), "quick")


def _known(form: str | None, forms: Collection[str]) -> str | None:
    from backplayer.routine.problems import did_you_mean, printable

    if form is None or form in forms:
        return form
    raise failure(f"no format '{printable(form)}'{did_you_mean(form, forms)}; there are {', '.join(forms)}", 2)


def _is_path(to: str) -> bool:
    """Whether *to* is a file anywhere, and no name in the user's folder."""
    return "/" in to or "\\" in to or to.lower().endswith((".yaml", ".yml"))


def _tell_losses(losses: Sequence[Loss], strict: bool) -> None:
    for loss in losses[:MOST_LOSSES]:
        typer.echo(f"lost: {loss}", err=True)
    if len(losses) > MOST_LOSSES:
        typer.echo(f"lost: {len(losses) - MOST_LOSSES} more", err=True)
    if losses and strict:
        raise failure("nothing is written, because of --strict")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path, text)
    except FileExistsError:
        raise failure(f"{path} is there already and stays as it is; choose another name") from None
    except OSError as error:
        raise failure(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None
