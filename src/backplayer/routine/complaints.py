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
    "cue": "cues", "side": "sides", "set": "sets",
    "wiederholungen": "reps", "dauer": "time", "halten": "hold", "sätze": "sets", "seiten": "sides",
    "übung": "exercise", "ausrüstung": "equipment", "titel": "title", "schritte": "steps", "hinweise": "cues",
    "répétitions": "reps", "durée": "time", "tenir": "hold", "séries": "sets", "côtés": "sides",
    "exercice": "exercise", "matériel": "equipment", "titre": "title", "étapes": "steps", "repos": "rest",
    "repeticiones": "reps", "duración": "time", "mantener": "hold", "lados": "sides", "ejercicio": "exercise",
    "título": "title", "pasos": "steps", "descanso": "rest", "pausa": "rest",
}  # fmt: skip
"""What people write for keys there are."""
_VALUES = {
    "each": "both", "each side": "both", "left and right": "both", "both sides": "both", "bilateral": "both",
    "2": "both", "yes": "both", "beide": "both", "beidseitig": "both", "links": "left", "rechts": "right",
    "les deux": "both", "gauche": "left", "droite": "right", "ambos": "both", "izquierda": "left", "derecha": "right",
    "alternate": "alternating", "seated": "sitting", "lying": "supine", "on all fours": "all-fours", "back": "supine",
}  # fmt: skip
"""What people write for values there are."""
_EXAMPLES = {
    "swap": ": {with: foam roller, exercise: thoracic-spine-release}",
    "dose": ": {reps: 8, sets: 2}",
    "defaults": ": {rest: 15s}",
}
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
                told = _unknown(last, loc, root, error["input"])
                keys = [(*path[:-1], kind) for kind in (STEP_KINDS if last in STEP_KINDS else ())]
                path = max((path, *keys), key=lambda place: source.keys.get(place, (0, 0)))  # of two kinds, the second
                yield source.problem(path, told, key=True)
            case "missing":
                if not any(_meant(key, [last]) for key in error["input"]):  # said where that key stands
                    yield source.problem(path[:-1], f"'{last}' is missing; add '{last}: …'")
            case "union_tag_not_found" | "union_tag_invalid":
                yield source.problem(path, _no_step(error["input"]))
                for key in error["input"] if isinstance(error["input"], dict) else ():
                    meant = nearest(key, document.ExerciseStepDoc.model_fields)
                    if meant and meant not in (key, *STEP_KINDS):
                        unknown = f"unknown key '{printable(key)}'; did you mean '{meant}'?"
                        yield source.problem((*path, key), unknown, key=True)
            case "model_type" if not path and root is document.RoutineDoc:
                what = _kind_of_file(error["input"])
                yield source.problem(path, f"a routine begins with 'title: …' and then 'steps:'; this file is {what}")
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


def _unknown(key: str, loc: tuple[str | int, ...], root: type[BaseModel], value: object) -> str:
    model = _model_at(root, loc[:-1])
    known = [info.alias or name for name, info in model.model_fields.items()]
    if kind := next((tag.strip("<>") for tag, other in _STEPS.items() if other is model), None):
        if key in STEP_KINDS:
            return f"'{kind}' and '{key}' are two kinds of step; begin a step of its own ('- ') for each"
        if kind != "exercise" and key in document.ExerciseStepDoc.model_fields:
            return f"a step with '{kind}' has no '{key}'; that goes with an exercise, in a step of its own ('- ')"
    if key == "like" and root is document.ExerciseDoc:
        return "'like' is for exercises that are written in place, in a routine; a file of an exercise says all of it"
    if model in (document.ChoiceDoc, document.SwapDoc) and key in document.ExerciseStepDoc.model_fields:
        return f"'{key}' is that of the step itself, here too; delete it"
    home = next((home for home, other in _HOMES if other is not model and key in other.model_fields), None)
    if home and not issubclass(root, document.SourcesDoc) and root in (document.RoutineDoc, document.ExerciseDoc):
        if model is document.ExerciseStepDoc and home == "an exercise":
            return f"'{key}' is the exercise's; to change it here write 'exercise: {{like: can-opener, {key}: …}}'"
        return f"'{key}' does not belong here but in {home}; check the indentation"
    if meant := _meant(key, known):
        return f"unknown key '{key}'; did you mean '{meant}'?"
    first, _, rest = key.partition(" ")
    if rest and first in known and value == "":
        return f"a colon is missing; write '{first}: {rest}'"
    if " " in key and value == "":
        return f"unknown key '{key}'; a comma ends a text inside {{ }}: put quotes around a text that holds one"
    return f"unknown key '{key}'; known here: {', '.join(known)}"


def _meant(key: str, known: Collection[str]) -> str | None:
    synonym = _SYNONYMS.get(key.lower(), key)
    return synonym if synonym in known else nearest(key, known)


def _no_step(value: object) -> str:
    if value == "":
        return "this step is empty; write an exercise after '- ', or delete the line"
    if isinstance(value, dict):
        for key in (key for key in value if key != "name" and key not in document.ExerciseStepDoc.model_fields):
            if meant := _meant(key, STEP_KINDS):
                return f"unknown key '{printable(key)}'; did you mean '{meant}'?"
        if any(key in document.ExerciseStepDoc.model_fields or key == "name" for key in value):
            return "this step names no exercise; add 'exercise: bridge', with a name from 'backplayer exercises'"
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
            meant = _VALUES.get(str(value).casefold())
            hint = f"; did you mean '{meant}'?" if meant in known else did_you_mean(str(value), known)
            return f"{label} cannot be {shown}{hint} (one of {', '.join(known)})"
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
        "optional": "yes or no", "title": "something after it, in quotes if it begins with #",
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
    if re.fullmatch(r"[0-9]{1,4} ?(s|sec|secs|seconds?|m|min|mins|minutes?)", words):
        return f", which is a time; write 'time: {words}' or 'hold: {words}' in its place"
    if sided := re.fullmatch(r"([0-9]{1,4})x? (?:each|per|a|je|pro|par|por) [a-zé]{1,10}", words):
        return f"; write {sided[1]} and add 'sides: both'"
    if sets := re.fullmatch(r"([1-9][0-9]?)\s*[x×*]\s*([1-9][0-9]{0,3})", words):
        return f"; write sets: {sets[1]} and reps: {sets[2]}"
    if number := re.fullmatch(r"([1-9][0-9]{0,3})(?:x| [a-z].*)", words):
        return f"; write only the number, {number[1]}"
    return ""


def _kind_of_file(value: object) -> str:
    return "only a list" if isinstance(value, list) else "only text, without any 'key: value' lines"


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    return "a list" if isinstance(value, list) else printable(str(value))
