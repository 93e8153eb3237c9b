"""Text on a terminal: its lines are broken between words. Where there is no terminal, lines stay as they are."""

from __future__ import annotations

import re
import shutil
import sys

import typer


def tell(text: str = "", *, err: bool = False) -> None:
    """Print *text*, on standard error if *err*; on a terminal its lines are broken between words.

    A line that is indented goes on two columns deeper.
    """
    typer.echo(fitted(text, sys.stderr if err else sys.stdout), err=err)


def fitted(text: str, stream: object) -> str:
    """Return *text* as `tell` prints it on *stream*."""
    isatty = getattr(stream, "isatty", None)
    if not (isatty and isatty()):
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(part for line in text.split("\n") for part in wrapped(line, width))


def wrapped(line: str, width: int) -> list[str]:
    """Break a line between words into lines of at most *width* cells; a word that is longer, a path, stays whole."""
    from rich.cells import cell_len

    if cell_len(line) <= width:
        return [line]
    first, *words = re.findall(r" *[^ ]+", line) or [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    lines = [first]
    for word in words:
        if cell_len(lines[-1]) + cell_len(word) <= width:
            lines[-1] += word
        else:
            lines.append(f"{indent}{'  ' if indent else ''}{word.lstrip(' ')}")
    return lines
