"""Try the microphone: how loud it is, what is heard and how surely."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from backplayer.controls.listening.listener import ONLY_ZEROS, ListenOptions, check_installed, worker_options
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD
from backplayer.controls.listening.worker_process import WorkerProcess
from backplayer.controls.source import SourceFailed

METER_EVERY_S = 0.1
QUIETEST_DB = -60
WIDTH = 30


def listen_test(
    options: ListenOptions,
    write: Callable[[str], None],
    seconds: float | None,
    meter: Callable[[str], None] | None = None,
    command: Sequence[str] | None = None,
) -> None:
    """Listen for *seconds*, or until interrupted, and *write* a line for each utterance.

    *meter*, when given, gets the level as a line to be drawn over the one before, ten times a second. Raises
    `SourceFailed` when there is nothing to listen with.
    """
    check_installed(options)
    lines: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
    worker = WorkerProcess(asdict(worker_options(options, (), levels=meter is not None)), lines.put, command)
    try:
        _show(lines, write, seconds, meter)
    finally:
        worker.close()


def _show(
    lines: queue.SimpleQueue[Mapping[str, Any]],
    write: Callable[[str], None],
    seconds: float | None,
    meter: Callable[[str], None] | None,
) -> None:
    ends: float | None = None
    loudest, drawn = -100.0, 0.0
    while ends is None or (left := ends - time.monotonic()) > 0:
        try:
            line = lines.get(timeout=None if ends is None else left)
        except queue.Empty:
            return
        if "ready" in line:
            ends = None if seconds is None else time.monotonic() + seconds
            write(f'Listening. Say for example "{WAKE_WORD}, pause". Ctrl-C ends.')
        elif "level" in line:
            loudest = max(loudest, line["level"])
            if meter and time.monotonic() >= drawn + METER_EVERY_S:
                meter(level_line(loudest))
                loudest, drawn = -100.0, time.monotonic()
        elif "failed" in line:
            raise SourceFailed(line["failed"])
        else:
            write(told_line(line))


def level_line(level: float) -> str:
    """A meter: *level* is dBFS."""
    share = max(0.0, min(1.0, 1 - level / QUIETEST_DB))
    return f"level [{'#' * round(share * WIDTH):{WIDTH}}] {level:4.0f} dB"


def told_line(line: Mapping[str, Any]) -> str:
    """What the process told, for a person."""
    if "only_zeros" in line:
        return ONLY_ZEROS
    if "clap" in line:
        return "heard: a double clap -> play-pause"
    phrase = line["heard"]
    if phrase is None:
        return "heard: something that is no command"
    heard = f'heard: "{WAKE_WORD}, {phrase}", {100 * line["confidence"]:.0f} % sure'
    return f"{heard} -> {PHRASES[phrase].value}" if line["accepted"] else f"{heard}: not sure enough"
