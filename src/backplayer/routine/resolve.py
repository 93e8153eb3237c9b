"""From what was written to what it means: exercises looked up, defaults filled in, bounds held."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import Any

from backplayer.routine.doses import dose_from
from backplayer.routine.format.exercise import ExerciseDoc, InlineExerciseDoc
from backplayer.routine.format.routine import (
    ChoiceDoc,
    DefaultsDoc,
    ExerciseStepDoc,
    RepeatStepDoc,
    RestStepDoc,
    RoutineDoc,
    StepDoc,
    WaitStepDoc,
)
from backplayer.routine.format.values import LONGEST, MAX_LENGTH, SourcedText
from backplayer.routine.model import (
    Exercise,
    ExerciseStep,
    Path_,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    Sides,
    Sourced,
    Step,
    Swap,
    WaitStep,
    Words,
)
from backplayer.routine.problems import RoutineError
from backplayer.routine.reading.checks import FindExercise
from backplayer.routine.reading.source import Source
from backplayer.routine.translations import still_untranslated, with_phases
from backplayer.routine.words import sentences_of, shipped_words, with_sentences
from backplayer.units import Ms

MAX_STEPS = 2000


def exercise_from(written: ExerciseDoc, slug: str | None, base: Exercise | None = None) -> Exercise:
    """Make an exercise; fields not written are *base*'s, or empty."""
    known: dict[str, Any] = {}
    for key in written.model_fields_set - {"like"}:
        value = getattr(written, key)
        known[key] = dose_from(value, base.dose if base else None) if key == "dose" else plain(value)
    if base is None:
        return Exercise(slug=slug, **known)
    # What is spoken in place of a text goes when the text does.
    if known.keys() & {"start", "steps"}:
        known.setdefault("setup", ())
    if "name" in known:
        known.setdefault("say", None)
    return replace(base, **known)


def plain(value: Any) -> Any:
    """Turn what was written (texts, lists and mappings of them) into the model's plain data."""
    if isinstance(value, SourcedText):
        return Sourced(value.words, value.origin)
    if isinstance(value, list):
        return tuple(plain(item) for item in value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def resolve(source: Source, written: RoutineDoc, find: FindExercise, name: str, words: Words | None = None) -> Routine:
    """Make the routine of a file that has passed all checks; *words* are those of its language.

    Raises:
        RoutineError: played out, it is beyond the bounds.
    """
    words = words or shipped_words(written.language)
    if isinstance(written.words, dict):
        words = with_sentences(words, sentences_of(written.words))
    steps = _Resolver(written.defaults, find, words).steps(written.steps, ("steps",))
    count, length = _extent(steps)
    beyond = []
    if count > MAX_STEPS:
        beyond.append(f"{count} steps when all repeats are played; {MAX_STEPS} is the most")
    if length > MAX_LENGTH:
        beyond.append(f"this routine takes more than {MAX_LENGTH // LONGEST} hours")
    if beyond:
        raise RoutineError(source.problem(("steps",), message, key=True) for message in beyond)
    return Routine(
        name=name,
        title=written.title,
        steps=steps,
        summary=written.summary,
        language=written.language,
        author=written.author,
        follows=written.follows,
        sources=tuple(written.sources),
        length=written.length,
        equipment=tuple(written.equipment.needed),
        equipment_optional=tuple(written.equipment.optional),
        safety=plain(written.safety),
        closing=plain(written.closing),
        if_it_hurts=plain(written.if_it_hurts),
        for_pain=written.for_pain,
        pronounce=tuple(written.pronounce.items()),
        ignore=tuple(written.ignore),
        notes=tuple(written.notes),
        words=words,
    )


class _Resolver:
    def __init__(self, defaults: DefaultsDoc, find: FindExercise, words: Words) -> None:
        self._defaults = defaults
        self._find = find
        self._words = words

    def steps(self, written: list[StepDoc], path: Path_) -> tuple[Step, ...]:
        steps = []
        for index, (written_step, following) in enumerate(zip_longest(written, written[1:])):
            step = self._step(written_step, (*path, index))
            rests_by_default = isinstance(written_step, ExerciseStepDoc) and written_step.rest is None
            if isinstance(step, ExerciseStep) and rests_by_default and isinstance(following, RestStepDoc):
                step = _without_rest(step)  # the rest written next stands in place of the default
            steps.append(step)
        return tuple(steps)

    def _step(self, written: StepDoc, path: Path_) -> Step:
        if isinstance(written, ExerciseStepDoc):
            return self._exercise_step(written, path)
        if isinstance(written, RepeatStepDoc):
            return RepeatStep(written.repeat, self.steps(written.steps, (*path, "steps")), written.rest, path)
        if isinstance(written, RestStepDoc):
            return RestStep(written.rest, written.say, path)
        if isinstance(written, WaitStepDoc):
            return WaitStep(written.wait, path)
        return SayStep(written.say, path)

    def _exercise_step(self, written: ExerciseStepDoc, path: Path_) -> ExerciseStep:
        defaults = self._defaults

        def here(choice: ChoiceDoc) -> ExerciseStep:
            return replace(
                self._choice(choice),
                rest=defaults.rest if written.rest is None else written.rest,
                get_ready=defaults.get_ready if written.get_ready is None else written.get_ready,
                counting=written.counting or defaults.counting,
                section=written.section,
                optional=written.optional,
                path=path,
            )

        other = written.alternative
        if isinstance(other, str):
            other = ChoiceDoc(exercise=other)
        return replace(
            here(written),
            alternative=here(other) if other else None,
            swap=Swap(written.swap.with_, here(written.swap)) if written.swap else None,
        )

    def _choice(self, written: ChoiceDoc) -> ExerciseStep:
        exercise = self._exercise(written.exercise)
        dose = dose_from(written, exercise.dose, self._defaults)
        assert dose is not None, "routine_problems lets no exercise without a dose pass"
        dose = with_phases(dose, self._words.phases, self._words.held)
        own = bool(written.model_fields_set & {"reps", "hold", "time", "tempo", "sets", "sides"})
        return ExerciseStep(exercise, dose, caution=plain(written.caution), note=written.note, own_dose=own)

    def _exercise(self, written: str | InlineExerciseDoc) -> Exercise:
        if isinstance(written, str):
            return self._find(written)
        made = exercise_from(written, None, self._find(written.like) if written.like else None)
        return replace(made, untranslated=still_untranslated(made, written))


def _without_rest(step: ExerciseStep) -> ExerciseStep:
    return replace(
        step,
        rest=0,
        alternative=step.alternative and replace(step.alternative, rest=0),
        swap=step.swap and replace(step.swap, step=replace(step.swap.step, rest=0)),
    )


def _extent(steps: tuple[Step, ...]) -> tuple[int, Ms]:
    """Count the steps and the stated time, repeats played out; exact integers, however large."""
    count, length = 0, 0
    for step in steps:
        if isinstance(step, RepeatStep):
            inner_count, inner_length = _extent(step.steps)
            count += step.rounds * inner_count
            length += step.rounds * inner_length + (step.rounds - 1) * step.rest
            continue
        count += 1
        if isinstance(step, ExerciseStep):
            offered = (step, step.alternative, step.swap and step.swap.step)
            length += max(_stated_length(choice) for choice in offered if choice)
        elif isinstance(step, RestStep):
            length += step.length
    return count, length


def _stated_length(step: ExerciseStep) -> Ms:
    dose = step.dose
    switches = dose.sets * dose.switch if dose.sides is Sides.BOTH else 0
    breaks = (dose.sets - 1) * max(dose.set_rest, step.get_ready)
    return dose.total_work + switches + breaks + max(step.rest, step.get_ready)
