"""YAML text into plain data in which every value remembers its line and column.

Every scalar stays the text its author typed: there is no guessing of numbers, booleans or dates, so none of YAML 1.1's
surprises (``1:30`` = 90, ``no`` = false) can happen. The file comes from a stranger: its size, depth and the number of
values (aliases counted as often as they are used) are bounded, and nothing recurses over its raw nesting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from backplayer.routine.problems import Problem, RoutineError

MAX_BYTES = 256 * 1024
MAX_VALUES = 20_000
MAX_DEPTH = 24

Place: TypeAlias = tuple[int, int]
Path_: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = "str | list[Data] | dict[str, Data]"

_HINTS = {
    "mapping values are not allowed": "a text that holds ': ' needs quotes around it",
    "could not find expected ':'": "a ':' is missing after a key, or a quote is not closed",
    "found character '\\t'": "indent with spaces, not tabs",
    "did not find expected key": "check the indentation and that brackets and quotes are closed",
    "did not find expected ',' or": "a bracket is not closed, or a text with a comma needs quotes",
    "did not find expected '-' indicator": "check the indentation of this list",
    "control characters are not allowed": "delete the invisible character",
    "special characters are not allowed": "delete the invisible character",
    "found unexpected end of stream": "a quote is not closed",
    "cannot start any token": "put quotes around the text that starts with this character",
}


@dataclass(slots=True)
class _Node:
    place: Place
    value: Any = None  # str, list[_Node] or list[tuple[_Node, _Node]]
    kind: str = "text"
    open: bool = False


@dataclass(slots=True)
class Source:
    """The plain data of one file and where each part stands."""

    name: str
    data: Data = ""
    values: dict[Path_, Place] = field(default_factory=dict)
    keys: dict[Path_, Place] = field(default_factory=dict)

    def problem(self, path: Path_, message: str, *, key: bool = False) -> Problem:
        """Make a complaint about the value (or the key) at *path*, or about the nearest part above that exists."""
        if key and path in self.keys:
            return Problem(self.name, *self.keys[path], message)
        while path and path not in self.values:
            path = path[:-1]
        return Problem(self.name, *self.values.get(path, (1, 1)), message)


def read_source(path: Path) -> Source:
    """Read a YAML file.

    Raises:
        RoutineError: the file cannot be read, is no YAML or is beyond the bounds.
    """
    name = str(path)

    def fail(message: str, line: int = 1, column: int = 1) -> RoutineError:
        return RoutineError([Problem(name, line, column, message)])

    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise fail("this is a folder; name a routine file inside it") from None
    except FileNotFoundError:
        raise fail("no such file") from None
    except OSError as error:
        raise fail(f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    if len(raw) > MAX_BYTES:
        raise fail(f"larger than {MAX_BYTES // 1024} KiB; a routine is a short text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        raise fail("not UTF-8 text; save the file as UTF-8", line, column) from None
    return parse_source(text, name)


def parse_source(text: str, name: str) -> Source:
    """Parse YAML text; *name* is what complaints call the file.

    Raises:
        RoutineError: it is no YAML or is beyond the bounds.
    """
    root = _parse(text, name)
    source = Source(name)
    problems: list[Problem] = []
    source.data = _expand(root, (), source, problems)
    if problems:
        raise RoutineError(problems)
    return source


def _parse(text: str, name: str) -> _Node:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    root: _Node | None = None
    stack: list[_Node] = []
    pending_keys: list[_Node | None] = []
    anchors: dict[str, _Node] = {}

    def fail(place: Place, message: str) -> RoutineError:
        return RoutineError([Problem(name, *place, message)])

    try:
        event: Any
        for event in yaml.parse(text, Loader=loader):
            mark: Any = event.start_mark
            place = (mark.line + 1, mark.column + 1)
            if isinstance(event, yaml.NodeEvent):
                if isinstance(event, yaml.AliasEvent):
                    node = anchors.get(event.anchor or "")
                    if node is None:
                        raise fail(place, f"the alias *{event.anchor} has no anchor &{event.anchor} above it")
                    if node.open:
                        raise fail(place, f"the alias *{event.anchor} stands inside its own anchor")
                else:
                    tag: str | None = getattr(event, "tag", None)
                    if tag not in (None, "!"):
                        raise fail(place, f"tags such as {printable(str(tag))} are not allowed; delete it")
                    node = _Node(place)
                    if event.anchor:
                        anchors[event.anchor] = node
                if root is None:
                    root = node
                elif stack:
                    _attach(stack[-1], node, pending_keys)
                else:
                    raise fail(place, "a second document starts here; a file holds one")
                if isinstance(event, yaml.ScalarEvent):
                    node.value = event.value
                elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                    if len(stack) >= MAX_DEPTH:
                        raise fail(place, f"nested deeper than {MAX_DEPTH} levels")
                    node.kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
                    node.value, node.open = [], True
                    stack.append(node)
                    pending_keys.append(None)
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                stack.pop().open = False
                pending_keys.pop()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = error.problem or "it cannot be understood"
        hint = next((hint for start, hint in _HINTS.items() if start in problem), None)
        raise fail(place, f"not valid YAML: {hint or printable(problem)}") from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise fail(place, "not valid YAML: delete the invisible control character") from None
    if root is None:
        raise fail((1, 1), "the file is empty; a routine needs a title and steps")
    return root


def _attach(parent: _Node, node: _Node, pending_keys: list[_Node | None]) -> None:
    if parent.kind == "list":
        parent.value.append(node)
    elif pending_keys[-1] is None:
        pending_keys[-1] = node
    else:
        parent.value.append((pending_keys[-1], node))
        pending_keys[-1] = None


def _expand(node: _Node, path: Path_, source: Source, problems: list[Problem]) -> Data:
    """Turn nodes into data, an alias as often as it is used; bounded by MAX_VALUES and MAX_DEPTH."""
    source.values[path] = node.place
    if len(source.values) > MAX_VALUES or len(path) > MAX_DEPTH:
        message = f"aliases blow this file up beyond {MAX_VALUES} values or {MAX_DEPTH} levels"
        raise RoutineError([Problem(source.name, *node.place, message)])
    if node.kind == "text":
        return str(node.value)
    if node.kind == "list":
        return [_expand(item, (*path, index), source, problems) for index, item in enumerate(node.value)]
    mapping: dict[str, Data] = {}
    key: _Node
    for key, value in node.value:
        if key.kind != "text":
            problems.append(Problem(source.name, key.place[0], key.place[1], "a key must be a plain word"))
            continue
        name = str(key.value)
        inside = (*path, name)
        if name in mapping:
            message = f"'{printable(name)}' stands here a second time (first in line {source.keys[inside][0]})"
            problems.append(Problem(source.name, key.place[0], key.place[1], message))
            continue
        source.keys[inside] = key.place
        mapping[name] = _expand(value, inside, source, problems)
    return mapping


def printable(text: str, limit: int = 60) -> str:
    """Return *text* made safe for a terminal (no control or direction characters) and cut to *limit* characters."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: limit + 1])
    return shown if len(text) <= limit else shown[:limit] + "…"
