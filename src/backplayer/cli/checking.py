"""Checking one file of any kind: everything that is wrong with it, and advice on what could be better."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from backplayer.cli.forms import Form, print_found
from backplayer.review.review import review
from backplayer.review.subject import Hear, Subject, as_routine, estimated
from backplayer.routine.complaints import validate
from backplayer.routine.document import SafetyDoc, SourcesDoc, TranslationDoc
from backplayer.routine.library import Library
from backplayer.routine.model import Routine
from backplayer.routine.problems import Problem, RoutineError, as_slug
from backplayer.routine.source import MAX_BYTES, Source
from backplayer.routine.words_document import PronunciationDoc

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where YAML 1.1 ends a line."""


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
    try:
        source = shelf.read(path)
        routine, advice = _CHECKS[kind_of(path, source)](_Task(source, path, shelf, ignore, hear))
        problems = tuple(sorted(set(advice)))
    except RoutineError as error:
        problems = error.problems
    return Report(path, _lines(path) if problems else (), problems, routine)


def kind_of(path: Path, source: Source) -> str:
    """Tell what a file should be from its name and its place, else from its content."""
    if path.stem in _NAMED:
        return path.stem
    if path.parent.name == "words":
        return "words"
    if path.parent.parent.name == "exercises":
        return "translation"
    keys = source.data if isinstance(source.data, dict) else {}
    if "title" in keys:
        return "routine"
    return "exercise" if path.parent.name == "exercises" or "name" in keys else "routine"


def _routine(task: _Task) -> tuple[Routine, list[Problem]]:
    routine = _beside(task.shelf, task.path.parent).routine_from(task.source, task.path.stem)
    looked_at = routine if task.shelf.trusting else replace(routine, ignore=())  # a stranger may not switch rules off
    return routine, review(Subject(task.source, looked_at, task.hear), task.ignore)


def _exercise(task: _Task) -> tuple[None, list[Problem]]:
    alone = as_routine(task.shelf.exercise_from(task.source, as_slug(task.path.stem)))
    return None, review(Subject(task.source, alone, task.hear, is_exercise=True), task.ignore) if alone else []


def _words(task: _Task) -> tuple[None, list[Problem]]:
    """Check what the coach says in a language, or a set of words, which may not change all of it."""
    from backplayer.routine.words_checks import sentence_problems
    from backplayer.routine.words_document import LanguageDoc, WordsDoc

    source = task.source
    data = source.data if isinstance(source.data, dict) else {}
    sentences = {name: value for name, value in data.items() if name not in LanguageDoc.model_fields}
    wrong = list(sentence_problems(source, (), sentences, fixed_too=bool(_LANGUAGE.fullmatch(task.path.stem))))
    told = {problem.path for problem in wrong}
    kept = {name: value for name, value in data.items() if (name,) not in told} if data else source.data
    validate(WordsDoc, replace(source, data=kept), (problem.problem for problem in wrong))
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
_NAMED = ("sources", "safety", "pronunciation")
"""Kinds of files that are told by their name."""


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
    return tuple(_BREAKS.split(text))


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
