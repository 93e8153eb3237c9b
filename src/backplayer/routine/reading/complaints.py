"""From the validation library's errors to words an author understands, at the place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from backplayer.routine.format import values
from backplayer.routine.format.exercise import DoseDoc, ExerciseDoc, InlineExerciseDoc
from backplayer.routine.format.routine import (
    STEP_DOCS,
    ChoiceDoc,
    DefaultsDoc,
    EquipmentDoc,
    ExerciseStepDoc,
    RoutineDoc,
    SwapDoc,
)
from backplayer.routine.format.shelf import SourceDoc, SourcesDoc
from backplayer.routine.hints import meant_key, number_hint, value_hint
from backplayer.routine.model import Path_
from backplayer.routine.problems import Problem, RoutineError, printable
from backplayer.routine.reading.checks import STEP_KINDS
from backplayer.routine.reading.source import Data, Source

Doc = TypeVar("Doc", bound=BaseModel)

_STEPS: dict[str, type[BaseModel]] = {f"<{key}>": step for key, step in STEP_DOCS.items()}
_SENTENCES = ("title", "name", "summary", "say", "wait", "section", "note")
"""Keys whose value is one sentence."""
_MODELS: dict[str, type[BaseModel]] = {
    **_STEPS,
    "<inline>": InlineExerciseDoc,
    "<choice>": ChoiceDoc,
    "swap": SwapDoc,
    "dose": DoseDoc,
    "defaults": DefaultsDoc,
    "equipment": EquipmentDoc,
}
_HOMES = (  # where a key that stands in the wrong place belongs
    ("a step, beside 'exercise'", ExerciseStepDoc),
    ("an exercise", InlineExerciseDoc),
    ("the routine itself, at the start of a line", RoutineDoc),
)
_EXAMPLES = {
    "swap": ": {with: foam roller, exercise: thoracic-spine-release}",
    "dose": ": {reps: 8, sets: 2}",
    "defaults": ": {rest: 15s}",
}
_HOLDERS = ("exercise", "tempo", "dose", "swap", "alternative", "defaults", "equipment", "pronounce", "words")
"""Keys that may have keys of their own below them."""
_BEGINS: dict[type[BaseModel], str] = {
    RoutineDoc: "a routine begins with 'title: …' and then 'steps:'",
    ExerciseDoc: "a file holds one exercise and begins with 'name: …'",
}


def validate(model: type[Doc], source: Source, extra: Iterable[Problem] = ()) -> Doc:
    """Check *source* against *model*; *extra* are problems found by other means, reported along.

    Raises:
        RoutineError: with every problem of the file.
    """
    errors: list[Any] = []
    try:
        checked = model.model_validate(source.data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    told: set[tuple[str, int, int]] = set()
    stages = (source.problems, _complaints(model, source, errors, told), extra)
    problems = RoutineError(chain.from_iterable(_untold(stage, told) for stage in stages))
    if problems.problems:
        raise problems
    return checked


def _untold(problems: Iterable[Problem], told: set[tuple[str, int, int]]) -> Iterator[Problem]:
    """Leave out what follows from a mistake an earlier stage has told: it stands at the same place."""
    here = set()
    for problem in problems:
        place = (problem.file, problem.line, problem.column)
        here.add(place)
        if place not in told:
            yield problem
    told |= here


def _complaints(
    root: type[BaseModel], source: Source, errors: list[Any], told: set[tuple[str, int, int]]
) -> Iterator[Problem]:
    if errors and root in _BEGINS and (what := _another_file(root, source.data)):
        yield source.problem((), f"{_BEGINS[root]}; this file {what}")
        return
    for error in errors:
        loc: tuple[str | int, ...] = error["loc"]
        # Marks such as <exercise> and [key] stand between the keys; no key an author writes can look like one.
        path = tuple(part for part in loc if not (isinstance(part, str) and part[:1] in "<["))
        last = printable(str(path[-1])) if path else ""
        match error["type"]:
            case "extra_forbidden":
                yield _unknown_at(path, loc, root, source)
            case "missing":
                keys = [key.partition(" ")[0] for key in error["input"]]
                if not any(meant_key(key, [last]) for key in (*error["input"], *keys)):  # said where that key stands
                    yield source.problem(path[:-1], f"'{last}' is missing; add '{last}: …'")
            case "union_tag_not_found" | "union_tag_invalid":
                yield from _no_step(error["input"], path, root, source)
            case "text_key":
                named = (*source.existing(path), next(iter(error["input"]), ""))
                yield source.problem(named, f"{_label(path)}: {error['msg']}", key=True)
            case "invisible":
                message = f"{_label(path)}: {error['msg']}"
                yield source.problem(path, message, key=loc[-1:] == ("[key]",), at=error["ctx"]["character"])
                told.add((source.name, *source.values.get(source.existing(path), (1, 1))))
            case _ if error["input"] == "" and source.rest_of_line(path).startswith("#"):
                message = "from the # on, this is a comment; put quotes around a text that begins with one"
                yield source.problem(path, f"{_label(path)} is empty: {message}")
            case _:
                path = source.existing(path)
                yield source.problem(path, _message(error, _label(path), path), key=loc[-1:] == ("[key]",))


def _label(path: Path_) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "the file")


def _another_file(root: type[BaseModel], data: Data) -> str | None:
    """Tell what a file is that has nothing of what it should have."""
    if not isinstance(data, dict):
        return "is only a list" if isinstance(data, list) else "is only text, without any 'key: value' lines"
    known = [info.alias or name for name, info in root.model_fields.items()]
    foreign = data and not any(meant_key(key, known) for key in islice(data, 50))
    return "has other keys" if foreign else None


def _model_at(root: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    for part in reversed(loc):
        if isinstance(part, int):
            return values.SourcedText
        if part in _MODELS:
            return _MODELS[part]
    return SourceDoc if root is SourcesDoc else root


def _unknown_at(path: Path_, loc: Path_, root: type[BaseModel], source: Source) -> Problem:
    key = str(path[-1])
    place, kind = path, str(loc[-2]) if len(loc) > 1 else ""
    if kind in _STEPS and key in STEP_KINDS:  # of two kinds of step, the second is told
        place = max(path, (*path[:-1], kind.strip("<>")), key=lambda key: source.keys.get(key, (0, 0)))
    return source.problem(place, _unknown(key, loc, root, source.keys_beside(path)), key=True)


def _unknown(key: str, loc: Path_, root: type[BaseModel], beside: Mapping[str, Data]) -> str:
    shown, model = printable(key), _model_at(root, loc[:-1])
    known = [info.alias or name for name, info in model.model_fields.items()]
    if owner := _owner(key, beside, known):
        return f"indent '{shown}' further if it belongs to '{owner}', which is empty"
    kind = next((mark.strip("<>") for mark, other in _STEPS.items() if other is model), "")
    if kind and key in STEP_KINDS:
        if {kind, key} == {"exercise", "repeat"}:
            return "the exercises of a repeat stand below 'steps:'; write 'steps:' and below it '- exercise: …'"
        return f"'{kind}' and '{key}' are two kinds of step; begin a step of its own ('- ') for each"
    if kind and kind != "exercise" and key in ExerciseStepDoc.model_fields:
        where = "indent it further if it belongs to the exercise above; else it" if kind == "repeat" else "that"
        return f"a step with '{kind}' has no '{key}'; {where} goes with an exercise, in a step of its own ('- ')"
    if key == "like" and root is ExerciseDoc:
        return "'like' is for exercises written in place, in a routine; in a file, write all of the exercise"
    if model in (ChoiceDoc, SwapDoc) and key in ExerciseStepDoc.model_fields:
        return f"delete '{key}' here; that of the step itself holds for the {_label(loc[:-2])}, too"
    home = next((home for home, other in _HOMES if other is not model and key in other.model_fields), None)
    if home and not issubclass(root, SourcesDoc) and root in (RoutineDoc, ExerciseDoc):
        if kind == "exercise" and home == "an exercise":
            like = exercise if isinstance(exercise := beside.get("exercise"), str) else "can-opener"
            return f"'{key}' is the exercise's; to change it write 'exercise: {{like: {printable(like)}, {key}: …}}'"
        also = ", or for all steps below 'defaults:'" if root is RoutineDoc and key in DefaultsDoc.model_fields else ""
        return f"'{key}' does not belong here but in {home}{also}; check the indentation"
    first, _, rest = shown.partition(" ")
    if rest and first in known and first in _SENTENCES:
        return f"a colon is missing after '{first}'; put quotes around a text that holds ': '"
    if meant := meant_key(key, known):
        return f"unknown key '{shown}'; did you mean '{meant}'?"
    if rest and first in known and beside.get(key) == "":
        return f"a colon is missing; write '{first}: {rest}'"
    if rest and beside.get(key) == "":
        return f"unknown key '{shown}'; a comma ends a text inside {{ }}: put quotes around a text that holds one"
    return f"unknown key '{shown}'; known here: {', '.join(known)}"


def _owner(key: str, beside: Mapping[str, Data], known: list[str]) -> str | None:
    """Return the empty key above *key* that it may belong to."""
    above = list(beside)
    for name in reversed(above[: above.index(key)] if key in beside else ()):
        if beside[name] == "":
            return name if name in _HOLDERS else None
        if name in known:
            return None
    return None


def _no_step(value: Data, path: Path_, root: type[BaseModel], source: Source) -> Iterator[Problem]:
    if not isinstance(value, dict):
        message = "this step is empty; write an exercise after '- ', or delete the line"
        if value:
            message = "a step is no list; begin each with a '- ' of its own, or write 'repeat: 2' and 'steps:'"
        yield source.problem(path, message)
        return
    own = ExerciseStepDoc.model_fields
    strange = islice((key for key in value if key != "name" and key not in own and key != "steps"), 20)
    named, meant = next(((key, kind) for key in strange if (kind := meant_key(key, STEP_KINDS))), ("", ""))
    if meant:
        yield source.problem((*path, named), f"unknown key '{printable(named)}'; did you mean '{meant}'?", key=True)
        model = _STEPS[f"<{meant}>"]
        for key in value:
            if key != named and key not in model.model_fields:
                yield _unknown_at((*path, key), (*path, f"<{meant}>", key), root, source)
    elif "steps" in value:
        yield source.problem(path, "the number of rounds is missing; add 'repeat: 2' above 'steps'")
    elif any(key in own or key == "name" for key in value):
        message = "this step names no exercise; add 'exercise: bridge', with a name from 'backplayer exercises'"
        yield source.problem(path, message)
    else:
        kinds = ", ".join(STEP_KINDS)
        yield source.problem(path, f"this is no step; a step has one of {kinds}, as in '- exercise: bridge'")


def _message(error: Mapping[str, Any], label: str, path: tuple[str | int, ...]) -> str:
    value = error["input"]
    shown = f"'{printable(value)}'" if isinstance(value, str) else _kind_of(value)
    context = error.get("ctx", {})
    if value == "" and path and isinstance(path[-1], int):
        return f"an entry of {label} is empty; write something after '- ', or delete the line"
    if value == "" and label not in ("text", "proposed"):
        return _empty(label)
    match error["type"]:
        case "value_error" if label == "length" and str(value).isdecimal():
            return f"length: {shown} has no unit; write {printable(str(value))} min"
        case "value_error":
            phases = label == "tempo" and "defaults" not in path
            hint = "; or name its phases: {lift: 2s, hold: 3s, lower: 2s}" if phases else ""
            return f"{label}: {context['error']}{hint}"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"{label} is a whole number such as 8, not {shown}{number_hint(value)}"
        case "bool_parsing" | "bool_type":
            return f"{label} is yes or no, not {shown}"
        case "string_type" if (
            isinstance(value, dict) and label in _MODELS and (own := _MODELS[label].model_fields.keys() & value.keys())
        ):
            return f"delete the '- ' before '{min(own)}', which stands below '{label}:' by itself"
        case "string_type":
            quotes = "; put quotes around a text that holds ': '" if isinstance(value, dict) else ""
            return f"{label} is a text, not {shown}{quotes}"
        case "list_type":
            return f"{label} is a list (lines that start with '- '), not {shown}"
        case "model_type" | "dict_type" | "model_attributes_type":
            example = _EXAMPLES.get(label, " ('key: value' lines)")
            return f"{label} has keys of its own{example}, not {shown}"
        case "too_short":
            return _empty(label)
        case "too_long" if label == "tempo":
            return f"a tempo has at most {context['max_length']} phases"
        case "too_long" | "string_too_long":
            what = "characters" if isinstance(value, str) else "entries"
            return f"{label} has too many {what}; {context['max_length']} is the most"
        case "greater_than_equal":
            return f"{label} is at least {context['ge']}, not {printable(str(value))}"
        case "less_than_equal":
            return f"{label} is at most {context['le']}, not {printable(str(value))}"
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", context["expected"])
            return f"{label} cannot be {shown}{value_hint(value, known)} (one of {', '.join(known)})"
        case "string_pattern_mismatch":
            return _pattern(label, path, shown)
    return f"{label} cannot be {shown}"


def _pattern(label: str, path: tuple[str | int, ...], shown: str) -> str:
    if label == "language":
        return f"{shown} is no language code; write one like en or de"
    if path == ("words",):
        return f"{shown} cannot be the name of a set of words; use small letters, such as calm"
    if "tempo" in path or "phases" in path:
        return f"{shown} cannot be the name of a phase; use a short word such as lift, hold or lower"
    return f"{shown} cannot be the id of a source; ids look like our-leaflet"


def _empty(label: str) -> str:
    name, _, rest = label.partition(" ")
    if rest[:1].isdigit():
        return f"a colon is missing; write '{name}: {rest}'"
    examples = {
        "exercise": "a name such as bridge, or indent what belongs to it",
        "steps": "the steps below it, indented and each starting with '- '",
        "tempo": "a time such as 20s, or indent its phases below it",
        "reps": "a number such as 8", "sets": "a number such as 2", "repeat": "a number such as 3",
        "optional": "yes or no",
    }  # fmt: skip
    times = ("hold", "time", "rest", "set_rest", "switch", "get_ready", "length")
    example = examples.get(label) or ("a time such as 20s" if label in times else "something after it")
    needed = label in ("title", "name", "steps", "exercise", "repeat")
    return f"{label} is empty; write {example}" + ("" if needed else ", or delete the line")


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    return "a list" if isinstance(value, list) else printable(str(value))
