"""Routines of every kind, generated."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from hypothesis import strategies as st

from backplayer.routine.model import (
    Counting,
    Dose,
    Exercise,
    ExerciseStep,
    Phase,
    Posture,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    Sides,
    Sourced,
    WaitStep,
)

words = st.text(st.sampled_from("abcdefgh "), min_size=1, max_size=40).map(lambda text: f"x{text}")
seconds = st.integers(1, 100).map(lambda n: n * 1000)
phases = st.one_of(
    st.integers(500, 9000).map(lambda ms: (Phase("", ms),)),
    st.lists(
        st.tuples(st.sampled_from(["lift", "hold", "lower"]), st.integers(500, 12_000)), min_size=1, max_size=4
    ).map(lambda items: tuple(Phase(name, ms) for name, ms in items)),
)


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    kind = draw(st.sampled_from(["reps", "hold", "time"]))
    sides = draw(st.sampled_from([side for side in Sides if kind == "reps" or side is not Sides.ALTERNATING]))
    common = {
        "sets": draw(st.integers(1, 3)), "set_rest": draw(st.sampled_from([0, 1000, 30_000])),
        "sides": sides, "switch": draw(st.sampled_from([0, 5000, 20_000])),
    }  # fmt: skip
    if kind == "reps":
        return Dose(reps=draw(st.integers(1, 12)), tempo=draw(phases), **common)
    return Dose(**{kind: draw(st.integers(1000, 130_000))}, **common)


@st.composite
def exercises(draw: st.DrawFn) -> Exercise:
    return Exercise(
        name=draw(words),
        posture=draw(st.none() | st.sampled_from(Posture)),
        setup=tuple(Sourced(text) for text in draw(st.lists(words, max_size=3))),
        cues=tuple(Sourced(text) for text in draw(st.lists(words, max_size=4, unique=True))),
        halfway=draw(st.none() | words.map(Sourced)),
        caution=draw(st.none() | words.map(Sourced)),
    )


@st.composite
def exercise_steps(draw: st.DrawFn) -> ExerciseStep:
    alternative = draw(st.none() | exercises().map(lambda exercise: ExerciseStep(exercise, Dose(hold=1000))))
    return ExerciseStep(
        draw(exercises()),
        draw(doses()),
        rest=draw(st.sampled_from([0, 5000, 60_000])),
        get_ready=draw(st.sampled_from([0, 1000, 2500, 5000, 9000])),
        counting=draw(st.sampled_from(Counting)),
        alternative=alternative,
    )


plain_steps = st.one_of(
    exercise_steps(),
    exercise_steps(),
    words.map(SayStep),
    words.map(WaitStep),
    st.builds(RestStep, seconds, st.none() | words),
)
steps = st.recursive(
    plain_steps,
    lambda inner: st.builds(
        RepeatStep, st.integers(1, 3), st.lists(inner, min_size=1, max_size=2).map(tuple), st.sampled_from([0, 20_000])
    ),
    max_leaves=4,
)


@st.composite
def routines(draw: st.DrawFn) -> Routine:
    return Routine(
        title=draw(words),
        steps=tuple(draw(st.lists(steps, min_size=1, max_size=4))),
        equipment=tuple(draw(st.lists(words, max_size=2))),
        safety=tuple(Sourced(text) for text in draw(st.lists(words, max_size=2))),
        closing=tuple(Sourced(text) for text in draw(st.lists(words, max_size=2))),
    )


def voice(seed: int, longest: int) -> Callable[[str], int]:
    """A voice whose phrases have lengths (ms) that depend on nothing but the text."""
    return lambda text: 50 + zlib.crc32(f"{seed}{text}".encode()) % longest


voices = st.builds(voice, st.integers(0, 9), st.sampled_from([300, 900, 4000]))
