"""The player's end of a voice worker: a child process that speaks, and may hang, crash or babble without harm.

Requests are lines of JSON on the child's stdin; an answer is a line of JSON on its stdout and, where that line says
``"bytes": n``, as many bytes of PCM after it. ``workers/loop.py`` is the other end.
"""

from __future__ import annotations

import json
import queue
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from backplayer.units import Ms
from backplayer.voice.engine import PhraseRefused, VoiceFailed

RESTARTS = 1
"""How often a worker that crashed or hung is started again before it is given up."""

LONGEST_LINE = 1024 * 1024
MOST_BYTES = 256 * 1024 * 1024
"""An answer that claims more is garbage: 500 digits read at 80 words a minute are 36 MB at 48 kHz."""

SLICE: Ms = 250
"""Waits are cut into slices, so that a player stopped by Ctrl-Z in the middle of one loses a slice of its patience and
does not take its worker, which was stopped with it, for hung."""


@dataclass(frozen=True, slots=True)
class Patience:
    """The longest waits: for a worker to open its engine, to answer a request, and to leave when told.

    An answer may take longer by *character* for each character that is to be spoken.
    """

    opening: Ms
    answer: Ms
    character: Ms = 0
    leaving: Ms = 1_500

    def for_answer(self, request: Mapping[str, Any]) -> Ms:
        """How long the answer to *request* may take."""
        return self.answer + self.character * len(request.get("say", ""))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker said: its line, and the PCM bytes that followed."""

    line: Mapping[str, Any]
    body: bytes


class Worker:
    """One worker process: started at once, started again once if it fails, gone after :meth:`close`.

    *opening* is the request it gets first each time it starts; the worker's scratch folder is added to it.
    One thread at a time asks; any thread may close.
    """

    def __init__(self, command: Sequence[str], opening: Mapping[str, Any], patience: Patience) -> None:
        self._command, self._opening, self._patience = command, opening, patience
        self._restarts_left = RESTARTS
        self._closed = False
        self._swap = threading.Lock()  # held while the process is replaced or closed
        self._scratch = tempfile.TemporaryDirectory(prefix="bp-", ignore_cleanup_errors=True)
        try:
            self._process = self._started()
        except VoiceFailed:
            self._scratch.cleanup()
            raise

    def opened(self) -> Mapping[str, Any]:
        """What the worker said about the engine it opened. Blocks; raises `VoiceFailed`."""
        return self._persist(None).line

    def ask(self, request: Mapping[str, Any]) -> Answer:
        """The answer to *request*. Blocks; raises `PhraseRefused` or `VoiceFailed`, both with one line."""
        return self._persist(request)

    def close(self) -> None:
        """End the process. A call of :meth:`ask` under way in another thread raises `VoiceFailed`."""
        with self._swap:
            if not self._closed:
                self._closed = True
                self._process.end(self._patience.leaving)
                self._scratch.cleanup()

    def _persist(self, request: Mapping[str, Any] | None) -> Answer:
        while True:
            try:
                opened = self._process.opened(self._patience.opening)
                return opened if request is None else self._process.ask(request, self._patience.for_answer(request))
            except _Broken as broken:
                self._restart(str(broken))

    def _restart(self, reason: str) -> None:
        with self._swap:
            if self._closed:
                raise VoiceFailed("closed")
            self._process.end(0)
            if not self._restarts_left:
                raise VoiceFailed(reason)
            self._restarts_left -= 1
            self._process = self._started()

    def _started(self) -> _Process:
        return _Process(self._command, {**self._opening, "scratch": self._scratch.name})


class _Broken(Exception):
    """This process will not answer any more."""


class _Process:
    """A running child with a thread on each of its pipes (pipes cannot be waited for with a limit on Windows)."""

    def __init__(self, command: Sequence[str], opening: Mapping[str, Any]) -> None:
        self._answers: queue.SimpleQueue[Answer | _Broken] = queue.SimpleQueue()
        self._last_words: deque[str] = deque(maxlen=5)
        self._opened: Answer | None = None
        try:
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        except OSError as error:
            raise VoiceFailed(f"its process cannot be started: {error}") from None
        self._stdin, self._stdout, self._stderr = _pipes(self._child)
        self._stderr_reader = threading.Thread(target=self._read_stderr, args=(self._stderr,), daemon=True)
        self._stdout_reader = threading.Thread(target=self._read_answers, args=(self._stdout,), daemon=True)
        self._stderr_reader.start()  # first: the other one waits for its end
        self._stdout_reader.start()
        self._send(opening)

    def opened(self, limit: Ms) -> Answer:
        if self._opened is None:
            answer = self._receive(limit)
            if "refused" in answer.line:
                raise VoiceFailed(str(answer.line["refused"]))  # starting it again would not help
            self._opened = answer
        return self._opened

    def ask(self, request: Mapping[str, Any], limit: Ms) -> Answer:
        self._send(request)
        answer = self._receive(limit)
        if "refused" in answer.line:
            raise PhraseRefused(str(answer.line["refused"]))
        return answer

    def end(self, grace: Ms) -> None:
        """Close its stdin, which tells it to leave; kill it when it has not left after *grace*."""
        with suppress(OSError):  # it may have gone already, with a request unread
            self._stdin.close()
        try:
            self._child.wait(grace / 1000)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._stdout_reader.join(1)
        self._stderr_reader.join(1)
        self._stdout.close()
        self._stderr.close()
        self._answers.put(_Broken("closed"))

    def _send(self, request: Mapping[str, Any]) -> None:
        with suppress(OSError, ValueError):  # the thread on its stdout sees the end, and says it better
            self._stdin.write(json.dumps(request).encode() + b"\n")
            self._stdin.flush()

    def _receive(self, limit: Ms) -> Answer:
        for waited in range(0, limit, SLICE):
            with suppress(queue.Empty):
                answer = self._answers.get(timeout=min(SLICE, limit - waited) / 1000)
                break
        else:
            raise _Broken(f"no answer within {limit / 1000:g} s{self._words()}")
        if isinstance(answer, _Broken):
            self._answers.put(answer)  # for whoever asks next
            raise answer
        return answer

    def _read_answers(self, stdout: IO[bytes]) -> None:
        try:
            while line := stdout.readline(LONGEST_LINE):
                header = json.loads(line)
                size = int(header.get("bytes", 0))
                if not 0 <= size <= MOST_BYTES:
                    raise ValueError(size)
                body = stdout.read(size)
                if len(body) < size:
                    break
                self._answers.put(Answer(header, body))
        except (ValueError, TypeError, AttributeError, OSError):
            self._answers.put(_Broken(f"it answered nonsense{self._words()}"))
            return
        self._stderr_reader.join(1)  # its last words say why
        self._answers.put(_Broken(f"its process ended{self._exit_code()}{self._words()}"))

    def _read_stderr(self, stderr: IO[bytes]) -> None:
        for line in stderr:
            if text := line.decode(errors="replace").strip():
                self._last_words.append(text[:200])

    def _exit_code(self) -> str:
        try:
            return f" with code {self._child.wait(1)}"
        except subprocess.TimeoutExpired:
            return ""

    def _words(self) -> str:
        return f" ({self._last_words[-1]})" if self._last_words else ""


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    return child.stdin, child.stdout, child.stderr
