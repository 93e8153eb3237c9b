"""What a line of a script means: words to a request."""

from __future__ import annotations

import difflib
import re

from backplayer.player.commands import Command, Request, Seek, SetVolume

ALIASES = {
    "done": Command.DONE,
    "go on": Command.RESUME,
    "where am i": Command.WHERE,
    "slow down": Command.SLOWER,
    "speed up": Command.FASTER,
    "volume up": Command.LOUDER,
    "volume down": Command.QUIETER,
}
WORDS = {command.value.replace("-", " "): command for command in Command} | ALIASES
"""The words for each command. Case does not matter, and words may be joined with ``-`` or ``_``."""

WITH_NUMBER = ("seek", "volume")
STATUS, WATCH = "status", "watch"

_NUMBER = re.compile(r"(seek|volume) ([0-9]{1,6}(?:\.[0-9]{1,3})?)")

_JOINT = re.compile(r"(?<=[a-z])[-_](?=[a-z])")


class NotUnderstood(Exception):
    """A line that says nothing we know. The message tells what was wrong, and the nearest words."""


def plain(line: str) -> str:
    """Return *line* as the words are compared: small letters, single spaces, no hyphens."""
    return " ".join(_JOINT.sub(" ", line.casefold()).split())


def request(words: str) -> Request:
    """Return what *words*, as `plain` gives them, ask for; `NotUnderstood` when nothing is asked for that we know."""
    if words in WORDS:
        return WORDS[words]
    if number := _NUMBER.fullmatch(words):
        value = float(number[2])
        return Seek(round(value * 1000)) if number[1] == "seek" else SetVolume(value)
    if words.split(" ")[0] == "seek":
        raise NotUnderstood("seek takes seconds from the start: seek 120")
    if words.split(" ")[0] == "volume":
        raise NotUnderstood("volume takes a factor: volume 0.8; or say volume up, volume down")
    known = [*WORDS, *WITH_NUMBER, STATUS, WATCH]
    if near := difflib.get_close_matches(words[:40], known, n=1, cutoff=0.6):
        raise NotUnderstood(f"unknown words; did you mean '{near[0]}'?")
    raise NotUnderstood(f"unknown words; known are {', '.join(known)}")
