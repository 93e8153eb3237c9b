"""JSON text of a stranger into checked data: depth, numbers and keys are bounded, every wrong type has its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from backplayer.exchange.result import Asked, Losses
from backplayer.routine.problems import RoutineError, printable
from backplayer.routine.reading.yaml_nodes import MAX_DEPTH, MAX_VALUES

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{},]', re.DOTALL)
_MAX_DIGITS = 15
_EXPECTED = {
    "missing": "is missing", "model_type": "should be an object", "dict_type": "should be an object",
    "list_type": "should be a list", "string_type": "should be a text", "int_type": "should be a whole number",
    "float_type": "should be a number", "bool_type": "should be true or false",
    "int_from_float": "should be a whole number", "string_unicode": "holds half a character (a lone surrogate)",
    "invalid_key": "holds a key with half a character",
}  # fmt: skip

Part_ = TypeVar("Part_", bound=BaseModel)


class Part(BaseModel):
    """An object of a file. Types are held strictly; keys it does not know are kept, to be told."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    @property
    def unknown(self) -> dict[str, Any]:
        """What stands under keys that this object does not know."""
        return self.model_extra or {}


def parse_json(text: str, asked: Asked) -> Any:
    """Parse JSON text.

    Raises:
        RoutineError: it is no JSON, or is beyond the bounds.
    """
    depth = values = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        values += token[0] in ("[", "{", ",")  # one starts after each
        if depth > MAX_DEPTH or values > MAX_VALUES:
            before = text[: token.start()]
            line, column = before.count("\n") + 1, token.start() - before.rfind("\n")
            beyond = f"nested deeper than {MAX_DEPTH} levels" if depth > MAX_DEPTH else f"more than {MAX_VALUES} values"
            raise asked.fail(beyond, line, column)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_int)
    except json.JSONDecodeError as error:
        raise asked.fail(f"not valid JSON: {error.msg.lower()}", error.lineno, error.colno) from None
    except ValueError as error:
        raise asked.fail(f"not valid JSON: {error}") from None


def checked(model: type[Part_], data: Any, asked: Asked) -> Part_:
    """Check *data* against *model*.

    Raises:
        RoutineError: with every place where something else stands.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = (
            f"{place_of(item['loc'])}: {_complaint(item)}"
            for item in error.errors(include_url=False, include_context=False)
        )
        raise RoutineError(asked.problem(message) for message in found) from None


def place_of(path: tuple[str | int, ...]) -> str:
    """Write where something stands: ``sets[0].exercises[2].name``, counted from 0 as JSON does."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part}]"
        elif not part.startswith("<"):  # marks of a choice between models
            words += f".{part}" if words else part
    return printable(words, 200) or "the file"


def tell_unknown(part: Part, place: str, losses: Losses) -> None:
    """Tell of every key below *part* that is not known."""
    for where, found in _parts(part, place):
        for key in found.unknown:
            losses.tell(where, f"'{printable(key)}' is nothing a routine holds; left out")


def _parts(part: Part, place: str) -> Iterator[tuple[str, Part]]:
    yield place, part
    for name in type(part).model_fields:
        value = getattr(part, name)
        here = f"{place}.{name}" if place else name
        if isinstance(value, Part):
            yield from _parts(value, here)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Part):
                    yield from _parts(item, f"{here}[{index}]")


def picked(items: list[Part_], named: Callable[[Part_], str], what: str, asked: Asked) -> tuple[int, Part_]:
    """Return the one item that is meant, and its index.

    Raises:
        RoutineError: there is none, or nobody said which.
    """
    names = [named(item) for item in items]
    if not items:
        raise asked.fail(f"there is no {what} in this file")
    if asked.pick is None and len(items) == 1:
        return 0, items[0]
    wanted = asked.pick or ""
    if wanted in names:
        return names.index(wanted), items[names.index(wanted)]
    if wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:9]) <= len(items):
        return int(wanted) - 1, items[int(wanted) - 1]
    shown = ", ".join(f"{number} {printable(name, 40)}" for number, name in enumerate(names[:20], start=1))
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    problem = f"no {what} '{printable(wanted)}' here" if asked.pick else f"{len(items)} {what}s, and a routine is one"
    raise asked.fail(f"{problem}; add --pick with a number or a name: {shown}{more}")


def _complaint(error: Any) -> str:
    message = _EXPECTED.get(error["type"], "is nothing that stands here in this format")
    value = error["input"]
    if error["type"] == "missing" or not isinstance(value, (str, bool, int, float)):
        return message
    return f"{message}, not {printable(repr(value), 40)}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key '{printable(twice)}' stands twice in one object")
    return data


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _float(digits: str) -> float:
    number = float(digits)
    if not isfinite(number) or abs(number) >= 10**_MAX_DIGITS:
        raise ValueError(f"{printable(digits, 30)} is too large a number")
    return number


def _int(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError(f"{printable(digits, 30)} is too large a number")
    return int(digits)
