"""A routine as a plain list of timers, for programs that know nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from backplayer.exchange.result import Losses
from backplayer.exchange.steps import RESTS
from backplayer.routine.durations import duration_to_str
from backplayer.routine.model import (
    Counting,
    Dose,
    Exercise,
    ExerciseStep,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    Sides,
    Step,
    WaitStep,
)
from backplayer.routine.words import shipped_words
from backplayer.units import Ms

_SIDES: dict[Sides, tuple[str, ...]] = {
    Sides.NONE: ("",),
    Sides.BOTH: (", left side", ", right side"),
    Sides.LEFT: (", left side",),
    Sides.RIGHT: (", right side",),
    Sides.ALTERNATING: (", alternating sides",),
}


@dataclass(frozen=True, slots=True)
class Timer:
    """One countdown, or a wait for the listener, which has no length."""

    name: str
    length: Ms
    kind: Literal["work", "rest", "wait"] = "work"


@dataclass(frozen=True, slots=True)
class Loop:
    """Timers that are gone through *rounds* times."""

    rounds: int
    timers: tuple[Timer, ...]


def as_timers(routine: Routine, losses: Losses) -> list[Loop]:
    """Lay a routine out. What timers cannot hold is told."""
    tell_of_routine(routine, losses)
    laying = _Laying(losses)
    laying.steps(routine.steps, "")
    laying.close()
    return laying.loops


def tell_of_routine(routine: Routine, losses: Losses, holds: frozenset[str] = frozenset()) -> None:
    """Tell what stands beside the steps and is not in *holds*."""
    beside = {
        "summary": routine.summary, "author": routine.author, "follows": routine.follows, "sources": routine.sources,
        "length": routine.length, "equipment": routine.equipment + routine.equipment_optional,
        "safety": routine.safety, "closing": routine.closing, "if_it_hurts": routine.if_it_hurts,
        "pronounce": routine.pronounce, "for_pain": routine.for_pain, "ignore": routine.ignore, "notes": routine.notes,
        "language": routine.language != "en", "words": routine.words != shipped_words(routine.words.language),
    }  # fmt: skip
    lost = [key for key, value in beside.items() if value and key not in holds]
    if lost:
        losses.tell("the routine", f"{', '.join(lost)}: left out")


def tell_of_step(
    step: ExerciseStep, place: str, losses: Losses, holds: frozenset[str] = frozenset(), *, ours: bool = False
) -> None:
    """Tell what a step has beside its exercise and dose and is not in *holds*.

    *ours*: the exercise is named as one of the library, which has its description.
    """
    exercise = step.exercise
    named = replace(exercise, slug=None, caution=None, dose=None, language=None, untranslated=())
    beside = {
        "description": not ours and named != Exercise(exercise.name),
        "caution": step.caution or (not ours and exercise.caution), "alternative": step.alternative,
        "swap": step.swap, "optional": step.optional, "section": step.section, "note": step.note,
        "counting": step.counting is not Counting.STANDARD, "get_ready": step.get_ready != 5_000,
    }  # fmt: skip
    lost = [key for key, value in beside.items() if value and key not in holds]
    if lost:
        losses.tell(place, f"'{exercise.name}': {', '.join(lost)}: left out")


@dataclass(slots=True)
class _Laying:
    losses: Losses
    loops: list[Loop] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    rest: Ms = 0  # due before the next timer

    def steps(self, steps: tuple[Step, ...], above: str) -> None:
        for number, step in enumerate(steps, start=1):
            place = f"{above}step {number}"
            if isinstance(step, ExerciseStep):
                self.exercise(step, place)
            elif isinstance(step, RepeatStep):
                self.repeat(step, place)
            elif isinstance(step, RestStep):
                if step.say:
                    self.losses.tell(place, "the words of this rest are left out")
                self.add(Timer("Rest", step.length, "rest"))
            elif isinstance(step, SayStep):
                self.losses.tell(place, "words alone are left out")
            elif isinstance(step, WaitStep):
                self.add(Timer(step.text, 0, "wait"))

    def exercise(self, step: ExerciseStep, place: str) -> None:
        tell_of_step(step, place, self.losses)
        dose, name = step.dose, step.exercise.name
        if dose.reps is not None:
            took = duration_to_str(dose.work)
            self.losses.tell(place, f"'{name}': {dose.reps} repetitions become one time, {took}")
            name = f"{name}, {dose.reps} times"
        if name.casefold() in RESTS:
            self.losses.tell(place, f"'{name}': an import takes it for a rest")
        if dose.hold is not None:
            self.losses.tell(place, f"'{name}': held or moved is not said")
        if dose.sets > 1 or dose.sides is not Sides.NONE:
            self.losses.tell(place, f"'{name}': each set and each side becomes a timer of its own")
        for number in range(dose.sets):
            if number:
                self.rest = dose.set_rest
            for index, side in enumerate(_SIDES[dose.sides]):
                if index:
                    self.rest = dose.switch
                self.add(Timer(f"{name}{side}", _side_work(dose)))
        self.rest = step.rest

    def repeat(self, step: RepeatStep, place: str) -> None:
        self.close()
        inside = _Laying(self.losses)
        inside.steps(step.steps, f"{place}, ")
        if inside.loops:
            self.losses.tell(place, "rounds in rounds are written out")
        inside.close()
        between = max(inside.rest, step.rest)
        pause = (Timer("Rest", between, "rest"),) if between else ()
        if self.rest and inside.loops:
            self.add_rest()
            self.close()
        if len(inside.loops) == 1 and inside.loops[0].rounds == 1:
            timers = inside.loops[0].timers
            once = [Loop(1, timers)] if pause else []
            self.loops += [Loop(step.rounds - len(once), (*timers, *pause)), *once]
        else:
            for number in range(step.rounds):
                self.loops += [Loop(1, pause)] if number and pause else []
                self.loops += inside.loops
        self.loops = [loop for loop in self.loops if loop.rounds and loop.timers]
        self.rest = inside.rest

    def add(self, timer: Timer) -> None:
        if timer.kind == "wait":  # whoever is waited for needs no rest
            self.rest = 0
        self.add_rest()
        self.timers.append(timer)

    def add_rest(self) -> None:
        if self.rest:
            self.timers.append(Timer("Rest", self.rest, "rest"))
        self.rest = 0

    def close(self) -> None:
        if self.timers:
            self.loops.append(Loop(1, tuple(self.timers)))
        self.timers = []


def _side_work(dose: Dose) -> Ms:
    return dose.work * 2 if dose.sides is Sides.ALTERNATING else dose.work
