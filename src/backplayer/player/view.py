"""What there is to see of a session: one plain value, made anew as it goes, for screens, media keys and scripts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from backplayer.coach.timeline import SpanKind
from backplayer.player.commands import Command
from backplayer.units import Ms


class State(str, Enum):
    """What the session is doing."""

    PLAYING = "playing"
    PAUSED = "paused"
    WAITING = "waiting"
    """It waits until the listener is ready."""
    HURT = "hurt"
    """The listener reported pain; nothing goes on until that is answered."""
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class View:
    """A session as it is heard at one moment. Texts are fit for a terminal: no control characters."""

    state: State
    routine: str
    """The routine's title."""
    position: Ms = 0
    """Where it is in the whole session, as planned now; never more than `length`."""
    length: Ms = 0
    """The whole session, as planned now."""
    kind: SpanKind = "intro"
    title: str = ""
    """The exercise that is done, or comes next in a break; empty in between."""
    step: int | None = None
    """Which exercise, from 1 to `steps`."""
    steps: int = 0
    side: str | None = None
    set: int | None = None
    sets: int = 1
    rep: int | None = None
    """The repetition under way, from 1 to `reps`; None in holds and outside of work."""
    reps: int | None = None
    phase: str = ""
    """The part of the repetition: "lift"."""
    piece_position: Ms = 0
    """How much of this piece (`kind`) is over."""
    piece_length: Ms = 0
    doing: str = ""
    """What to do now: the last instruction or form cue of this exercise."""
    said: str = ""
    """The last thing said, counts aside."""
    next_up: str = ""
    """The exercise after this one; empty when this is the last."""
    pace: int = 100
    """Per cent: 110 takes a tenth longer."""
    gain: float = 1.0
    """The volume as a factor."""
    question: Command | None = None
    """What the coach asks the listener to confirm with "ready"."""
    answers: tuple[Command, ...] = ()
    """What can be asked for and makes sense now, in the order of `Command`."""

    @property
    def left(self) -> Ms:
        """What is left of the session."""
        return self.length - self.position

    @property
    def piece_left(self) -> Ms:
        """What is left of this piece."""
        return self.piece_length - self.piece_position
