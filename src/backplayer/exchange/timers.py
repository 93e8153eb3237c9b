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


@dataclass(frozen=True, slots=True)
class Played:
    """A step that is no rounds, where it stands, and the *rest* after an exercise, that between rounds among it."""

    step: Step
    place: str
    rest: Ms = 0


def played_out(steps: tuple[Step, ...], losses: Losses, first: int = 1) -> list[Played]:
    """Write rounds out, which is told. *first* is the number of the first of *steps*."""
    played: list[Played] = []
    _play_out(steps, "", first, losses, played)
    return played


def _play_out(steps: tuple[Step, ...], above: str, first: int, losses: Losses, played: list[Played]) -> None:
    for number, step in enumerate(steps, start=first):
        place = f"{above}step {number}"
        if not isinstance(step, RepeatStep):
            played.append(Played(step, place, step.rest if isinstance(step, ExerciseStep) else 0))
            continue
        if step.rounds > 1:
            losses.tell(place, f"{step.rounds} rounds are written out")
        for again in range(step.rounds):
            if again and step.rest:
                _rest_at_least(step.rest, place, played)
            _play_out(step.steps, f"{place}, ", 1, losses, played)


def _rest_at_least(rest: Ms, place: str, played: list[Played]) -> None:
    """Make the rest after the last exercise as long as that between two rounds."""
    for index in range(len(played) - 1, -1, -1):
        before = played[index]
        if isinstance(before.step, ExerciseStep):
            played[index] = replace(before, rest=max(before.rest, rest))
            return
    done = sum(item.rest for item in played)  # rounds without any exercise before them
    if rest > done:
        played.append(Played(RestStep(rest - done), place, rest - done))


@dataclass(slots=True)
class _Laying:
    losses: Losses
    loops: list[Loop] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    rest: Ms = 0  # after the last exercise, due before the next

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
        if not _is_plain(step):
            if step.rounds > 1:
                self.losses.tell(place, "rounds in rounds, or of no exercise, are written out")
            for number in range(step.rounds):
                self.rest = max(self.rest, step.rest) if number else self.rest
                self.steps(step.steps, f"{place}, ")
            return
        inside = _Laying(self.losses)
        inside.steps(step.steps, f"{place}, ")
        if next(timer.kind for timer in inside.timers if timer.kind != "rest") == "work":
            self.add_rest()
        self.rest = inside.rest
        self.close()
        timers, between = tuple(inside.timers), max(inside.rest, step.rest)
        if between:
            self.loops += [Loop(step.rounds - 1, (*timers, Timer("Rest", between, "rest"))), Loop(1, timers)]
        else:
            self.loops.append(Loop(step.rounds, timers))

    def add(self, timer: Timer) -> None:
        if timer.kind == "wait":  # whoever is waited for needs no rest
            self.rest = 0
        elif timer.kind == "work":
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


def _is_plain(step: RepeatStep) -> bool:
    """Whether there are several, no rounds are inside these, and something that a rest between them counts from."""
    inside = {type(item) for item in step.steps}
    return step.rounds > 1 and RepeatStep not in inside and bool(inside & {ExerciseStep, WaitStep})


def _side_work(dose: Dose) -> Ms:
    return dose.work * 2 if dose.sides is Sides.ALTERNATING else dose.work
