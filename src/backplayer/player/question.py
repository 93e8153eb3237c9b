"""What the coach asks before it does what was spoken and cannot be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backplayer.player.commands import Command
from backplayer.units import Ms

ANSWER_WITHIN: Ms = 12_000
"""How long a question stands after it was asked."""
ASKED: Mapping[Command, str] = {
    Command.STOP: "stop_here",
    Command.NEXT: "skip_this",
    Command.EASIER: "take_easier",
}
"""What is asked first when it was spoken, and the sentence for it."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whether *command* was meant. It stands until *until*, for as long as the session is in the pieces *about*."""

    command: Command
    about: range
    until: Ms

    def stands(self, now: Ms, about: range) -> bool:
        """Whether it can still be answered, in a session that is in the pieces *about* now."""
        return now < self.until and about == self.about

    def is_confirmed_by(self, command: Command) -> bool:
        """Whether *command* says yes: "ready" does, and the same once more."""
        return command in (Command.DONE, self.command)
