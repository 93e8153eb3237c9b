"""Laying out the 22-minute routine, and how layout grows with the number of steps."""

from __future__ import annotations

import time
from collections.abc import Callable

from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import lay_out
from backplayer.coach.writer import write_script
from backplayer.routine.choices import choose
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Routine, Sourced
from tests.library import library


def _best_ms(work: Callable[[], object], runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return 1000 * best


def run() -> None:
    shelf = library()
    script = write_script(choose(shelf.read_routine(shelf.find_routine("seventeen-exercises"))))
    timeline = lay_out(script, estimated_length)
    spent = _best_ms(lambda: lay_out(script, estimated_length), 20)
    print(
        f"seventeen-exercises ({timeline.length / 60_000:.0f} min, {len(timeline.cues)} cues): {spent:.1f} ms (goal 20)"
    )
    step = ExerciseStep(Exercise("Plank", cues=(Sourced("Long neck."), Sourced("Breathe."))), Dose(hold=20_000))
    per_step = {}
    for steps in (100, 1_000, 10_000):
        script = write_script(Routine("x", (step,) * steps))
        per_step[steps] = _best_ms(lambda script=script: lay_out(script, estimated_length), 3) / steps
        print(f"{steps:6} steps: {1000 * per_step[steps]:.1f} microseconds a step")
    print(f"10,000 steps cost {per_step[10_000] / per_step[100]:.2f} x as much a step as 100 (1.00 is linear)")
