"""The keys a listener can press, as one line and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from backplayer.player.commands import Command
from backplayer.player.view import State, View
from backplayer.screen.cells import crop
from backplayer.screen.room import Line, Room, Run

_GAP = "   "


_FIRST = {
    State.HURT: (Command.EASIER, Command.NEXT, Command.STOP),
    State.WAITING: (Command.DONE,),
    State.PAUSED: (Command.PLAY_PAUSE,),
}
"""The keys that are shown before all others: the answers to what the coach asks."""


class Key(NamedTuple):
    """A key the listener can press: what is printed on it, what it asks for, what that does in a few words."""

    label: str
    command: Command
    does: str


def _in_force(view: View, keys: Sequence[Key]) -> list[Key]:
    if view.state is State.FINISHED:
        return []
    known = [key for key in keys if not view.answers or key.command in view.answers or key.command is Command.HELP]
    if view.state is not State.PAUSED:
        return known
    return [key._replace(does="go on") if key.command is Command.PLAY_PAUSE else key for key in known]


def key_line(view: View, room: Room, keys: Sequence[Key]) -> Line:
    """Return the keys that mean something now, as many as fit; the one for help always, at the end."""
    first = (Command.HELP, *_FIRST.get(view.state, ()))
    known = sorted(
        _in_force(view, keys), key=lambda key: first.index(key.command) if key.command in first else len(first)
    )
    shown: list[Key] = []
    left = room.width
    for key in known:
        width = _width(room, key)
        if width <= left:
            shown.append(key)
            left -= width + len(_GAP)
    runs: list[Run] = []
    for key in sorted(shown, key=lambda key: key.command is Command.HELP):
        before = _GAP if runs else " " * room.margin
        runs += [Run(before + room.text(key.label), "strong"), Run(f" {room.text(key.does)}")]
    return tuple(runs)


def _width(room: Room, key: Key) -> int:
    return cell_len(room.text(key.label)) + 1 + cell_len(room.text(key.does))


def keys_page(room: Room, keys: Sequence[Key], rows: int) -> list[Line]:
    """Return all keys, in as many columns as needed."""
    labels = max((cell_len(room.text(key.label)) for key in keys), default=0)
    entries = [(room.text(key.label), room.text(key.does)) for key in keys]
    lines: list[Line] = [(), room.line("Keys", "strong"), ()] if rows >= len(entries) + 4 or rows >= 14 else []
    per_column = max(1, rows - len(lines))
    columns = min(max(1, -(-len(entries) // per_column)), max(1, room.width // (labels + 8)))
    per_column = min(per_column, -(-len(entries) // columns)) if entries else 1
    width = max(1, room.width // columns)
    for row in range(per_column):
        runs = [Run(" " * room.margin)]
        for label, does in entries[row::per_column]:
            padded = crop(label + " " * (labels - cell_len(label)), width, "")
            told = crop(does, max(0, width - labels - 3), room.more)
            fill = max(0, width - cell_len(padded) - 2 - cell_len(told))
            runs += [Run(padded, "strong"), Run(f"  {told}{' ' * fill}"[: max(0, width - labels)])]
        lines.append(_within(runs, room.columns))
    return lines


def _within(runs: Sequence[Run], columns: int) -> Line:
    kept = []
    for run in runs:
        text = crop(run.text, columns, "")
        columns -= cell_len(text)
        if text:
            kept.append(Run(text, run.style))
    return tuple(kept)
