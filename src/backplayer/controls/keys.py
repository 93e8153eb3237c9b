"""Which key asks for what. The key line on the screen, the help and the documentation are made from this table."""

from __future__ import annotations

from typing import NamedTuple

from backplayer.player.commands import Command


class Binding(NamedTuple):
    """The keys that give one command, and the words for them."""

    command: Command
    keys: tuple[str, ...]
    """As `KeyParser` names them: a character in lower case, or the name of a key that has no character."""
    label: str
    """The keys as they are shown to a person."""
    short: str
    """What they do, in a word or two: for a line of keys."""
    words: str
    """What they do, for a page of help."""


BINDINGS = (
    # "." is the button that blanks the slide on most presenter clickers, F5 the one that starts the slides.
    Binding(Command.PLAY_PAUSE, ("space", ".", "f5"), "Space", "pause", "pause, or go on"),
    Binding(Command.DONE, ("enter",), "Enter", "ready", "ready: go on, cut a rest short, yes to a question"),
    # Pedals that turn pages, and presenter clickers, send the page keys or the arrows.
    Binding(Command.NEXT, ("n", "right", "page-down"), "n →", "next", "skip to the next piece"),
    Binding(Command.BACK, ("b", "left", "page-up"), "b ←", "back", "start this piece again, or go to the one before"),
    Binding(Command.REPEAT, ("r",), "r", "repeat", "start this piece again"),
    Binding(Command.WHERE, ("w",), "w", "where", "say where we are"),
    Binding(Command.MORE_TIME, ("t",), "t", "more time", "more time to rest"),
    Binding(Command.SLOWER, ("s",), "s", "slower", "slower repetitions"),
    Binding(Command.FASTER, ("f",), "f", "faster", "faster repetitions"),
    Binding(Command.EASIER, ("e",), "e", "easier", "take the easier alternative"),
    # In other players "p" is pause: whoever presses it for that is stopped too, and asked.
    Binding(Command.PAIN, ("p", "!"), "p", "pain", "it hurts: stop at once and tell me what I can do"),
    Binding(Command.LOUDER, ("+", "=", "up"), "+ ↑", "louder", "louder"),
    Binding(Command.QUIETER, ("-", "down"), "- ↓", "quieter", "quieter"),
    Binding(Command.HELP, ("h", "?", "f1"), "h ?", "help", "help"),
    Binding(Command.STOP, ("q",), "q", "quit", "stop the session; its place is kept"),
)

COMMAND_OF = {key: binding.command for binding in BINDINGS for key in binding.keys}
