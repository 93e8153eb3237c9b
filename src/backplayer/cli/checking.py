"""Checking one file of any kind: everything that is wrong with it, and advice on what could be better."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from os.path import isfile
from pathlib import Path

from pydantic import BaseModel

from backplayer.cli.forms import Form, print_found
from backplayer.review.review import review
from backplayer.review.subject import Hear, Subject, as_routine, estimated
from backplayer.routine.format.exercise import TranslationDoc
from backplayer.routine.format.shelf import SafetyDoc, SourcesDoc
from backplayer.routine.format.words import PronunciationDoc
from backplayer.routine.kinds import kind_by_name
from backplayer.routine.library import Library
from backplayer.routine.model import Routine
from backplayer.routine.problems import Problem, RoutineError, as_slug
from backplayer.routine.reading.blank import is_blank
from backplayer.routine.reading.complaints import validate
from backplayer.routine.reading.source import MAX_BYTES, Source
from backplayer.routine.reading.yaml_errors import LINE_END

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True)
class Report:
    """What there is to say about a file. *lines* are its text, where there is something to say; *routine* is None
    where it holds none, or none that can be played."""

    path: Path
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    routine: Routine | None


@dataclass(frozen=True)
class _Task:
    source: Source
    path: Path
    shelf: Library
    ignore: Collection[str]
    hear: Hear


def check_file(path: Path, shelf: Library, *, ignore: Collection[str] = (), hear: Hear = estimated) -> Report:
    """Check a file of routines' folders: a routine, an exercise, or what else lies beside them.

    *ignore* names rules of advice to leave out; *hear* tells how long things take. Exercises a routine names are read
    once for each *shelf*. Never raises RoutineError.
    """
    routine: Routine | None = None
    problems: tuple[Problem, ...] = ()
    if _changes_nothing(path):
        return Report(path, (), (), None)
    try:
        source = shelf.read(path)
        routine, advice = _CHECKS[kind_of(path, source)](_Task(source, path, shelf, ignore, hear))
        problems = tuple(sorted(set(advice)))
    except RoutineError as error:
        problems = error.problems
    return Report(path, _lines(path) if problems else (), problems, routine)


def _changes_nothing(path: Path) -> bool:
    """Whether nothing is written yet in a file where that means that all is as it was."""
    return bool(kind_by_name(path.stem) or path.parent.name == "words") and isfile(path) and is_blank(path)


def kind_of(path: Path, source: Source) -> str:
    """Tell what a file should be from its name and its place, else from its content."""
    keys = source.data if isinstance(source.data, dict) else {}
    if {"title", "steps"} <= keys.keys():  # no other kind has both, and it is played wherever it lies
        return "routine"
    if kind := kind_by_name(path.stem):
        return kind
    if path.parent.name == "words":
        return "words"
    if path.parent.parent.name == "exercises":
        return "translation"
    if "title" in keys:
        return "routine"
    return "exercise" if path.parent.name == "exercises" or "name" in keys else "routine"


def _routine(task: _Task) -> tuple[Routine, list[Problem]]:
    if task.path.parent.name == "exercises":
        message = "this is a routine, in a folder of exercises; move it one folder up"
        raise RoutineError([task.source.problem(("title",), message, key=True)])
    routine = _beside(task.shelf, task.path.parent).routine_from(task.source, task.path.stem)
    looked_at = routine if task.shelf.trusting else replace(routine, ignore=())  # a stranger may not switch rules off
    return routine, review(Subject(task.source, looked_at, task.hear), task.ignore)


def _exercise(task: _Task) -> tuple[None, list[Problem]]:
    alone = as_routine(task.shelf.exercise_from(task.source, as_slug(task.path.stem)))
    return None, review(Subject(task.source, alone, task.hear, is_exercise=True), task.ignore) if alone else []


def _words(task: _Task) -> tuple[None, list[Problem]]:
    """Check what the coach says in a language, or a set of words, which may not change all of it."""
    from backplayer.routine.reading.words_checks import checked_words
    from backplayer.routine.words import shipped_words

    of_language = bool(_LANGUAGE.fullmatch(task.path.stem))
    code = task.path.stem if of_language else task.path.stem.partition(".")[2]
    checked_words(task.source, fixed_too=of_language, singular=shipped_words(code or "en").singular)
    return None, []


def _by_model(model: type[BaseModel]) -> Callable[[_Task], tuple[None, list[Problem]]]:
    def check(task: _Task) -> tuple[None, list[Problem]]:
        validate(model, task.source)
        return None, []

    return check


_CHECKS: Mapping[str, Callable[[_Task], tuple[Routine | None, list[Problem]]]] = {
    "routine": _routine,
    "exercise": _exercise,
    "translation": _by_model(TranslationDoc),
    "words": _words,
    "pronunciation": _by_model(PronunciationDoc),
    "sources": _by_model(SourcesDoc),
    "safety": _by_model(SafetyDoc),
}
"""How each kind of file is checked."""


@lru_cache(maxsize=2)
def _beside(shelf: Library, folder: Path) -> Library:
    """Lay the exercises of *folder* over *shelf*, once for all files of the folder."""
    return shelf.beside(folder / "routine")


def _lines(path: Path) -> tuple[str, ...]:
    try:
        if not path.is_file():  # reading a pipe could wait for ever
            return ()
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return ()
    return tuple(LINE_END.split(text))


@dataclass
class Tally:
    """How much was checked, and how much there was to say."""

    files: int = 0
    errors: int = 0
    warnings: int = 0

    def __str__(self) -> str:
        counts = ((self.files, "file"), (self.errors, "error"), (self.warnings, "warning"))
        return ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts)


def print_reports(reports: Iterable[Report], form: Form = Form.TEXT) -> Tally:
    """Print what *reports* say, one after the other as they come, and count it."""
    tally = Tally()
    print_found(_found(reports, tally), form)
    return tally


def _found(reports: Iterable[Report], tally: Tally) -> Iterator[tuple[Problem, tuple[str, ...]]]:
    elsewhere: set[Problem] = set()  # what is wrong with an exercise is told once, not by every routine that names it
    for report in reports:
        tally.files += 1
        for problem in report.problems:
            if problem in elsewhere:
                continue
            own = problem.file == str(report.path)
            if not own:
                elsewhere.add(problem)
            tally.errors += problem.is_error
            tally.warnings += not problem.is_error
            yield problem, report.lines if own else ()
