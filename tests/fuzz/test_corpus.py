"""Every file of the fuzzer's corpus, tried without the fuzzer."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fuzz import importing, reading
from tests.fuzz.guard import Escaped, guarded
from tests.fuzz.mutating import dictionary, mutated
from tests.fuzz.running import CORPUS

IMPORTED = {
    "free_places_of_unicode.csv": {"csv"},
    "lines.txt": {"lines"},
    "lines_as_typed.txt": {"lines"},
    "long_name.csv": {"csv"},
    "openset.json": {"openset"},
    "openset_program.json": {"openset"},
    "table.csv": {"csv"},
    "timer_machine.json": {"timer-machine"},
    "workout_timer.json": {"workout-timer"},
}
"""What the files of other programs are read as; the others are refused."""


@pytest.mark.parametrize("path", sorted((CORPUS / "routine").iterdir()), ids=lambda path: path.name)
def test_routine(path: Path) -> None:
    assert reading.try_bytes(path.read_bytes()) == path.stem.startswith("fine")


@pytest.mark.parametrize("path", sorted((CORPUS / "imports").iterdir()), ids=lambda path: path.name)
def test_import(path: Path) -> None:
    assert IMPORTED.get(path.name, frozenset()) <= importing.try_bytes(path.read_bytes())


@pytest.mark.parametrize("seed", range(20))
def test_a_few_mutations_without_the_fuzzer(seed: int) -> None:
    chance = random.Random(seed)
    for path in sorted((CORPUS / "routine").iterdir()):
        text = path.read_bytes().decode("utf-8", "replace")
        for _ in range(3):
            text = mutated(text, chance)
        reading.try_bytes(text.encode("utf-8", "replace"))


def test_the_dictionary_is_one_of_libfuzzers() -> None:
    for line in dictionary().splitlines():
        assert re.fullmatch(r'"(\\x[0-9a-f]{2})+"', line)


def _swallowing(path: Path) -> None:
    with suppress(BaseException):
        path.read_bytes()


@pytest.mark.parametrize("reading", [Path.read_bytes, Path.iterdir, Path.unlink, _swallowing])
def test_the_guard_sees_what_reaches_out(tmp_path: Path, reading: Callable[[Path], object]) -> None:
    with pytest.raises(Escaped), guarded():
        list(reading(tmp_path) or ())
