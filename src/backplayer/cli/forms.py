"""The forms in which problems of files are printed: for a person, for an editor, for a program."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import Enum
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

import typer

from backplayer.routine.problems import Problem, printable

Found: TypeAlias = "Iterable[tuple[Problem, tuple[str, ...]]]"
"""Problems, each with the lines of the file it is in (none where they are not known)."""

_TAB = 4
_WIDE = 60
"""Cells from which on there is room for line numbers to stand under each other."""
_LEAST_WIDTH = 8
"""Cells in which a line of a file can still be recognised."""


class Form(str, Enum):
    """How problems are printed."""

    TEXT = "text"
    GCC = "gcc"
    JSON = "json"
    SARIF = "sarif"


def print_found(found: Found, form: Form) -> None:
    """Print problems as they come."""
    _FORMS[form](found)


def severity(problem: Problem) -> str:
    """Return ``error`` for what stops play, ``warning`` for advice."""
    return "error" if problem.is_error else "warning"


def _place(problem: Problem) -> str:
    return f"{printable(problem.file, 1000)}:{problem.line}:{problem.column}:"


def from_home(file: str) -> str:
    """Return the name of a file as a person writes it: ``~`` for the folder of the user."""
    try:
        return f"~{os.sep}{Path(file).relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # elsewhere; no home
        return file


def _gcc(found: Found) -> None:
    for problem, _ in found:
        typer.echo(f"{_place(problem)} {severity(problem)}: {problem.message} [{problem.rule}]")


def _json(found: Found) -> None:
    """One array, written an object a line, so that nothing has to be kept."""
    before = "[\n"
    for problem, _ in found:
        entry = {
            "file": problem.file, "line": problem.line, "column": problem.column,
            "severity": severity(problem), "rule": problem.rule, "message": problem.message,
        }  # fmt: skip
        sys.stdout.write(before + json.dumps(entry))
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


def _sarif(found: Found) -> None:
    from backplayer.cli.sarif import print_sarif

    print_sarif(problem for problem, _ in found)


def _text(found: Found) -> None:
    if not sys.stdout.isatty():
        _gcc(found)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False)
    for problem, lines in found:
        style = "bold red" if problem.is_error else "bold yellow"
        place = _place(replace(problem, file=from_home(problem.file)))
        console.print(
            Text.assemble(
                (place, "bold"), " ", (f"{severity(problem)}:", style), f" {problem.message} ",
                (f"[{problem.rule}]", "dim"),
            )
        )  # fmt: skip
        number = f"{problem.line:>{5 if console.width >= _WIDE else 0}} | "
        room = console.width - len(number)
        if 0 < problem.line <= len(lines) and room >= _LEAST_WIDTH:
            shown, at = excerpt(lines[problem.line - 1], problem.column, room)
            console.print(Text.assemble((number, "dim"), shown), soft_wrap=True)
            console.print(Text(" " * (len(number) - 2) + "| " + " " * at + "^", style), soft_wrap=True)


def excerpt(line: str, column: int, width: int) -> tuple[str, int]:
    """Return *line* as a terminal can show it in *width* cells, and the cell, from 0, at which *column* (from 1) is.

    A line that is too long is cut around the column. *width* is 8 at least. A mark that is drawn over the character
    before it is where that is.
    """
    from rich.cells import cell_len

    while 1 < column <= len(line) and not cell_len(_shown(line[column - 1])):
        column -= 1
    if len(line) <= 2 * width:
        whole = [_shown(character) for character in line]
        at = cell_len("".join(whole[: column - 1]))
        if cell_len("".join(whole)) <= width and at < width:
            return "".join(whole), at
    # what is far from the column is never shown, however long the line
    start = max(0, column - 1 - width)
    near = line[start : column - 1 + width]
    before = [_shown(character) for character in near[: column - 1 - start]]
    after = [_shown(character) for character in near[column - 1 - start :]]
    left = _fitting(before[::-1], width * 2 // 3)
    while left and not cell_len(before[-left]):  # a mark without what it is drawn over
        left -= 1
    head = "".join(before[len(before) - left :])
    right = _fitting(after, width - cell_len(head) - 2)
    lead = "…" if start or left < len(before) else ""
    tail = "…" if right < len(after) or column - 1 + width < len(line) else ""
    return f"{lead}{head}{''.join(after[:right])}{tail}", len(lead) + cell_len(head)


def _shown(character: str) -> str:
    return " " * _TAB if character == "\t" else printable(character)


def _fitting(pieces: list[str], width: int) -> int:
    """Return how many of the first pieces fit *width* cells, each taken for one at least: marks can widen others."""
    from rich.cells import cell_len

    cells = accumulate(max(1, cell_len(piece)) for piece in pieces)
    return sum(used <= width for used in cells)


_FORMS: Mapping[Form, Callable[[Found], None]] = {
    Form.TEXT: _text,
    Form.GCC: _gcc,
    Form.JSON: _json,
    Form.SARIF: _sarif,
}
