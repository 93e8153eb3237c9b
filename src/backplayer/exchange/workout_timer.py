"""Just Another Workout Timer: JSON of version 2, one workout or a backup of several."""

from __future__ import annotations

import json

from backplayer.exchange.json_text import Part, checked, parse_json, picked, tell_unknown
from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Asked, Exported, Imported, Losses
from backplayer.exchange.steps import MAX_NAME, RESTS, Written, resting, rounds, timed
from backplayer.exchange.timers import Loop, Timer, as_timers
from backplayer.routine.model import Routine


class _Exercise(Part):
    name: str
    duration: int
    id: str | None = None


class _Set(Part):
    repetitions: int
    exercises: list[_Exercise]
    id: str | None = None


class _Workout(Part):
    title: str
    sets: list[_Set]
    version: int = 1
    position: int = -1


class _Backup(Part):
    workouts: list[_Workout]


def recognises(data: object) -> bool:
    """Whether parsed JSON looks like this format."""
    return isinstance(data, dict) and ("workouts" in data or {"title", "sets"} <= data.keys())


def read(text: str, asked: Asked) -> Imported:
    """Read one workout. Raises `RoutineError`."""
    losses = Losses()
    data = parse_json(text, asked)
    if isinstance(data, dict) and "workouts" in data:
        backup = checked(_Backup, data, asked)
        index, workout = picked(backup.workouts, lambda item: item.title, "workout", asked)
        place = f"workouts[{index}]"
    else:
        workout, place = checked(_Workout, data, asked), ""
    tell_unknown(workout, place, losses)
    prefix = f"{place}." if place else ""
    steps: list[Written] = []
    for number, found in enumerate(workout.sets):
        here = f"{prefix}sets[{number}]"
        inside = [_step(item, f"{here}.exercises[{at}]", losses) for at, item in enumerate(found.exercises)]
        steps += rounds(found.repetitions, inside, here, losses)
    if not steps:
        raise asked.fail("there is no exercise in this workout")
    title = cleaned(workout.title, f"{prefix}title", losses) or asked.title
    # One timer follows the other at once, so nothing but the rests it names is a rest.
    return Imported({"title": title, "defaults": {"rest": "0s"}, "steps": steps}, losses.all())


def write(routine: Routine) -> Exported:
    """Write a backup of one workout, as the app exports it."""
    losses = Losses()
    sets = [
        {"repetitions": loop.rounds, "exercises": exercises}
        for loop in as_timers(routine, losses)
        if (exercises := _exercises(loop, losses))
    ]
    workout = {"title": routine.title, "sets": sets, "version": 2, "position": -1}
    return Exported(json.dumps({"workouts": [workout]}, indent=2) + "\n", losses.all())


def _step(found: _Exercise, place: str, losses: Losses) -> Written:
    name = cleaned(found.name, f"{place}.name", losses, MAX_NAME)
    if not name:
        losses.tell(place, "no name; called 'Exercise'")
    if name.casefold() in RESTS:
        return resting(found.duration * 1000, place, losses)
    return timed(name or "Exercise", found.duration * 1000, place, losses)


def _exercises(loop: Loop, losses: Losses) -> list[dict[str, object]]:
    return [
        {"name": timer.name, "duration": _seconds(timer, losses)}
        for timer in loop.timers
        if not _is_wait(timer, losses)
    ]


def _is_wait(timer: Timer, losses: Losses) -> bool:
    if timer.kind == "wait":
        losses.tell(f"'{timer.name}'", "it cannot wait for anybody; left out")
    return timer.kind == "wait"


def _seconds(timer: Timer, losses: Losses) -> int:
    seconds = max(1, (timer.length + 500) // 1000)
    if timer.length % 1000 or not timer.length:
        losses.tell(f"'{timer.name}'", f"whole seconds only; {timer.length} ms become {seconds} s")
    return seconds
