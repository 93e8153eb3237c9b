"""YAML text into nodes that know their line and column; every scalar stays text.

The text comes from a stranger: nothing recurses over its nesting, and depth and number of nodes are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from backplayer.routine.problems import MAX_PROBLEMS, Place, Problem, RoutineError, printable
from backplayer.routine.reading.yaml_errors import LINE_END, explained

MAX_VALUES = 20_000
MAX_DEPTH = 24

_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


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
    for odd in islice(_OTHER_LINE_ENDS.finditer(text), MAX_PROBLEMS + 1):
        message = f"an invisible line break of another kind ({printable(odd[0])}) stands here; delete it"
        reading.problems.append(Problem(name, *_place_of(text, odd.start()), message))
    text = _OTHER_LINE_ENDS.sub(" ", text)  # the YAML library takes them for ends of lines, as no editor does
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            if not reading.take(event):
                break
    except yaml.MarkedYAMLError as error:
        place, message = explained(text, error)
        if any(problem.line == place[0] for problem in reading.problems):
            raise RoutineError(reading.problems) from None  # the parser lost its way over what was told of this line
        raise RoutineError([*reading.problems, Problem(name, *place, f"not valid YAML: {message}")]) from None
    except (ValueError, OverflowError):  # from PyYAML without libyaml: \Uffffffff, or a version of thousands of digits
        message = "not valid YAML: a number after this is too large; write \\\\ for a \\ in a text"
        raise RoutineError([*reading.problems, Problem(name, *reading.place, message)]) from None
    if reading.root is None or reading.root.value == "":
        raise RoutineError(
            [Problem(name, 1, 1, "the file is empty; a routine needs a title and steps, an exercise a name")]
        )
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

        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.problems.append(self._problem(self._placed(event), "a second document starts here; a file holds one"))
            return False
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._stack.pop().open = False
            self._keys.pop()
        if not isinstance(event, yaml.NodeEvent):
            return True
        self.place = place = self._placed(event)
        self._count += 1
        if self._count > 2 * MAX_VALUES:  # keys count here, too
            raise self._fatal(place, f"more than {MAX_VALUES} values; a routine is a short text")
        node = self._alias(event, place) if isinstance(event, yaml.AliasEvent) else self._node(event, place)
        if self.root is None:
            self.root = node
        else:
            self._attach(node)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._stack) >= MAX_DEPTH:
                raise self._fatal(place, f"nested deeper than {MAX_DEPTH} levels")
            node.kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
            node.value, node.open = [], True
            self._stack.append(node)
            self._keys.append(None)
        return True

    def _placed(self, event: Any) -> Place:
        # libyaml counts a line more where the last one has no end
        return min((event.start_mark.line + 1, event.start_mark.column + 1), self._end)

    def _node(self, event: Any, place: Place) -> Node:
        value = " ".join(getattr(event, "value", "").split())
        if event.tag not in (None, "!"):
            shown = printable(event.tag.replace("tag:yaml.org,2002:", "!!"))
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


def _place_of(text: str, position: int) -> Place:
    before = LINE_END.split(text[:position])
    return len(before), len(before[-1]) + 1
