"""What a file says about exercises and doses, checked as written: also in a file that has other problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from backplayer.routine.doses import AMOUNTS
from backplayer.routine.model import Dose, Exercise, Path_
from backplayer.routine.problems import NotFound, Problem, RoutineError, printable
from backplayer.routine.reading.source import Data, Source

STEP_KINDS = ("exercise", "rest", "say", "wait", "repeat")

FindExercise: TypeAlias = Callable[[str], Exercise]
_Keys: TypeAlias = "dict[str, Data]"
_UNKNOWN: _Keys = {"reps": ""}
"""The dose of an exercise that cannot be looked up: nothing is held against it."""


def exercise_problems(source: Source) -> Iterator[Problem]:
    """Find what contradicts itself in the dose of an exercise file."""
    if isinstance(source.data, dict) and isinstance(dose := source.data.get("dose"), dict):
        yield from _contradictions(source, ("dose",), dose, {})


def routine_problems(source: Source, find: FindExercise) -> Iterator[Problem]:
    """Find exercises the library does not have, exercises without a dose, and doses that contradict themselves."""
    library = _Library(find)
    for path, choice in _choices(source.data):
        keys: _Keys = choice if isinstance(choice, dict) else {"exercise": choice}
        exercise = keys["exercise"]
        named, named_at = exercise, (*path, "exercise")
        own: _Keys = {}
        if isinstance(exercise, dict):
            named, named_at = exercise.get("like", ""), (*path, "exercise", "like")
            own = dose if isinstance(dose := exercise.get("dose"), dict) else {}
        base: _Keys = {}
        if isinstance(named, str) and named:
            found = library.get(named)
            if isinstance(found, Exercise):
                base = _as_written(found.dose)
            else:
                yield from (source.problem(named_at, item) if isinstance(item, str) else item for item in found)
                base = _UNKNOWN
        elif not isinstance(exercise, dict) or "name" not in exercise or any(key in exercise for key in AMOUNTS):
            base = _UNKNOWN  # said elsewhere
        inside = list(_contradictions(source, (*path, "exercise", "dose"), own, base)) if own else []
        yield from inside or _contradictions(source, path, keys, _laid(base, own))


class _Library:
    """Exercises looked up once each, however often a file names them."""

    def __init__(self, find: FindExercise) -> None:
        self._find = find
        self._known: dict[str, Exercise | tuple[str | Problem, ...]] = {}

    def get(self, name: str) -> Exercise | tuple[str | Problem, ...]:
        if name not in self._known:
            try:
                self._known[name] = self._find(name)
            except NotFound as error:
                self._known[name] = (str(error) + _meant_step(name),)
            except RoutineError as error:
                self._known[name] = error.problems
        return self._known[name]


def _meant_step(name: str) -> str:
    if re.fullmatch(r"[0-9]{1,4} ?(s|sec|m|min)\w{0,6}", name):
        return f"; for a rest write 'rest: {printable(name)}'"
    kind, _, rest = name.replace(":", " ").partition(" ")
    kind = kind.lower()
    return f"; for a step with '{kind}' write '{kind}: {printable(rest) or '…'}'" if kind in STEP_KINDS else ""


def _choices(data: Data) -> Iterator[tuple[Path_, Data]]:
    """Go through all places where an exercise is chosen: steps, those in repeats, alternatives and swaps."""
    if not isinstance(data, dict):
        return
    open_lists: list[tuple[Path_, Data]] = [(("steps",), data.get("steps", []))]
    while open_lists:
        path, steps = open_lists.pop()
        for index, step in enumerate(steps if isinstance(steps, list) else ()):
            here = (*path, index)
            if isinstance(step, str):
                yield here, step
            elif isinstance(step, dict) and "exercise" in step:
                yield here, step
                for key in ("alternative", "swap"):
                    other = step.get(key)
                    if (isinstance(other, str) and key == "alternative") or (
                        isinstance(other, dict) and "exercise" in other
                    ):
                        yield (*here, key), other
            elif isinstance(step, dict) and "repeat" in step:
                open_lists.append(((*here, "steps"), step.get("steps", [])))


def _as_written(dose: Dose | None) -> _Keys:
    if dose is None:
        return {}
    written: _Keys = {key: "" for key in AMOUNTS if getattr(dose, key) is not None}
    return {**written, "sides": dose.sides.value}


def _laid(base: _Keys, own: _Keys) -> _Keys:
    replaced = any(key in own for key in AMOUNTS)
    return {**{key: value for key, value in base.items() if not (replaced and key in (*AMOUNTS, "tempo"))}, **own}


def _contradictions(source: Source, path: Path_, own: _Keys, base: _Keys) -> Iterator[Problem]:
    amounts = [key for key in own if key in AMOUNTS]
    if len(amounts) > 1:
        message = f"two doses, {' and '.join(amounts)}; keep one"
        if {"reps", "hold"} <= {*amounts}:
            message += "; for repetitions with a hold write 'tempo: {lift: 2s, hold: 3s, lower: 2s}'"
        yield source.problem((*path, amounts[1]), message, key=True)
        return
    laid = _laid(base, own)
    amount = next((key for key in AMOUNTS if key in laid), None)
    if amount is None:
        missing = "this exercise has no dose of its own" if "exercise" in own else "this dose does not say how much"
        yield source.problem(path, f"{missing}; add reps, hold or time")
        return
    if amount != "reps":
        whose = "" if amounts else ", which is the exercise's own dose"
        if "tempo" in laid:
            yield source.problem((*path, "tempo"), f"tempo goes with reps, not with {amount}{whose}", key=True)
        if laid.get("sides") == "alternating":
            message = f"alternating sides go with reps; with {amount}{whose}, write 'sides: both'"
            yield source.problem((*path, "sides"), message)
    yield from _misstated(source, path, laid, amount)


def _misstated(source: Source, path: Path_, keys: _Keys, amount: str) -> Iterator[Problem]:
    stated, tempo = keys.get("stated", []), keys.get("tempo")
    for index, part in enumerate(stated if isinstance(stated, list) else [stated]):
        name = part if isinstance(part, str) else ""
        if name in AMOUNTS and name != amount and keys is not _UNKNOWN:
            message = f"stated: this dose has no {name}; write {amount}, if that is what a source states"
            yield source.problem((*path, "stated", index), message)
        elif name.startswith("tempo.") and isinstance(tempo, dict) and name[6:] not in tempo:
            message = f"stated: this tempo has no phase '{printable(name[6:])}'; it has {printable(', '.join(tempo))}"
            yield source.problem((*path, "stated", index), message)
