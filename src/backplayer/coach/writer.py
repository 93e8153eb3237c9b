"""Writes the script of a routine: what the coach says between and in the pieces of work, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from backplayer.coach.pace import with_holds
from backplayer.coach.script import Break, Line, Piece, Place, Script, Talk, Wait, Work
from backplayer.coach.verbosity import Verbosity
from backplayer.coach.wording import PRESS_ENTER, Wording
from backplayer.routine.model import (
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

SWITCH_READY: Ms = 4_000
"""The most that a change of sides gets for "Ready, three, two, one"."""
LONG_REST: Ms = 20_000
"""A rest this long is called even where the author asked for no words."""
SPOKEN_PHASES = 2
"""So many repetitions of an exercise have their phases called; the first repetition of each later side or set too."""

_SIDES = {
    Sides.NONE: (None,),
    Sides.ALTERNATING: (None,),
    Sides.BOTH: ("left", "right"),
    Sides.LEFT: ("left",),
    Sides.RIGHT: ("right",),
}


@dataclass(slots=True)
class _Writer:
    wording: Wording
    verbosity: Verbosity
    start: int
    prompt: str
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

    @property
    def skipping(self) -> bool:
        return self.start > 1 and self.step < self.start

    def steps(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            if isinstance(step, ExerciseStep):
                self.exercise(step)
            elif isinstance(step, RepeatStep):
                self.rounds(step)
            elif self.skipping:
                continue
            elif isinstance(step, RestStep):
                self.paused += step.length
                if step.say:
                    self.lines.append(Line("rest", step.say))
            elif isinstance(step, WaitStep):
                self.finish_pause()
                words = (
                    *self.take_lines(),
                    Line("announce", step.text),
                    Line("announce", self.wording.text(self.prompt)),
                )
                self.pieces.append(Wait(words))
                self.rest, self.posture = 0, None
            else:
                self.lines.append(Line("announce", step.text))

    def rounds(self, step: RepeatStep) -> None:
        for number in range(1, step.rounds + 1):
            if number > 1 and not self.skipping:
                self.rest = max(self.rest, step.rest)
                self.lines.append(Line("announce", self.wording.round_of(number, step.rounds)))
            self.steps(step.steps)

    def finish_pause(self) -> None:
        """Take a rest that no exercise follows."""
        if self.paused:
            self.pieces.append(
                Break("transition", Place(), self.paused, 0, self.rest_lines(self.paused), wording=self.wording)
            )
            self.paused = 0

    def rest_lines(self, length: Ms) -> tuple[Line, ...]:
        """Say what is to be said in a rest; call the rest where the author has not."""
        lines = self.take_lines()
        called = any(line.kind == "rest" for line in lines)
        if called or not (self.paused or length >= LONG_REST):
            return lines
        return (Line("rest", self.wording.rest(length)), *lines)

    def take_lines(self) -> tuple[Line, ...]:
        lines, self.lines = tuple(self.lines), []
        return lines

    def exercise(self, step: ExerciseStep) -> None:
        self.step += 1
        if self.skipping:
            return
        exercise, dose = step.exercise, step.dose
        sides = _SIDES[dose.sides]
        rotation = 0
        for number in range(1, dose.sets + 1):
            for index, side in enumerate(sides):
                place = Place(exercise.name, self.step, side, number, dose.sets)
                if number == 1 and index == 0:
                    self.pieces.append(self._transition(step, place))
                elif index == 0:
                    after = (Line("rest", self.wording.rest(dose.set_rest)),)
                    ahead = (Line("announce", self.wording.set_of(number, dose.sets)), *self.first_side(step))
                    self.pieces.append(
                        Break("set-rest", place, dose.set_rest, step.get_ready, after, ahead, wording=self.wording)
                    )
                elif side:
                    ready = min(step.get_ready, SWITCH_READY)
                    words = (Line("side", self.wording.now_side(side, exercise.side_word)),)
                    self.pieces.append(Break("switch", place, dose.switch, ready, (), words, wording=self.wording))
                last_side = index == len(sides) - 1
                end_signal = "switch" if not last_side else "rest" if number < dose.sets else "end"
                self.pieces.append(self._work(step, place, rotation, end_signal))
                rotation += 1
        self.rest = step.rest
        self.posture = exercise.posture
        self.known.add(exercise.name)

    def _transition(self, step: ExerciseStep, place: Place) -> Break:
        exercise = step.exercise
        moves = exercise.posture is not None and exercise.posture is not self.posture
        least = self.rest + self.paused
        after = self.rest_lines(least)
        self.paused = 0
        ahead = tuple(self._ahead(step))
        return Break("transition", place, least, step.get_ready, after, ahead, moves, wording=self.wording)

    def _ahead(self, step: ExerciseStep) -> Iterator[Line]:
        exercise = step.exercise
        if self.verbosity is Verbosity.COUNTS:
            yield Line("next-up", self.wording.text("name", name=exercise.spoken_name))
            yield from self.first_side(step)
            return
        yield Line("next-up", self.wording.announce(exercise.spoken_name, first=self.step == self.start))
        yield Line("announce", self.wording.dose(step.dose, exercise.side_word))
        yield from self.first_side(step)
        if self.full and exercise.name not in self.known:
            yield from (Line("set-up", text) for text in exercise.spoken_setup)
            for caution in (exercise.caution, step.caution):
                if caution:
                    yield Line("safety", caution.text)
            if step.alternative:
                yield Line("announce", self.wording.text("easier", name=step.alternative.exercise.spoken_name))

    def first_side(self, step: ExerciseStep) -> Iterator[Line]:
        if step.dose.sides in (Sides.BOTH, Sides.ALTERNATING):
            yield Line("side", self.wording.side_first("left", step.exercise.side_word))

    def _work(self, step: ExerciseStep, place: Place, rotation: int, end_signal: str) -> Work:
        exercise = step.exercise
        cues = tuple(cue.text for cue in exercise.cues)
        spoken = SPOKEN_PHASES if rotation == 0 else 1
        return Work(
            place=place,
            dose=with_holds(step.dose, self.wording.words),
            counting=step.counting,
            cues=cues if self.full else cues[:1] if self.verbosity is Verbosity.BRIEF else (),
            rotation=rotation,
            most_cues=None if self.full else 1,
            halfway=exercise.halfway.text if exercise.halfway else None,
            spoken_phases=0 if self.verbosity is Verbosity.COUNTS else spoken,
            alternating=step.dose.sides is Sides.ALTERNATING,
            end_signal=end_signal,
            wording=self.wording,
        )


def write_script(
    routine: Routine,
    verbosity: Verbosity = Verbosity.FULL,
    length: Ms | None = None,
    start: int = 1,
    prompt: str = PRESS_ENTER,
) -> Script:
    """Turn a routine into a script that begins with exercise number *start*, as they are played.

    *length* is the session's length as it is announced (the routine's layout tells it); None leaves it out. *prompt*
    names the sentence that tells the listener how to go on from a wait.
    """
    wording = Wording(routine.words)
    writer = _Writer(wording, verbosity, start, prompt)
    writer.steps(routine.steps)
    writer.finish_pause()
    # one piece a sentence: the first can be said while the voice still works on the second
    intro = [Talk("intro", (line,)) for line in _intro(routine, wording, verbosity, length, in_the_middle=start > 1)]
    finish = Talk("finish", (*writer.take_lines(), *_finish(routine, wording, verbosity)), signal="finish")
    return (*intro, *writer.pieces, finish)


def _intro(
    routine: Routine, wording: Wording, verbosity: Verbosity, length: Ms | None, in_the_middle: bool
) -> Iterator[Line]:
    yield Line("announce", wording.text("title", title=routine.title))
    if verbosity is not Verbosity.COUNTS and not in_the_middle:
        if length is not None:
            yield Line("announce", wording.about_minutes(length))
        if routine.equipment:
            yield Line("announce", wording.equipment(routine.equipment))
    if verbosity is Verbosity.FULL and not in_the_middle:
        yield from (Line("safety", words.text) for words in routine.safety)
    elif routine.safety:
        yield Line("safety", wording.text("slow_and_easy"))
    yield Line("safety", wording.text("disclaimer"))


def _finish(routine: Routine, wording: Wording, verbosity: Verbosity) -> Iterator[Line]:
    yield Line("finish", wording.text("done"))
    if verbosity is Verbosity.FULL:
        yield from (Line("safety", words.text) for words in routine.closing)
