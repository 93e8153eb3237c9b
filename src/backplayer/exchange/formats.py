"""The formats there are, and which one a file is in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace

from backplayer.exchange import openset, openset_writing, quick, spreadsheet, timer_machine, workout_timer
from backplayer.exchange.json_text import parse_json
from backplayer.exchange.reading import LATIN, decoded
from backplayer.exchange.result import Asked, Exported, Find, Imported, Loss
from backplayer.routine.library import Library
from backplayer.routine.model import Routine, exercise_steps
from backplayer.routine.problems import Problem, RoutineError, printable
from backplayer.routine.reading.source import MAX_BYTES, parse_source
from backplayer.routine.writing import dumped


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is, how it is read, and how written, where it can be."""

    title: str
    read: Callable[[str, Asked], Imported]
    write: Callable[[Routine, Find], Exported] | None = None
    is_json: Callable[[object], bool] | None = None
    latin: bool = False
    """Whether files that are no UTF-8 are to be expected."""


FORMATS: dict[str, Format] = {
    "openset": Format("OpenSet 1.0 (JSON)", openset.read, openset_writing.write, openset.recognises),
    "workout-timer": Format(
        "Just Another Workout Timer (JSON)",
        workout_timer.read,
        lambda routine, _: workout_timer.write(routine),
        workout_timer.recognises,
        latin=True,  # the app writes its backups so
    ),
    "timer-machine": Format(
        "TimeR Machine (JSON backup)",
        timer_machine.read,
        lambda routine, _: timer_machine.write(routine),
        timer_machine.recognises,
    ),
    "csv": Format("a spreadsheet (CSV)", spreadsheet.read, spreadsheet.write),
    "lines": Format("lines such as 10x 3s 5s 1s; Row", quick.read),
}

_STEPS = re.compile(r"^steps:", re.MULTILINE)
"""Stands in every routine in our own format."""

WRITTEN = tuple(name for name, form in FORMATS.items() if form.write)
"""The formats a routine can be written in."""


def imported(raw: bytes, asked: Asked, form: str | None = None) -> Imported:
    """Read a file in the format *form*, or in the one it looks like.

    Raises:
        RoutineError: it is in no format known here, or cannot be read.
    """
    text, latin = decoded(raw)
    known = FORMATS[form or _detected(text, asked)]
    if latin and not known.latin:
        raise asked.fail("not UTF-8 text; save the file as UTF-8 (in a spreadsheet: as 'CSV UTF-8')")
    found = known.read(text, asked)
    return replace(found, losses=(Loss("the file", LATIN), *found.losses)) if latin else found


def text_of(found: Imported, name: str, library: Library, head: str = "") -> str:
    """Write what was imported from the file *name* in our format, below the lines of *head*.

    Raises:
        RoutineError: it is beyond the bounds of our format; with the place in the file that was read, where it has one.
    """
    library.routine_from(found.source(name), name)
    text = head + dumped(found.data)
    if len(text.encode()) > MAX_BYTES:
        raise RoutineError([Problem(name, 1, 1, f"the routine would be larger than {MAX_BYTES // 1024} KiB")])
    library.routine_from(parse_source(text, name), name)
    return text


def exported(routine: Routine, form: str, find: Find) -> Exported:
    """Write a routine in the format *form*, which is one that can be written.

    Raises:
        RoutineError: there is no exercise in it, and so nothing that any format holds.
    """
    write = FORMATS[form].write
    assert write is not None, "WRITTEN holds the others"
    if not any(exercise_steps(routine.steps)):
        raise RoutineError([Problem(routine.name, 1, 1, "there is no exercise in this routine to write")])
    return write(routine, find)


def _detected(text: str, asked: Asked) -> str:
    if text.lstrip()[:1] in ("{", "["):
        data = parse_json(text, asked)
        for name, form in FORMATS.items():
            if form.is_json and form.is_json(data):
                return name
        raise asked.fail(f"this JSON is in none of the formats {', '.join(FORMATS)}")
    if asked.name.lower().endswith((".yaml", ".yml")) or _STEPS.search(text):
        raise asked.fail(_ours_already(asked.name))
    table = asked.name.lower().endswith((".csv", ".tsv")) or spreadsheet.recognises(text)
    return "csv" if table else "lines"


def _ours_already(name: str) -> str:
    named = name if name.lower().endswith((".yaml", ".yml")) else f"{name}.yaml"
    file = printable(shlex.quote(named), 200)
    rename = "" if named == name else f"; call it {file}"
    play, copy = f"backplayer play {file}", f"backplayer new NAME --from {file}"
    return f"this is in our own format already{rename}; play it: {play}; or copy it: {copy}"
