"""From what was written to what it means: exercises looked up, defaults filled in, doses checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from backplayer.routine import document as doc
from backplayer.routine.model import (
    Dose,
    Exercise,
    ExerciseStep,
    Phase,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    Sides,
    Sourced,
    Step,
    Swap,
    WaitStep,
)
from backplayer.routine.problems import NotFound, Problem, RoutineError
from backplayer.routine.source import Data, Path_, Source
from backplayer.units import Ms

MAX_STEPS = 2000
MAX_LENGTH: Ms = 6 * 3_600_000
_AMOUNTS = ("reps", "hold", "time")
_NAMING = {"exercise", "like", "alternative"}

FindExercise = Callable[[str], Exercise]


def dose_problems(source: Source) -> list[Problem]:
    """Find doses that contradict themselves, anywhere in the file (also in a file with other problems)."""
    return [problem for path, keys in _mappings(source.data) for problem in _contradictions(source, path, keys)]


def unknown_exercises(source: Source, find: FindExercise) -> list[Problem]:
    """Find names of exercises that the library does not have (also in a file with other problems)."""
    problems = []
    for path, keys in _mappings(source.data):
        named: list[tuple[Path_, Data]] = [((*path, key), keys[key]) for key in _NAMING & keys.keys()]
        steps = keys.get("steps")
        if isinstance(steps, list) and (not path or "repeat" in keys):
            named += [((*path, "steps", index), step) for index, step in enumerate(steps)]
        for place, name in named:
            if isinstance(name, str) and re.fullmatch(doc.SLUG, name):
                try:
                    find(name)
                except NotFound as error:
                    problems.append(source.problem(place, str(error)))
                except RoutineError as error:
                    problems.extend(error.problems)
    return problems


def _mappings(data: Data, path: Path_ = ()) -> Iterator[tuple[Path_, dict[str, Data]]]:
    if isinstance(data, dict):
        yield path, data
        for key, value in data.items():
            yield from _mappings(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _mappings(value, (*path, index))


def _contradictions(source: Source, path: Path_, keys: dict[str, Data]) -> Iterator[Problem]:
    if "exercise" not in keys and path[-1:] != ("dose",):
        return
    amounts = [key for key in keys if key in _AMOUNTS]
    if len(amounts) > 1:
        hint = "for repetitions with a hold write 'tempo: {lift: 2s, hold: 3s, lower: 2s}'"
        yield source.problem((*path, amounts[1]), f"two doses, {' and '.join(amounts)}; keep one ({hint})", key=True)
    elif amounts in (["hold"], ["time"]) and "tempo" in keys:
        yield source.problem((*path, "tempo"), f"tempo goes with reps, not with {amounts[0]}", key=True)
    if keys.get("sides") == "alternating" and amounts and amounts[0] != "reps":
        message = f"alternating goes with reps; with {amounts[0]} write 'sides: both'"
        yield source.problem((*path, "sides"), message)


def exercise_from(written: doc.ExerciseDoc, slug: str | None, base: Exercise | None = None) -> Exercise:
    """Make an exercise; fields not written are *base*'s, or empty."""
    known: dict[str, Any] = {}
    for key in written.model_fields_set:
        value = getattr(written, key)
        if key == "dose":
            known[key] = dose_from(value, base.dose if base else None)
        elif key != "like" and value is not None:
            known[key] = _plain(value)
    if base is not None:
        if "steps" in known and "setup" not in known:
            known["setup"] = ()
        return replace(base, **known)
    return Exercise(slug=slug, **known)


def _plain(value: Any) -> Any:
    if isinstance(value, doc.SourcedText):
        return Sourced(value.text, value.origin)
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    return value


def dose_from(written: doc.DoseKeys | None, base: Dose | None, defaults: doc.DefaultsDoc | None = None) -> Dose | None:
    """Lay what is written over *base*, the exercise's own dose. None when nobody gave a dose."""
    defaults = defaults or doc.DefaultsDoc()
    keys = written.model_fields_set if written else set()
    amount = next((key for key in _AMOUNTS if key in keys), None)
    if base is None and amount is None:
        return None
    start = base or Dose(set_rest=defaults.set_rest, switch=defaults.switch)
    if written is None or not keys & set(doc.DoseKeys.model_fields):
        return start
    known: dict[str, Any] = {"reps": start.reps, "tempo": start.tempo}
    if amount:
        known.update(reps=None, hold=None, time=None, stated=None, as_stated=None, note=None)
        if amount != "reps":
            known.update(tempo=())
    for key in keys & {field.name for field in fields(Dose)} - {"tempo", "stated", "stated_by"}:
        if getattr(written, key) is not None:
            known[key] = getattr(written, key)
    if written.tempo is not None:
        tempo = written.tempo if isinstance(written.tempo, dict) else {"": written.tempo}
        known["tempo"] = tuple(Phase(name, length) for name, length in tempo.items())
    if known["reps"] is not None and not known["tempo"]:
        known["tempo"] = (Phase("", defaults.tempo),)
    if written.stated is not None:
        known["stated"] = frozenset(written.stated)
    if written.stated_by is not None:
        known["stated_by"] = tuple(written.stated_by)
    return replace(start, **known)


class Resolver:
    """Turns one routine's document into a Routine and gathers the problems on the way."""

    def __init__(self, source: Source, written: doc.RoutineDoc, find_exercise: FindExercise) -> None:
        self._source = source
        self._written = written
        self._find = find_exercise
        self._problems: list[Problem] = []

    def routine(self, name: str) -> Routine:
        """Resolve the whole routine.

        Raises:
            RoutineError: with every problem found.
        """
        written = self._written
        steps = self._steps(written.steps, ("steps",))
        count, length = _extent(steps)
        if count > MAX_STEPS:
            self._complain(("steps",), f"{count} steps when all repeats are played; {MAX_STEPS} is the most")
        if length > MAX_LENGTH:
            self._complain(("steps",), "this routine takes more than 6 hours")
        if self._problems:
            raise RoutineError(self._problems)
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
            safety=_plain(written.safety),
            closing=_plain(written.closing),
            notes=tuple(written.notes),
        )

    def _complain(self, path: Path_, message: str) -> None:
        self._problems.append(self._source.problem(path, message))

    def _steps(self, written: list[doc.StepDoc], path: Path_) -> tuple[Step, ...]:
        steps: list[Step] = []
        for index, written_step in enumerate(written):
            step = self._step(written_step, (*path, index))
            following = written[index + 1] if index + 1 < len(written) else None
            rest_follows = isinstance(following, doc.RestStepDoc)
            if isinstance(step, ExerciseStep) and rest_follows and _rests_by_default(written_step):
                step = replace(step, rest=0)  # the rest written next stands in place of the default
            if step is not None:
                steps.append(step)
        return tuple(steps)

    def _step(self, written: doc.StepDoc, path: Path_) -> Step | None:
        if isinstance(written, doc.ExerciseStepDoc):
            return self._exercise_step(written, path)
        if isinstance(written, doc.RepeatStepDoc):
            return RepeatStep(written.repeat, self._steps(written.steps, (*path, "steps")), written.rest)
        if isinstance(written, doc.RestStepDoc):
            return RestStep(written.rest, written.say)
        if isinstance(written, doc.WaitStepDoc):
            return WaitStep(written.wait)
        return SayStep(written.say)

    def _exercise_step(self, written: doc.ExerciseStepDoc, path: Path_) -> ExerciseStep | None:
        defaults = self._written.defaults
        step = self._choice(written, path)
        alternative: ExerciseStep | None = None
        if isinstance(written.alternative, str):
            choice = doc.ChoiceDoc.model_validate({"exercise": written.alternative})
            alternative = self._choice(choice, (*path, "alternative"))
        elif written.alternative is not None:
            alternative = self._choice(written.alternative, (*path, "alternative"))
        swap = self._choice(written.swap, (*path, "swap")) if written.swap else None
        if step is None:
            return None

        def at_this_place(other: ExerciseStep | None) -> ExerciseStep | None:
            return other and replace(
                other,
                rest=defaults.rest if written.rest is None else written.rest,
                get_ready=defaults.get_ready if written.get_ready is None else written.get_ready,
                counting=written.counting or defaults.counting,
                section=written.section,
                optional=written.optional,
            )

        placed = at_this_place(step)
        other = at_this_place(swap)
        assert placed is not None
        return replace(
            placed,
            alternative=at_this_place(alternative),
            swap=Swap(written.swap.with_, other) if written.swap and other else None,
        )

    def _choice(self, written: doc.ChoiceDoc, path: Path_) -> ExerciseStep | None:
        exercise = self._exercise(written.exercise, path)
        if exercise is None:
            return None
        dose = dose_from(written, exercise.dose, self._written.defaults)
        if dose is None:
            self._complain(path, f"'{exercise.name}' has no dose; add reps, hold or time")
            return None
        if dose.sides is Sides.ALTERNATING and dose.reps is None:
            self._complain(path, "alternating sides go with reps; write 'sides: both'")
        own = bool(written.model_fields_set & {"reps", "hold", "time", "tempo", "sets", "sides"})
        caution = _plain(written.caution)
        return ExerciseStep(exercise, dose, caution=caution, note=written.note, own_dose=own)

    def _exercise(self, written: str | doc.InlineExerciseDoc, path: Path_) -> Exercise | None:
        at = path if path[-1:] == ("alternative",) and (*path, "exercise") not in self._source.values else None
        if isinstance(written, str):
            return self._library_exercise(written, at or (*path, "exercise"))
        base = self._library_exercise(written.like, (*path, "exercise", "like")) if written.like else None
        if written.like is None and written.name is None:
            self._complain(
                (*path, "exercise"), "an exercise written in place needs a name (or like: a library exercise)"
            )
            return None
        if written.like and base is None:
            return None
        return exercise_from(written, None, base)

    def _library_exercise(self, slug: str, path: Path_) -> Exercise | None:
        try:
            return self._find(slug)
        except NotFound as error:
            self._complain(path, str(error))
        except RoutineError as error:
            self._problems.extend(error.problems)
        return None


def _rests_by_default(written: doc.StepDoc) -> bool:
    return isinstance(written, doc.ExerciseStepDoc) and written.rest is None


def _extent(steps: tuple[Step, ...]) -> tuple[int, Ms]:
    """Count the steps and the stated time, repeats played out; exact integers, however large."""
    count, length = 0, 0
    for step in steps:
        if isinstance(step, RepeatStep):
            inner_count, inner_length = _extent(step.steps)
            count += step.rounds * inner_count
            length += step.rounds * (inner_length + step.rest)
            continue
        count += 1
        if isinstance(step, ExerciseStep):
            dose = step.dose
            length += dose.total_work + (dose.sets - 1) * dose.set_rest + step.rest
        elif isinstance(step, RestStep):
            length += step.length
    return count, length
