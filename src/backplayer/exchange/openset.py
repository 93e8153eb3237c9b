"""OpenSet 1.x: JSON of a workout, or of a program that holds workouts."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from backplayer.exchange.json_text import checked, parse_json, picked, tell_unknown
from backplayer.exchange.openset_document import Block, ExercisePart, Program, Series, Workout
from backplayer.exchange.openset_sets import Set_, Value, dose_of, fixed, length_of
from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Asked, Find, Imported, Losses
from backplayer.exchange.steps import MAX_NAME, MAX_ROUNDS, MAX_SETS, Written, exercise_named, rounds, without_amount
from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.format.values import MAX_LENGTH
from backplayer.routine.model import Exercise
from backplayer.routine.problems import printable
from backplayer.routine.reading.source import MAX_TEXT
from backplayer.routine.resolve import MAX_STEPS
from backplayer.units import Ms

LIBRARY = "backplayer"
"""The id under which our exercises stand in a workout that we wrote."""
_IN_ORDER = ("SEQUENTIAL", "LADDER")
_LONGEST_NOTE = MAX_TEXT - MAX_NAME - 4  # a wait may hold both
_PLAIN_ROUNDS = ("CIRCUIT", "SUPERSET", "INTERVAL", "TABATA")


def recognises(data: object) -> bool:
    """Whether parsed JSON looks like this format."""
    return isinstance(data, dict) and "openset_version" in data


def read(text: str, asked: Asked) -> Imported:
    """Read one workout. Raises `RoutineError`."""
    data = parse_json(text, asked)
    if not isinstance(data, dict):
        raise asked.fail("an OpenSet file is one object with openset_version and type")
    losses = Losses()
    version, kind = data.get("openset_version"), data.get("type")
    if not (isinstance(version, str) and re.fullmatch(r"1\.[0-9]{1,4}", version)):
        raise asked.fail(f"openset_version is 1.0, not {_shown(version)}; other versions are not known")
    if kind == "workout":
        workout, place = checked(Workout, data, asked), ""
    elif kind == "program":
        workout, place = _of_program(checked(Program, data, asked), asked, losses)
    else:
        raise asked.fail(f"type is workout or program, not {_shown(kind)}; nothing else holds a routine")
    if version != "1.0":
        losses.tell("openset_version", f"version {version} is newer than 1.0; what is new in it is left out")
    tell_unknown(workout, place, losses)
    return _Reading(workout, place, asked, losses).routine()


def _of_program(program: Program, asked: Asked, losses: Losses) -> tuple[Workout, str]:
    places = [
        (workout, f"phases[{at}].workouts[{index}]")
        for at, phase in enumerate(program.phases)
        for index, workout in enumerate(phase.workouts)
    ]
    index, workout = picked([found for found, _ in places], lambda item: item.name or "", "workout", asked)
    losses.tell("the program", "a routine is one of its workouts; weeks, goals and the others are left out")
    return workout, places[index][1]


class _Reading:
    """One workout on its way into a routine."""

    def __init__(self, workout: Workout, place: str, asked: Asked, losses: Losses) -> None:
        self._workout, self._asked, self._losses = workout, asked, losses
        self._prefix = f"{place}." if place else ""
        self._notes: list[str] = []
        self._count = 0  # steps of all rounds
        self._find: Find | None = asked.find if workout.library and workout.library.id == LIBRARY else None

    def routine(self) -> Imported:
        workout, losses = self._workout, self._losses
        steps = list(chain.from_iterable(self._block(index, block) for index, block in enumerate(workout.blocks)))
        if not steps:
            raise self._asked.fail("there is no exercise in this workout")
        title = self._text(workout.name, "name") or self._asked.title
        author = self._text(workout.metadata.author, "metadata.author") if workout.metadata else ""
        head = {
            "summary": self._text(workout.note, "note"), "author": author,
            "length": self._length(), "notes": self._notes,
        }  # fmt: skip
        said = {key: value for key, value in head.items() if value}
        return Imported({"title": title, **said, "steps": steps}, losses.all())

    def _text(self, text: str | None, place: str) -> str:
        return cleaned(text, f"{self._prefix}{place}", self._losses) if text else ""

    def _length(self) -> str:
        duration = self._workout.duration
        if duration is None:
            return ""
        length = duration.value * {"s": 1000, "min": 60_000, "h": 3_600_000}.get(duration.unit, 0)
        if 1000 <= length <= MAX_LENGTH:
            return duration_to_str(length)
        self._losses.tell(f"{self._prefix}duration", "not between a second and six hours; left out")
        return ""

    def _note(self, text: str | None, place: str) -> None:
        if words := self._text(text, place):
            self._notes.append(words)

    def _block(self, index: int, block: Block) -> list[Written]:
        here = f"blocks[{index}]"
        self._note(block.note, f"{here}.note")
        steps: list[Written] = []
        for at, series in enumerate(block.series):
            self._note(series.note, f"{here}.series[{at}].note")
            steps += self._series(series, f"{here}.series[{at}]")
        name = self._text(block.name, f"{here}.name")
        if name and not _head(steps, name):
            self._losses.tell(f"{self._prefix}{here}.name", f"'{name}': no exercise to stand above; left out")
        return steps

    def _series(self, series: Series, place: str) -> list[Written]:
        whole = f"{self._prefix}{place}"
        mode = series.execution_mode
        for index, exercise in enumerate(series.exercises):
            if not exercise.sets:
                self._losses.tell(f"{whole}.exercises[{index}]", "an exercise without sets; left out")
            if exercise.group:
                self._losses.tell(f"{whole}.exercises[{index}].group", f"'{printable(exercise.group, 40)}'; left out")
        if mode in _IN_ORDER:
            steps = [
                step
                for index, exercise in enumerate(series.exercises)
                for step in self._runs(exercise, f"{whole}.exercises[{index}]", series if mode == "LADDER" else None)
            ]
            if series.rest_after and mode == "SEQUENTIAL":
                _rest_after(steps, self._rest(series.rest_after, f"{whole}.rest_after"))
            return self._repeated(steps, series.rounds, whole)
        if mode not in _PLAIN_ROUNDS:
            self._losses.tell(
                whole, f"{printable(mode, 20)} is played as plain rounds, without its clock or its groups"
            )
        return self._rounds(series, whole)

    def _repeated(self, steps: list[Written], count: Value | None, place: str) -> list[Written]:
        number = fixed(count, MAX_ROUNDS) if count else 1
        if number is None:
            self._losses.tell(f"{place}.rounds", "no number of rounds; written once, to be put into a repeat")
        return rounds(number or 1, steps, place, self._losses)

    def _rest(self, value: Value | None, place: str) -> Ms | None:
        return length_of(value, place, self._losses, 0) if value else None

    def _runs(self, exercise: ExercisePart, place: str, ladder: Series | None) -> list[Written]:
        """Write the sets of one exercise; equal ones that follow each other become one step."""
        places = [f"{place}.sets[{index}]" for index in range(len(exercise.sets))]
        doses = [self._dose(found, where) for found, where in zip(exercise.sets, places, strict=True)]
        between = self._rest(ladder.rest_after, f"{place}.rest_after") if ladder else None
        rests = [
            self._rest(found.rest_after, where) if found.rest_after else between
            for found, where in zip(exercise.sets, places, strict=True)
        ]
        steps: list[Written] = []
        first = 0
        while first < len(doses):
            last = first
            while (
                last + 1 < len(doses)
                and "why" not in doses[first]
                and last + 1 - first < MAX_SETS
                and doses[last + 1] == doses[first]
                and rests[last] == rests[first]
            ):
                last += 1
            step = self._step(exercise, doses[first], place)
            if last > first and "exercise" in step:
                step["sets"] = last + 1 - first
                if rests[first] is not None:
                    step["set_rest"] = duration_to_str(rests[first] or 0)
            steps.append(step)
            _rest_after(steps, rests[last])
            first = last + 1
        return steps

    def _rounds(self, series: Series, place: str) -> list[Written]:
        most = max((len(exercise.sets) for exercise in series.exercises), default=0)
        count = fixed(series.rounds, MAX_ROUNDS) if series.rounds else most
        if count is None:
            self._losses.tell(f"{place}.rounds", "no number of rounds; written once, to be put into a repeat")
            count = 1
        self._count += count * len(series.exercises)
        if self._count > MAX_STEPS:
            raise self._asked.fail(f"{place}: more than {MAX_STEPS} steps when all rounds are played")
        written: list[list[Written]] = []  # by round
        for number in range(count):
            row: list[Written] = []
            for index, exercise in enumerate(series.exercises):
                here = f"{place}.exercises[{index}]"
                at = number if len(exercise.sets) > 1 else 0
                if at < len(exercise.sets):
                    found = exercise.sets[at]
                    row.append(self._step(exercise, self._dose(found, f"{here}.sets[{at}]"), here))
                    _rest_after(row, self._rest(found.rest_after, f"{here}.sets[{at}].rest_after"))
            written.append(row)
        for index, exercise in enumerate(series.exercises):
            if len(exercise.sets) > max(1, count):
                self._losses.tell(f"{place}.exercises[{index}]", f"{len(exercise.sets)} sets in {count} rounds; cut")
        after = self._rest(series.rest_after, f"{place}.rest_after")
        return _folded(written, after)

    def _dose(self, found: Set_, place: str) -> Written:
        return dose_of(found, place, self._losses)

    def _step(self, exercise: ExercisePart, dose: Written, place: str) -> Written:
        name, ours = self._named(exercise, place)
        keys = dict(dose)
        why = keys.pop("why", "")
        notes = [self._text(exercise.note, f"{place[len(self._prefix) :]}.note"), keys.pop("note", "")]
        note = cleaned("; ".join(text for text in notes if text), f"{place}.note", self._losses, _LONGEST_NOTE)
        if why:
            return without_amount(name, place, self._losses, why, note)
        if ours is None and keys.get("sides") == "none":
            del keys["sides"]  # it is so, unless a library exercise says otherwise
        if ours and ours.dose and ours.dose.sets > 1:
            keys.setdefault("sets", 1)  # one set is meant, however many its own dose has
        return {"exercise": exercise_named(name, ours), **keys, **({"note": note} if note else {})}

    def _named(self, exercise: ExercisePart, place: str) -> tuple[str, Exercise | None]:
        if exercise.name:
            name = cleaned(exercise.name, f"{place}.name", self._losses, MAX_NAME)
        else:
            ident = exercise.exercise_id or ""
            ours = self._find(ident.replace("_", "-")) if self._find else None
            if ours:
                return ours.name, ours
            name = cleaned(ident.replace("_", " "), f"{place}.exercise_id", self._losses, MAX_NAME)
            name = name[:1].upper() + name[1:]
        if not name:
            self._losses.tell(place, "no name; called 'Exercise'")
        return name or "Exercise", None


def _head(steps: list[Written], section: str) -> bool:
    """Write *section* into the first exercise; return whether there is one."""
    for step in steps:
        if "exercise" in step:
            step["section"] = section
            return True
        if "repeat" in step and _head(step["steps"], section):
            return True
    return False


def _rest_after(steps: list[Written], rest: Ms | None) -> None:
    """Write the rest after the last of *steps*, unless it says its own."""
    if rest is None or not steps:
        return
    last = steps[-1]
    if "exercise" in last:
        last.setdefault("rest", duration_to_str(rest))
    elif rest:
        steps.append({"rest": duration_to_str(rest)})


def _folded(written: list[list[Written]], after: Ms | None) -> list[Written]:
    """Write rounds that are all alike, but for a shorter rest at the end, as a repeat."""
    body = written[-1]
    ends = [row[-1].get("rest") if row else None for row in written]
    bare = [[*row[:-1], {**row[-1], "rest": ""}] if row else [] for row in written]
    between = ends[0] if after is None or ends[0] else duration_to_str(after)
    alike = len(written) > 1 and all(row == bare[0] for row in bare) and len(set(ends[:-1])) == 1
    if not alike or "exercise" not in body[-1] or not _no_longer(ends[-1], between):
        for row in written:
            _rest_after(row, after)
        return list(chain.from_iterable(written))
    if ends[-1] is None and between:
        body[-1]["rest"] = between
    repeat: dict[str, Any] = {"repeat": len(written)}
    if between and between != body[-1].get("rest"):
        repeat["rest"] = between
    return [{**repeat, "steps": body}]


def _no_longer(rest: str | None, between: str | None) -> bool:
    """Whether the rest after the last round leaves those between the rounds as they are: the longer one is taken."""
    return rest is None or (between is not None and parse_duration(rest) <= parse_duration(between))


def _shown(value: object) -> str:
    return f"'{printable(value, 20)}'" if isinstance(value, str) else "something else"
