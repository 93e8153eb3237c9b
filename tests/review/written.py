"""Any routine, written as a file, and looked at with the rules."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from backplayer.review.review import review
from backplayer.review.rules import RULES
from backplayer.review.subject import Subject
from backplayer.routine.library import Library
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Kind, RepeatStep, RestStep, Routine, SayStep, Step
from backplayer.routine.problems import Problem
from backplayer.routine.reading.source import parse_source
from tests.library import library
from tests.strategies import routines


def subject(text: str, shelf: Library | None = None) -> Subject:
    source = parse_source(text, "some.yaml")
    return Subject(source, (shelf or library()).routine_from(source, "some"))


def found(text: str) -> dict[str, list[Problem]]:
    """What there is to say about a routine, by rule."""
    problems: dict[str, list[Problem]] = {}
    for problem in review(subject(text)):
        problems.setdefault(problem.rule, []).append(problem)
    return problems


def dose(written: Dose) -> dict[str, Any]:
    keys: dict[str, Any] = {"sets": written.sets, "set_rest": f"{written.set_rest} ms", "sides": written.sides.value}
    keys["switch"] = f"{written.switch} ms"
    if written.reps is None:
        return {**keys, "hold" if written.hold else "time": f"{written.work} ms"}
    phases = {phase.name: f"{phase.length} ms" for phase in written.tempo}
    return {**keys, "reps": written.reps, "tempo": phases.get("") or phases}


@st.composite
def exercises(draw: st.DrawFn, exercise: Exercise) -> dict[str, Any]:
    few = st.sampled_from(["one arm", "Round your back.", "mat", "a chair or a bench", "Lift the left leg", "x"])
    return {
        "name": exercise.name,
        "posture": exercise.posture.value if exercise.posture else "standing",
        "kind": draw(st.sampled_from(Kind)).value,
        "stance": draw(st.sampled_from(["recommended", "debated", "discouraged"])),
        "setup": [text.text for text in exercise.setup] or "Sit.",
        "start": draw(few),
        "cues": [text.text for text in exercise.cues] or "Slowly.",
        "equipment": draw(st.lists(few, min_size=1, max_size=2)),
    }


@st.composite
def steps(draw: st.DrawFn, written: Step) -> dict[str, Any]:
    if isinstance(written, ExerciseStep):
        found: dict[str, Any] = {"exercise": draw(exercises(written.exercise)), **dose(written.dose)}
        found |= {"get_ready": f"{written.get_ready} ms", "counting": written.counting.value}
        found["optional"] = draw(st.sampled_from(["yes", "no"]))
        if draw(st.booleans()):
            found["rest"] = f"{written.rest} ms"
        if draw(st.booleans()):
            found["section"] = draw(st.sampled_from(["Warm-up", "Strength"]))
        if written.alternative:
            other = written.alternative
            found["alternative"] = {"exercise": draw(exercises(other.exercise)), **dose(other.dose)}
            found["swap"] = {"with": "ball", **found["alternative"]}
        return found
    if isinstance(written, RepeatStep):
        inner = [draw(steps(step)) for step in written.steps]
        return {"repeat": written.rounds, "rest": f"{written.rest} ms", "steps": inner}
    if isinstance(written, RestStep):
        return {"rest": f"{written.length} ms", **({"say": written.say} if written.say else {})}
    return {"say" if isinstance(written, SayStep) else "wait": written.text}


@st.composite
def texts(draw: st.DrawFn) -> str:
    """The text of any routine; JSON is YAML."""
    routine: Routine = draw(routines())
    names = st.sampled_from([*RULES, "no-such-rule", "format"])
    keys: dict[str, Any] = {"title": routine.title, "length": f"{draw(st.integers(1, 60))} min"}
    keys["for_pain"] = draw(st.sampled_from(["yes", "no"]))
    if equipment := list(routine.equipment):
        keys["equipment"] = equipment
    if ignored := draw(st.lists(names, max_size=3)):
        keys["ignore"] = ignored
    return json.dumps({**keys, "steps": [draw(steps(step)) for step in routine.steps]}, indent=1)
