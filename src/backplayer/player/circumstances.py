"""All that decides what a command does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from backplayer.coach.pace import FASTEST, SLOWEST
from backplayer.coach.script import Break, Piece, Wait, Work
from backplayer.player.commands import Command
from backplayer.player.table import TABLE, Answer, Deed, Refusal, Situation
from backplayer.player.view import State
from backplayer.player.volume import LOUDEST, QUIETEST


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where commands meet a session.

    *counted_in* tells that a break is as good as over, *has_easier* that the exercise has an easier alternative;
    *question* is what was asked and not answered.
    """

    situation: Situation
    counted_in: bool
    has_easier: bool
    question: Command | None
    pace: int
    gain: float

    def answer(self, command: Command) -> Answer:
        """What *command* would do, or why it would not: the table's answer, where nothing else is against it."""
        if self.question and command is Command.DONE:  # that is "yes"
            command = self.question
        answer = TABLE[command][self.situation]
        if answer is Deed.SLOW_DOWN and self.pace >= SLOWEST:
            return Refusal.SLOWEST
        if answer is Deed.SPEED_UP and self.pace <= FASTEST:
            return Refusal.FASTEST
        if answer is Deed.TURN_UP and self.gain >= LOUDEST:
            return Refusal.LOUDEST
        if answer is Deed.TURN_DOWN and self.gain <= QUIETEST:
            return Refusal.QUIETEST
        if answer is Deed.CUT_REST and self.counted_in:
            return Refusal.NOT_NOW
        if answer is Deed.TAKE_EASIER and not self.has_easier:
            return Refusal.ANSWER_FIRST if self.situation is Situation.HURT else Refusal.NO_EASIER
        return answer


def situation_of(state: State, piece: Piece) -> Situation:
    """Return where a command meets a session that is in *state*, in *piece* of its script."""
    if state is State.PAUSED:
        return Situation.PAUSED
    if state is State.HURT:
        return Situation.HURT
    if state is State.WAITING or isinstance(piece, Wait):
        return Situation.WAITING
    if isinstance(piece, Work):
        return Situation.WORK
    return Situation.REST if isinstance(piece, Break) else Situation.TALK


@lru_cache(maxsize=8)
def accepted(circumstances: Circumstances) -> tuple[Command, ...]:
    """Return the commands that would be done; remembered, since circumstances seldom change."""
    return tuple(command for command in Command if isinstance(circumstances.answer(command), Deed))
