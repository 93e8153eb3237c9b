"""TimeR Machine: the JSON of an exported backup (data of version 8)."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from backplayer.exchange.json_text import Part, checked, parse_json, picked, tell_unknown
from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Asked, Exported, Imported, Losses
from backplayer.exchange.steps import MAX_NAME, RESTS, Written, resting, rounds, timed
from backplayer.exchange.timers import Loop, Timer, as_timers
from backplayer.routine.model import Routine
from backplayer.routine.problems import printable

_NAMES_THE_STEP = frozenset({"", "{SName}", "{step_name}", "$step_name"})
_VARIABLE = re.compile(r"\{\w+%?\}|\$\w+")
_HALTED = 60_000
"""The length (ms) written for a step that lasts until the listener goes on; the app does not look at it."""


class _Behaviour(Part):
    type: str
    label: str = ""
    content: str = ""
    loop: bool = True


class _Step(Part):
    label: str
    length: int
    step_type: str = "step"
    behaviour: list[_Behaviour] = []
    type: str = "NORMAL"


class _Group(Part):
    name: str
    loop: int
    steps: list[_AnyStep]
    step_type: str = "group"


def _form(value: object) -> str:
    return "<group>" if isinstance(value, dict) and value.get("step_type") == "group" else "<step>"


_AnyStep = Annotated[Annotated[_Step, Tag("<step>")] | Annotated[_Group, Tag("<group>")], Discriminator(_form)]


class _Timer(Part):
    name: str
    loop: int
    steps: list[_AnyStep]
    startStep: _Step | None = None  # noqa: N815 - the format's own names
    endStep: _Step | None = None  # noqa: N815
    id: int | None = None
    more: dict[str, Any] | None = None
    folderId: int | None = None  # noqa: N815


class _Backup(Part):
    timers: list[_Timer]


_Group.model_rebuild()
_Timer.model_rebuild()


def recognises(data: object) -> bool:
    """Whether parsed JSON looks like this format."""
    return isinstance(data, dict) and "timers" in data


def read(text: str, asked: Asked) -> Imported:
    """Read one timer. Raises `RoutineError`."""
    losses = Losses()
    backup = checked(_Backup, parse_json(text, asked), asked)
    index, timer = picked(backup.timers, lambda item: item.name, "timer", asked)
    place = f"timers[{index}]"
    tell_unknown(timer, place, losses)
    if timer.more:
        losses.tell(f"{place}.more", "notifications and the timer that follows are left out")
    steps = [
        *(_steps([timer.startStep], f"{place}.startStep", losses) if timer.startStep else ()),
        *rounds(timer.loop, _steps(timer.steps, f"{place}.steps", losses), place, losses),
        *(_steps([timer.endStep], f"{place}.endStep", losses) if timer.endStep else ()),
    ]
    if not steps:
        raise asked.fail("there is no step in this timer")
    title = cleaned(timer.name, f"{place}.name", losses) or asked.title
    # One step follows the other at once, so nothing but the rests it names is a rest.
    return Imported({"title": title, "defaults": {"rest": "0s"}, "steps": steps}, losses.all())


def write(routine: Routine) -> Exported:
    """Write a backup with one timer."""
    losses = Losses()
    steps: list[dict[str, object]] = []
    for loop in as_timers(routine, losses):
        inside = [_written(timer) for timer in loop.timers]
        steps += inside if loop.rounds == 1 else [_group(loop, inside)]
    timer = {"id": 1, "name": routine.title, "loop": 1, "steps": steps}
    return Exported(json.dumps({"folders": [], "timers": [timer]}, indent=2) + "\n", losses.all())


def _steps(found: list[Any], place: str, losses: Losses) -> list[Written]:
    steps: list[Written] = []
    for index, item in enumerate(found):
        here = f"{place}[{index}]" if len(found) > 1 or place.endswith("steps") else place
        if isinstance(item, _Group):
            name = cleaned(item.name, f"{here}.name", losses)
            if name and name.casefold() != "rounds":
                losses.tell(here, f"the name of the group, '{printable(name)}', is left out")
            steps += rounds(item.loop, _steps(item.steps, f"{here}.steps", losses), here, losses)
        else:
            steps += _step(item, here, losses)
    return steps


def _step(found: _Step, place: str, losses: Losses) -> list[Written]:
    label = cleaned(found.label, f"{place}.label", losses, MAX_NAME)
    said: list[Written] = []
    halts = False
    for behaviour in found.behaviour:
        if behaviour.type == "VOICE":
            said += _said(behaviour, label, place, losses)
        elif behaviour.type == "HALT":
            halts = True
        else:
            kind = printable(behaviour.type.lower(), 20)
            losses.tell(place, f"{kind}: left out; the coach counts and signals in its own way")
    if halts:
        return [*said, {"wait": label or "Go on when you are ready."}]
    if found.type != "NORMAL":  # what leads in and out, and reminders: time in which no exercise is done
        return [*said, resting(found.length, place, losses, label)]
    if label.casefold() in RESTS:
        return [*said, resting(found.length, place, losses)]
    if not label:
        losses.tell(place, "no label; called 'Exercise'")
    return [*said, timed(label or "Exercise", found.length, place, losses)]


def _said(voice: _Behaviour, label: str, place: str, losses: Losses) -> list[Written]:
    text = voice.content.strip() or voice.label.strip()
    if text in _NAMES_THE_STEP or text == label:
        return []  # the coach does that itself
    if _VARIABLE.search(text):
        losses.tell(place, "a spoken text with variables; left out")
        return []
    words = cleaned(text, place, losses)
    return [{"say": words}] if words else []


def _written(timer: Timer) -> dict[str, object]:
    behaviour = [{"type": "VOICE", "content": "{SName}"}]
    if timer.kind == "wait":
        behaviour.append({"type": "HALT"})
    length = _HALTED if timer.kind == "wait" else timer.length
    return {
        "step_type": "step", "label": timer.name, "length": length, "behaviour": behaviour, "type": "NORMAL",
    }  # fmt: skip


def _group(loop: Loop, inside: list[dict[str, object]]) -> dict[str, object]:
    return {"step_type": "group", "name": "Rounds", "loop": loop.rounds, "steps": inside}
