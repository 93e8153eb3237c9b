"""New files in the user's folder of routines: where they go, how they are written, and what is told of them."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from backplayer.cli.errors import failure
from backplayer.cli.folders import own, shipped
from backplayer.cli.forms import from_home
from backplayer.cli.wrapping import tell
from backplayer.cli.writing import create
from backplayer.routine.problems import RoutineError, printable
from backplayer.units import Ms

if TYPE_CHECKING:
    from backplayer.routine.library import Library
    from backplayer.routine.model import Routine

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def path_for(name: str) -> Path:
    """Return the file in the user's folder that a new routine is written to, after seeing that there is none."""
    from backplayer.authoring.naming import SUFFIX, NameRefused, routine_name

    try:
        wanted = routine_name(name)
    except NameRefused as error:
        raise failure(str(error)) from None
    folder = own("routines")
    for suffix in (SUFFIX, ".yml"):
        _refuse_existing(folder / f"{wanted}{suffix}")
    return folder / f"{wanted}{SUFFIX}"


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise failure(
            f"{path} is there already and stays as it is; choose another name, or change it: "
            f"backplayer edit {shlex.quote(path.stem)}"
        )


def length_of(text: str, name: str, shelf: Library) -> Ms:
    """Return about how long the routine takes that *text* would be; refuse one that would be none."""
    from backplayer.authoring.reckoning import estimated_length_of, routine_of

    try:
        return estimated_length_of(routine_of(text, name, shelf))
    except RoutineError as error:
        raise failure(f"this cannot be written: {error.problems[0].message}") from None


def check_language(language: str, shelf: Library) -> None:
    """Refuse a language that the coach has no words in. What is no language at all is told by the check of the file."""
    from backplayer.routine.words import SHIPPED

    if not _LANGUAGE.fullmatch(language) or language.split("-")[0] == "en":
        return
    words = shelf.words(language)
    if len(words.missing) == len(words.sentences):
        folder = own("routines") / "words"
        files = [path for place in (SHIPPED, folder) if place.is_dir() for path in place.glob("*.yaml")]
        spoken = ", ".join(sorted({path.stem for path in files if _LANGUAGE.fullmatch(path.stem)}))
        raise failure(
            f"the coach does not speak '{language}'; it speaks {spoken}. "
            f"What it says in another language would stand in {folder / f'{language}.yaml'}"
        )


def copy_routine(name: str, path: Path, title: str | None, shelf: Library, language: str | None = None) -> None:
    """Copy the routine called *name* to *path*, its comments and all; with another *title* and *language* if given.

    Raises:
        NotFound: there is no such routine.
        RoutineError: it has problems.
    """
    from backplayer.authoring.copying import copied
    from backplayer.routine.format.schema import modeline

    source = shelf.find_routine(name)
    shelf.read_routine(source)
    with source.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    note = f"A copy of {printable(source.stem)}, to change."
    write_new(path, copied(text, modeline(), note, title, language), shelf)


def write_new(path: Path, text: str, shelf: Library, wanted: int | None = None) -> None:
    """Write a new file, never over another; check it and tell what to do with it. *wanted*: its length in minutes.

    Nothing is written where the text is no routine.
    """
    length_of(text, path.stem, shelf)
    hides = (shipped("routines") / path.name).is_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path, text)
    except OSError as error:
        if isinstance(error, FileExistsError):
            _refuse_existing(path)  # somebody was faster
        raise failure(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None
    routine = shelf.read_routine(path)
    _write_schema()
    _tell(path, routine, wanted, hides)


def _write_schema() -> None:
    """Put what editors know the format by beside the user's routines, where their first line points."""
    from backplayer.cli.schema import write_schema

    try:
        write_schema()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        tell(f"The file by which editors help while you type cannot be written: {why}", err=True)


def _tell(path: Path, routine: Routine, wanted: int | None, hides: bool) -> None:
    from backplayer.authoring.draft import minutes
    from backplayer.authoring.reckoning import estimated_length_of
    from backplayer.routine.model import played_exercises

    count, takes = len(tuple(played_exercises(routine.steps))), minutes(estimated_length_of(routine))
    far = wanted is not None and abs(wanted - takes) > max(1, wanted // 5)
    word = shlex.quote(path.stem)
    tell(f"\nWritten: {_shown(path)}")
    much = f"{count} exercise{'' if count == 1 else 's'}, about {takes} min"
    tell(f"{much} (not {wanted}: add or drop some)." if far else f"{much}.")
    if hides:
        tell(f"'{path.stem}' now means this one, and no longer ours.")
    if routine.ignore:
        rules = ", ".join(printable(rule) for rule in routine.ignore)
        tell(f"It ignores the advice {rules}: 'backplayer check --untrusted {word}' shows it.")
    _tell_translations(routine)
    tell(f"\n  backplayer edit {word}     change it\n  backplayer check {word}    what could be better")
    tell(f"  backplayer play {word}     hear it")


def _tell_translations(routine: Routine) -> None:
    """Tell which exercises are not in the routine's language, and show the file that one of them needs."""
    from backplayer.authoring.translating import translation_of, untranslated

    if not (left := untranslated(routine)):
        return
    code = printable(routine.language)
    first, name = left[0], printable(left[0].name)
    names = ", ".join(printable(exercise.name) for exercise in left)
    tell(f"\nThe coach speaks '{code}'. These exercises are in English until you translate them: {names}.")
    tell(f"Each needs a small file of your own. The one for {name}:")
    tell(f"  {_shown(own('routines') / 'exercises' / code / f'{first.slug}.yaml')}")
    tell(f"It holds these lines, in '{code}' then; what you leave out stays English:\n")
    for line in translation_of(first, routine).splitlines():
        tell(f"    {printable(line, 600)}")


def _shown(path: Path) -> str:
    """Write where a file is: as a person would on a terminal, in full for a program."""
    return from_home(str(path)) if sys.stdout.isatty() else str(path)
