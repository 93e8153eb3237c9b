"""What a recogniser is: sound in, phrases out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

RATE = 16_000
"""Frames a second of the mono 16-bit sound that every engine takes."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance that has ended."""

    phrase: str | None
    """The command's phrase without the wake word; None when it was no command."""
    confidence: float
    """From 0 to 1: how sure the engine is of the phrase."""
    accepted: bool
    """Whether that is sure enough to act on."""
    start: int
    """Where it began, in frames fed since the engine was made or `Engine.forget` was called."""
    end: int
    """Where it ended, in frames; this is known only some tenths of a second later."""


class EngineFailed(Exception):
    """An engine that cannot work here. The message is one line for a person."""


class Engine(Protocol):
    """One recogniser, loaded (making it raises `EngineFailed` where it cannot be)."""

    def feed(self, sound: bytes) -> Sequence[Heard]:
        """Listen to *sound*, any number of whole 16-bit samples at `RATE`; tell what has ended with it."""

    def flush(self) -> Sequence[Heard]:
        """Tell what has ended by now, though it takes some more silence to be sure."""

    def forget(self) -> None:
        """Drop what was heard so far, also the beginning of an utterance, and count frames from zero again."""
