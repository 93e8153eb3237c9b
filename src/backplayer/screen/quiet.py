"""Nothing to see: only what a person has to know goes to standard error."""

from __future__ import annotations

from typing import TextIO

from backplayer.coach.timeline import Cue
from backplayer.player.view import View


class Quiet:
    """Shows nothing but notices."""

    def __init__(self, errors: TextIO) -> None:
        self._errors = errors

    def show(self, cue: Cue) -> None:
        """Show nothing."""

    def update(self, view: View) -> None:
        """Show nothing."""

    def help(self, wanted: bool) -> None:
        """Show nothing."""

    def notice(self, text: str) -> None:
        """Write a line about the session itself."""
        self._errors.write(f"{text}\n")
        self._errors.flush()

    def close(self) -> None:
        """Nothing is left open."""
