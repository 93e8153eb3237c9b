"""What has to be kept of a session to go on with it another time."""

from __future__ import annotations

from dataclasses import dataclass, field

from backplayer.coach.course import Point
from backplayer.coach.pace import NORMAL
from backplayer.player.effects import Ended


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session is.

    *easier* are the numbers of the exercises whose easier alternative was taken on the way, *ended* the pieces of work
    that are over, *where* says it for people.
    """

    point: Point = field(default_factory=Point)
    pace: int = NORMAL
    easier: tuple[int, ...] = ()
    ended: tuple[Ended, ...] = ()
    where: str = ""
