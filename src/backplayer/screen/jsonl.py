"""JSON lines: one object for each cue as it happens. A stable interface, described in docs/jsonl.md."""

from __future__ import annotations

import json
from typing import TextIO

from backplayer.coach.timeline import Cue


class JsonLines:
    """Writes cues as JSON objects to *stream* and notices as plain lines to *errors*."""

    def __init__(self, stream: TextIO, errors: TextIO) -> None:
        self._stream = stream
        self._errors = errors

    def show(self, cue: Cue) -> None:
        """Write a cue."""
        record = {
            "at_ms": cue.at,
            "length_ms": cue.length,
            "kind": cue.kind,
            "text": cue.text,
            "sound": cue.sound,
            "step": cue.step,
            "side": cue.side,
            "set": cue.set,
            "rep": cue.rep,
        }
        self._stream.write(json.dumps(record) + "\n")
        self._stream.flush()

    def notice(self, text: str) -> None:
        """Write a line about the session itself."""
        self._errors.write(f"{text}\n")
        self._errors.flush()

    def close(self) -> None:
        """Nothing is left open."""
