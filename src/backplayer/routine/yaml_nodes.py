"""YAML text into nodes that know their line and column; every scalar stays text.

The text comes from a stranger: nothing recurses over its nesting, and depth and number of nodes are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from backplayer.routine.problems import Problem, RoutineError, printable

MAX_VALUES = 20_000
MAX_DEPTH = 24

Place: TypeAlias = tuple[int, int]

_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as the YAML library counts lines
_QUOTES = "put quotes around the text that starts here"
# What the YAML library says, and what an author has to do about it
_HINTS = {
    "mapping values are not allowed": "a text that holds ': ' needs quotes around it",
    "could not find expected ':'": "a ':' and a space are missing after a key, or a quote is not closed",
    "tab character": "indent with spaces, not tabs",
    "character '\\t'": "indent with spaces, not tabs",
    "expected key": "check the indentation; quotes and brackets must be closed, and ' inside '…' is written ''",
    "block end": "check the indentation; quotes and brackets must be closed, and ' inside '…' is written ''",
    "expected node content": "a bracket is not closed, or a text with , : [ ] { } needs quotes",
    "expected the node content": "a bracket is not closed, or a text with , : [ ] { } needs quotes",
    "hexdecimal number": "\\ has a meaning of its own inside \"…\"; write \\\\, or use '…' as quotes",
    "unexpected ':'": "a text that holds ': ' needs quotes around it",
    "or line break": "what starts here belongs on a line of its own, or the text before it needs quotes",
    "expected ','": "a bracket is not closed, or a text in it with , : [ ] { } needs quotes",
    "expected '-' indicator": "check the indentation of this list: what belongs together starts in the same column",
    "sequence entries are not allowed": "a list starts on a line of its own; a text that starts with '- ' needs quotes",
    "mapping keys are not allowed": _QUOTES,
    "cannot start any token": _QUOTES,
    "alphabetic or numeric character": "a text that starts with * or & needs quotes",
    "directive": "a line that starts with % needs quotes",
    "unexpected end of stream": "a quote is not closed",
    "unexpected document indicator": "a quote is not closed before the line with --- or ...",
    "escape": "\\ has a meaning of its own inside \"…\"; write \\\\, or use '…' as quotes",
    "document start": "there is text after the end of the routine",
    "tag": "put quotes around a text that starts with !",
}


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping as it stands in the text."""

    place: Place
    value: Any = ""  # str, list[Node] or list[tuple[Node, Node]]
    kind: str = "text"
    open: bool = False


def parse_nodes(text: str, name: str) -> tuple[Node, list[Problem]]:
    """Parse YAML text; also return the problems that reading could go on after. *name* is what the file is called.

    Raises:
        RoutineError: it is no YAML or is beyond the bounds.
    """
    import yaml

    if bad := _NOT_YAML.search(text):
        message = f"not valid YAML: delete the invisible control character ({printable(bad[0])})"
        raise RoutineError([Problem(name, *_place_of(text, bad.start()), message)])
    reading = _Reading(name, _place_of(text, len(text)))
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            if not reading.take(event):
                break
    except yaml.MarkedYAMLError as error:
        place, message = _explained(text, error)
        raise RoutineError([*reading.problems, Problem(name, *place, f"not valid YAML: {message}")]) from None
    except (ValueError, OverflowError):  # from PyYAML without libyaml: \Uffffffff, or a version of thousands of digits
        message = f"not valid YAML: a number after this is too large; {_HINTS['escape']}"
        raise RoutineError([*reading.problems, Problem(name, *reading.place, message)]) from None
    if reading.root is None or reading.root.value == "":
        raise RoutineError([Problem(name, 1, 1, "the file is empty; a routine needs a title and steps")])
    return reading.root, reading.problems


class _Reading:
    """Nodes put together from the events of the YAML library."""

    def __init__(self, name: str, end: Place) -> None:
        self.name = name
        self.place: Place = (1, 1)
        self._end = end
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []  # for each open mapping: the key that waits for its value
        self._anchors: dict[str, Node] = {}
        self._count = 0

    def take(self, event: Any) -> bool:
        """Take one event in; return whether reading goes on."""
        import yaml

        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._stack.pop().open = False
            self._keys.pop()
        if not isinstance(event, yaml.NodeEvent):
            return True
        mark: Any = event.start_mark
        # libyaml counts a line more where the last one has no end
        self.place = place = min((mark.line + 1, mark.column + 1), self._end)
        self._count += 1
        if self._count > 2 * MAX_VALUES:  # keys count here, too
            raise self._fatal(place, f"more than {MAX_VALUES} values; a routine is a short text")
        node = self._alias(event, place) if isinstance(event, yaml.AliasEvent) else self._node(event, place)
        if self.root is None:
            self.root = node
        elif self._stack:
            self._attach(node)
        else:
            self.problems.append(self._problem(place, "a second document starts here; a file holds one"))
            return False
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._stack) >= MAX_DEPTH:
                raise self._fatal(place, f"nested deeper than {MAX_DEPTH} levels")
            node.kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
            node.value, node.open = [], True
            self._stack.append(node)
            self._keys.append(None)
        return True

    def _node(self, event: Any, place: Place) -> Node:
        value = " ".join(getattr(event, "value", "").split())
        if event.tag not in (None, "!"):
            shown = printable(event.tag)
            message = f"tags such as {shown} are not allowed; put quotes around a text that starts with !"
            self.problems.append(self._problem(place, message))
            value = value or shown
        node = Node(place, value)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, event: Any, place: Place) -> Node:
        node = self._anchors.get(event.anchor)
        shown = printable(event.anchor)
        if node is None:
            message = f"*{shown} stands for nothing above it; put quotes around a text that starts with *"
            self.problems.append(self._problem(place, message))
            return Node(place, f"*{shown}")
        if node.open:
            raise self._fatal(place, f"the alias *{shown} stands inside its own anchor")
        return node

    def _attach(self, node: Node) -> None:
        parent = self._stack[-1]
        key = self._keys[-1]
        if parent.kind == "list":
            parent.value.append(node)
        elif key is None:
            self._keys[-1] = node
        else:
            parent.value.append((key, node))
            self._keys[-1] = None

    def _problem(self, place: Place, message: str) -> Problem:
        return Problem(self.name, *place, message)

    def _fatal(self, place: Place, message: str) -> RoutineError:
        return RoutineError([*self.problems, self._problem(place, message)])


def _explained(text: str, error: Any) -> tuple[Place, str]:
    problem, mark = error.problem or "", error.problem_mark or error.context_mark
    left_open = any(word in (error.context or "") for word in ("simple key", "quoted scalar"))
    if error.context_mark and (left_open or mark.index >= len(text.rstrip())):
        mark = error.context_mark  # shown where it opens, not where its end was missed
    place = min((mark.line + 1, mark.column + 1), _place_of(text, len(text.rstrip()))) if mark else (1, 1)
    hint = next((hint for part, hint in _HINTS.items() if part in problem), None)
    line = text.splitlines()[place[0] - 1] if place[0] <= len(text.splitlines()) else ""
    if "mapping values" in problem and ": " not in line[: place[1]].strip():
        hint = "this line is indented deeper than the one it belongs to"
    elif line[place[1] - 1 : place[1]] == "\t":
        hint = _HINTS["tab character"]
    return place, hint or f"{printable(problem)}; check indentation, quotes and brackets"


def _place_of(text: str, position: int) -> Place:
    before = _LINE_END.split(text[:position])
    return len(before), len(before[-1]) + 1
