"""Plain data into YAML text that our reader gives back unchanged, and that is pleasant to read and edit.

Texts are quoted where YAML needs it, and where a reader that guesses would take them for a number, a yes/no or nothing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import yaml

Plain: TypeAlias = "str | int | Sequence[Plain] | Mapping[str, Plain]"
"""What can be written. A bool becomes yes or no."""

WIDTH = 118
_SHORT_GROUP, _SHORT_LIST = 80, 60
_FLAT = frozenset({"tempo", "exercise", "defaults"})
"""Keys whose groups stand on one line where they are short."""
_GUESSED = re.compile(
    r"~|null|yes|no|on|off|true|false|[-+]?(\.inf|\.nan|[0-9][0-9_.]*(e[-+]?[0-9]+)?|0[xo][0-9a-f]+|\.[0-9]+)",
    re.IGNORECASE,
)


def dumped(data: Plain) -> str:
    """Write *data* as YAML, keys in their order; runs of white space in a text become one space, as in reading."""
    return _emitted(_node(data, ""), WIDTH)


def quoted(text: str) -> str:
    """Write *text* as one YAML scalar on one line, to stand after ``key: `` or ``- `` in block style."""
    return _emitted(_node({"x": text}, ""), sys.maxsize).removeprefix("x:").strip()


class _Dumper(yaml.BaseDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - the library's
        super().increase_indent(flow, False)  # a list stands deeper than its key


def _emitted(node: yaml.Node, width: int) -> str:
    text: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=width)
    return text


def _node(data: Plain, key: str) -> yaml.Node:
    if isinstance(data, Mapping):
        pairs = [(_scalar(name), _node(value, name)) for name, value in data.items()]
        flat = key in _FLAT and _fits([*data, *data.values()], _SHORT_GROUP)
        return yaml.MappingNode(_tag("map"), pairs, flow_style=flat or not pairs)
    if isinstance(data, str):
        return _scalar(data)
    if isinstance(data, Sequence):
        flat = key != "steps" and _fits(data, _SHORT_LIST)
        return yaml.SequenceNode(_tag("seq"), [_node(item, "") for item in data], flow_style=flat or not data)
    if isinstance(data, bool):
        return yaml.ScalarNode(_tag("str"), "yes" if data else "no")
    return yaml.ScalarNode(_tag("str"), str(data))


def _fits(data: Sequence[Plain], most: int) -> bool:
    """Whether it can stand on one line, in brackets."""
    words = [str(item) for item in data if isinstance(item, (str, int))]
    return len(words) == len(data) and sum(len(word) + 2 for word in words) <= most


def _scalar(text: str) -> yaml.ScalarNode:
    words = " ".join(text.encode("utf-8", "replace").decode().split())  # half a surrogate pair has no UTF-8
    return yaml.ScalarNode(_tag("str"), words, style="'" if _GUESSED.fullmatch(words) else None)


def _tag(kind: str) -> Any:
    return f"tag:yaml.org,2002:{kind}"
