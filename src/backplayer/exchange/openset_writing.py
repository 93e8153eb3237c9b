"""A routine as an OpenSet 1.0 workout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from backplayer.exchange.openset import LIBRARY
from backplayer.exchange.openset_sets import SIDES, TEMPO, WORK
from backplayer.exchange.result import Exported, Find, Losses
from backplayer.exchange.timers import Played, played_out, tell_of_routine, tell_of_step
from backplayer.routine.durations import duration_to_str
from backplayer.routine.format.values import LONGEST
from backplayer.routine.model import Dose, ExerciseStep, RepeatStep, RestStep, Routine, Sides, Step, WaitStep
from backplayer.units import Ms

_HELD = frozenset({"summary", "author", "length"})
_Object = dict[str, Any]


def write(routine: Routine, find: Find) -> Exported:
    """Write a workout."""
    losses = Losses()
    tell_of_routine(routine, losses, _HELD)
    writing = _Writing(find, losses)
    blocks: list[_Object] = []
    for section, series in writing.series(routine.steps):
        if not blocks or section:
            blocks.append({"name": section, "series": []} if section else {"series": []})
        blocks[-1]["series"].append(series)
    workout: _Object = {
        "openset_version": "1.0", "type": "workout", "x_extensions": ["x_backplayer"], "name": routine.title,
        "library": {"id": LIBRARY},
    }  # fmt: skip
    if routine.summary:
        workout["note"] = routine.summary
    if routine.length:
        if routine.length % 1000:
            losses.tell("the routine", "its length is rounded to seconds")
        workout["duration"] = {"value": max(1, round(routine.length / 1000)), "unit": "s"}
    if routine.author:
        workout["metadata"] = {"author": routine.author}
    workout["blocks"] = blocks
    return Exported(json.dumps(workout, indent=2, ensure_ascii=False) + "\n", losses.all())


class _Writing:
    def __init__(self, find: Find, losses: Losses) -> None:
        self._find, self._losses = find, losses

    def series(self, steps: tuple[Step, ...]) -> Iterator[tuple[str | None, _Object]]:
        """Go through the series, each with the section that begins with it."""
        for circuit, run in groupby(enumerate(steps, start=1), key=lambda item: _is_circuit(item[1])):
            numbered = list(run)
            if circuit:
                for number, step in numbered:
                    assert isinstance(step, RepeatStep), "a circuit is one"
                    yield self._circuit(step, f"step {number}")
                continue
            before: _Object | None = None
            for found in played_out(tuple(step for _, step in numbered), self._losses, numbered[0][0]):
                if isinstance(found.step, ExerciseStep):
                    before = self._exercise(found.step, found.place, found.rest)
                    yield found.step.section, {"execution_mode": "SEQUENTIAL", "exercises": [before]}
                else:
                    self._other(found, before)

    def _other(self, found: Played, before: _Object | None) -> None:
        """Add a rest to the exercise *before* it; what else there is cannot be held."""
        step = found.step
        if not (isinstance(step, RestStep) and before):
            kinds = {RestStep: "a rest after rounds or after nothing", WaitStep: "a wait"}
            self._losses.tell(found.place, f"{kinds.get(type(step), 'words alone')}: left out")
            return
        if step.say:
            self._losses.tell(found.place, "the words of this rest are left out")
        last = before["sets"][-1]
        total = _ms(last["rest_after"]) + step.length
        if total > LONGEST:
            self._losses.tell(found.place, "more than an hour of rest; one hour is kept")
        last["rest_after"] = _time(min(total, LONGEST))

    def _circuit(self, step: RepeatStep, place: str) -> tuple[str | None, _Object]:
        inside = [item for item in step.steps if isinstance(item, ExerciseStep)]
        exercises = []
        for number, item in enumerate(inside, start=1):
            exercise = self._exercise(item, f"{place}, step {number}", item.rest)
            between = max(item.rest, step.rest) if number == len(inside) else item.rest
            once = exercise["sets"][0]
            exercise["sets"] = [{**once, "rest_after": _time(between)}] * (step.rounds - 1) + [once]
            exercises.append(exercise)
            if item.section and number > 1:
                self._losses.tell(f"{place}, step {number}", f"the section '{item.section}' inside rounds is left out")
        rounds = {"type": "fixed", "value": step.rounds}
        return inside[0].section, {"execution_mode": "CIRCUIT", "rounds": rounds, "exercises": exercises}

    def _exercise(self, step: ExerciseStep, place: str, rest: Ms) -> _Object:
        exercise = step.exercise
        ours = exercise.slug is not None and self._find(exercise.slug) == exercise
        tell_of_step(step, place, self._losses, frozenset({"section", "note"}), ours=ours)
        named = {"exercise_id": (exercise.slug or "").replace("-", "_")} if ours else {"name": exercise.name}
        one = _set(step.dose)
        sets = [{**one, "rest_after": _time(step.dose.set_rest)} for _ in range(step.dose.sets - 1)]
        note = {"note": step.note} if step.note else {}
        return {**named, **note, "sets": [*sets, {**one, "rest_after": _time(rest)}]}


def _is_circuit(step: Step) -> bool:
    """Whether these are rounds of single sets only."""
    return (
        isinstance(step, RepeatStep)
        and step.rounds > 1
        and all(isinstance(item, ExerciseStep) and item.dose.sets == 1 for item in step.steps)
    )


def _set(dose: Dose) -> _Object:
    found: _Object = {}
    twice = dose.sides in (Sides.BOTH, Sides.ALTERNATING)
    if dose.reps is not None:
        found["reps"] = {"type": "fixed", "value": dose.reps}
        if twice:
            found["sides"] = {"type": "fixed", "value": 2}
    else:
        found["duration_per_side" if twice else "duration"] = _time(dose.work)
    found = {"dimensions": list(found), **found}
    if twice:
        found["rest_between_sides"] = _time(dose.switch)
    if dose.hold is not None:
        found[WORK] = {"type": "fixed", "value": "hold"}
    if dose.tempo:
        phases = ", ".join(f"{phase.name} {duration_to_str(phase.length)}".strip() for phase in dose.tempo)
        found[TEMPO] = {"type": "fixed", "value": phases}
    if dose.sides in (Sides.LEFT, Sides.RIGHT, Sides.ALTERNATING):
        found[SIDES] = {"type": "fixed", "value": dose.sides.value}
    return found


def _time(ms: Ms) -> _Object:
    return {"type": "fixed", "value": ms // 1000 if ms % 1000 == 0 else ms / 1000, "unit": "s"}


def _ms(value: _Object) -> Ms:
    return round(float(value["value"]) * 1000)
