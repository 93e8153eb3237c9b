"""The words a listener can say, and what they ask for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backplayer.player.commands import Command

WAKE_WORD = "coach"
"""Comes before every command. Without it our own counts and other people's talk are taken for commands."""

PHRASES: Mapping[str, Command] = MappingProxyType(
    {
        # Chosen to be told apart: "slow down" and not "slower" (which "stop" was taken for), "go back" and not "back"
        # (which "pause" was taken for), "volume up" and not "louder".
        "pause": Command.PAUSE,
        "pause workout": Command.PAUSE,
        "resume": Command.RESUME,
        "carry on": Command.RESUME,
        "skip this": Command.NEXT,
        "next one": Command.NEXT,
        "go back": Command.BACK,
        "say again": Command.REPEAT,
        "repeat that": Command.REPEAT,
        "slow down": Command.SLOWER,
        "speed up": Command.FASTER,
        "more time": Command.MORE_TIME,
        "where am i": Command.WHERE,
        "i am ready": Command.DONE,
        "i'm ready": Command.DONE,
        "ready": Command.DONE,
        "yes": Command.DONE,
        "make it easier": Command.EASIER,
        "easier": Command.EASIER,
        "it hurts": Command.PAIN,
        "pain": Command.PAIN,
        "stop workout": Command.STOP,
        "volume up": Command.LOUDER,
        "volume down": Command.QUIETER,
        "help": Command.HELP,
        "help me": Command.HELP,
    }
)
"""Each phrase as `normalised` leaves it, without the wake word."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A cue of a plan that is word for word a command: the coach would command itself."""

    cue: str
    command: Command


def normalised(text: str) -> str:
    """*text* as a recogniser writes it: lower-case words and spaces, "don't" kept whole."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(words) if (words := re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain)) else ""


def command_of(text: str) -> Command | None:
    """What *text* asks for, said with the wake word; None when it is no command."""
    wake, _, phrase = normalised(text).partition(" ")
    return PHRASES.get(phrase) if wake == WAKE_WORD else None


def find_clash(cues: Iterable[str]) -> Clash | None:
    """Find the first of a plan's own *cues* that is exactly a command, with the wake word or without it.

    Meant for what the plan's author wrote. The coach's own "Ready." is kept apart by muting alone.
    """
    for cue in cues:
        phrase = normalised(cue).removeprefix(f"{WAKE_WORD} ")
        if phrase in PHRASES:
            return Clash(cue, PHRASES[phrase])
    return None
