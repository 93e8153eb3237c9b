"""Advice on the whole plan: warm-up, how many exercises, how long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Finding, Subject
from backplayer.routine.durations import clock_to_str, duration_to_str
from backplayer.routine.model import ExerciseStep, Kind, RepeatStep, RestStep, SayStep, Step, WaitStep, exercise_steps
from backplayer.routine.problems import printable
from backplayer.units import Ms

WARMING = frozenset({Kind.RELEASE, Kind.MOBILITY, Kind.CARDIO})
_WARM_UP = re.compile(r"warm|wärm|chauff|cali?ent", re.IGNORECASE)
"""How one speaks of it in the languages of the coach: warm-up, aufwärmen, échauffement, calentamiento."""
SHORT: Ms = 5 * 60_000
"""A plan up to this long is a short one."""
FEW = 4
"""So many exercises, beside what warms up, are plenty for a short plan."""
NEAR: Ms = 60_000
"""A length may be stated wrong by this much …"""
NEAR_PERCENT = 20
"""… or by this share of it, whichever is more."""


def no_warm_up(subject: Subject) -> Iterator[Finding]:
    """Find a first exercise that stretches or strengthens. Where a kind is not said, nothing is."""
    first = next(exercise_steps(subject.usual.steps), None)
    if first is None or first.exercise.kind is None or first.exercise.kind in WARMING:
        return
    if any(_WARM_UP.search(text) for text in _until_first(subject.usual.steps)):
        return
    exercise = first.exercise
    kind = first.exercise.kind.value
    yield (
        first.path,
        f"{printable(exercise.name)} ({kind}) comes first; begin with something of kind cardio, mobility or release "
        "to warm up",
    )


def _until_first(steps: tuple[Step, ...]) -> Iterator[str]:
    """Go through what is said before the first exercise, and what that and its section are called."""
    for step in _flat(steps):
        if isinstance(step, ExerciseStep):
            yield from (step.section or "", step.exercise.name)
            return
        yield (step.say or "") if isinstance(step, RestStep) else step.text


def _flat(steps: tuple[Step, ...]) -> Iterator[ExerciseStep | RestStep | SayStep | WaitStep]:
    for step in steps:
        if isinstance(step, RepeatStep):
            yield from _flat(step.steps)
        else:
            yield step


def too_many(subject: Subject) -> Iterator[Finding]:
    """Find many exercises in a short plan; what warms up and what is done again are not counted."""
    steps = exercise_steps(subject.usual.steps)
    names = {step.exercise.name for step in steps if step.exercise.kind not in (Kind.RELEASE, Kind.CARDIO)}
    if len(names) <= FEW:
        return
    length = subject.usual_length
    if length <= SHORT:
        yield (
            ("steps",),
            f"{len(names)} exercises in {clock_to_str(length)} minutes; in a short plan, {FEW} that are done well are "
            "plenty",
        )


def length_differs(subject: Subject) -> Iterator[Finding]:
    """Find a stated length that neither the usual session nor the one with optional steps comes near."""
    stated = subject.routine.length
    if stated is None:
        return
    margin = max(NEAR, stated * NEAR_PERCENT // 100)
    usual, whole = sorted((subject.usual_length, subject.heard[1].length))
    waits = any(isinstance(step, WaitStep) for step in subject.whole.steps)
    if usual - margin > stated or (stated > whole + margin and not waits):
        minutes = duration_to_str(max(1, round(subject.usual_length / 60_000)) * 60_000)
        yield (
            ("length",),
            f"the length is {duration_to_str(stated)}, but this takes {clock_to_str(subject.usual_length)}; write "
            f"'length: {minutes}'",
        )
