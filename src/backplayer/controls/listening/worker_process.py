"""The player's end of the process that listens."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from backplayer.controls.source import SourceFailed
from backplayer.processes import python

WORKER = "backplayer.controls.listening.worker"
LEAVES_WITHIN_S = 1.5


class WorkerProcess:
    """One process that listens, started at once and never started again; gone after :meth:`close`.

    *told* gets its lines from a thread; when it ends by itself, ``{"failed": …}`` is the last. Raises `SourceFailed`
    when there can be no such process.
    """

    def __init__(
        self, options: Mapping[str, Any], told: Callable[[Mapping[str, Any]], None], command: Sequence[str] | None
    ) -> None:
        self._told = told
        self._closed = threading.Event()
        self._writing = threading.Lock()
        try:
            self._child = subprocess.Popen(
                command or python(WORKER),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # PortAudio and ALSA are talkative
            )
        except OSError as error:
            raise SourceFailed(f"nothing can listen: its process cannot be started: {error}") from None
        self._reader = threading.Thread(target=self._read, name="listening", daemon=True)
        self._reader.start()
        self.send(options)

    def send(self, line: Mapping[str, Any]) -> None:
        """Tell the process something; lost when it is gone."""
        assert self._child.stdin is not None
        with self._writing, suppress(OSError, ValueError):
            self._child.stdin.write(json.dumps(line).encode() + b"\n")
            self._child.stdin.flush()

    def close(self) -> None:
        """End the process; any number of times, from any thread."""
        self._closed.set()
        assert self._child.stdin is not None
        with self._writing, suppress(OSError):
            self._child.stdin.close()
        try:
            self._child.wait(LEAVES_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if threading.current_thread() is not self._reader:
            self._reader.join(1)

    def _read(self) -> None:
        assert self._child.stdout is not None
        failed = False
        with self._child.stdout as lines, suppress(OSError, ValueError):
            for line in lines:
                told = json.loads(line)
                failed = failed or "failed" in told
                if not self._closed.is_set():
                    self._told(told)
        code = self._child.wait()
        if not failed and not self._closed.is_set():
            self._told({"failed": f"its process ended with code {code}"})
