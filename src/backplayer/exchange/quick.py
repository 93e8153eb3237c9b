"""The one-line form: ``10x 3s 5s 1s; Row``, or ``Row 10x``, ``Row=10x``.

Parts are separated by `` / `` or stand on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Asked, Imported, Losses
from backplayer.exchange.steps import MAX_NAME, Written, exercise_named
from backplayer.routine.durations import parse_duration
from backplayer.routine.problems import MAX_PROBLEMS, Place, Problem, RoutineError, printable

_MOST_SPLITS = 20
"""Places in a line at which a dose may begin: trying them all would take a hostile line's time."""
EXAMPLE = "write it like 10x 3s 5s 1s; Row"
PHASES: dict[int, tuple[str, ...]] = {
    2: ("lift", "lower"),
    3: ("lift", "hold", "lower"),
    4: ("lift", "hold", "lower", "pause"),
}
"""What is said for phases nobody named."""

_PARTS = re.compile(r"\s/\s")
_REST = re.compile(r"rest\s+(\S.*)", re.IGNORECASE)
_TIMES = re.compile(r"(?P<sets>[0-9]+)[x×*](?P<rest>.+)|(?P<reps>[0-9]+)[x×*]")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_UNITS = frozenset(
    ["ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hour", "hours"]
)
_SIDES = {
    "each": "both", "both": "both", "l/r": "both", "r/l": "both", "left": "left", "l": "left", "right": "right",
    "r": "right", "alternating": "alternating", "alternate": "alternating",
}  # fmt: skip
_AMOUNTS = {"hold": "hold", "time": "time", "move": "time", "for": "time"}


def read(text: str, asked: Asked) -> Imported:
    """Read exercises in the one-line form. Lines that start with # are left out. Raises `RoutineError`."""
    losses = Losses()
    steps: list[Written | str] = []
    names: list[str] = []
    places: list[Place] = []
    problems: list[Problem] = []
    for part, place in _parts(text):
        try:
            name, step = _step(part, place, asked, losses)
        except ValueError as error:
            problems.append(Problem(asked.name, *place, str(error)))
            if len(problems) > MAX_PROBLEMS:
                break
        else:
            names += [name] if name else []
            steps.append(step)
            places.append(place)
    if problems:
        raise RoutineError(problems)
    if not names:
        raise asked.fail(f"there is no exercise here; {EXAMPLE}")
    title = asked.title or _title(names)
    return Imported({"title": title, "steps": steps}, losses.all(), tuple(places))


def _parts(text: str) -> Iterator[tuple[str, Place]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("#"):
            continue
        start = 0
        for cut in [*(match.span() for match in _PARTS.finditer(line)), (len(line), len(line))]:
            part = line[start : cut[0]]
            if part.strip():
                yield part.strip(), (number, start + len(part) - len(part.lstrip()) + 1)
            start = cut[1]


def _title(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _step(part: str, place: Place, asked: Asked, losses: Losses) -> tuple[str, Written | str]:
    """Return the name of the exercise, empty for a rest, and the step. Raises `ValueError`."""
    said, semicolon, after = _in_order(part, asked).partition(";")
    name = cleaned(after if semicolon else said, f"line {place[0]}", losses, MAX_NAME)
    if rest := _REST.fullmatch(said.strip()):
        parse_duration(rest[1])
        step: Written = {"rest": rest[1]}
        return "", {**step, "say": name} if semicolon and name else step
    found = asked.find(name)
    if not semicolon and not (found and found.dose):
        raise ValueError(
            f"'{printable(name)}' is no exercise with a dose of its own, and no ';' stands here; {EXAMPLE}"
        )
    if not name:
        raise ValueError(f"a name is missing after ';'; {EXAMPLE}")
    dose = _Dose().read(said if semicolon else "")
    if not dose.amount and not (found and found.dose):
        raise ValueError(f"how much of '{printable(name)}'? Write 10x or 30s before the ';'")
    shown = found.name if found else name
    whole = {"exercise": exercise_named(name, found), **dose.written(bool(found and found.dose and found.dose.time))}
    return shown, whole


def _in_order(part: str, asked: Asked) -> str:
    """Put the dose before the name, with a semicolon between, where they stand as ``NAME=DOSE`` or ``NAME DOSE``."""
    if ";" in part or _REST.fullmatch(part) or asked.find(part):
        return part
    name, equals, dose = part.partition("=")
    if equals:
        return f"{dose};{name}"
    words = part.split()
    at = [number for number, word in enumerate(words) if number and _begins_dose(word)][:_MOST_SPLITS]
    for number in at:
        dose = " ".join(words[number:])
        with suppress(ValueError):
            _Dose().read(dose)
            return f"{dose};{' '.join(words[:number])}"
    if at and at[-1] == len(words) - 1 and _NUMBER.fullmatch(words[-1]):
        amount = words[-1][:9]
        raise ValueError(f"{amount} what? Write {amount}x for repetitions, or {amount}s for seconds")
    return part


def _begins_dose(word: str) -> bool:
    return word[0].isdigit() or word.lower() in _SIDES or word.lower() in _AMOUNTS


@dataclass(slots=True)
class _Dose:
    """What stands before the semicolon."""

    reps: int | None = None
    amount: str = ""  # reps, hold, time or length: hold or time, whichever the exercise is
    spans: list[tuple[str, str]] = field(default_factory=list)
    keys: Written = field(default_factory=dict)

    def read(self, text: str) -> _Dose:
        words = _joined(text.lower().replace(",", " ").split())
        while words:
            word = words.pop(0)
            following = words[0] if words else ""
            if times := _TIMES.fullmatch(word):
                self.times(times)
            elif word in ("side", "sides") and "sides" in self.keys:
                pass
            elif word in _SIDES:
                self.once("sides", _SIDES[word])
            elif word == "set" and following == "rest" and len(words) > 1:
                self.once("set_rest", _duration(words.pop(1)))
                words.pop(0)
            elif word == "rest" and following:
                self.once("rest", _duration(words.pop(0)))
            elif word[:1].isdigit():
                self.spans.append(("", _duration(word)))
            elif _WORD.fullmatch(word) and following[:1].isdigit() and not _TIMES.fullmatch(following):
                self.spans.append((word, _duration(words.pop(0))))
            else:
                raise ValueError(f"'{printable(word)}' is not understood; {EXAMPLE}")
        self.settle()
        return self

    def times(self, found: re.Match[str]) -> None:
        if found["reps"]:
            self.count(found["reps"])
            return
        self.once("sets", int(found["sets"][:9]))
        if found["rest"].isdecimal():
            self.count(found["rest"])
        else:
            self.spans.append(("", _duration(found["rest"])))

    def count(self, digits: str) -> None:
        if self.reps is not None:
            raise ValueError("two numbers of repetitions; for 3 sets of 10 write 3x10")
        self.reps, self.amount = int(digits[:9]), "reps"

    def once(self, key: str, value: object) -> None:
        if key in self.keys:
            raise ValueError(f"{key.replace('_', ' ')} stands here twice")
        self.keys[key] = value

    def settle(self) -> None:
        if self.reps is not None:
            self.keys = {"reps": self.reps, **self.tempo(), **self.keys}
        elif len(self.spans) > 1:
            _refuse(f"{len(self.spans)} times and no number of repetitions; {EXAMPLE}")
        elif self.spans:
            name, length = self.spans[0]
            if name and name not in _AMOUNTS:
                _refuse(f"'{printable(name)}' is not understood; write 30s, hold 30s or move 30s")
            self.amount = _AMOUNTS.get(name, "length")
            self.keys = {self.amount: length, **self.keys}

    def tempo(self) -> Written:
        names = [name for name, _ in self.spans]
        lengths = [length for _, length in self.spans]
        if not any(names):
            if len(names) < 2:
                return {"tempo": lengths[0]} if lengths else {}
            if len(names) not in PHASES:
                _refuse(f"{len(names)} phases; name them: 10x pull 2s hold 3s release 2s; Row")
            names = list(PHASES[len(names)])
        if not all(names) or len(set(names)) < len(names):
            _refuse("name each phase once, or none: 10x pull 2s hold 3s release 2s; Row")
        return {"tempo": dict(zip(names, lengths, strict=True))}

    def written(self, moves: bool) -> Written:
        """Return the keys of a step; a length is a time where the exercise *moves*, or else a hold."""
        return {("time" if moves else "hold") if key == "length" else key: value for key, value in self.keys.items()}


def _joined(words: list[str]) -> list[str]:
    """Put a number and its unit together, ``2 min``, and what is counted with its number, ``10 reps``."""
    joined: list[str] = []
    for word in words:
        before = joined[-1] if joined else ""
        if _NUMBER.fullmatch(before) and word in _UNITS:
            joined[-1] = before + word
        elif before.isdecimal() and word in ("rep", "reps", "times", "repetitions"):
            joined[-1] = f"{before}x"
        else:
            joined.append(word)
    return joined


def _duration(word: str) -> str:
    parse_duration(word)
    return word


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)
