"""A worker's end of the conversation: opens a voice, then answers one request after the other until stdin closes."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any, Protocol

from backplayer.clip import Clip
from backplayer.voice.engine import VoiceFailed, VoiceName, VoiceOptions
from backplayer.voice.levelling import levelled, trimmed
from backplayer.voice.workers.rates import at_rate

LEAVE_WITHIN_S = 1.0
"""After stdin has closed. An engine that hangs must not outlive the player that started it."""


class Voice(Protocol):
    """An engine inside its worker."""

    @property
    def voice(self) -> str:
        """The id of the voice in use."""

    def say(self, text: str) -> Clip:
        """*text* as the engine speaks it; raises `VoiceFailed` when it cannot."""

    def voices(self) -> list[VoiceName]:
        """All there are."""


def serve(open_voice: Callable[[VoiceOptions, str], Voice]) -> None:
    """Run the worker. *open_voice* gets the options and a scratch folder; it may raise `VoiceFailed`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the player, which shares our terminal
    answers = _sole_stdout()
    requests: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    opening = requests.get()
    if opening is None:
        return
    options = VoiceOptions(**opening["options"])
    try:
        voice = open_voice(options, opening["scratch"])
    except VoiceFailed as failure:
        _answer(answers, {"refused": str(failure)})
        while requests.get():  # stay until told to leave: the thread on stdin would trouble an exit now
            pass
        return
    _answer(answers, {"voice": voice.voice})
    while request := requests.get():
        try:
            _answer(answers, *_done(voice, request, options.rate))
        except VoiceFailed as failure:
            _answer(answers, {"refused": str(failure)})


def _done(voice: Voice, request: Mapping[str, Any], rate: int) -> tuple[dict[str, Any], bytes]:
    if "say" in request:
        # Trimmed and levelled before its rate goes up: less than half the samples to look at.
        pcm = at_rate(levelled(trimmed(voice.say(request["say"]))), rate).samples.tobytes()
        return {"rate": rate, "bytes": len(pcm)}, pcm
    names = [(name.id, name.language, name.name) for name in voice.voices()]
    return {"voices": names}, b""


def _sole_stdout() -> IO[bytes]:
    """The real stdout. Whatever engines print from here on goes to stderr, also from C."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer(answers: IO[bytes], line: Mapping[str, Any], body: bytes = b"") -> None:
    answers.write(json.dumps(line).encode() + b"\n" + body)
    answers.flush()


def _read(requests: queue.SimpleQueue[Mapping[str, Any] | None]) -> None:
    for line in sys.stdin.buffer:
        requests.put(json.loads(line))
    requests.put(None)
    threading.Event().wait(LEAVE_WITHIN_S)
    os._exit(1)
