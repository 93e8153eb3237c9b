"""JSON lines: one object for each cue as it happens. A stable interface, described in docs/jsonl.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from backplayer.coach.timeline import Cue
from backplayer.player.view import State, View


class JsonLines:
    """Writes cues as JSON objects to *stream* and notices as plain lines to *errors*."""

    def __init__(self, stream: TextIO, errors: TextIO) -> None:
        self._stream = stream
        self._errors = errors
        self._state = State.PLAYING

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
        self._write(record)

    def _write(self, record: Mapping[str, object]) -> None:
        self._stream.write(json.dumps(record) + "\n")
        self._stream.flush()

    def notice(self, text: str) -> None:
        """Write a line about the session itself."""
        self._errors.write(f"{text}\n")
        self._errors.flush()

    def update(self, view: View) -> None:
        """Write a line when what the session does changes."""
        if view.state is not self._state:
            self._state = view.state
            place = {"step": view.step, "side": view.side, "set": view.set, "rep": view.rep}
            nothing = {"length_ms": 0, "text": None, "sound": None}
            self._write({"at_ms": view.position, "kind": "state", "state": view.state.value, **nothing, **place})

    def help(self, wanted: bool) -> None:
        """Write nothing."""

    def close(self) -> None:
        """Nothing is left open."""
