"""Errors as a person sees them: what is wrong, where, what to do; no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from backplayer.cli.wrapping import tell
from backplayer.routine.problems import NotFound, RoutineError, printable


def failure(message: str, code: int = 1) -> typer.Exit:
    """Print *message*; raise what is returned to leave."""
    lines = (printable(line, 2000) for line in message.split("\n"))  # names of files may steer a terminal
    tell("backplayer: " + "\n".join(lines), err=True)
    return typer.Exit(code)


@contextmanager
def told() -> Iterator[None]:
    """Turn the errors of reading routines into lines for a person."""
    try:
        yield
    except NotFound as error:
        raise failure(str(error)) from None
    except RoutineError as error:
        for problem in error.problems:
            tell(str(problem), err=True)
        raise typer.Exit(1) from None
