"""From the validation library's errors to words an author understands, at the place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from backplayer.routine import document
from backplayer.routine.problems import Problem, RoutineError, did_you_mean
from backplayer.routine.source import Path_, Source, printable

Doc = TypeVar("Doc", bound=BaseModel)

_MODELS: dict[str, type[BaseModel]] = {
    "<exercise>": document.ExerciseStepDoc,
    "<repeat>": document.RepeatStepDoc,
    "<wait>": document.WaitStepDoc,
    "<rest>": document.RestStepDoc,
    "<say>": document.SayStepDoc,
    "<inline>": document.InlineExerciseDoc,
    "<choice>": document.ChoiceDoc,
    "swap": document.SwapDoc,
    "dose": document.DoseDoc,
    "defaults": document.DefaultsDoc,
    "equipment": document.EquipmentDoc,
}
_STEP_KEYS = ("exercise", "rest", "say", "wait", "repeat")


def validate(model: type[Doc], source: Source, extra: Iterable[Problem] = ()) -> Doc:
    """Check *source* against *model*; *extra* are problems found by other means, reported along.

    Raises:
        RoutineError: with every problem of the file.
    """
    problems = list(extra)
    try:
        checked = model.model_validate(source.data)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            problems.append(_complaint(model, source, found))
    if problems:
        raise RoutineError(problems)
    return checked


def _known_keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _model_at(root: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    for part in reversed(path):
        if isinstance(part, str) and part in _MODELS:
            return _MODELS[part]
        if isinstance(part, int):  # an item of a list of texts, or of steps without a known form
            return document.SourcedText
    return root


def _complaint(root: type[BaseModel], source: Source, error: Mapping[str, Any]) -> Problem:
    loc: tuple[str | int, ...] = error["loc"]
    path: Path_ = tuple(part for part in loc if not (isinstance(part, str) and part[:1] in "<[" and part[-1:] in ">]"))
    last = printable(str(path[-1])) if path else ""
    value = error["input"]
    match error["type"]:
        case "extra_forbidden":
            known = _known_keys(_model_at(root, loc[:-1]))
            return source.problem(path, f"unknown key '{last}'{_instead(last, known)}", key=True)
        case "missing":
            return source.problem(path[:-1], f"'{last}' is missing")
        case "union_tag_not_found" | "union_tag_invalid":
            return source.problem(path, _no_step(value))
    message = _message(error, last, value)
    return source.problem(path, message, key=loc[-1:] == ("[key]",))


def _instead(word: str, known: list[str]) -> str:
    return did_you_mean(word, known) or f"; known here: {', '.join(known)}"


def _no_step(value: object) -> str:
    if isinstance(value, dict):
        for key in value:
            if hint := did_you_mean(key, _STEP_KEYS):
                return f"this step has '{printable(key)}', which is no kind of step{hint}"
        keys = document.ExerciseStepDoc.model_fields
        if any(key in keys for key in value):
            return "this step names no exercise; add 'exercise: name'"
    return f"this is no step; a step has one of {', '.join(_STEP_KEYS)}"


def _message(error: Mapping[str, Any], last: str, value: object) -> str:
    shown = f"'{printable(value)}'" if isinstance(value, str) else _kind_of(value)
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return f"{last}: {printable(str(context['error']), 300)}" if last else str(context["error"])
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"{last} is a whole number such as 8, not {shown}"
        case "bool_parsing" | "bool_type":
            return f"{last} is yes or no, not {shown}"
        case "string_type":
            return f"{last} is a text, not {shown}"
        case "list_type":
            return f"{last} is a list (lines that start with '- '), not {shown}"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"{last or 'the file'} has keys of its own ('key: value' lines), not {shown}"
        case "too_short":
            return f"{last} is empty"
        case "too_long":
            return f"{last} has too many entries; {context['max_length']} is the most"
        case "greater_than_equal":
            return f"{last} is at least {context['ge']}, not {printable(str(value))}"
        case "less_than_equal":
            return f"{last} is at most {context['le']}, not {printable(str(value))}"
        case "enum":
            return f"{last} cannot be {shown}{_choices(error, value)}"
        case "string_pattern_mismatch":
            return _pattern(loc=error["loc"], last=last, shown=shown)
    return f"{last}: {error['msg'].lower()}"


def _choices(error: Mapping[str, Any], value: object) -> str:
    known = [word.strip("' ") for word in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
    return did_you_mean(str(value), known) + f" (one of {', '.join(known)})"


def _pattern(loc: tuple[str | int, ...], last: str, shown: str) -> str:
    if last == "language":
        return f"{shown} is no language code; write one like en or de"
    if loc[-1:] == ("[key]",):
        return f"{shown} cannot be the name of a phase; use a short word such as lift, hold or lower"
    return f"{shown} cannot be the name of an exercise; names look like can-opener"


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    return printable(str(value))
