"""A table of exercises: CSV with the columns name, position, seconds, reps, sets, sides, comment."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Asked, Exported, Find, Imported, Losses
from backplayer.exchange.steps import MAX_NAME, RESTS, Written, exercise_named, without_amount
from backplayer.exchange.timers import Played, played_out, tell_of_routine, tell_of_step
from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.model import (
    Dose,
    Exercise,
    ExerciseStep,
    Posture,
    RestStep,
    Routine,
    Sides,
    Sourced,
    WaitStep,
)
from backplayer.routine.problems import MAX_PROBLEMS, Place, Problem, RoutineError, as_slug, did_you_mean, printable
from backplayer.routine.reading.source import MAX_TEXT
from backplayer.units import Ms

COLUMNS = ("name", "position", "seconds", "reps", "sets", "sides", "comment")
MAX_COLUMNS = 100
_HEADINGS = {
    "name": "exercise übung exercice ejercicio nom nombre",
    "seconds": "duration dauer durée duración time zeit hold sekunden secondes segundos",
    "reps": "repetitions wiederholungen répétitions repeticiones",
    "sets": "sätze séries series",
    "sides": "side seite seiten côté côtés lado lados",
    "comment": "comments notes note bemerkung bemerkungen kommentar commentaire comentario",
}
_COLUMNS = {word: column for column, words in _HEADINGS.items() for word in words.split()} | {
    column: column for column in COLUMNS
}
"""The column that each heading is understood as."""
_DELIMITERS = ",;\t"
_FORMULA = ("=", "+", "-", "@")
_POSTURES = {posture.value: posture.value for posture in Posture}
_SIDES = {side.value: side.value for side in Sides} | {
    "each": "both", "each-side": "both", "both-sides": "both", "l/r": "both", "l+r": "both", "2": "both",
    "l": "left", "r": "right", "left-side": "left", "right-side": "right", "alternate": "alternating",
    "no": "none", "1": "none",
    "beide": "both", "beide-seiten": "both", "jede-seite": "both", "je-seite": "both", "links": "left",
    "rechts": "right", "abwechselnd": "alternating", "im-wechsel": "alternating", "keine": "none",
    "les-deux": "both", "les-deux-côtés": "both", "chaque-côté": "both", "par-côté": "both", "gauche": "left",
    "droite": "right", "en-alternance": "alternating", "alterné": "alternating", "aucun": "none",
    "ambos": "both", "ambos-lados": "both", "cada-lado": "both", "por-lado": "both", "izquierda": "left",
    "izquierdo": "left", "derecha": "right", "derecho": "right", "alternando": "alternating", "ninguno": "none",
}  # fmt: skip
_SPAN = re.compile(r"([0-9]+)\s*(?:-|–|to)\s*[0-9]+")
_BARE = re.compile(r"[0-9]+([.,][0-9]+)?")
REST: Ms = 10_000
"""The rest after an exercise where a routine says nothing: it needs no row of its own."""


def recognises(text: str) -> bool:
    """Whether *text* starts with a row of our column names."""
    _, _, header = _header(text)
    return "name" in header and len(set(header) & set(COLUMNS)) > 1


def read(text: str, asked: Asked) -> Imported:
    """Read a table. Raises `RoutineError`."""
    losses = Losses()
    delimiter, skipped, header = _header(text)
    if "name" not in header:
        raise asked.fail(f"no column 'name' (or 'exercise') in the first row; the columns are {','.join(COLUMNS)}")
    if len(header) > MAX_COLUMNS:
        raise asked.fail(f"more than {MAX_COLUMNS} columns")
    for number, column in enumerate(header, start=1):
        if column not in COLUMNS:
            shown = f"'{printable(column)}'" if column else "without a heading"
            losses.tell(f"column {number}", f"{shown} is not known{did_you_mean(column, COLUMNS)}; left out")
        elif column in header[: number - 1]:
            raise asked.fail(f"the column '{column}' stands here twice", skipped + 1)
    steps: list[Written | str] = []
    places: list[Place] = []
    problems: list[Problem] = []
    for line, cells in _rows(text, delimiter, skipped, asked):
        row = {column: cell for column, cell in zip(header, cells, strict=False) if column in COLUMNS}
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            losses.tell(f"line {line}", "more cells than there are columns; left out")
        if any(cell.strip() for cell in cells):
            try:
                steps.append(_step(row, f"line {line}", asked.find, losses))
                places.append((line, 1))
            except ValueError as error:
                problems.append(asked.problem(str(error), line))
        if len(problems) > MAX_PROBLEMS:
            break
    if problems:
        raise RoutineError(problems)
    if not steps:
        raise asked.fail("there is no exercise in this table")
    timed = [place[0] for step, place in zip(steps, places, strict=True) if isinstance(step, dict) and "tempo" in step]
    return Imported({"title": asked.title, "steps": steps}, losses.all(), tuple(places), tuple(_notes(timed)))


def _notes(timed: list[int]) -> Iterator[str]:
    """Tell how rows with seconds and repetitions are understood; *timed* are their lines."""
    if timed:
        rows = "1 row" if len(timed) == 1 else f"{len(timed)} rows"
        yield f"{rows} with seconds and reps (line {timed[0]} first): the seconds are those of one repetition"


def write(routine: Routine, find: Find) -> Exported:
    """Write a table."""
    losses = Losses()
    losses.tell("the routine", f"the title, '{routine.title}', is left out: name the file after it")
    tell_of_routine(routine, losses)
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in _written_rows(played_out(routine.steps, losses), find, losses):
        table.writerow([_safe(row.get(column, "")) for column in COLUMNS])
    return Exported(file.getvalue(), losses.all())


def _header(text: str) -> tuple[str, int, list[str]]:
    """Return the delimiter, the lines before the header and the names of the columns."""
    lines = text.splitlines()[:2]
    skipped = 1 if lines and re.fullmatch(r'"?sep=.?"?', lines[0].strip(), re.IGNORECASE) else 0  # Excel's own
    first = lines[skipped] if len(lines) > skipped else ""

    def columns(delimiter: str) -> list[str]:
        cells = [
            unicodedata.normalize("NFC", cell.strip().strip('"').strip().casefold()) for cell in first.split(delimiter)
        ]
        named: list[str] = []
        for cell in cells:  # of two headings for one column, our own or else the first has it
            column = _COLUMNS.get(cell, cell)
            named.append(cell if column in named or (column in cells and column != cell) else column)
        return named

    best = max(_DELIMITERS, key=lambda delimiter: len(set(columns(delimiter)) & set(COLUMNS)))
    return best, skipped, columns(best)


def _rows(text: str, delimiter: str, skipped: int, asked: Asked) -> Iterator[tuple[int, list[str]]]:
    table = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for number, cells in enumerate(table):
            if number > skipped:
                yield line, cells
            line = table.line_num + 1
    except csv.Error as error:
        raise asked.fail(f"not valid CSV: {error}", line) from None


def _step(row: dict[str, str], place: str, find: Find, losses: Losses) -> Written | str:
    cells = {
        column: cleaned(_plain(cell), f"{place}, {column}", losses, MAX_NAME if column == "name" else MAX_TEXT)
        for column, cell in row.items()
    }
    name, seconds = cells.get("name", ""), cells.get("seconds", "")
    if not name:
        raise ValueError("this row has no name")
    if name.casefold() in RESTS and not cells.get("reps"):
        if not seconds:
            raise ValueError("how long is this rest? The column 'seconds' is empty")
        if any(cells.get(column) for column in ("position", "sets", "sides")):
            losses.tell(place, "position, sets and sides of a rest; left out")
        step: Written = {"rest": _length(seconds, place, losses)}
        return {**step, "say": cells["comment"]} if cells.get("comment") else step
    found = find(name)
    dose: Written = {}
    if cells.get("reps"):
        dose["reps"] = _number(cells["reps"], "reps", place, losses)
        dose |= {"tempo": _length(seconds, place, losses)} if seconds else {}
    elif seconds:
        dose["hold" if found and found.dose and found.dose.hold else "time"] = _length(seconds, place, losses)
    dose |= {"sets": _number(cells["sets"], "sets", place, losses)} if cells.get("sets") else {}
    if side := cells.get("sides", ""):
        if as_slug(side) not in _SIDES:
            raise ValueError(f"sides cannot be '{printable(side)}'; write both, left, right, alternating or none")
        dose["sides"] = _SIDES[as_slug(side)]
    if not {"reps", "hold", "time"} & dose.keys() and not (found and found.dose):
        if any(cells.get(column) for column in ("position", "sets", "sides")):
            losses.tell(place, "position, sets and sides of what has no amount; left out")
        return without_amount(name, place, losses, "seconds and reps are empty", cells.get("comment", ""))
    whole = {"exercise": _exercise(name, found, cells.get("position", ""), place, losses), **dose}
    return {**whole, "note": cells["comment"]} if cells.get("comment") else whole


def _exercise(name: str, found: Exercise | None, position: str, place: str, losses: Losses) -> str | Written:
    posture = _POSTURES.get(as_slug(position))
    if position.isdecimal():
        losses.tell(place, f"position is how the body lies or stands, not '{position}'; rows keep their order")
        position = ""
    exercise = exercise_named(name, found)
    if not position or (found and found.posture and found.posture.value == posture):
        return exercise
    own = {"like": exercise} if isinstance(exercise, str) else exercise
    return {**own, **({"posture": posture} if posture else {"start": position})}


def _number(cell: str, column: str, place: str, losses: Losses) -> int:
    if span := _SPAN.fullmatch(cell):
        losses.tell(place, f"{column} '{cell}': the lower number is kept")
        cell = span[1]
    cell = re.sub(r"[.,]0+$", "", cell)  # as some programs write whole numbers
    if not (cell.isascii() and cell.isdecimal()):
        raise ValueError(f"{column} is a whole number such as 8, not '{printable(cell)}'")
    return int(cell[:9])


def _length(cell: str, place: str, losses: Losses) -> str:
    if span := _SPAN.fullmatch(cell):
        losses.tell(place, f"seconds '{cell}': the lower number is kept")
        cell = span[1]
    text = f"{cell.replace(',', '.')}s" if _BARE.fullmatch(cell) else cell
    parse_duration(text)
    return text


def _plain(cell: str) -> str:
    """Take off the mark that `_safe` puts before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and _like_formula(cell) else cell


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _like_formula(cell) else cell


def _like_formula(cell: str) -> bool:
    return cell.lstrip("'").lstrip().startswith(_FORMULA)


def _written_rows(played: list[Played], find: Find, losses: Losses) -> Iterator[dict[str, Any]]:
    for found, following in zip_longest(played, played[1:]):
        step, place = found.step, found.place
        if isinstance(step, ExerciseStep):
            yield _written_row(step, place, find, losses)
            needless = REST if following else found.rest  # nobody rests at the end
            if found.rest != (0 if following and isinstance(following.step, RestStep) else needless):
                yield {"name": "Rest", "seconds": _seconds(found.rest)}
        elif isinstance(step, RestStep):
            yield {"name": "Rest", "seconds": _seconds(step.length), "comment": step.say or ""}
        else:
            kind = "a wait" if isinstance(step, WaitStep) else "words alone"
            losses.tell(place, f"{kind}: left out")


def _written_row(step: ExerciseStep, place: str, find: Find, losses: Losses) -> dict[str, Any]:
    exercise, dose = step.exercise, step.dose
    ours = find(exercise.name) == exercise
    position = exercise.posture.value if exercise.posture else ""
    if not ours and not position and len(exercise.start) == 1 and _is_start(exercise.start[0]):
        position = exercise.start[0].text
        step = replace(step, exercise=replace(exercise, start=()))
    elif not ours and position:
        step = replace(step, exercise=replace(exercise, posture=None))
    tell_of_step(step, place, losses, frozenset({"note"}), ours=ours)
    if not ours and find(exercise.name):
        losses.tell(place, f"'{exercise.name}': an import takes our exercise of that name instead")
    if exercise.name.casefold() in RESTS and dose.reps is None:
        losses.tell(place, f"'{exercise.name}': an import takes it for a rest")
    known = exercise.dose if ours and exercise.dose else Dose()  # what an import takes where the row says nothing
    if dose.sets > 1 and dose.set_rest != known.set_rest:
        losses.tell(place, f"'{exercise.name}': the rest between sets, {duration_to_str(dose.set_rest)}, is left out")
    if dose.sides in (Sides.BOTH, Sides.ALTERNATING) and dose.switch != known.switch:
        losses.tell(place, f"'{exercise.name}': the time to change sides is left out")
    if len(dose.tempo) > 1 or (dose.tempo and dose.tempo[0].name):
        losses.tell(place, f"'{exercise.name}': the phases of a repetition become one time")
    if (dose.hold is None) != (known.hold is None) and dose.reps is None:
        losses.tell(place, f"'{exercise.name}': seconds do not say whether it is held or moved")
    length = dose.rep_length if dose.reps is not None else dose.work
    return {
        "name": exercise.name,
        "position": position,
        "seconds": _seconds(length),
        "reps": dose.reps or "",
        "sets": dose.sets,
        "sides": dose.sides.value,
        "comment": step.note or "",
    }


def _is_start(start: Sourced) -> bool:
    """Whether the column for the position can hold this start position, and nothing else is read from it."""
    return start.origin is None and not start.text.isdecimal() and as_slug(start.text) not in _POSTURES


def _seconds(ms: Ms) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000
