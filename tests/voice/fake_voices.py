"""Engines for tests: one in this process, and workers that behave as told."""

from __future__ import annotations

import math
import sys
import textwrap
import threading
from array import array

from backplayer.clip import Clip
from backplayer.voice.engine import PhraseRefused, VoiceFailed, VoiceIdentity, VoiceName, VoiceOptions
from backplayer.voice.engines.remote import RemoteEngine
from backplayer.voice.worker import Patience, Worker

PATIENT = Patience(opening=30_000, answer=30_000)
VOICES = {"low": 110.0, "high": 220.0}


def tone(text: str, options: VoiceOptions) -> Clip:
    """A hum that is longer the longer *text* is and the slower it is read."""
    frames = len(text) * 12 * options.rate // options.words_per_minute
    step = 2 * math.pi * VOICES[options.voice or "low"] / options.rate
    return Clip(array("h", [round(9000 * math.sin(step * (at + 1))) for at in range(frames)]), options.rate)


class FakeEngine:
    """Hums. *refuses* are phrases it cannot say, *breaks_at* one that breaks it for good.

    With *held*, each phrase waits for a `release()`.
    """

    def __init__(
        self,
        options: VoiceOptions | None = None,
        *,
        name: str = "fake",
        refuses: tuple[str, ...] = (),
        breaks_at: str | None = None,
        held: bool = False,
    ) -> None:
        self.name = name
        self.options = options or VoiceOptions(rate=8_000)
        self.asked: list[str] = []
        self.closed = False
        self._refuses, self._breaks_at = refuses, breaks_at
        self._turns = threading.Semaphore(0 if held else 1_000_000)
        if self.options.voice not in (None, *VOICES):
            raise VoiceFailed(f"no voice '{self.options.voice}'")

    def identity(self) -> VoiceIdentity:
        return VoiceIdentity(
            self.name, "1", self.options.voice or "low", self.options.words_per_minute, self.options.rate
        )

    def synthesise(self, text: str) -> Clip:
        self.asked.append(text)
        self._turns.acquire()
        if self.closed or text == self._breaks_at:
            raise VoiceFailed("the string broke")
        if text in self._refuses:
            raise PhraseRefused("a tongue-twister")
        return tone(text, self.options)

    def voices(self) -> list[VoiceName]:
        if self.closed:
            raise VoiceFailed("closed")
        return [VoiceName(id, "en", id.title()) for id in VOICES]

    def close(self) -> None:
        self.closed = True
        self.release(1_000)

    def release(self, phrases: int = 1) -> None:
        self._turns.release(phrases)


HUMMING = """
import os, signal, sys, time
from backplayer.voice.engine import VoiceFailed, VoiceName, VoiceOptions
from backplayer.voice.workers.loop import serve
sys.path.append({here!r})
from fake_voices import VOICES, tone

class Humming:
    def __init__(self, options, scratch):
        self.options, self.voice = options, options.voice or "low"
        if self.voice not in VOICES:
            raise VoiceFailed(f"no voice '{{self.voice}}'")
        print("opening, and saying so where it should not")
    def say(self, text):
        print("speaking", text, flush=True)
        os.write(1, b"from C, so to speak\\n")
        {behaviour}
        return tone(text, self.options)
    def voices(self):
        return [VoiceName(id, "en", id.title()) for id in VOICES]

serve(Humming)
"""


def humming_worker(behaviour: str = "pass") -> list[str]:
    """The command of a real worker around a fake voice, with a line of Python run before each phrase."""
    from pathlib import Path

    return [sys.executable, "-c", HUMMING.format(behaviour=behaviour, here=str(Path(__file__).parent))]


def remote_fake(options: VoiceOptions) -> RemoteEngine:
    return RemoteEngine("remote fake", "1", options, humming_worker(), PATIENT)


def scripted_worker(script: str, patience: Patience = PATIENT) -> Worker:
    """A worker that is only a script; it has `ask()` to take a request and `say(line, body)` to answer."""
    prelude = """
    import json, os, sys, time
    def ask():
        line = sys.stdin.readline()
        return json.loads(line) if line else sys.exit()
    def say(line, body=b""):
        sys.stdout.buffer.write(json.dumps(line).encode() + b"\\n" + body)
        sys.stdout.buffer.flush()
    """
    code = textwrap.dedent(prelude) + textwrap.dedent(script)
    return Worker([sys.executable, "-c", code], {"options": {}}, patience)
