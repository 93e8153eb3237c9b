"""What each command does in each situation: the transport's table, which docs/commands.md shows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

from backplayer.player.commands import Command


class Situation(str, Enum):
    """Where a command meets the session."""

    TALK = "words"
    """Words at the beginning, in between or at the end."""
    REST = "rest"
    """Any break: announcements, a rest, a change of sides, the count-in."""
    WORK = "work"
    WAITING = "waiting"
    PAUSED = "paused"
    HURT = "pain"


class Deed(Enum):
    """What the transport does; the value says it for the docs."""

    HALT = "pauses"
    GO_ON = "says where we are and goes on"
    END_WAIT = "goes on"
    CUT_REST = "cuts the rest short: the count-in comes next"
    SKIP = "ends this one, as skipped, and goes to the next"
    SKIP_EXERCISE = "skips the exercise"
    GO_BACK = "restarts this one; in its first 3 seconds, goes to the one before"
    AGAIN = "restarts this one"
    SLOW_DOWN = "a tenth slower"
    SPEED_UP = "a tenth faster"
    LENGTHEN = "15 seconds more"
    TELL_PLACE = "says where we are"
    TAKE_EASIER = "takes the easier exercise"
    HURTS = "stops everything; asks: easier, next, or stop?"
    END = "ends the session; its place is kept once work has begun"
    TURN_UP = "louder"
    TURN_DOWN = "quieter"
    TELL_HELP = "tells the commands"


class Refusal(Enum):
    """Why not; the value names the coach's sentence for it."""

    GOING_ON = "not_paused"
    ALREADY_PAUSED = "already_paused"
    WAITING = "waiting"
    NOT_NOW = "not_now"
    ONLY_IN_A_REST = "only_in_a_rest"
    NO_EASIER = "no_easier"
    SLOWEST = "slowest"
    FASTEST = "fastest"
    LOUDEST = "loudest"
    QUIETEST = "quietest"
    ANSWER_FIRST = "what_now_easier"


Answer: TypeAlias = Deed | Refusal
_S, _D, _R = Situation, Deed, Refusal


def _row(
    talk: Answer, rest: Answer, work: Answer, waiting: Answer, paused: Answer, hurt: Answer
) -> Mapping[Situation, Answer]:
    return {_S.TALK: talk, _S.REST: rest, _S.WORK: work, _S.WAITING: waiting, _S.PAUSED: paused, _S.HURT: hurt}


def _everywhere(deed: Deed) -> Mapping[Situation, Answer]:
    return dict.fromkeys(Situation, deed)


_ASK = _R.ANSWER_FIRST

TABLE: Mapping[Command, Mapping[Situation, Answer]] = {
    Command.PAUSE: _row(_D.HALT, _D.HALT, _D.HALT, _R.WAITING, _R.ALREADY_PAUSED, _ASK),
    Command.RESUME: _row(_R.GOING_ON, _R.GOING_ON, _R.GOING_ON, _D.END_WAIT, _D.GO_ON, _ASK),
    Command.PLAY_PAUSE: _row(_D.HALT, _D.HALT, _D.HALT, _D.END_WAIT, _D.GO_ON, _ASK),
    Command.NEXT: _row(_D.SKIP, _D.SKIP, _D.SKIP, _D.SKIP, _D.SKIP, _D.SKIP_EXERCISE),
    Command.BACK: _row(_D.GO_BACK, _D.GO_BACK, _D.GO_BACK, _D.GO_BACK, _D.GO_BACK, _ASK),
    Command.REPEAT: _row(_D.AGAIN, _D.AGAIN, _D.AGAIN, _D.AGAIN, _D.AGAIN, _ASK),
    Command.SLOWER: _everywhere(_D.SLOW_DOWN),
    Command.FASTER: _everywhere(_D.SPEED_UP),
    Command.MORE_TIME: _row(_R.ONLY_IN_A_REST, _D.LENGTHEN, _R.ONLY_IN_A_REST, _R.WAITING, _R.ONLY_IN_A_REST, _ASK),
    Command.WHERE: _everywhere(_D.TELL_PLACE),
    Command.DONE: _row(_R.NOT_NOW, _D.CUT_REST, _R.NOT_NOW, _D.END_WAIT, _D.GO_ON, _ASK),
    Command.EASIER: _everywhere(_D.TAKE_EASIER),
    Command.PAIN: _everywhere(_D.HURTS),
    Command.STOP: _everywhere(_D.END),
    Command.LOUDER: _everywhere(_D.TURN_UP),
    Command.QUIETER: _everywhere(_D.TURN_DOWN),
    Command.HELP: _everywhere(_D.TELL_HELP),
}
