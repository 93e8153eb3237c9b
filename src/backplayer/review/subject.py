"""What the rules look at: a routine as it was written, as it is understood and as it will sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from backplayer.coach.estimate import estimator
from backplayer.coach.layout import lay_out
from backplayer.coach.script import Script
from backplayer.coach.timeline import Timeline
from backplayer.coach.writer import write_script
from backplayer.routine.choices import choose
from backplayer.routine.model import Exercise, ExerciseStep, Path_, Routine, exercise_steps
from backplayer.routine.reading.source import Data, Source

Heard: TypeAlias = "tuple[Script, Timeline]"
"""What is said and done, and when: one span of the timeline for each piece of the script."""
Hear: TypeAlias = Callable[[Routine], Heard]
Finding: TypeAlias = "tuple[Path_, str]"
"""Where in the file, and what there is to say about it."""
_BETWEEN = re.compile(r"(?<=[.;:!?])\s+")


def estimated(routine: Routine) -> Heard:
    """Lay a routine out with estimated lengths of phrases."""
    script = write_script(routine)
    return script, lay_out(script, estimator(routine.language))


@dataclass(frozen=True)
class Choice:
    """An exercise that may be played: a step's own, its alternative or its swap, and where that is written."""

    step: ExerciseStep
    path: Path_
    role: str = ""
    """``""`` for the step's own, or else the key of the step that offers it: ``alternative`` or ``swap``."""


@dataclass(frozen=True)
class Subject:
    """A routine (or an exercise alone, as a routine of one step) and its source, for the rules to look at.

    *hear* lays a routine out; each rule that needs times asks for them here, so they are worked out once.
    """

    source: Source
    routine: Routine
    hear: Hear = estimated
    is_exercise: bool = False

    @cached_property
    def whole(self) -> Routine:
        """The routine with its optional steps."""
        return choose(self.routine, optional=True)

    @cached_property
    def usual(self) -> Routine:
        """The routine as it is played when the listener chooses nothing."""
        return choose(self.routine)

    @cached_property
    def heard(self) -> Heard:
        """The whole routine with times."""
        return self.hear(self.whole)

    @cached_property
    def usual_length(self) -> int:
        """How long the usual session takes, in milliseconds."""
        if self.usual.steps == self.whole.steps:
            return self.heard[1].length
        return self.hear(self.usual)[1].length

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every exercise that may be played, in the order of the file; what is in a repeat once."""
        return tuple(self._choices())

    def _choices(self) -> Iterator[Choice]:
        for step in exercise_steps(self.routine.steps):
            yield Choice(step, step.path)
            if step.alternative:
                yield Choice(step.alternative, (*step.path, "alternative"), "alternative")
            if step.swap:
                yield Choice(step.swap.step, (*step.path, "swap"), "swap")

    def own_texts(self, choice: Choice) -> tuple[str, ...]:
        """Return what this file writes itself to tell how the exercise of a choice is done."""
        exercise, keys = choice.step.exercise, self.in_place(choice)
        texts = [
            words.text for key in ("start", "steps", "setup", "cues") if key in keys for words in getattr(exercise, key)
        ]
        return (exercise.name, *texts) if "name" in keys else tuple(texts)

    @cached_property
    def offered(self) -> Routine:
        """The alternatives and swaps alone, one after the other: how each sounds does not depend on the others."""
        return replace(self.routine, steps=tuple(choice.step for choice in self.choices if choice.role))

    # -- the file ------------------------------------------------------------------------------

    def written(self, path: Path_) -> Data | None:
        """Return what stands at *path* in the file, or None."""
        data: Data | None = self.source.data
        for part in path:
            if isinstance(data, dict):
                data = data.get(part) if isinstance(part, str) else None
            elif isinstance(data, list) and isinstance(part, int) and part < len(data):
                data = data[part]
            else:
                return None
        return data

    def exercise_path(self, choice: Choice) -> Path_:
        """Return where the exercise of a choice is named or written."""
        return () if self.is_exercise else (*choice.path, "exercise")

    def in_place(self, choice: Choice) -> dict[str, Data]:
        """Return the keys of an exercise that this file writes; empty for one that it only names."""
        written = self.written(self.exercise_path(choice))
        return written if isinstance(written, dict) else {}


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """Take texts apart into sentences."""
    for text in texts:
        yield from _BETWEEN.split(text)


def as_routine(exercise: Exercise) -> Routine | None:
    """Make a routine of an exercise that has a dose of its own."""
    if exercise.dose is None:
        return None
    return Routine(exercise.name, (ExerciseStep(exercise, exercise.dose),))
