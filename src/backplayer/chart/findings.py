"""What does not fit, in words: the marks of a picture as a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from backplayer.chart.lines import seconds
from backplayer.chart.marks import Mark, MarkKind
from backplayer.coach.timeline import Span
from backplayer.routine.durations import clock_to_str

GRAVEST_FIRST: tuple[MarkKind, ...] = (
    "dropped", "unsaid", "tone", "shortened", "longer", "wait", "no-turn", "moved",
)  # fmt: skip


class Finding(NamedTuple):
    """Marks of one kind: what they mean, what to do about it, and one line for each."""

    kind: MarkKind
    heading: str
    lines: tuple[str, ...]


_HEADINGS: dict[MarkKind, str] = {
    "dropped": "Form cues that fit no gap (shorten the words, or slow the tempo)",
    "unsaid": "Left out, since something else has to be said there",
    "tone": "Counts that become a tone, since the word does not fit before the next beat",
    "shortened": "Counts said without the phase, since both do not fit before the next beat",
    "longer": "Breaks that outlast their rest, written or usual (shorten the set-up, or write the rest they take)",
    "wait": "Waits for the listener, however long that takes (nothing to do)",
    "no-turn": "Form cues that never have their turn: there is one about every 10 seconds of work",
    "moved": "Form cues a second or more from where they would be without counts (nothing to do)",
}
_TOGETHER = ("dropped", "tone", "shortened", "unsaid", "no-turn")
"""Kinds of which one line tells all there are in an exercise."""


def findings(marks: Sequence[Mark]) -> Iterator[Finding]:
    """Report *marks*, the gravest kind first."""
    for kind in GRAVEST_FIRST:
        found = [mark for mark in marks if mark.kind == kind]
        if kind == "moved" and found:
            furthest = max(abs(mark.ms) for mark in found)
            yield Finding(kind, _HEADINGS[kind], (f"{_many(len(found), 'cue')}, by {seconds(furthest)} at most",))
        elif kind in _TOGETHER and found:
            yield Finding(kind, _HEADINGS[kind], tuple(_by_step(found)))
        elif found:
            yield Finding(kind, _HEADINGS[kind], tuple(line(mark) for mark in found))


def where(span: Span) -> str:
    """Name the piece of a session: ``3. Can opener, left, set 2 of 3``."""
    if span.step is None:
        return {"intro": "Beginning", "finish": "End"}.get(span.kind, "In between")
    side = f", {span.side}" if span.side else ""
    of = f", set {span.set} of {span.sets}" if span.sets > 1 else ""
    return f"{span.step}. {span.title}{side}{of}"


def line(mark: Mark) -> str:
    """Tell one mark with its place."""
    return f"{clock_to_str(mark.at)}  {where(mark.place)}: {what(mark)}"


def what(mark: Mark) -> str:
    """Tell one mark."""
    if mark.kind == "dropped":
        return f"'{mark.text}' misses {mark.ms} ms"
    if mark.kind in ("no-turn", "unsaid"):
        return f"'{mark.text}'"
    if mark.kind == "tone":
        return f"a tone for '{mark.text}', which misses {mark.ms} ms"
    if mark.kind == "shortened":
        return f"'{mark.heard}' for '{mark.text}', which misses {mark.ms} ms"
    if mark.kind == "longer":
        reason = "to change posture" if mark.posture else "for its words"
        asked = mark.at - mark.place.start
        return f"{seconds(asked + mark.ms)} instead of {seconds(asked)}: {seconds(mark.ms)} more, {reason}"
    if mark.kind == "moved":
        return f"'{mark.text}' {seconds(abs(mark.ms))} {'later' if mark.ms > 0 else 'earlier'}"
    return "until the listener is ready"


def _by_step(marks: Iterable[Mark]) -> Iterator[str]:
    """Tell what there is in one exercise together, and how often."""
    for _, group in groupby(marks, key=lambda mark: mark.place.step):
        found = list(group)
        times: dict[str, int] = {}
        for mark in found:
            times[what(mark)] = times.get(what(mark), 0) + 1
        span = found[0].place
        told = [f"{text} ({often} times)" if often > 1 else text for text, often in times.items()]
        yield f"{clock_to_str(found[0].at)}  {where(span._replace(side=None, sets=1))}: {'; '.join(told)}"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count != 1 else ''}"
