"""From the validation library's errors to words an author understands, at the place in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from backplayer.routine import document, values
from backplayer.routine.checks import STEP_KINDS
from backplayer.routine.problems import Problem, RoutineError, did_you_mean, nearest, printable
from backplayer.routine.source import Source

Doc = TypeVar("Doc", bound=BaseModel)

_STEPS: dict[str, type[BaseModel]] = {
    "<exercise>": document.ExerciseStepDoc,
    "<repeat>": document.RepeatStepDoc,
    "<wait>": document.WaitStepDoc,
    "<rest>": document.RestStepDoc,
    "<say>": document.SayStepDoc,
}
_MODELS: dict[str, type[BaseModel]] = {
    **_STEPS,
    "<inline>": document.InlineExerciseDoc,
    "<choice>": document.ChoiceDoc,
    "swap": document.SwapDoc,
    "dose": document.DoseDoc,
    "defaults": document.DefaultsDoc,
    "equipment": document.EquipmentDoc,
}
_HOMES = (  # where a key that stands in the wrong place belongs
    ("a step, beside 'exercise'", document.ExerciseStepDoc),
    ("an exercise", document.InlineExerciseDoc),
    ("the routine itself, at the start of a line", document.RoutineDoc),
)
_SYNONYMS = {
    "repetitions": "reps", "count": "reps", "times": "reps", "duration": "time", "seconds": "time", "minutes": "time",
    "pause": "rest", "break": "rest", "rounds": "repeat", "circuit": "repeat", "speed": "tempo", "series": "sets",
    "exercises": "steps", "name": "title", "description": "summary", "comment": "note", "warning": "caution",
}  # fmt: skip
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


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
    problems = RoutineError(chain(source.problems, _complaints(model, source, errors), extra))
    if problems.problems:
        raise problems
    return checked


def _complaints(root: type[BaseModel], source: Source, errors: list[Any]) -> Iterator[Problem]:
    for error in errors:
        loc: tuple[str | int, ...] = error["loc"]
        # Marks such as <exercise> and [key] stand between the keys; no key an author writes can look like one.
        path = tuple(part for part in loc if not (isinstance(part, str) and part[:1] in "<["))
        last = printable(str(path[-1])) if path else ""
        match error["type"]:
            case "extra_forbidden":
                yield source.problem(path, _unknown(last, loc, root), key=True)
            case "missing":
                if not any(_meant(key, [last]) for key in error["input"]):  # said where that key stands
                    yield source.problem(path[:-1], f"'{last}' is missing; add '{last}: …'")
            case "union_tag_not_found" | "union_tag_invalid":
                yield source.problem(path, _no_step(error["input"]))
            case _:
                path = source.existing(path)
                label = next((part for part in reversed(path) if isinstance(part, str)), "the file")
                yield source.problem(path, _message(error, label, path), key=loc[-1:] == ("[key]",))


def _model_at(root: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    for part in reversed(loc):
        if isinstance(part, int):
            return values.SourcedText
        if part in _MODELS:
            return _MODELS[part]
    return document.SourceDoc if root is document.SourcesDoc else root


def _unknown(key: str, loc: tuple[str | int, ...], root: type[BaseModel]) -> str:
    model = _model_at(root, loc[:-1])
    known = [info.alias or name for name, info in model.model_fields.items()]
    if model in _STEPS.values() and key in STEP_KINDS:
        kind = next(tag.strip("<>") for tag, other in _STEPS.items() if other is model)
        return f"'{kind}' and '{key}' are two kinds of step; begin a step of its own ('- ') for each"
    home = next((home for home, other in _HOMES if other is not model and key in other.model_fields), None)
    if home and not issubclass(root, document.SourcesDoc) and root in (document.RoutineDoc, document.ExerciseDoc):
        return f"'{key}' does not belong here but in {home}; check the indentation"
    meant = _meant(key, known)
    return f"unknown key '{key}'" + (f"; did you mean '{meant}'?" if meant else f"; known here: {', '.join(known)}")


def _meant(key: str, known: Collection[str]) -> str | None:
    synonym = _SYNONYMS.get(key.lower(), key)
    return synonym if synonym in known else nearest(key, known)


def _no_step(value: object) -> str:
    if value == "":
        return "this step is empty; write an exercise after '- ', or delete the line"
    if isinstance(value, dict):
        if any(key in document.ExerciseStepDoc.model_fields or key == "name" for key in value):
            return "this step names no exercise; add 'exercise: bridge', with a name from 'backplayer exercises'"
        for key in value:
            if meant := _meant(key, STEP_KINDS):
                return f"'{printable(key)}' is no kind of step; did you mean '{meant}'?"
    return f"this is no step; a step has one of {', '.join(STEP_KINDS)}, as in '- exercise: bridge'"


def _message(error: Mapping[str, Any], label: str, path: tuple[str | int, ...]) -> str:
    value = error["input"]
    shown = f"'{printable(value)}'" if isinstance(value, str) else _kind_of(value)
    context = error.get("ctx", {})
    if value == "" and path and isinstance(path[-1], int):
        return f"an entry of {label} is empty; write something after '- ', or delete the line"
    if value == "" and label not in ("text", "proposed"):
        return _empty(label)
    match error["type"]:
        case "value_error":
            phases = label == "tempo" and "defaults" not in path
            hint = "; or name its phases: {lift: 2s, hold: 3s, lower: 2s}" if phases else ""
            return f"{label}: {context['error']}{hint}"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"{label} is a whole number such as 8, not {shown}{_number_hint(value)}"
        case "bool_parsing" | "bool_type":
            return f"{label} is yes or no, not {shown}"
        case "string_type":
            quotes = "; put quotes around a text that holds ': '" if isinstance(value, dict) else ""
            return f"{label} is a text, not {shown}{quotes}"
        case "list_type":
            return f"{label} is a list (lines that start with '- '), not {shown}"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"{label} has keys of its own ('key: value' lines), not {shown}"
        case "too_short":
            return _empty(label)
        case "too_long" | "string_too_long":
            what = "characters" if isinstance(value, str) else "entries"
            return f"{label} has too many {what}; {context['max_length']} is the most"
        case "greater_than_equal":
            return f"{label} is at least {context['ge']}, not {printable(str(value))}"
        case "less_than_equal":
            return f"{label} is at most {context['le']}, not {printable(str(value))}"
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", context["expected"])
            return f"{label} cannot be {shown}{did_you_mean(str(value), known)} (one of {', '.join(known)})"
        case "string_pattern_mismatch":
            return _pattern(label, path, shown)
    return f"{label} cannot be {shown}"


def _pattern(label: str, path: tuple[str | int, ...], shown: str) -> str:
    if label == "language":
        return f"{shown} is no language code; write one like en or de"
    if "tempo" in path:
        return f"{shown} cannot be the name of a phase; use a short word such as lift, hold or lower"
    return f"{shown} cannot be the id of a source; ids look like our-leaflet"


def _empty(label: str) -> str:
    examples = {
        "exercise": "a name such as bridge", "steps": "the steps below it, each starting with '- '",
        "reps": "a number such as 8", "sets": "a number such as 2", "repeat": "a number such as 3",
        "optional": "yes or no",
    }  # fmt: skip
    times = ("hold", "time", "tempo", "rest", "set_rest", "switch", "get_ready", "length")
    example = examples.get(label) or ("a time such as 20s" if label in times else "something after it")
    needed = label in ("title", "name", "steps", "exercise", "repeat")
    return f"{label} is empty; write {example}" + ("" if needed else ", or delete the line")


def _number_hint(value: object) -> str:
    words = str(value).strip().lower() if isinstance(value, str) else ""
    if words in _NUMBERS:
        return f"; write {_NUMBERS.index(words) + 1}"
    if span := re.fullmatch(r"([0-9]{1,4})\s*(?:-|–|to|bis)\s*[0-9]{1,4}", words):
        return f"; write the lower number, {span[1]}, and mention the range in note"
    if sets := re.fullmatch(r"([1-9][0-9]?)\s*[x×*]\s*([1-9][0-9]{0,3})", words):
        return f"; write sets: {sets[1]} and reps: {sets[2]}"
    if number := re.fullmatch(r"([1-9][0-9]{0,3})(?:x| [a-z].*)", words):
        return f"; write only the number, {number[1]}"
    return ""


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    return "a list" if isinstance(value, list) else printable(str(value))
