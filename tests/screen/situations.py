"""Moments of a session, for looking at."""

from __future__ import annotations

from dataclasses import replace

from backplayer.player.commands import Command
from backplayer.player.view import State, View
from backplayer.screen.key_help import Key

KEYS = (
    Key("space", Command.PLAY_PAUSE, "pause"),
    Key("n", Command.NEXT, "next"),
    Key("b", Command.BACK, "back"),
    Key("r", Command.REPEAT, "again"),
    Key("Enter", Command.DONE, "ready"),
    Key("-", Command.SLOWER, "slower"),
    Key("+", Command.FASTER, "faster"),
    Key("t", Command.MORE_TIME, "15 s more rest"),
    Key("w", Command.WHERE, "where am I"),
    Key("e", Command.EASIER, "easier"),
    Key("p", Command.PAIN, "it hurts"),
    Key("q", Command.STOP, "stop"),
    Key("up", Command.LOUDER, "louder"),
    Key("down", Command.QUIETER, "quieter"),
    Key("?", Command.HELP, "keys"),
)

_ANY = (
    Command.PAUSE, Command.PLAY_PAUSE, Command.NEXT, Command.BACK, Command.REPEAT, Command.SLOWER, Command.FASTER,
    Command.WHERE, Command.EASIER, Command.PAIN, Command.STOP, Command.LOUDER, Command.QUIETER, Command.HELP,
)  # fmt: skip

INTRO = View(
    State.PLAYING, "Upper back rehab", position=4_000, length=1_100_000, steps=12,
    said="This is general exercise guidance, not medical advice.", next_up="Can opener", answers=_ANY,
)  # fmt: skip
TRANSITION = View(
    State.PLAYING, "Upper back rehab", position=31_000, length=1_100_000, kind="transition", title="Can opener",
    step=1, steps=12, side="left", set=1, sets=2, piece_position=6_200, piece_length=18_000,
    doing="Lie on your right side, knees bent, arms straight ahead of you.", said="Left side first.",
    next_up="Cobra with cervical retraction", answers=(*_ANY, Command.DONE, Command.MORE_TIME),
)  # fmt: skip
HOLD = View(
    State.PLAYING, "Upper back rehab", position=412_000, length=1_100_000, kind="work", title="Forearm plank",
    step=4, steps=12, piece_position=12_300, piece_length=57_000,
    doing="Press the floor away and keep breathing.", said="Halfway.", next_up="Cobra with cervical retraction",
    answers=_ANY,
)  # fmt: skip
REPETITIONS = replace(
    HOLD, title="Can opener", side="right", rep=3, reps=10, phase="open", position=300_000,
    doing="Let the upper arm fall open and follow your hand with your eyes.", said="Breathe out as you open.",
)  # fmt: skip
SECOND_SIDE = replace(REPETITIONS, side="left", set=2, sets=3, rep=10, phase="close", next_up="")
LONG_NAME = replace(
    HOLD, title="Kneeling upper back extension over a chair", piece_length=300_000, side="left", pace=110
)
REST = replace(HOLD, kind="set-rest", set=2, sets=3, said="Rest 30 seconds.", piece_position=1_000, piece_length=30_000)
PAUSED = replace(SECOND_SIDE, state=State.PAUSED, said="Paused.")
WAITING = replace(
    TRANSITION, state=State.WAITING, kind="wait", title="", side=None, set=None, sets=1,
    said="Fetch the foam roller. Press Enter when you are ready.", doing="",
)  # fmt: skip
RESTING_UNTIL_READY = replace(
    REST, state=State.WAITING, side="left", piece_length=0, piece_position=0, said="Rest. Tell me when you are ready.",
    answers=(*_ANY, Command.DONE),
)  # fmt: skip
HURT = replace(
    REPETITIONS, state=State.HURT,
    said="Stop at sharp or spreading pain. Easier, next, or stop?",
    answers=(Command.NEXT, Command.EASIER, Command.STOP),
)  # fmt: skip
QUESTION = replace(HOLD, question=Command.NEXT, said="Next exercise?", answers=(*_ANY, Command.DONE))
FINISHED = replace(
    HOLD, state=State.FINISHED, kind="finish", title="", step=None, position=1_100_000, said="You are done.",
    doing="", next_up="", answers=(),
)  # fmt: skip

SITUATIONS: dict[str, View] = {
    "intro": INTRO, "transition": TRANSITION, "hold": HOLD, "repetitions": REPETITIONS, "second-side": SECOND_SIDE,
    "long-name": LONG_NAME, "rest": REST, "paused": PAUSED, "waiting": WAITING,
    "resting-until-ready": RESTING_UNTIL_READY, "hurt": HURT, "question": QUESTION,
    "finished": FINISHED, "help": HOLD, "notice": HOLD,
}  # fmt: skip
NOTICES = {"notice": ("The bus for media keys is gone; media keys do nothing from here on.",)}
