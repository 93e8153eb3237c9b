"""The plain transcript: a session as lines of text, for terminals, screen readers and logs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from backplayer.coach.timeline import Cue
from backplayer.player.view import State, View
from backplayer.units import Ms

_SIGNS = {
    "start": "▶", "end": "■", "switch": "⇄", "rest": "■", "halfway": "◐", "finish": "★",
    "phase-up": "·", "phase-down": "·", "tick": "·",
}  # fmt: skip
_PLAIN_SIGNS = {
    "start": ">", "end": "|", "switch": "|", "rest": "|", "halfway": "/", "finish": "*",
    "phase-up": ".", "phase-down": ".", "tick": ".",
}  # fmt: skip
_STATES = {State.PAUSED: "Paused.", State.WAITING: "Waiting until you are ready.", State.HURT: "Stopped for pain."}
_INLINE = ("count", "phase", "signal")


class Transcript:
    """Writes words on lines of their own, with the time, and what is counted in a row. *keys* is the help."""

    def __init__(self, stream: TextIO, keys: Sequence[str] = ()) -> None:
        self._stream = stream
        self._keys = keys
        self._state = State.PLAYING
        self._signs = _SIGNS if _can_write(stream, "".join(_SIGNS.values())) else _PLAIN_SIGNS
        self._in_row = False
        self._place: tuple[int | None, str | None, int | None] | None = None

    def show(self, cue: Cue) -> None:
        """Write a cue."""
        if cue.kind in _INLINE:
            self._write_in_row(cue)
            return
        self._end_row()
        place = (cue.step, cue.side, cue.set)
        if cue.kind == "next-up" and self._place is not None and place != self._place:
            self._stream.write("\n")
        self._place = place
        mark = "~ " if cue.kind == "cue" else ""
        self._write(f"{_clock(cue.at)}  {mark}{cue.text}\n")

    def notice(self, text: str) -> None:
        """Write a line about the session itself."""
        self._end_row()
        self._write(f"-- {text}\n")

    def update(self, view: View) -> None:
        """Say when the session stands still, and when it goes on."""
        if view.state is not self._state:
            self._state = view.state
            if view.state in _STATES:
                self.notice(_STATES[view.state])

    def help(self, wanted: bool) -> None:
        """Write what can be asked for."""
        for line in self._keys if wanted else ():
            self.notice(line)

    def close(self) -> None:
        """End the row that was begun."""
        self._end_row()

    def _write_in_row(self, cue: Cue) -> None:
        text = self._signs[cue.sound] if cue.sound else str(cue.text)
        self._write(f" {text}" if self._in_row else f"{_clock(cue.at)}  {text}")
        self._in_row = True
        if cue.kind == "signal" and cue.sound in ("end", "switch", "rest", "finish"):
            self._end_row()

    def _end_row(self) -> None:
        if self._in_row:
            self._write("\n")
            self._in_row = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _clock(at: Ms) -> str:
    seconds = at // 1000
    return f"{seconds // 60:3}:{seconds % 60:02}"


def _can_write(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
