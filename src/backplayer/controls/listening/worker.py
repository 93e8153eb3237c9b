"""The process that listens: ``python -m backplayer.controls.listening.worker``.

Told by lines of JSON on stdin, tells by lines of JSON on stdout; it leaves when stdin closes. First line in: `Options`.
Then ``{"mute": [from, to]}`` and ``{"unmute_from": at}``, in seconds of `time.monotonic`, which all processes share.
Lines out: ``{"ready": true}``; ``{"heard": phrase or null, "confidence": 0…1, "accepted": …}``; ``{"clap": true}``;
``{"level": dBFS}`` where asked for; ``{"only_zeros": true}``; at last ``{"failed": one line}``. What was said and is no
command goes nowhere, neither out nor to disk.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backplayer.controls.listening.capture_clock import CaptureClock
from backplayer.controls.listening.clap import ClapDetector
from backplayer.controls.listening.ears import Clapped, Ears, Event, OnlyZeros, level_dbfs
from backplayer.controls.listening.engine import RATE, Engine, EngineFailed
from backplayer.controls.listening.microphone import MicrophoneFailed, OpenMicrophone, open_microphone

SLICE_S = 0.5
VANISHED_SLICES = 6
"""A microphone that delivers nothing for so many slices, not even zeros, is gone. Counted in slices, so that a process
that was stopped by Ctrl-Z loses one of them and not its patience."""
LEAVE_WITHIN_S = 1.0
"""After stdin has closed. An audio library that hangs must not outlive the player."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to listen for."""

    own_texts: tuple[str, ...] = ()
    """What the coach may say in this plan."""
    words: bool = True
    claps: bool = False
    model: str | None = None
    """The folder of the user's own model for sherpa-onnx; None for pocketsphinx."""
    levels: bool = False
    """Tell the level of every block."""


class _Told:
    """One line from the player, or its end (None)."""

    def __init__(self, line: Mapping[str, Any] | None) -> None:
        self.line = line


def main() -> None:
    """Listen to the default microphone."""
    serve(open_microphone)


def serve(open_device: OpenMicrophone) -> None:
    """Run the worker with the microphone of *open_device*."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the player, which shares our terminal
    tell = _sole_stdout()
    inbox: queue.SimpleQueue[_Told | tuple[bytes, bool, float]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(inbox,), daemon=True).start()
    first = inbox.get()
    if not isinstance(first, _Told) or first.line is None:
        return
    try:
        _listen(Options(**first.line), open_device, inbox, tell)
    except (EngineFailed, MicrophoneFailed) as failure:
        tell({"failed": str(failure)})
    os._exit(0)  # audio libraries may hang when they are closed or left in good order


def _listen(
    options: Options,
    open_device: OpenMicrophone,
    inbox: queue.SimpleQueue[_Told | tuple[bytes, bool, float]],
    tell: Callable[[Mapping[str, Any]], None],
) -> None:
    ears = Ears(_engine(options) if options.words else None, ClapDetector() if options.claps else None)
    microphone = open_device(lambda sound, lost: inbox.put((sound, lost, time.monotonic())))
    tell({"ready": True})
    _follow(inbox, ears, tell, options.levels)
    del microphone  # kept until here; it is closed by the end of the process, which cannot hang


def _follow(
    inbox: queue.SimpleQueue[_Told | tuple[bytes, bool, float]],
    ears: Ears,
    tell: Callable[[Mapping[str, Any]], None],
    levels: bool,
) -> None:
    """Take what comes, until the player leaves. Raises `MicrophoneFailed` when no more sound comes."""
    clock = CaptureClock(RATE)
    nothing = 0
    while nothing < VANISHED_SLICES:
        try:
            came = inbox.get(timeout=SLICE_S)
        except queue.Empty:
            nothing += 1
            continue
        if isinstance(came, _Told):
            if came.line is None:
                return
            _obey(came.line, ears)
            continue
        nothing = 0
        sound, lost, arrived = came
        if lost:
            clock.lost()
        if levels:
            tell({"level": round(level_dbfs(sound), 1)})
        for event in ears.hear(sound, clock.captured(len(sound) // 2, arrived)):
            tell(_line(event))
    raise MicrophoneFailed("the microphone stopped delivering sound")


def _engine(options: Options) -> Engine:
    if options.model is not None:
        from backplayer.controls.listening.engines.sherpa import SherpaEngine

        return SherpaEngine(Path(options.model))
    from backplayer.controls.listening.engines.pocketsphinx import PocketsphinxEngine

    return PocketsphinxEngine(options.own_texts)


def _obey(line: Mapping[str, Any], ears: Ears) -> None:
    if "mute" in line:
        ears.mutes.add(*line["mute"])
    elif "unmute_from" in line:
        ears.mutes.end(line["unmute_from"])


def _line(event: Event) -> dict[str, Any]:
    if isinstance(event, Clapped):
        return {"clap": True}
    if isinstance(event, OnlyZeros):
        return {"only_zeros": True}
    return {"heard": event.phrase, "confidence": round(event.confidence, 3), "accepted": event.accepted}


def _sole_stdout() -> Callable[[Mapping[str, Any]], None]:
    """Tell over the real stdout. Whatever libraries print from here on goes to stderr, also from C."""
    lines = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)

    def tell(line: Mapping[str, Any]) -> None:
        with suppress(OSError):  # the player is gone: stdin says so too
            lines.write(json.dumps(line).encode() + b"\n")

    return tell


def _read(inbox: queue.SimpleQueue[_Told | tuple[bytes, bool, float]]) -> None:
    for line in sys.stdin.buffer:
        inbox.put(_Told(json.loads(line)))
    inbox.put(_Told(None))
    threading.Event().wait(LEAVE_WITHIN_S)
    os._exit(1)


if __name__ == "__main__":
    main()
