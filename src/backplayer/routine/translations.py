"""Library exercises in the language of the routine that uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backplayer.routine.document import InlineExerciseDoc, TranslationDoc
from backplayer.routine.model import Dose, Exercise

SPOKEN = ("name", "setup", "cues", "halfway", "caution", "side_word")
"""The parts of an exercise that are spoken. ``start`` and ``steps`` are where there is no ``setup``."""


def same_language(one: str, other: str) -> bool:
    """Whether a speaker of *one* understands *other*: de and de-AT."""
    return one.split("-")[0] == other.split("-")[0]


def translated(exercise: Exercise, written: TranslationDoc | None) -> Exercise:
    """Return *exercise* with the texts of its translation; those that are not translated are told in it."""
    from backplayer.routine.resolve import plain

    known: dict[str, Any] = {}
    for key in written.model_fields_set - {"phases"} if written else ():
        known[key] = plain(getattr(written, key))
    if known.keys() & {"start", "steps"}:
        known.setdefault("setup", ())
    if "name" in known:
        known.setdefault("say", None)
    made = replace(exercise, **known)
    if written and made.dose:
        made = replace(
            made, dose=with_phases(made.dose, {name.casefold(): said for name, said in written.phases.items()})
        )
    return replace(made, untranslated=_left(made, known.keys(), SPOKEN))


def still_untranslated(made: Exercise, written: InlineExerciseDoc) -> tuple[str, ...]:
    """Tell what is left to translate of an exercise that starts from a library one and has texts of its own."""
    return _left(made, written.model_fields_set, made.untranslated)


def _left(made: Exercise, given: Any, parts: tuple[str, ...]) -> tuple[str, ...]:
    given = set(given) | ({"setup"} if {"start", "steps"} & set(given) else set())
    has = {"setup": made.spoken_setup}
    return tuple(part for part in parts if part not in given and has.get(part, getattr(made, part)))


def with_phases(dose: Dose, words: Mapping[str, str]) -> Dose:
    """Return *dose* with the names of its phases in other *words*, by the names in small letters."""
    if not any(phase.name.casefold() in words for phase in dose.tempo):
        return dose
    names = {phase.name: words.get(phase.name.casefold(), phase.name) for phase in dose.tempo}
    stated = dose.stated
    if stated is not None:
        renamed = {f"tempo.{name}": f"tempo.{said}" for name, said in names.items()}
        stated = frozenset(renamed.get(part, part) for part in stated)
    return replace(dose, tempo=tuple(replace(phase, name=names[phase.name]) for phase in dose.tempo), stated=stated)
