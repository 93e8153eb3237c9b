"""pipe: raw frames into a player program, for where no audio library is installed."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from typing import IO

from backplayer.sound.output import Fill, Output, OutputFailed
from backplayer.sound.outputs.feeder import Feeder
from backplayer.units import Ms

PROGRAMS: dict[str, tuple[str, ...]] = {
    "pw-cat": ("--playback", "--raw", "--format=s16", "--channels=1", "--rate={rate}", "--latency=100ms", "-"),
    "pacat": (
        "--playback", "--raw", "--format=s16ne", "--channels=1", "--rate={rate}", "--latency-msec=100",
        "--client-name=backplayer",
    ),
    "aplay": ("-q", "-t", "raw", "-f", "{alsa_format}", "-c", "1", "-r", "{rate}", "--buffer-time=100000"),
}  # fmt: skip
"""The programs, in the order they are tried, with their arguments for raw 16-bit mono from standard input."""

BLOCK = 2048
"""Frames a write; 4 KiB."""
PIPE_BYTES = 8192
"""What the pipe is asked to hold. Linux grants it; elsewhere it stays at 64 KiB or so."""


def open_output(rate: int | None) -> Output:
    """Open the first program found that keeps running, at *rate* Hz or at 48,000."""
    reasons = []
    for program in PROGRAMS:
        path = shutil.which(program)
        if path is None:
            continue
        try:
            return Pipe(program, path, rate or 48_000)
        except OutputFailed as failed:
            reasons.append(str(failed))
    raise OutputFailed("; ".join(reasons) or f"pipe: none of {', '.join(PROGRAMS)} is installed")


class Pipe:
    """A player program that reads frames from a pipe; the pipe's back-pressure is the device's pace."""

    def __init__(self, program: str, path: str, rate: int) -> None:
        self.name = f"pipe ({program})"
        self.rate = rate
        self._program = program
        self._fill: Fill = lambda frames: bytes(2 * frames)
        self._feeder = Feeder(self._feed)
        alsa_format = "S16_LE" if sys.byteorder == "little" else "S16_BE"
        arguments = [part.format(rate=rate, alsa_format=alsa_format) for part in PROGRAMS[program]]
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the program
        try:
            self._child = subprocess.Popen(
                [path, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._said, bufsize=0
            )
        except OSError as error:
            self._said.close()
            raise OutputFailed(f"{self.name}: {error}") from None
        held = self._shrink_pipe()
        self.ahead: Ms = 300 + (held + 2 * BLOCK) // 2 * 1000 // rate
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(0.3)  # a program that finds no sound server gives up within this
            reason = self._last_words()
            self.close()
            raise OutputFailed(f"{self.name}: {reason}")

    def start(self, fill: Fill) -> None:
        """Begin to take frames."""
        self._fill = fill
        self._feeder.start()

    def drop(self) -> None:
        """Nothing: it is only a fraction of a second ahead."""

    def failure(self) -> str | None:
        """Why the program ended, or what the last call for frames raised."""
        return self._feeder.failure

    def close(self) -> None:
        """End the program, and with it the sound."""
        self._feeder.stopping.set()
        self._child.terminate()
        try:
            self._child.wait(0.5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait(1.0)
        self._feeder.stop(within=0.3)
        if self._child.stdin:
            self._child.stdin.close()
        self._said.close()

    def _feed(self) -> None:
        pipe = self._child.stdin
        while pipe and not self._feeder.stopping.is_set():
            block = memoryview(self._fill(BLOCK))
            try:
                while block:
                    block = block[pipe.write(block) :]
            except (OSError, ValueError):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._child.wait(0.5)
                raise OutputFailed(self._last_words()) from None

    def _last_words(self) -> str:
        """The last line the program wrote to its standard error."""
        with contextlib.suppress(OSError, ValueError):
            self._said.seek(0)
            lines = [line.strip() for line in self._said.read(65536).decode(errors="replace").splitlines()]
            lines = [line for line in lines if line]
            if lines:
                return lines[-1]
        return f"{self._program} ended"

    def _shrink_pipe(self) -> int:
        """Make the pipe short, so that little is taken ahead. Its size in bytes, as far as is known."""
        if sys.platform == "linux" and self._child.stdin:
            import fcntl

            with contextlib.suppress(OSError):
                return fcntl.fcntl(self._child.stdin.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        return 65536
