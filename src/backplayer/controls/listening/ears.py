"""What is done with each block of sound: mute, recognise, tell."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from operator import mul
from typing import TypeAlias

from backplayer.controls.listening.clap import ClapDetector
from backplayer.controls.listening.engine import RATE, Engine, Heard
from backplayer.controls.listening.mutes import Mutes

SILENCE_S = 3.0
"""So much of nothing but zeros is no room: even a good microphone in a still one delivers noise."""


@dataclass(frozen=True, slots=True)
class Clapped:
    """Somebody clapped twice."""


@dataclass(frozen=True, slots=True)
class OnlyZeros:
    """The microphone has delivered nothing but zeros since listening began or sound was last heard."""


Event: TypeAlias = Heard | Clapped | OnlyZeros


class Ears:
    """Takes blocks of sound with their times; tells what happened. Keeps nothing of the sound."""

    def __init__(self, engine: Engine | None, claps: ClapDetector | None) -> None:
        self._engine, self._claps = engine, claps
        self.mutes = Mutes()
        self._since: float | None = None  # when the engine began to count frames
        self._zeros = 0

    def hear(self, sound: bytes, at: float) -> list[Event]:
        """Take *sound* whose first sample was captured at *at*, in seconds of `time.monotonic`."""
        events: list[Event] = [OnlyZeros()] if self._only_zeros(sound) else []
        length = len(sound) / 2 / RATE
        self.mutes.forget_before(at - 10)
        if self.mutes.touch(at, at + length):
            if self._since is not None:
                events += self._broken_off(self._since)
            return events
        if self._since is None:
            self._since = at
        if self._claps and self._claps.feed(sound):
            events.append(Clapped())
        if self._engine:
            events += [heard for heard in self._engine.feed(sound) if self._counts(heard, self._since)]
        return events

    def _broken_off(self, since: float) -> list[Heard]:
        """Our own coach is heard from here on: tell what was over by then, and forget the rest."""
        heard = self._engine.flush() if self._engine else ()
        self._since = None
        if self._engine:
            self._engine.forget()
        if self._claps:
            self._claps.forget()
        return [each for each in heard if self._counts(each, since)]

    def _counts(self, heard: Heard, since: float) -> bool:
        """Whether an utterance was said while our own coach was silent.

        A mute may have become known only after its beginning was heard.
        """
        return not self.mutes.touch(since + heard.start / RATE, since + heard.end / RATE)

    def _only_zeros(self, sound: bytes) -> bool:
        if sound.strip(b"\0"):
            self._zeros = 0
            return False
        before, self._zeros = self._zeros, self._zeros + len(sound) // 2
        return before < SILENCE_S * RATE <= self._zeros


def level_dbfs(sound: bytes) -> float:
    """How loud *sound* is: 0 is as loud as 16 bits go, -100 is nothing."""
    samples = array("h", sound)
    power = sum(map(mul, samples, samples)) / max(1, len(samples))
    return max(-100.0, 10 * math.log10(power / 32768**2)) if power else -100.0
