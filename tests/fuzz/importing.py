"""One hostile file through every importer, and what comes of it through the reader and every exporter."""

from __future__ import annotations

from backplayer.exchange.formats import FORMATS, imported
from backplayer.exchange.names import finder
from backplayer.exchange.result import Asked, Imported, Loss
from backplayer.routine.model import Routine
from backplayer.routine.problems import RoutineError
from backplayer.routine.reading.source import parse_source
from backplayer.routine.writing import dumped
from tests.fuzz.guard import guarded
from tests.fuzz.reading import MAX_PROBLEMS, SHELF, check_message, check_shown

NAME = "hostile.txt"
FIND = finder(SHELF)
MAX_LOSS = 1000
"""A loss may repeat a whole text, and its place."""
ASKED = Asked(NAME, "Imported", FIND)


def try_bytes(raw: bytes) -> frozenset[str]:
    """Try one input; return the formats in which it is a routine."""
    _try_format(raw, None, thoroughly=False)  # guesses one of the others
    return frozenset(form for form in FORMATS if _try_format(raw, form))


def _try_format(raw: bytes, form: str | None, *, thoroughly: bool = True) -> bool:
    with guarded():
        try:
            found = imported(raw, ASKED, form)
            _check_losses(found.losses)
            routine = SHELF.routine_from(found.source(NAME), "hostile") if thoroughly else None
        except RoutineError as error:
            problems = error.problems
        else:
            if routine:
                _check_written(found)
                _check_exports(routine)
            return True
    assert 0 < len(problems) <= MAX_PROBLEMS + 1
    for problem in problems:
        assert problem.file == NAME, problem
        assert 1 <= problem.line <= len(raw) + 1, problem
        assert 1 <= problem.column <= len(raw) + 1, problem
        check_message(problem.message)
    return False


def _check_losses(losses: tuple[Loss, ...]) -> None:
    for loss in losses:
        check_shown(str(loss))
        assert len(str(loss)) <= MAX_LOSS, loss


def _check_written(found: Imported) -> None:
    """What is written as our format reads back as the same."""
    again = parse_source(dumped(found.data), NAME)
    assert again.problems == []
    assert again.data == found.source(NAME).data


def _check_exports(routine: Routine) -> None:
    for form in FORMATS.values():
        if form.write:
            _check_losses(form.write(routine, FIND).losses)


def prepare() -> None:
    """Run once what imports modules and reads the library on first use."""
    for form in FORMATS:
        for text in ("name,seconds\nbridge,20\nx\u0301\u200b,5", "10x 3s 5s 1s; Row", "{", '{"a": 1}', "\xff"):
            try:
                found = imported(text.encode("latin-1", "ignore"), ASKED, form)
                imported(text.encode(), ASKED, form)
                routine = SHELF.routine_from(found.source(NAME), "hostile")
            except RoutineError:
                continue
            _check_written(found)
            _check_exports(routine)


prepare()
