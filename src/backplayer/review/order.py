"""Advice on the order: changes of posture that another order of the same exercises spares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from backplayer.review.subject import Finding, Subject
from backplayer.routine.model import ExerciseStep, Kind, Posture, RepeatStep, played_exercises
from backplayer.routine.problems import printable

_LONGEST = 2_000
"""Characters of an order that is proposed."""


class Item(NamedTuple):
    """One exercise as it is played. Those of one *run*, next to each other, may change places; None: this may not."""

    posture: Posture | None
    run: int | None


class _Way(NamedTuple):
    """An order up to some point: how many changes of posture, how many exercises elsewhere than before.

    It is the order *before*, and then *part*.
    """

    changes: int
    moved: int
    before: _Way | None = None
    part: tuple[int, ...] = ()

    def order(self) -> list[int]:
        """Return the whole order."""
        parts, way = [self.part], self.before
        while way:
            parts.append(way.part)
            way = way.before
        return [index for part in reversed(parts) for index in part]

    def better(self, other: _Way | None) -> bool:
        """Whether this is to be preferred."""
        return other is None or (self.changes, self.moved) < (other.changes, other.moved)


_Ways: TypeAlias = "dict[Posture | None, _Way]"
"""The best way to end in each posture."""


def changes(postures: Iterable[Posture | None]) -> int:
    """Count changes of posture; where a posture is not known (None), nothing is counted."""
    known = [posture for posture in postures if posture is not None]
    return sum(one is not other for one, other in pairwise(known))


def best_order(items: Sequence[Item]) -> list[int]:
    """Return the order, as positions in *items*, with the fewest changes of posture, and the nearest to theirs.

    Within a run it is never worse to do all of one posture together. So the orders of its postures are tried, at most
    seven of them, set by set, which is exact however many exercises there are.
    """
    ways: _Ways = {None: _Way(0, 0)}
    for run, members in groupby(range(len(items)), key=lambda index: items[index].run):
        block = tuple(members)
        ways = _through(items, block, ways) if run is None or len(block) == 1 else _arranged(items, block, ways)
    return min(ways.values(), key=lambda way: (way.changes, way.moved)).order()


def _through(items: Sequence[Item], part: tuple[int, ...], ways: _Ways) -> _Ways:
    """Go on from each way with *part*, in this order."""
    gone: _Ways = {}
    postures = [items[index].posture for index in part if items[index].posture is not None]
    for last, way in ways.items():
        more = changes([last, *postures])
        _keep(gone, postures[-1] if postures else last, _Way(way.changes + more, way.moved, way, part))
    return gone


def _arranged(items: Sequence[Item], block: tuple[int, ...], ways: _Ways) -> _Ways:
    """Go on from each way with *block* in the orders that are worth it."""
    groups: dict[Posture | None, tuple[int, ...]] = {}
    for index in block:
        groups[items[index].posture] = (*groups.get(items[index].posture, ()), index)
    arranged = _through(items, block, ways)
    begun = {(frozenset[Posture | None](), last): way for last, way in ways.items()}
    for _ in groups:
        further: dict[tuple[frozenset[Posture | None], Posture | None], _Way] = {}
        for (used, last), way in begun.items():
            done = sum(len(groups[posture]) for posture in used)
            for posture, group in groups.items():
                if posture in used:
                    continue
                moved = sum(index != block[done + offset] for offset, index in enumerate(group))
                new = posture or last
                change = last is not None and new is not last
                way_on = _Way(way.changes + change, way.moved + moved, way, group)
                key = (used | {posture}, new)
                if way_on.better(further.get(key)):
                    further[key] = way_on
        begun = further
    for (_, last), way in begun.items():
        _keep(arranged, last, way)
    return arranged


def _keep(ways: _Ways, last: Posture | None, way: _Way) -> None:
    if way.better(ways.get(last)):
        ways[last] = way


@dataclass(frozen=True)
class _Played:
    item: Item
    step: ExerciseStep


def get_ups(subject: Subject) -> Iterator[Finding]:
    """Find an order with fewer changes of posture, in which only neighbours of one kind and section change places."""
    played = list(_played(subject))
    order = best_order([one.item for one in played])
    before = changes(one.item.posture for one in played)
    after = changes(played[index].item.posture for index in order)
    moved = [position for position, index in enumerate(order) if position != index]
    if after >= before:
        return
    runs = dict.fromkeys(played[position].item.run for position in moved)
    lists = (
        ", ".join(
            printable(played[order[position]].step.exercise.name)
            for position, one in enumerate(played)
            if one.item.run == run
        )
        for run in runs
    )
    yield (
        played[moved[0]].step.path,
        f"the posture changes {before} times; in this order it changes {_times(after)}: "
        + printable("; and then ".join(lists), _LONGEST),
    )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _played(subject: Subject) -> Iterator[_Played]:
    """Go through the exercises as played, those of a run in which one comes twice (a superset) kept where they are."""
    played = list(_in_runs(subject))
    met = Counter((one.item.run, one.step.exercise.name) for one in played)
    kept = {run for (run, _), times in met.items() if times > 1}
    for one in played:
        yield _Played(Item(one.item.posture, None), one.step) if one.item.run in kept else one


def _in_runs(subject: Subject) -> Iterator[_Played]:
    """Go through the exercises as played; rests, words, waits, repeats, sections and other kinds end a run.

    An exercise that heads a section, or of which nobody says what it is for, stays where it is.
    """
    run = 0
    kind: Kind | None = None
    for step in subject.usual.steps:
        if isinstance(step, ExerciseStep):
            if step.section is not None or step.exercise.kind is not kind:
                run += 1
            kind = step.exercise.kind
            fixed = step.section is not None or kind is None
            yield _Played(Item(step.exercise.posture, None if fixed else run), step)
        else:
            run += 1
            if isinstance(step, RepeatStep):
                yield from (_Played(Item(one.exercise.posture, None), one) for one in played_exercises((step,)))
