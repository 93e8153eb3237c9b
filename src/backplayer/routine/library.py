"""Where routines, exercises and sources are found: the user's folders first, then what comes with backplayer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from operator import attrgetter
from os import scandir
from os.path import isfile, splitext
from pathlib import Path
from typing import TYPE_CHECKING

from backplayer.routine.kinds import kind_by_name
from backplayer.routine.languages import chain_of, same_language
from backplayer.routine.model import Exercise, Routine, Sourced, Words
from backplayer.routine.problems import NotFound, Problem, RoutineError, as_slug, did_you_mean, printable
from backplayer.routine.reading.blank import has_text
from backplayer.routine.reading.source import Source, read_source

if TYPE_CHECKING:
    from backplayer.routine.words import Choice

_NAME = re.compile(r"\w[\w .,'()&+-]{0,99}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
IF_IT_HURTS = "If it hurts"
"""The heading of ``safety.yaml`` with what is said at a report of pain, where a routine says nothing of its own."""
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Listed:
    """A routine as a list shows it, read without checking the file: title, summary and stated length may be missing."""

    name: str
    path: Path
    title: str
    summary: str
    length: str
    equipment: str


class Library:
    """Routines and exercises by name.

    *folders* hold routines, exercises in ``exercises/``, their translations in ``exercises/de/`` and the like, and the
    coach's words in ``words/``; earlier ones win. Exercises may also stand *beside* a routine that lies elsewhere:
    those come first. Files elsewhere come from strangers, and with *trusting* off, all do.
    """

    def __init__(self, folders: Sequence[Path], beside: Path | None = None, *, trusting: bool = True) -> None:
        self.folders = tuple(folders)
        self._beside = () if beside is None or beside in self.folders else (beside,)
        self.trusting = trusting
        self._exercise_paths: dict[str, Path] | None = None
        self._exercise_names: Mapping[str, str] | None = None
        self._exercises: dict[str, Exercise] = {}
        self._words: dict[str, Words] = {}

    def routine_paths(self) -> dict[str, Path]:
        """Every routine's name and file; the user's own hide ours of the same name."""
        return _files(self.folders)

    def exercise_paths(self) -> dict[str, Path]:
        """Every exercise's slug and file, as they were when it was first asked."""
        if self._exercise_paths is None:
            self._exercise_paths = self._find_exercises()
        return self._exercise_paths

    def exercise_names(self) -> Mapping[str, str]:
        """Every name an exercise goes by, as a slug, and the exercise's own slug. A file with problems has none.

        Of two exercises with one name it is the one whose slug or title that is, not the one that is also called so.
        """
        if self._exercise_names is None:
            sound = []
            for slug in self.exercise_paths():
                with suppress(RoutineError):
                    sound.append((slug, self.exercise(slug)))
            names: dict[str, str] = {slug: slug for slug, _ in sound}
            for slug, exercise in sound:
                names.setdefault(as_slug(exercise.name), slug)
            for slug, exercise in sound:
                for name in filter(None, (exercise.say, *exercise.other_names)):
                    names.setdefault(as_slug(name), slug)
            self._exercise_names = names
        return self._exercise_names

    def slug_of(self, name: str) -> str | None:
        """Return the slug of the exercise that goes by *name*, or None."""
        slug = as_slug(name)
        return slug if slug in self.exercise_paths() else self.exercise_names().get(slug)

    def _find_exercises(self) -> dict[str, Path]:
        files = _files([folder / "exercises" for folder in (*self._beside, *self.folders)])
        named = {as_slug(name): path for name, path in files.items()}
        return {slug: path for slug, path in sorted(named.items()) if _SLUG.fullmatch(slug)}

    def read_for(self, routine: Path) -> set[Path]:
        """Return the files there are that may be read for *routine*, beside itself: exercises, words and the like."""
        found = set()
        for folder in {routine.parent, *self.folders}:
            for path in (*folder.glob("exercises/*"), *folder.glob("exercises/*/*")):
                if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
                    found.add(path)
        for folder in self.folders:
            found.update(folder.glob("words/*.yaml"))
            found.update(path for path in folder.glob("*.yaml") if kind_by_name(path.stem))
        return found

    def find_routine(self, name: str) -> Path:
        """Find a routine by name, or take *name* as a path when it looks like one.

        Raises:
            NotFound: no routine has this name; the message suggests the nearest.
        """
        if "/" in name or "\\" in name or name.lower().endswith(_SUFFIXES):
            return _expanded(Path(name))
        known = self.routine_paths()
        if name in known:
            return known[name]
        hint = did_you_mean(name, known) or "; 'backplayer list' lists them"
        raise NotFound(f"no routine is called '{printable(name)}'{hint}")

    def read_routine(self, path: Path) -> Routine:
        """Read and check one routine.

        Raises:
            RoutineError: with every problem of the file.
        """
        return self.beside(path).routine_from(self.read(path), path.stem)

    def read(self, path: Path) -> Source:
        """Read a file; one from a stranger may not be a link that leads out of its folder.

        Raises:
            RoutineError: it cannot be read, is no YAML, is beyond the bounds or leads elsewhere.
        """
        if self._trusts(path.parent):
            return read_source(path)
        return read_source(path, next((folder for folder in self._beside if folder in path.parents), path.parent))

    def _trusts(self, folder: Path) -> bool:
        try:
            place = folder.resolve()
            return self.trusting and any(place.is_relative_to(known.resolve()) for known in self.folders)
        except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL in the name: reading tells
            return False

    def beside(self, path: Path) -> Library:
        """Return this library with the exercises in the folder of the routine at *path* laid over it."""
        laid_over = Library(self.folders, path.parent, trusting=self.trusting)
        laid_over._words = self._words
        return laid_over

    def routine_from(self, source: Source, name: str) -> Routine:
        """Check what was read from a routine's file, and make the routine called *name* of it.

        Raises:
            RoutineError: with every problem of the file.
        """
        from backplayer.routine.format.routine import RoutineDoc
        from backplayer.routine.reading.checks import routine_problems
        from backplayer.routine.reading.complaints import validate
        from backplayer.routine.resolve import resolve

        _expect(source, "title", not_key="name", message="this is an exercise; name a routine that has it in its steps")
        find = partial(self.exercise, language=_language_of(source))
        choice = self._words_for(source)
        written = validate(RoutineDoc, choice.source, chain(routine_problems(source, find), choice.problems))
        routine = resolve(source, written, find, name, choice.words)
        routine = replace(routine, general_pronounce=tuple(self.pronunciation().items()))
        if routine.if_it_hurts:
            return routine
        rule, code = self.if_it_hurts(routine.language)
        return replace(
            routine, if_it_hurts=rule, pain_in_english=bool(rule) and not same_language(code, routine.language)
        )

    def if_it_hurts(self, language: str) -> tuple[tuple[Sourced, ...], str]:
        """Return what is said at a report of pain where a routine says nothing of its own, and its language.

        That is the rule of ``safety.de-AT.yaml`` or ``safety.de.yaml``, else that of ``safety.yaml``, in English.

        Raises:
            RoutineError: a file has problems.
        """
        for code in reversed(chain_of(language)):
            if rule := self._safety_in(f"safety.{code}").get(IF_IT_HURTS):
                return rule, code
        return self.safety().get(IF_IT_HURTS, ()), "en"

    def words(self, language: str) -> Words:
        """Return what the coach says in *language*.

        Raises:
            RoutineError: a file of words has problems.
        """
        from backplayer.routine.words import words_in

        if language not in self._words:
            self._words[language] = words_in(language, [folder / "words" for folder in self.folders])
        return self._words[language]

    def _words_for(self, source: Source) -> Choice:
        from backplayer.routine.words import Choice, chosen_words

        try:
            return chosen_words(source, self.words(_language_of(source)), [folder / "words" for folder in self.folders])
        except RoutineError as error:
            return Choice(None, source, error.problems)

    def pronunciation(self) -> dict[str, str]:
        """Return what the voice reads in place of words; the user's ``pronunciation.yaml`` is laid over ours.

        Raises:
            RoutineError: a file has problems.
        """
        from backplayer.routine.format.words import PronunciationDoc
        from backplayer.routine.reading.complaints import validate

        known: dict[str, str] = {}
        for folder in reversed(self.folders):
            path = folder / "pronunciation.yaml"
            if has_text(path):
                known.update(validate(PronunciationDoc, read_source(path)).root)
        return known

    def exercise(self, slug: str, language: str | None = None) -> Exercise:
        """Return a library exercise; with its texts in *language*, as far as they are translated.

        Raises:
            NotFound: there is none; the message suggests the nearest.
            RoutineError: its file, or that of its translation, has problems.
        """
        if slug not in self._exercises:
            known = self.exercise_paths()
            if slug not in known:
                hint = did_you_mean(slug, known) or "; 'backplayer exercises' lists them"
                raise NotFound(f"no exercise is called '{printable(slug)}'{hint}")
            self._exercises[slug] = self.exercise_from(self.read(known[slug]), slug)
        return self._translated(self._exercises[slug], language) if language else self._exercises[slug]

    def _translated(self, exercise: Exercise, language: str) -> Exercise:
        from backplayer.routine.format.exercise import TranslationDoc
        from backplayer.routine.reading.complaints import validate
        from backplayer.routine.translations import translated

        own = exercise.language or "en"
        if same_language(own, language):
            return exercise
        written = []
        for code in chain_of(language):  # the region's lies over the language's
            places = (
                folder / "exercises" / code / f"{exercise.slug}.yaml" for folder in (*self._beside, *self.folders)
            )
            path = next(filter(isfile, places), None)
            if path:
                written.append(validate(TranslationDoc, self.read(path)))
        return translated(exercise, written, self.words(own).held)

    def exercise_from(self, source: Source, slug: str) -> Exercise:
        """Check what was read from an exercise's file, and make the exercise of it.

        Raises:
            RoutineError: with every problem of the file.
        """
        from backplayer.routine.format.exercise import ExerciseDoc
        from backplayer.routine.reading.checks import exercise_problems
        from backplayer.routine.reading.complaints import validate
        from backplayer.routine.resolve import exercise_from

        _expect(source, "name", not_key="title", message="this is a routine; an exercise has a name and no title")
        return exercise_from(validate(ExerciseDoc, source, exercise_problems(source)), slug)

    def credits(self) -> dict[str, Credit]:
        """Return the known sources by id; the user's ``sources.yaml`` is laid over ours."""
        from backplayer.routine.format.shelf import SourcesDoc
        from backplayer.routine.reading.complaints import validate

        known: dict[str, Credit] = {}
        for folder in reversed(self.folders):
            path = folder / "sources.yaml"
            if has_text(path):
                for slug, written in validate(SourcesDoc, read_source(path)).root.items():
                    known[slug] = Credit(written.title, written.author, written.about)
        return known

    def safety(self) -> dict[str, tuple[Sourced, ...]]:
        """Return what holds for every routine, under headings: the nearest ``safety.yaml`` of the folders."""
        return self._safety_in("safety")

    def _safety_in(self, name: str) -> dict[str, tuple[Sourced, ...]]:
        from backplayer.routine.format.shelf import SafetyDoc
        from backplayer.routine.reading.complaints import validate
        from backplayer.routine.resolve import plain

        for folder in self.folders:
            path = folder / f"{name}.yaml"
            if has_text(path):
                found: dict[str, tuple[Sourced, ...]] = plain(validate(SafetyDoc, read_source(path)).root)
                return found
        return {}

    def listed(self) -> Iterator[Listed]:
        """Go through all routines with what a list shows of them."""
        for name, path in self.routine_paths().items():
            try:
                data = read_source(path).data
            except RoutineError:
                data = {}
            keys = data if isinstance(data, dict) else {}
            equipment = keys.get("equipment")
            needed = equipment.get("needed", []) if isinstance(equipment, dict) else equipment or []

            def text(key: str, keys: Mapping[str, object] = keys) -> str:
                value = keys.get(key)
                return printable(" ".join(value.split()), 200) if isinstance(value, str) else ""

            items = [needed] if isinstance(needed, str) else [item for item in needed if isinstance(item, str)]
            shown = printable(", ".join(items), 100)
            yield Listed(name, path, text("title"), text("summary"), text("length"), shown)


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a routine or an exercise is drawn from."""

    title: str
    author: str
    about: str | None = None


def _expect(source: Source, key: str, *, not_key: str, message: str) -> None:
    """Stop at a file of the other sort, whose every line would be a problem."""
    if isinstance(source.data, dict) and key not in source.data and not_key in source.data:
        raise RoutineError([source.problem((not_key,), message, key=True)])


def _language_of(source: Source) -> str:
    """Return the language of a routine as far as it can be told before the file is checked."""
    written = source.data.get("language") if isinstance(source.data, dict) else None
    return written if isinstance(written, str) and _LANGUAGE.fullmatch(written) else "en"


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # ~nobody: no such user
        return path


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        try:
            if not folder.is_dir():
                continue
            with scandir(folder) as entries:
                for entry in sorted(entries, key=attrgetter("name")):
                    stem, suffix = splitext(entry.name)
                    well_named = suffix.lower() in _SUFFIXES and _NAME.fullmatch(stem)
                    if well_named and not kind_by_name(stem) and isfile(entry):
                        found.setdefault(stem, folder / entry.name)
        except OSError as error:
            message = f"this folder cannot be read: {(error.strerror or str(error)).lower()}"
            raise RoutineError([Problem(str(folder), 1, 1, message)]) from None
    return dict(sorted(found.items()))
