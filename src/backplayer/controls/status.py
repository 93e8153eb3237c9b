"""What a script is told of a session: the view as plain data for JSON."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from typing import TypeAlias

from backplayer.player.view import View

Status: TypeAlias = dict[str, object]

TIMES = ("position", "length", "piece_position", "piece_length", "left", "piece_left")
"""Fields in milliseconds: their names end in ``_ms`` outside."""
MOVING = frozenset({"position_ms", "piece_position_ms", "left_ms", "piece_left_ms"})
"""What changes all the time while a session plays."""


def status(view: View) -> Status:
    """Return all that *view* tells, under the names of its fields."""
    names = [*(field.name for field in fields(view)), "left", "piece_left"]
    return {f"{name}_ms" if name in TIMES else name: _plain(getattr(view, name)) for name in names}


def without_position(status: Status) -> Status:
    """Return *status* without what changes all the time."""
    return {name: value for name, value in status.items() if name not in MOVING}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
