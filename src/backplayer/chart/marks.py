"""What does not come out as it was written: left out, replaced by a tone, moved, longer, waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from backplayer.coach.gaps import free_gaps, place_cues
from backplayer.coach.layout import CLEAR, PAUSE, lay_out
from backplayer.coach.script import Break, Script, Work
from backplayer.coach.timeline import Cue, CueKind, Span, Timeline
from backplayer.units import Ms

MarkKind: TypeAlias = Literal["dropped", "no-turn", "tone", "shortened", "unsaid", "moved", "longer", "wait"]

MOVED: Ms = 1_000
"""From how far on a form cue counts as moved: to miss a count by less is what it always does."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something the author may want to know, at *at*.

    - ``dropped``: a form cue that fits no gap, for want of *ms*.
    - ``no-turn``: a form cue that would fit but never has its turn, since the work is too short for all of them.
    - ``tone``: a count that is a tone, since the words need *ms* more than there is until the next beat.
    - ``shortened``: *heard* instead of *text*, for the same reason.
    - ``unsaid``: a count that is left out altogether.
    - ``moved``: a form cue that stands *ms* later (or earlier, below zero) than where it would be without the counts.
    - ``longer``: a break that takes *ms* longer than was asked, for its words, or (*posture*) to change posture.
    - ``wait``: nobody knows how long it lasts.

    *span* and *cues* are places in the timeline.
    """

    kind: MarkKind
    at: Ms
    span: int
    place: Span
    ms: Ms = 0
    text: str | None = None
    heard: str | None = None
    posture: bool = False
    cues: tuple[int, ...] = field(default=())


def find_marks(script: Script, timeline: Timeline, length_of: Callable[[str], Ms]) -> Iterator[Mark]:
    """Find the marks of *timeline*, which *script* was laid out to with *length_of*, in order of time."""
    # The same course as a voice would say it that needs no time: every word is on its beat in this one.
    ideal = lay_out(script, lambda _: 1)
    lost = _lost(script, timeline)
    first, first_ideal = 0, 0
    for index, (piece, span, ideal_span) in enumerate(zip(script, timeline.spans, ideal.spans, strict=True)):
        cues = timeline.cues[first : span.cues]
        wanted = ideal.cues[first_ideal : ideal_span.cues]
        found: list[Mark] = []
        if isinstance(piece, Work):
            found += [Mark(kind, span.start, index, span, ms, text) for kind, ms, text in lost.pop(span.step, ())]
            found += _moved(piece, index, span, cues, first, length_of)
            found += _beats(index, span, cues, first, wanted, ideal_span.end, length_of, ("count", "phase", "announce"))
        elif isinstance(piece, Break):
            found += _beats(index, span, cues, first, wanted, ideal_span.end, length_of, ("count",))
            found += _longer(piece, index, span, cues)
        if span.open_ended:
            found.append(Mark("wait", span.end, index, span))
        yield from sorted(found, key=lambda mark: mark.at)
        first, first_ideal = span.cues, ideal_span.cues


def _lost(script: Script, timeline: Timeline) -> dict[int | None, list[tuple[MarkKind, Ms, str]]]:
    """Return, for each exercise, the form cues that are never said."""
    said = {(cue.step, cue.text) for cue in timeline.cues if cue.kind == "cue"}
    missing: dict[tuple[int | None, str], Ms] = {(drop.step, drop.text): drop.missing for drop in timeline.dropped}
    lost: dict[int | None, list[tuple[MarkKind, Ms, str]]] = {}
    for piece in script:
        if isinstance(piece, Work):
            for text in piece.cues:
                key = (piece.place.step, text)
                if key not in said:
                    said.add(key)
                    kind: MarkKind = "dropped" if key in missing else "no-turn"
                    lost.setdefault(piece.place.step, []).append((kind, missing.get(key, 0), text))
    return lost


def _moved(
    work: Work, index: int, span: Span, cues: Sequence[Cue], first: int, length_of: Callable[[str], Ms]
) -> Iterator[Mark]:
    """Compare with where the same form cues would stand if nothing else were heard."""
    if not any(cue.kind == "cue" for cue in cues):
        return
    others = [(cue.at, cue.end) for cue in cues if cue.kind != "cue" and cue.at < span.end]
    gaps = free_gaps(span.start, span.end, others)
    _, dropped = place_cues(span.start, span.end, gaps, work.cues, length_of, 0)
    fitting = [text for text in work.cues if text not in dict(dropped)]
    free = [(span.start, span.end)]
    ideals, _ = place_cues(span.start, span.end, free, fitting, length_of, work.rotation, work.most_cues)
    for number, cue in enumerate(cues, start=first):
        if cue.kind == "cue":
            shifts = [cue.at - at for at, text in ideals if text == cue.text]
            shift = min(shifts, key=abs, default=0)
            if abs(shift) >= MOVED:
                yield Mark("moved", cue.at, index, span, shift, cue.text, cue.text, cues=(number,))


def _beats(
    index: int,
    span: Span,
    cues: Sequence[Cue],
    first: int,
    wanted: Sequence[Cue],
    ideal_end: Ms,
    length_of: Callable[[str], Ms],
    kinds: tuple[CueKind, ...],
) -> Iterator[Mark]:
    """Compare every beat, by its distance from the span's end, with what is wanted there."""
    heard = {span.end - cue.at: (first + n, cue) for n, cue in enumerate(cues) if cue.kind in kinds}
    beats = [cue for cue in wanted if cue.kind in kinds]
    for beat, following in zip(beats, [*(cue.at for cue in beats), ideal_end][1:], strict=True):
        if beat.text is None:
            continue
        missing = max(0, length_of(beat.text) + CLEAR - (following - beat.at))
        at = span.end - (ideal_end - beat.at)
        if ideal_end - beat.at not in heard:
            yield Mark("unsaid", at, index, span, missing, beat.text)
            continue
        number, cue = heard[ideal_end - beat.at]
        if cue.text != beat.text:
            kind: MarkKind = "shortened" if cue.text else "tone"
            yield Mark(
                kind, at, index, span, missing, beat.text, cue.text, cues=(number,) if number is not None else ()
            )


def _longer(piece: Break, index: int, span: Span, cues: Sequence[Cue]) -> Iterator[Mark]:
    longer = span.length - piece.least
    if piece.least == 0 or longer <= 0:
        return
    words = [cue.end for cue in cues if cue.text and cue.kind != "count"]
    posture = piece.moves and max(words, default=span.start) + PAUSE + piece.get_ready < span.end
    yield Mark("longer", span.start + piece.least, index, span, longer, posture=posture)
