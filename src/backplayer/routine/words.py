"""The words of the coach: ours for each language, with the user's own laid over, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

from backplayer.routine.languages import chain_of
from backplayer.routine.model import PHASE, ExerciseStep, Notations, Path_, Plural, Routine, Side, Words, exercise_steps
from backplayer.routine.problems import Problem, did_you_mean, printable
from backplayer.routine.reading.blank import is_blank
from backplayer.routine.reading.source import Source, read_source
from backplayer.routine.reading.words_checks import checked_words, sentence_problems, without
from backplayer.routine.sentences import SENTENCES

if TYPE_CHECKING:
    from backplayer.routine.format.words import NotationsDoc, WordsDoc

SHIPPED = Path(__file__).parent / "words"
ENGLISH = "en"
SHORTEST_NAME = 4
"""Letters of the name of a set of words."""

_SET = re.compile(r"[a-z][a-z0-9-]{0,39}")
_FRACTIONS = {"half": "1/2", "third": "1/3", "two_thirds": "2/3", "quarter": "1/4", "three_quarters": "3/4"}


@dataclass(frozen=True, slots=True)
class Missing:
    """What a routine has not got in its language, at *path* of its file; *message* says it and what to do."""

    path: Path_
    message: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The words of a routine, and what is wrong with its choice; *source* is the routine without that."""

    words: Words | None
    source: Source
    problems: tuple[Problem, ...] = ()


# -- finding -----------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def shipped_words(language: str) -> Words:
    """Return our own words for *language*; English where there are none."""
    return words_in(language, ())


def words_in(language: str, folders: Sequence[Path]) -> Words:
    """Return the words for *language*, those of the user's *folders* laid over ours; earlier folders win.

    For ``de-AT`` it is German with what ``de-AT.yaml`` changes. What nobody has is English, and `Words.missing`.

    Raises:
        RoutineError: a file of words has problems.
    """
    files = _files(chain_of(language), folders)
    if folders and not any(file.parent != SHIPPED for file in (*files, *_files([ENGLISH], folders))):
        return shipped_words(language)
    if language == ENGLISH:
        words = Words(ENGLISH, {}, missing=tuple(SENTENCES))
    else:
        words = replace(words_in(ENGLISH, folders), language=language, notations=Notations(), missing=tuple(SENTENCES))
    for file in files:
        words = _with_file(words, file, fixed_too=True)
    return words


def set_of_words(words: Words, name: str, folders: Sequence[Path]) -> Words | None:
    """Lay the set called *name* over *words*; None when there is none for their language.

    A name of two or three letters would be that of a language.

    Raises:
        RoutineError: its file has problems.
    """
    if len(name) < SHORTEST_NAME:
        return None
    files = _files([_set_file(name, code) for code in chain_of(words.language)], folders)
    for file in files:
        words = _with_file(words, file, fixed_too=False)
    return words if files else None


def known_sets(language: str, folders: Sequence[Path]) -> list[str]:
    """Return the names of the sets of words there are for *language*."""
    found = set()
    for folder in (*folders, SHIPPED):
        try:
            stems = [path.stem for path in folder.glob("*.yaml")]
        except OSError:
            continue
        for stem, code in ((stem, code) for stem in stems for code in chain_of(language)):
            name = stem if code == ENGLISH else stem.removesuffix(f".{code}")
            if (code == ENGLISH or name != stem) and len(name) >= SHORTEST_NAME and _SET.fullmatch(name):
                found.add(name)
    return sorted(found)


def _set_file(name: str, code: str) -> str:
    return name if code == ENGLISH else f"{name}.{code}"


def _files(names: Iterable[str], folders: Sequence[Path]) -> list[Path]:
    """Return the files there are, in the order they are laid over one another."""
    paths = [folder / f"{name}.yaml" for name in names for folder in (SHIPPED, *reversed(folders))]
    return [path for path in paths if isfile(path)]


# -- reading -----------------------------------------------------------------------------------


def _with_file(words: Words, file: Path, *, fixed_too: bool) -> Words:
    if is_blank(file):
        return words
    return laid_over(words, checked_words(read_source(file), fixed_too=fixed_too, singular=words.singular))


def laid_over(words: Words, written: WordsDoc) -> Words:
    """Return *words* with what is *written* in place of theirs."""
    new = sentences_of(written.sentences)
    sides = dict(words.sides)
    for key, side in written.sides.items():
        made = Side(side.word or key, side.left, side.right)
        sides[key.casefold()] = sides[made.word.casefold()] = made
    return replace(
        with_sentences(words, new),
        singular=words.singular if written.singular is None else frozenset(written.singular),
        sides=sides,
        phases={**words.phases, **{name.casefold(): said for name, said in written.phases.items()}},
        held=tuple(dict.fromkeys([*words.held, *(start.casefold() for start in written.held)])),
        things={**words.things, **{name.casefold(): said for name, said in written.things.items()}},
        notations=_noted(words.notations, written.notations) if written.notations else words.notations,
    )


def with_sentences(words: Words, new: Mapping[str, str | Plural]) -> Words:
    """Return *words* with *new* sentences in place of theirs."""
    missing = tuple(name for name in words.missing if name not in new)
    return replace(words, sentences={**words.sentences, **new}, missing=missing)


def _noted(known: Notations, written: NotationsDoc) -> Notations:
    units = {**dict(known.units), **{name: Plural(unit.one, unit.other) for name, unit in written.units.items()}}
    fractions = {written: (alone, after) for written, alone, after in known.fractions}
    for name, figures in _FRACTIONS.items():
        if said := written.fractions and getattr(written.fractions, name):
            fractions[figures] = (said[0], said[1])
    phrases = {**dict(known.phrases), **{f"1 {said.partition(' ')[2]}": said for said in written.ones}}
    phrases.update((short, said) for short, said in written.phrases)
    degrees, alone = written.degrees, written.times_alone
    return Notations(
        units=tuple(units.items()),
        fractions=tuple((figures, *said) for figures, said in fractions.items()),
        degrees=Plural(degrees.one, degrees.other) if degrees else known.degrees,
        times=written.times or known.times,
        times_alone=Plural(alone.one, alone.other) if alone else known.times_alone,
        to=written.to or known.to,
        out_of=written.out_of or known.out_of,
        decimal=written.decimal or known.decimal,
        phrases=tuple(phrases.items()),
    )


# -- what is missing ---------------------------------------------------------------------------


def missing_translations(routine: Routine) -> tuple[Missing, ...]:
    """Tell what of *routine* will be spoken in another language than its own: one entry for each thing.

    That is sentences of the coach, which are English then (at ``language``), and library exercises without a
    translation, or with half of one (at the step that uses one first). An exercise that is written in the routine's
    language itself says so with ``language:`` in its file.
    """
    words, found = routine.words, []
    code = printable(routine.language)
    if len(words.missing) == len(SENTENCES):
        message = f"the coach does not speak '{code}'; it speaks English (add words/{code}.yaml)"
        found.append(Missing(("language",), message))
    elif words.missing:
        more = len(words.missing) - 3
        names = ", ".join(words.missing[:3]) + (f" and {more} more" if more > 0 else "")
        message = f"the coach says {names} in English; words/{code}.yaml lacks them"
        found.append(Missing(("language",), message))
    if routine.pain_in_english:
        message = f"what the coach says at pain is English; write if_it_hurts, or add safety.{code}.yaml"
        found.append(Missing(("language",), message))
    told = set()
    for step in exercise_steps(routine.steps):
        for choice in (step, step.alternative, step.swap and step.swap.step):
            if not choice or choice.exercise.slug in told:
                continue
            exercise = choice.exercise
            parts = [part for part in exercise.untranslated if _is_said(part, choice, words)]
            if not parts:
                continue
            told.add(exercise.slug)
            message = f"'{printable(exercise.name)}' has no words in '{code}' for its {', '.join(parts)}"
            if exercise.slug:
                message += f"; exercises/{code}/{exercise.slug}.yaml would hold them"
            found.append(Missing(step.path, message))
    return tuple(found)


def _is_said(part: str, choice: ExerciseStep, words: Words) -> bool:
    """Whether an untranslated *part* of an exercise is heard: not a side or a phase that *words* has, nor a phase
    that this dose of it has not.
    """
    if part.startswith(PHASE):
        name = part.removeprefix(PHASE)
        return name.casefold() not in words.phases and any(phase.name == name for phase in choice.dose.tempo)
    return part != "side_word" or (choice.exercise.side_word or "").casefold() not in words.sides


def chosen_words(source: Source, words: Words, folders: Sequence[Path]) -> Choice:
    """Find what a routine wants in place of *words*: the set it names, laid over them, or sentences that it holds.

    Raises:
        RoutineError: the file of the set has problems.
    """
    chosen = source.data.get("words") if isinstance(source.data, dict) else None
    if isinstance(chosen, str) and _SET.fullmatch(chosen):
        named = set_of_words(words, chosen, folders)
        if named is not None:
            return Choice(named, source)
        known = known_sets(words.language, folders)
        hint = did_you_mean(chosen, known) or f"; there are {', '.join(known) or 'none'}"
        message = f"there is no set of words '{printable(chosen)}' in '{words.language}'{hint}"
        return Choice(words, source, (source.problem(("words",), message),))
    if not isinstance(chosen, dict):
        return Choice(words, source)
    found = tuple(sentence_problems(source, ("words",), chosen, fixed_too=False, singular=words.singular))
    return Choice(words, without(source, [wrong.path for wrong in found]), tuple(wrong.problem for wrong in found))


def sentences_of(written: Mapping[str, object]) -> dict[str, str | Plural]:
    """Return sentences as they stand in a file, or in a routine."""
    from backplayer.routine.format.words import PluralDoc

    return {
        name: Plural(value.one, value.other) if isinstance(value, PluralDoc) else str(value)
        for name, value in written.items()
    }
