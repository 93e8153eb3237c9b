"""What is still to be said in the language of a routine: its library exercises, as files to begin with."""

from __future__ import annotations

from collections.abc import Iterator

from backplayer.routine.model import PHASE, Exercise, Routine, exercise_steps
from backplayer.routine.words import missing_translations
from backplayer.routine.writing import quoted


def untranslated(routine: Routine) -> tuple[Exercise, ...]:
    """Return the library exercises of *routine*, each once, of which 'check' says that they have no words in its
    language.
    """
    told = {missing.path for missing in missing_translations(routine)}
    found = {step.exercise.slug: step.exercise for step in exercise_steps(routine.steps) if step.path in told}
    return tuple(exercise for slug, exercise in found.items() if slug and exercise.untranslated)


def translation_of(exercise: Exercise, routine: Routine) -> str:
    """Write the file of the translation of one of these, with the words that are to be replaced."""
    return "\n".join(_lines(exercise, routine)) + "\n"


def _lines(exercise: Exercise, routine: Routine) -> Iterator[str]:
    yield f"name: {quoted(exercise.name)}"
    texts = {"setup": exercise.spoken_setup, "cues": tuple(cue.text for cue in exercise.cues)}
    for key, sentences in texts.items():
        if key in exercise.untranslated:
            yield f"{key}:"
            yield from (f"  - {quoted(sentence)}" for sentence in sentences)
    for key in ("halfway", "caution"):
        sentence = getattr(exercise, key)
        if key in exercise.untranslated and sentence:
            yield f"{key}: {quoted(sentence.text)}"
    if "side_word" in exercise.untranslated and (exercise.side_word or "").casefold() not in routine.words.sides:
        yield f"side_word: {quoted(exercise.side_word or '')}"
    phases = [part.removeprefix(PHASE) for part in exercise.untranslated if part.startswith(PHASE)]
    if phases := [phase for phase in phases if phase.casefold() not in routine.words.phases]:
        yield "phases:"
        yield from (f"  {quoted(phase)}: {quoted(phase)}" for phase in phases)
