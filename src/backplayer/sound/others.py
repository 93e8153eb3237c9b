"""Lowers the sound of other programs while the coach speaks, where PulseAudio or PipeWire plays it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec

from backplayer.processes import python
from backplayer.units import Ms

GONE = "Other programs are no longer lowered while the coach speaks."


class OthersFailed(Exception):
    """Other programs cannot be lowered here. The message is one line that a person can act on."""


class OtherPrograms:
    """Tells a small process when the coach speaks; that process lowers the others, and restores them.

    It does so too when this process is killed. No method blocks or raises.
    """

    def __init__(self, notice: Callable[[str], None]) -> None:
        """Start the process. Raises `OthersFailed` where it cannot work. *notice* gets a line if it ends early."""
        if sys.platform != "linux":
            raise OthersFailed("duck: only with PulseAudio or PipeWire on Linux can other programs be lowered")
        if not find_spec("pulsectl"):
            raise OthersFailed("duck: pulsectl is not installed; pip install 'backplayer[duck]'")
        self._notice = notice
        command = python("backplayer.sound.others_worker", str(os.getpid()))
        try:
            self._worker: subprocess.Popen[bytes] | None = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                bufsize=0, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise OthersFailed(f"duck: its process cannot be started: {error}") from None
        assert self._worker.stdin
        os.set_blocking(self._worker.stdin.fileno(), False)

    def speak(self, after: Ms, length: Ms) -> None:
        """*after* from now the coach will be heard for *length*."""
        self._tell(f"speak {after} {length}\n")

    def hush(self) -> None:
        """What was to be heard will not be."""
        self._tell("hush\n")

    def close(self) -> None:
        """Restore the others; at most 2 s."""
        worker, self._worker = self._worker, None
        if worker and worker.stdin:
            with contextlib.suppress(OSError):
                worker.stdin.close()
            try:
                worker.wait(2)
            except subprocess.TimeoutExpired:  # its sound server hangs
                worker.kill()
                worker.wait()

    def _tell(self, line: str) -> None:
        if self._worker and self._worker.stdin:
            try:
                # A short line goes into a pipe whole or not at all.
                self._worker.stdin.write(line.encode())
            except OSError:
                self.close()
                self._notice(GONE)
