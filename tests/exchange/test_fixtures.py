"""One file of each format, what becomes of it, and what is told to be lost."""

from __future__ import annotations

import pytest

from backplayer.exchange.formats import FORMATS, imported
from backplayer.routine.writing import dumped
from tests.exchange.asking import FIXTURES, asked, routine_of

FILES = {
    "openset.json": "openset",
    "workout-timer.json": "workout-timer",
    "timer-machine.json": "timer-machine",
    "table.csv": "csv",
    "lines.txt": "lines",
}


def test_there_is_a_file_of_every_format() -> None:
    assert set(FILES.values()) == set(FORMATS)


@pytest.mark.parametrize("file", FILES)
def test_a_file_becomes_a_routine(file: str) -> None:
    path = FIXTURES / file
    found = imported(path.read_bytes(), asked(pick="1"))
    assert dumped(found.data) == path.with_suffix(".yaml").read_text(encoding="utf-8")
    told = path.with_suffix(".lost").read_text(encoding="utf-8") if path.with_suffix(".lost").exists() else ""
    assert [str(loss) for loss in found.losses] == told.splitlines()
    assert routine_of(found).steps


@pytest.mark.parametrize("file", FILES)
def test_the_format_is_seen_from_the_file(file: str) -> None:
    raw = (FIXTURES / file).read_bytes()
    assert imported(raw, asked(pick="1")) == imported(raw, asked(pick="1"), FILES[file])
