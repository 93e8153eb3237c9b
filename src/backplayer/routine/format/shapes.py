"""How each kind of value looks to whoever checks a file by its JSON Schema.

Our reader takes every scalar as the text that was typed; a YAML language server reads ``20`` as a number and ``true``
as a yes. A shape accepts both, and refuses what the reader refuses as far as a pattern can say. Patterns mean the same
in ECMAScript and in Python, so they name no Unicode classes and no character beyond the first plane.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

Shape: TypeAlias = "dict[str, Any]"

_INVISIBLE = (
    r"\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f"
    r"\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ue000-\uf8ff\ufeff"
    r"\uffa0\ufff9-\ufffb"
)
# A run of white space counts as one character; the joiner of emoji alone is no text.
_TEXT = rf"^(?=[\s\S]*[^\s\u200d])\s*(?:[^\s{_INVISIBLE}]|\s+(?=\S)){{1,500}}\s*$"
_NOT_A_LETTER = r"\u0000-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
_NOT_IN_A_NAME = r"\u0000-\u001f!-&(-,./:-@\[-^`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
_PHASE = rf"^[^{_NOT_A_LETTER}][^{_NOT_IN_A_NAME}]{{0,19}}$"
_UNITS = ("ms", "seconds?", "secs?", "s", "minutes?", "mins?", "m", "hours?", "h")
_YES_OR_NO = ("yes", "no", "true", "false")
_ANY_SCALAR = ["string", "number", "boolean"]
_PARTS = ("reps", "hold", "time", "tempo", "sets", "sides")


def _any_case(words: Collection[str]) -> str:
    """Return a pattern of *words* in capitals, small letters or both; no flag for that is common to all dialects."""
    return "|".join(
        "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word) for word in words
    )


def _up_to(most: int) -> str:
    """Return a pattern of the whole numbers from 1 to *most*, which is one figure and noughts: 50, 100, 1000."""
    first, noughts = int(str(most)[0]), len(str(most)) - 1
    same_length = rf"|[1-{first - 1}][0-9]{{{noughts}}}" if first > 1 else ""
    return rf"[1-9][0-9]{{0,{noughts - 1}}}{same_length}|{most}"


def reference(name: str) -> Shape:
    """Return a reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def one_of_the_forms(forms: list[Shape]) -> Shape:
    """Tell a text, a list and a mapping apart before looking closer, so that complaints are about the form meant."""
    lists = [form for form in forms if form.get("type") == "array"]
    mappings = [form for form in forms if form.get("type") == "object" or str(form.get("$ref"))[8:9].isupper()]
    texts = [form for form in forms if form not in lists and form not in mappings]
    if not lists and len(mappings) == 1 and len(texts) == 1:
        return {"if": {"type": _ANY_SCALAR}, "then": texts[0], "else": mappings[0], **_hint(texts[0])}
    if len(lists) == 1:
        others = [form for form in forms if form not in lists]
        inner = one_of_the_forms(others) if len(others) > 1 else others[0]
        return {"if": {"type": "array"}, "then": lists[0], "else": inner}
    return {"anyOf": forms}


def _hint(form: Shape) -> Shape:
    """Refuse nothing, but let a language server see the names of exercises: it looks for values in no condition."""
    return {"anyOf": [form, {}]} if form == reference("exercise") else {}


def text() -> Shape:
    """Any scalar that is a text to the reader."""
    return {
        "title": "Text",
        "type": _ANY_SCALAR,
        "pattern": _TEXT,
        "patternErrorMessage": "A text has 1 to 500 characters, none of them invisible.",
    }


def time(least: int) -> Shape:
    """A time with its unit. No pattern can hold its bounds, but where there is a *least*, it is not nought."""
    some = "(?=.*[1-9])" if least else ""
    part = rf"[0-9]{{1,9}}(?:\.[0-9]{{1,3}})?\s*(?:{_any_case(_UNITS)})\s*"
    clock = r"(?:[0-9]{1,3}:)?[0-9]{1,4}:[0-5][0-9]"
    told = "A time needs its unit: 20s, 1m30s, 2 min or 1:30."
    return {
        "title": "Time",
        "type": "string",
        "pattern": rf"^{some}\s*(?:(?:{part})+|{clock}\s*)$",
        "errorMessage": told,
        "patternErrorMessage": told,
    }


def number(least: int, most: int) -> Shape:
    """A whole number, typed plainly or in quotes."""
    nothing = "|0" if least == 0 else ""
    return {
        "type": ["integer", "string"],
        "minimum": least,
        "maximum": most,
        "pattern": rf"^\s*\+?0*(?:{_up_to(most)}{nothing})(?:\.0+)?\s*$",
        "errorMessage": f"A whole number from {least} to {most} belongs here.",
        "patternErrorMessage": f"A whole number from {least} to {most} belongs here.",
    }


def yes_no() -> Shape:
    """Yes or no, in any of the ways that readers of YAML understand."""
    return {
        "title": "Yes or no",
        "type": ["boolean", "string", "integer"],
        "minimum": 0,
        "maximum": 1,
        "pattern": rf"^\s*(?:{_any_case(_YES_OR_NO)}|0|1)\s*$",
        "errorMessage": "Write yes or no.",
        "patternErrorMessage": "Write yes or no.",
        "defaultSnippets": [{"label": "yes", "body": "yes"}, {"label": "no", "body": "no"}],
    }


def phase() -> Shape:
    """The name of a phase of a repetition."""
    return {
        "type": "string",
        "pattern": _PHASE,
        "patternErrorMessage": "The name of a phase is a short word such as lift, hold or lower.",
    }


def language(pattern: str) -> Shape:
    """The code of a language. An older YAML takes that of Norwegian for a no."""
    return {"title": "Language", "anyOf": [{"type": "string", "pattern": pattern}, {"const": False}]}


def part() -> Shape:
    """A part of a dose; a tempo has parts of its own."""
    return {"anyOf": [{"enum": list(_PARTS)}, {"type": "string", "pattern": r"^tempo\."}]}


def choice(values: list[str], meanings: dict[str, str]) -> Shape:
    """One of a few values. A value of figures may be typed as a number."""
    numbers = [int(value) for value in values if value.isdigit()]
    told = {"enumDescriptions": [meanings[value] for value in values]} if meanings else {}
    return {"enum": [*values, *numbers], **told}


def exercise_name(known: dict[str, str]) -> Shape:
    """An exercise by name: *known* ones with their titles are offered, any other may be typed."""
    offered = {"enum": list(known), "enumDescriptions": list(known.values())}
    any_name = {**text(), "title": "Exercise", "type": ["string", "number"]}
    return {"anyOf": [offered, any_name]} if known else any_name
