"""The script: what is said and done in which order, without times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from backplayer.coach import wording
from backplayer.coach.timeline import CueKind, SpanKind
from backplayer.coach.verbosity import Verbosity
from backplayer.routine.model import (
    Counting,
    Dose,
    ExerciseStep,
    Posture,
    RepeatStep,
    RestStep,
    Routine,
    Sides,
    Step,
    WaitStep,
)
from backplayer.units import Ms


class Line(NamedTuple):
    """Words and why they are said."""

    kind: CueKind
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the session a piece belongs."""

    title: str = ""
    step: int | None = None
    side: str | None = None
    set: int | None = None
    sets: int = 1


@dataclass(frozen=True, slots=True)
class Talk:
    """Words in a row."""

    kind: SpanKind
    lines: tuple[Line, ...]
    signal: str | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Wait:
    """Words, then quiet until the listener is ready."""

    lines: tuple[Line, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Break:
    """Time between two pieces of work, at least *least* long: what just ended, what comes next, the count-in.

    *moves*: the listener changes posture and gets time for it.
    """

    kind: SpanKind
    place: Place
    least: Ms
    get_ready: Ms
    after: tuple[Line, ...] = ()
    ahead: tuple[Line, ...] = ()
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """One side of one set. *rotation* numbers the pieces of one exercise, so that form cues take turns.

    *end_signal* tells the listener's ear what follows: the end, a change of sides or a rest.
    """

    place: Place
    dose: Dose
    counting: Counting
    cues: tuple[str, ...] = ()
    rotation: int = 0
    most_cues: int | None = None
    halfway: str | None = None
    spoken_phases: int = 0
    alternating: bool = False
    end_signal: str = "end"


Piece: TypeAlias = Talk | Wait | Break | Work
Script: TypeAlias = tuple[Piece, ...]

_SIDES = {
    Sides.NONE: (None,),
    Sides.ALTERNATING: (None,),
    Sides.BOTH: ("left", "right"),
    Sides.LEFT: ("left",),
    Sides.RIGHT: ("right",),
}
_SWITCH_READY: Ms = 3_000


@dataclass(slots=True)
class _Writer:
    verbosity: Verbosity
    pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)  # to be said in the next break
    rest: Ms = 0  # due after the last exercise
    paused: Ms = 0  # asked for by rest steps since then
    step: int = 0
    posture: Posture | None = None
    known: set[str] = field(default_factory=set)

    @property
    def full(self) -> bool:
        return self.verbosity is Verbosity.FULL

    def steps(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            if isinstance(step, ExerciseStep):
                self.exercise(step)
            elif isinstance(step, RepeatStep):
                for number in range(1, step.rounds + 1):
                    if number > 1:
                        self.rest = max(self.rest, step.rest)
                        self.lines.append(Line("announce", wording.round_of(number, step.rounds)))
                    self.steps(step.steps)
            elif isinstance(step, RestStep):
                self.paused += step.length
                self.lines.append(Line("rest", step.say or wording.rest(step.length)))
            elif isinstance(step, WaitStep):
                self.finish_pause()
                self.pieces.append(
                    Wait((*self.take_lines(), Line("announce", step.text), Line("announce", wording.PRESS_ENTER)))
                )
                self.rest, self.posture = 0, None
            else:
                self.lines.append(Line("announce", step.text))

    def finish_pause(self) -> None:
        """Take a rest that no exercise follows."""
        if self.paused:
            self.pieces.append(Break("transition", Place(), self.paused, 0, self.take_lines()))
            self.paused = 0

    def take_lines(self) -> tuple[Line, ...]:
        lines, self.lines = tuple(self.lines), []
        return lines

    def exercise(self, step: ExerciseStep) -> None:
        first = self.step == 0
        self.step += 1
        exercise, dose = step.exercise, step.dose
        sides = _SIDES[dose.sides]
        rotation = 0
        for number in range(1, dose.sets + 1):
            for index, side in enumerate(sides):
                place = Place(exercise.name, self.step, side, number, dose.sets)
                if number == 1 and index == 0:
                    self.pieces.append(self._transition(step, place, first))
                elif index == 0:
                    after = (Line("rest", wording.rest(dose.set_rest)),)
                    ahead = [Line("announce", wording.set_of(number, dose.sets))]
                    if len(sides) > 1 and side:
                        ahead.append(Line("side", wording.side_first(side, exercise.side_word)))
                    self.pieces.append(Break("set-rest", place, dose.set_rest, step.get_ready, after, tuple(ahead)))
                elif side:
                    ahead = [Line("side", wording.now_side(side, exercise.side_word))]
                    ready = min(step.get_ready, _SWITCH_READY)
                    self.pieces.append(Break("switch", place, dose.switch, ready, (), tuple(ahead)))
                last_side = index == len(sides) - 1
                end_signal = "switch" if not last_side else "rest" if number < dose.sets else "end"
                self.pieces.append(self._work(step, place, rotation, end_signal))
                rotation += 1
        self.rest = step.rest
        self.posture = exercise.posture
        self.known.add(exercise.name)

    def _transition(self, step: ExerciseStep, place: Place, first: bool) -> Break:
        exercise = step.exercise
        moves = exercise.posture is not None and exercise.posture is not self.posture
        least, self.paused = self.rest + self.paused, 0
        ahead = tuple(self._ahead(step, first))
        return Break("transition", place, least, step.get_ready, self.take_lines(), ahead, moves)

    def _ahead(self, step: ExerciseStep, first: bool) -> Iterator[Line]:
        exercise, dose = step.exercise, step.dose
        if self.verbosity is Verbosity.COUNTS:
            yield Line("next-up", wording.name_alone(exercise.spoken_name))
            if dose.sides is Sides.BOTH:
                yield Line("side", wording.side_first("left", exercise.side_word))
            return
        yield Line("next-up", wording.announce(exercise.spoken_name, first))
        yield Line("announce", wording.dose(dose, exercise.side_word))
        if self.full and exercise.name not in self.known:
            yield from (Line("set-up", text) for text in exercise.spoken_setup)
            for caution in (exercise.caution, step.caution):
                if caution:
                    yield Line("safety", caution.text)
            if step.alternative:
                yield Line("announce", wording.easier(step.alternative.exercise.spoken_name))
        if dose.sides is Sides.BOTH:
            yield Line("side", wording.side_first("left", exercise.side_word))

    def _work(self, step: ExerciseStep, place: Place, rotation: int, end_signal: str) -> Work:
        exercise = step.exercise
        cues = tuple(cue.text for cue in exercise.cues)
        return Work(
            place=place,
            dose=step.dose,
            counting=step.counting,
            cues=cues if self.full else cues[:1] if self.verbosity is Verbosity.BRIEF else (),
            rotation=rotation,
            most_cues=None if self.full else 1,
            halfway=exercise.halfway.text if exercise.halfway else None,
            spoken_phases=0 if self.verbosity is Verbosity.COUNTS else 2 if rotation == 0 else 1,
            alternating=step.dose.sides is Sides.ALTERNATING,
            end_signal=end_signal,
        )


def write_script(routine: Routine, verbosity: Verbosity = Verbosity.FULL, length: Ms | None = None) -> Script:
    """Turn a routine into a script.

    *length* is the session's length as it is announced (the routine's layout tells it); None leaves it out.
    """
    writer = _Writer(verbosity)
    writer.steps(routine.steps)
    writer.finish_pause()
    # one piece a sentence: the first can be said while the voice still works on the second
    intro = [Talk("intro", (line,)) for line in _intro(routine, verbosity, length)]
    finish = Talk("finish", (*writer.take_lines(), *_finish(routine, verbosity)), signal="finish")
    return (*intro, *writer.pieces, finish)


def _intro(routine: Routine, verbosity: Verbosity, length: Ms | None) -> Iterator[Line]:
    yield Line("announce", wording.title(routine.title))
    if verbosity is not Verbosity.COUNTS:
        if length is not None:
            yield Line("announce", wording.about_minutes(length))
        if routine.equipment:
            yield Line("announce", wording.equipment(routine.equipment))
    if verbosity is Verbosity.FULL:
        yield from (Line("safety", words.text) for words in routine.safety)
    elif routine.safety:
        yield Line("safety", wording.SLOW_AND_EASY)
    yield Line("safety", wording.DISCLAIMER)


def _finish(routine: Routine, verbosity: Verbosity) -> Iterator[Line]:
    yield Line("finish", wording.DONE)
    if verbosity is Verbosity.FULL:
        yield from (Line("safety", words.text) for words in routine.closing)


def start_at(script: Script, step: int) -> Script:
    """Leave out everything before exercise number *step* (from 1)."""
    for index, piece in enumerate(script):
        if piece.place.step == step:
            return script[index:]
    return script
