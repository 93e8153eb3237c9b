"""One hostile text as a routine: it reads, and is laid out, or there are complaints that hold what they promise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from backplayer.coach.course import follow
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import lay_out
from backplayer.routine.choices import choose
from backplayer.routine.format.values import JOINER
from backplayer.routine.library import Library
from backplayer.routine.model import Routine
from backplayer.routine.problems import MAX_PROBLEMS, Problem, RoutineError
from backplayer.routine.reading.source import parse_source
from tests.fuzz.guard import guarded
from tests.library import ROUTINES

NAME = "hostile.yaml"
MAX_MESSAGE = 600
LIBRARY_WORDS = ("Input should", "String should", "Value error", "Field required", "pydantic", "yaml.org/", "Traceback")
"""What the libraries below us say, which no author should have to read."""
HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
_LINE_END = re.compile("\r\n|[\n\r]")  # as editors count lines


class _Shelf(Library):
    """Our library; which exercises there are is looked up once."""

    paths: dict[str, Path] | None = None

    def exercise_paths(self) -> dict[str, Path]:
        if self.paths is None:
            self.paths = super().exercise_paths()
        return self.paths


SHELF = _Shelf([ROUTINES])


def check_problems(problems: Iterable[Problem], text: str, name: str = NAME) -> None:
    """Hold complaints about *text* to what they promise."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    told = tuple(problems)
    assert len(told) <= MAX_PROBLEMS + 1
    for problem in told:
        assert problem.file == name, problem
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        check_message(problem.message)


def check_message(message: str) -> None:
    assert message
    assert message.isprintable(), ascii(message)
    assert len(message) <= MAX_MESSAGE, len(message)
    assert not any(words in message for words in LIBRARY_WORDS), message


def read(text: str) -> Routine:
    """Read *text* as the player does.

    Raises:
        RoutineError: with every problem.
    """
    return SHELF.routine_from(parse_source(text, NAME), "hostile")


def check_shown(text: str) -> None:
    """Nothing in a text of the author's may steer a terminal or hide.

    Free places of Unicode may be letters in a later edition; the joiner is of use in emoji.
    """
    if not text.isprintable():
        assert not {unicodedata.category(character) for character in text.replace(JOINER, "")} & HIDDEN, ascii(text)


def play_through(routine: Routine) -> None:
    """Lay out what would be said and done, as written and in the listener's other choices."""
    written, other = choose(routine), choose(routine, optional=True, easier=True)
    for chosen in (written, other) if other != written else (written,):
        for cue in lay_out(follow(chosen).script, estimated_length).cues:
            check_shown(cue.text or "")


def try_bytes(raw: bytes) -> bool:
    """Try one input; return whether it is a routine."""
    text = raw.decode("utf-8-sig", "replace")
    with guarded():
        try:
            routine = read(text)
        except RoutineError as error:
            problems = error.problems
        else:
            play_through(routine)
            return True
    assert problems
    check_problems(problems, text)
    return False


def prepare() -> None:
    """Run once what imports modules and reads the library on first use."""
    for slug in SHELF.exercise_paths():
        SHELF.exercise(slug)
    play_through(read("title: T\nsteps: [bridge]"))
    for broken in ("[", "title: \x07", 'title: "\\e"\nsteps: [brigde, {reps: x}]\nmore: !x *a'):
        try:
            read(broken)
        except RoutineError as error:
            str(error)


prepare()
