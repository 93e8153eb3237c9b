"""What is counted, and on which beat. Offsets are milliseconds from the start of the work."""

from __future__ import annotations

from collections.abc import Iterator

from backplayer.coach.wording import LONG_PHASE, Wording
from backplayer.routine.model import Counting
from backplayer.units import Ms


def countdown(length: Ms, counting: Counting, wording: Wording) -> Iterator[tuple[Ms, str]]:
    """Count the seconds left of a hold or a timed movement, in order of time.

    The last five seconds each, tens before that and, in a long piece of work, whole minutes; nothing at the very
    start, where the start signal is.
    """
    if counting is Counting.NONE:
        return
    for left in range((length - 500) // 1000, 0, -1):
        if left >= 60 and counting is not Counting.EVERY_SECOND:
            if left % 60 == 0 and counting is not Counting.LAST_FIVE:
                yield length - left * 1000, wording.minutes_left(left // 60)
        elif counting is Counting.EVERY_SECOND or _is_counted(left, counting):
            yield length - left * 1000, str(left)


def _is_counted(left: int, counting: Counting) -> bool:
    tens = left % 10 == 0
    if counting is Counting.TENS:
        return tens
    return left <= 5 or (tens and counting is Counting.STANDARD)


def phase_countdown(length: Ms, counting: Counting) -> Iterator[tuple[Ms, str]]:
    """Count down the last three seconds of a long phase inside a repetition."""
    if length >= LONG_PHASE and counting in (Counting.STANDARD, Counting.EVERY_SECOND, Counting.LAST_FIVE):
        for left in (3, 2, 1):
            yield length - left * 1000, str(left)


def says_halfway(counting: Counting) -> bool:
    """Tell whether "halfway" is said."""
    return counting in (Counting.STANDARD, Counting.TENS)


def rep_count(rep: int, reps: int, counting: Counting, wording: Wording) -> str | None:
    """Return what is said on the first beat of repetition *rep* (from 1), None where nothing is."""
    if counting is Counting.NONE:
        return None
    if rep == reps and reps > 1:
        return wording.text("last_one")
    if counting is Counting.LAST_FIVE and rep <= reps - 5:
        return None
    if counting is Counting.TENS and rep % 10:
        return None
    return str(rep)
