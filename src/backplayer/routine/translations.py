"""Library exercises in the language of the routine that uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backplayer.routine.format.exercise import InlineExerciseDoc, TranslationDoc
from backplayer.routine.model import PHASE, Dose, Exercise

SPOKEN = ("name", "setup", "cues", "halfway", "caution", "side_word")
"""The parts of an exercise that are spoken. ``start`` and ``steps`` are where there is no ``setup``."""


def translated(exercise: Exercise, written: Sequence[TranslationDoc], held: tuple[str, ...]) -> Exercise:
    """Return *exercise* with the texts of its translations, later ones laid over earlier ones.

    Those that are not translated are told in it. *held* is how the names of held phases begin in its own language.
    """
    from backplayer.routine.resolve import plain

    known: dict[str, Any] = {}
    phases: dict[str, str] = {}
    for one in written:
        texts = {key: plain(getattr(one, key)) for key in one.model_fields_set - {"phases"}}
        if texts.keys() & {"start", "steps"}:  # they take the place of a setup below them
            known.pop("setup", None)
        known |= texts
        phases.update((name.casefold(), said) for name, said in one.phases.items())
    if known.keys() & {"start", "steps"}:
        known.setdefault("setup", ())
    if "name" in known:
        known.setdefault("say", None)
    made = replace(exercise, **known)
    left = _left(made, known.keys(), SPOKEN)
    if made.dose:
        names = dict.fromkeys(phase.name for phase in made.dose.tempo if phase.name)
        left += tuple(f"{PHASE}{name}" for name in names if name.casefold() not in phases)
        phases = {name.casefold(): name for name in names} | phases
        made = replace(made, dose=with_phases(made.dose, phases, held))
    return replace(made, untranslated=left)


def still_untranslated(made: Exercise, written: InlineExerciseDoc) -> tuple[str, ...]:
    """Tell what is left to translate of an exercise that starts from a library one and has texts of its own."""
    return _left(made, written.model_fields_set, made.untranslated)


def _left(made: Exercise, given: Any, parts: tuple[str, ...]) -> tuple[str, ...]:
    given = set(given) | ({"setup"} if {"start", "steps"} & set(given) else set())
    has = {"setup": made.spoken_setup}
    if "dose" in given:
        parts = tuple(part for part in parts if not part.startswith(PHASE))
    return tuple(part for part in parts if part not in given and has.get(part, getattr(made, part, True)))


def with_phases(dose: Dose, words: Mapping[str, str], held: tuple[str, ...]) -> Dose:
    """Return *dose* with the names of its phases in other *words*, by the names in small letters.

    What is a hold by its name, which begins as one of *held*, stays one under the new name.
    """
    if not any(phase.name.casefold() in words for phase in dose.tempo):
        return dose
    names = {phase.name: words.get(phase.name.casefold(), phase.name) for phase in dose.tempo}
    stated = dose.stated
    if stated is not None:
        renamed = {f"tempo.{name}": f"tempo.{said}" for name, said in names.items()}
        stated = frozenset(renamed.get(part, part) for part in stated)
    tempo = (
        replace(phase, name=names[phase.name], held=phase.held or phase.name.casefold().startswith(held))
        for phase in dose.tempo
    )
    return replace(dose, tempo=tuple(tempo), stated=stated)
