"""The picture for programs: plain data for JSON. A stable interface, described in docs/timeline.md."""

from __future__ import annotations

from backplayer.chart.marks import Mark
from backplayer.chart.picture import Heard, Picture, Stretch


def record(picture: Picture, voice: str | None) -> dict[str, object]:
    """Return all of *picture* as what JSON can hold; *voice*: whose phrase lengths it rests on, None for estimates."""
    return {
        "format": 1,
        "title": picture.title,
        "voice": voice,
        "length_ms": picture.length,
        "spans": [_span(stretch) for stretch in picture.stretches],
        "cues": [_cue(heard) for heard in picture.heard],
        "marks": [_mark(mark) for mark in picture.marks],
    }


def _span(stretch: Stretch) -> dict[str, object]:
    span = stretch.span
    return {
        "at_ms": span.start,
        "length_ms": span.length,
        "kind": span.kind,
        "lane": stretch.lane,
        "exercise": span.title or None,
        "step": span.step,
        "side": span.side,
        "set": span.set,
        "sets": span.sets if span.set is not None else None,
        "asked_ms": stretch.asked,
        "open_ended": span.open_ended,
        "marks": list(stretch.marks),
    }


def _cue(heard: Heard) -> dict[str, object]:
    cue = heard.cue
    return {
        "at_ms": cue.at,
        "length_ms": cue.length,
        "kind": cue.kind,
        "lane": heard.lane,
        "text": cue.text,
        "sound": cue.sound,
        "step": cue.step,
        "side": cue.side,
        "set": cue.set,
        "rep": cue.rep,
        "marks": list(heard.marks),
    }


def _mark(mark: Mark) -> dict[str, object]:
    place = mark.place
    return {
        "at_ms": mark.at,
        "kind": mark.kind,
        "ms": mark.ms,
        "text": mark.text,
        "heard": mark.heard,
        "exercise": place.title or None,
        "step": place.step,
        "side": place.side,
        "set": place.set,
        "span": mark.span,
        "cues": list(mark.cues),
    }
