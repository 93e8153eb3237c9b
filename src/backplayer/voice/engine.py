"""What a voice is to the rest of the player: text in, a :class:`Clip` out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backplayer.clip import Clip

SLOWEST, FASTEST = 80, 400
"""Words a minute. eSpeak NG takes 80 to 450 (``speak_lib.h``); above 400 nobody follows."""

LOWEST_RATE, HIGHEST_RATE = 8_000, 192_000
"""Frames a second: what sound cards take."""


class VoiceFailed(Exception):
    """The engine cannot speak. The message is one line that says why and, if possible, what to do."""


class PhraseRefused(VoiceFailed):
    """The engine is well, but cannot speak this one phrase."""


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """How to speak. ``voice=None`` takes the engine's own voice for *language* (a code such as ``en`` or ``pt-br``).

    ``rate`` is that of the clips, in frames a second. Raises ``ValueError`` for figures out of bounds.
    """

    voice: str | None = None
    language: str = "en"
    words_per_minute: int = 175
    rate: int = 48_000

    def __post_init__(self) -> None:
        if not SLOWEST <= self.words_per_minute <= FASTEST:
            raise ValueError(f"{self.words_per_minute} words a minute is out of bounds: choose {SLOWEST} to {FASTEST}")
        if not LOWEST_RATE <= self.rate <= HIGHEST_RATE:
            raise ValueError(f"a rate of {self.rate} Hz is out of bounds: choose {LOWEST_RATE} to {HIGHEST_RATE}")


@dataclass(frozen=True, slots=True)
class VoiceName:
    """A voice that can be asked for: *id* goes into ``VoiceOptions.voice``."""

    id: str
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class VoiceIdentity:
    """Everything beside the text that changes how a phrase sounds: what the cache tells recordings apart by."""

    engine: str
    version: str
    voice: str
    words_per_minute: int
    rate: int


class Engine(Protocol):
    """One voice engine, at work in a process of its own.

    One thread at a time calls :meth:`synthesise`; any thread may call :meth:`close`, which makes a call under way
    raise :class:`VoiceFailed`.
    """

    @property
    def name(self) -> str:
        """What a user calls the engine: its key in ``engines.ENGINES``."""

    def identity(self) -> VoiceIdentity:
        """Which voice this is. May block; raises :class:`VoiceFailed`."""

    def synthesise(self, text: str) -> Clip:
        """Speak *text*: trimmed, levelled, at ``VoiceOptions.rate``; an empty clip where there is nothing to say.

        Blocks. Raises :class:`PhraseRefused` when only this phrase cannot be spoken, :class:`VoiceFailed` when the
        engine is finished.
        """

    def voices(self) -> list[VoiceName]:
        """Every voice the engine has here. Blocks; raises :class:`VoiceFailed`."""

    def close(self) -> None:
        """Let the engine's process go. Can be called twice."""
