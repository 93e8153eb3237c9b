"""Placing form cues into the free gaps of a piece of work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backplayer.units import Ms

AFTER: Ms = 180
"""The least silence between what is fixed and a form cue after it."""
BEFORE: Ms = 250
"""The least silence between a form cue and what is fixed after it."""
SPACING: Ms = 10_000
"""About one form cue in this time, so that nobody is nagged."""


def free_gaps(start: Ms, end: Ms, taken: Sequence[tuple[Ms, Ms]]) -> list[tuple[Ms, Ms]]:
    """Return where words may stand between *start* and *end*, given *taken* intervals in order of time."""
    gaps = []
    at = start
    for begin, finish in taken:
        if begin - BEFORE > at:
            gaps.append((at, begin - BEFORE))
        at = max(at, finish + AFTER)
    if end - BEFORE > at:
        gaps.append((at, end - BEFORE))
    return gaps


def place_cues(
    start: Ms,
    end: Ms,
    gaps: Sequence[tuple[Ms, Ms]],
    cues: Sequence[str],
    length_of: Callable[[str], Ms],
    rotation: int,
    most: int | None = None,
    spare: Sequence[tuple[Ms, Ms]] = (),
) -> tuple[list[tuple[Ms, str]], list[tuple[str, Ms]]]:
    """Spread *cues* over the *gaps*; a cue that fits none of them may go into one of the *spare* ones.

    Returns:
        What was placed, as (at, text) in order of time, and what fits no gap, as (text, missing ms). *rotation* says
        how often these cues had their turn before, so that each piece begins with another one.
    """
    widest, widest_spare = (max((finish - begin for begin, finish in found), default=0) for found in (gaps, spare))
    most_room = max(widest, widest_spare)
    fitting = [cue for cue in cues if length_of(cue) <= most_room]
    dropped = [(cue, length_of(cue) - most_room) for cue in cues if length_of(cue) > most_room]
    if not fitting:
        return [], dropped
    count = min(max(1, (end - start) // SPACING), 2 * len(fitting))
    if most is not None:
        count = min(count, most)
    free, free_spare = list(gaps), list(spare)
    placed: list[tuple[Ms, str]] = []
    for turn in range(count):
        cue = fitting[(rotation * count + turn) % len(fitting)]
        target = start + (2 * turn + 1) * (end - start) // (2 * count)
        at = _take_spot(free if length_of(cue) <= widest else free_spare, target, length_of(cue))
        if at is not None:
            placed.append((at, cue))
    return sorted(placed), dropped


def _take_spot(free: list[tuple[Ms, Ms]], target: Ms, length: Ms) -> Ms | None:
    """Find the place nearest to *target* for words of *length*, and take it out of the *free* gaps."""
    spot = _nearest_spot(free, target, length)
    if spot is None:
        return None
    index, at = spot
    begin, finish = free[index]
    left = ((begin, at - BEFORE), (at + length + AFTER, finish))
    free[index : index + 1] = [gap for gap in left if gap[1] > gap[0]]
    return at


def _nearest_spot(free: Sequence[tuple[Ms, Ms]], target: Ms, length: Ms) -> tuple[int, Ms] | None:
    best: tuple[int, Ms] | None = None
    best_distance = 0
    for index, (begin, finish) in enumerate(free):
        if finish - begin < length:
            continue
        at = min(max(begin, target - length // 2), finish - length)
        distance = abs(at - (target - length // 2))
        if best is None or distance < best_distance:
            best, best_distance = (index, at), distance
        elif begin > target:
            break
    return best
