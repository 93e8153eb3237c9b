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
    gaps: list[tuple[Ms, Ms]],
    cues: Sequence[str],
    length_of: Callable[[str], Ms],
    rotation: int,
    most: int | None = None,
) -> tuple[list[tuple[Ms, str]], list[tuple[str, Ms]]]:
    """Spread *cues* over the gaps.

    Returns:
        What was placed, as (at, text) in order of time, and what fits no gap, as (text, missing ms). *rotation* says
        how often these cues had their turn before, so that each piece begins with another one.
    """
    widest = max((finish - begin for begin, finish in gaps), default=0)
    fitting = [cue for cue in cues if length_of(cue) <= widest]
    dropped = [(cue, length_of(cue) - widest) for cue in cues if length_of(cue) > widest]
    if not fitting:
        return [], dropped
    count = min(max(1, (end - start) // SPACING), 2 * len(fitting))
    if most is not None:
        count = min(count, most)
    free = list(gaps)
    placed: list[tuple[Ms, str]] = []
    for turn in range(count):
        cue = fitting[(rotation * count + turn) % len(fitting)]
        target = start + (2 * turn + 1) * (end - start) // (2 * count)
        spot = _nearest_spot(free, target, length_of(cue))
        if spot is not None:
            index, at = spot
            begin, finish = free[index]
            after = at + length_of(cue) + AFTER
            free[index : index + 1] = [gap for gap in ((begin, at - BEFORE), (after, finish)) if gap[1] > gap[0]]
            placed.append((at, cue))
    return sorted(placed), dropped


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
