"""The picture as a figure of plotly.js: bars in lanes over a time axis. Plain data; the page draws it."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from backplayer.chart.findings import what, where
from backplayer.chart.lines import fine_clock, seconds, wrapped
from backplayer.chart.marks import MarkKind
from backplayer.chart.picture import Heard, Picture, Stretch, break_name
from backplayer.letters import plain
from backplayer.units import Ms

HOVER_WIDTH = 44
"""Characters in a line of what is shown under the pointer."""
MANY = 3_000
"""Cues from which on a browser would take long to write words into the bars; they are shown under the pointer."""
LINES, LEAST_WIDTH = 3, 10
"""Lines in a bar, and characters in a line before it is parted."""

COLOURS = {
    "Words": "#2a7fb8", "Form cues": "#14805f", "Counts": "#8e5bb5", "Sounds": "#b79ad0", "Work": "#3f8531",
    "Breaks": "#6b7985", "Longer than the rest": "#c9921a",
}  # fmt: skip


class Look(NamedTuple):
    """How marks of one kind look: a name, plotly.js's symbol, a character like it, and a colour."""

    name: str
    symbol: str
    character: str
    colour: str


MARKS: dict[MarkKind, Look] = {
    "dropped": Look("Fits no gap", "x", "✖", "#d62728"),
    "unsaid": Look("Left out", "x", "✖", "#d62728"),
    "tone": Look("Tone for a count", "diamond", "◆", "#e6820a"),
    "shortened": Look("Said shorter", "diamond-open", "◇", "#e6820a"),
    "longer": Look("Break grows", "cross", "✚", "#b8860b"),
    "wait": Look("Waits for you", "square-open", "□", "#1f77b4"),
    "no-turn": Look("Has no turn", "circle-open", "○", "#b8860b"),
    "moved": Look("Moved", "triangle-right-open", "▷", "#888888"),
}


def figure(picture: Picture) -> dict[str, Any]:
    """Return the data and the layout of the figure."""
    marked = sorted({mark.kind for mark in picture.marks}, key=list(MARKS).index)
    traces = [
        _heard(picture, "Words", lambda heard: heard.lane == "speech" and heard.cue.kind != "cue"),
        _heard(picture, "Form cues", lambda heard: heard.cue.kind == "cue"),
        _heard(picture, "Counts", lambda heard: heard.lane == "counts" and heard.cue.text is not None),
        _heard(picture, "Sounds", lambda heard: heard.cue.text is None),
        _stretches(picture, "Work", "work"),
        _stretches(picture, "Breaks", "rest"),
        _grown(picture),
        *(_marks(picture, kind) for kind in marked),
    ]
    hours, many = picture.length >= 3_600_000, len(picture.heard) > MANY
    tick = "%-H:%M:%S" if hours else "%-M:%S"
    if many:
        for trace in traces:
            trace.pop("text", None)
    return {
        "data": [trace for trace in traces if trace["y"]],
        "layout": {
            "barmode": "overlay",
            "bargap": 0.15,
            "dragmode": "pan",
            "hovermode": "closest",
            "showlegend": False,
            "margin": {"l": 56, "r": 12, "t": 10, "b": 10},
            "xaxis": {
                "type": "date",
                "range": [_moment(0), _moment(picture.length)],
                "minallowed": _moment(-1_000),
                "maxallowed": _moment(picture.length + 1_000),
                "tickformatstops": [
                    {"dtickrange": [None, 999], "value": f"{tick}.%L"},
                    {"dtickrange": [1_000, None], "value": tick},
                ],
                "rangeslider": {
                    "visible": not many,
                    "thickness": 0.12,
                    "yaxis": {"rangemode": "fixed", "range": [0.5, 4.5]},
                },
            },
            "yaxis": {
                "categoryorder": "array",
                "categoryarray": ["marks", "rest", "work", "counts", "speech"],
                "range": [-0.5 if marked else 0.5, 4.5],
                "fixedrange": True,
            },
        },
    }


def _heard(picture: Picture, name: str, wanted: Callable[[Heard], bool]) -> dict[str, Any]:
    found = [heard for heard in picture.heard if wanted(heard)]
    return _bars(
        name,
        [heard.lane for heard in found],
        [heard.cue.at for heard in found],
        [max(heard.cue.length, 1) for heard in found],
        [heard.cue.text or "" for heard in found],
        [_hover(_about(heard, picture)) for heard in found],
    )


def _about(heard: Heard, picture: Picture) -> Iterable[str]:
    cue = heard.cue
    yield f"{cue.text}" if cue.text else f"Sound: {cue.sound}"
    rep = f", repetition {cue.rep}" if cue.rep is not None else ""
    yield f"{fine_clock(cue.at)}, {cue.length} ms, {cue.kind}{rep}"
    yield from (f"{MARKS[mark.kind].name}: {what(mark)}" for mark in map(picture.marks.__getitem__, heard.marks))


def _stretches(picture: Picture, name: str, lane: str) -> dict[str, Any]:
    found = [stretch for stretch in picture.stretches if stretch.lane == lane]
    return _bars(
        name,
        [lane] * len(found),
        [stretch.span.start for stretch in found],
        [max(min(stretch.span.length, stretch.asked or stretch.span.length), 1) for stretch in found],
        [where(stretch.span) if lane == "work" else break_name(stretch.span) for stretch in found],
        [_hover(_around(stretch, picture)) for stretch in found],
    )


def _around(stretch: Stretch, picture: Picture) -> Iterable[str]:
    span = stretch.span
    yield where(span)
    yield f"{span.kind}, {fine_clock(span.start)} to {fine_clock(span.end)}, {seconds(span.length)}"
    if stretch.asked:
        yield f"asked: {seconds(stretch.asked)}"
    yield from (f"{MARKS[mark.kind].name}: {what(mark)}" for mark in map(picture.marks.__getitem__, stretch.marks))


def _grown(picture: Picture) -> dict[str, Any]:
    """Show the part of each break that nobody asked for."""
    found = [mark for mark in picture.marks if mark.kind == "longer"]
    return _bars(
        "Longer than the rest",
        ["rest"] * len(found),
        [mark.at for mark in found],
        [mark.ms for mark in found],
        [""] * len(found),
        [_hover((where(mark.place), what(mark))) for mark in found],
    )


def _bars(
    name: str,
    lanes: list[str],
    starts: list[Ms],
    lengths: list[Ms],
    texts: list[str],
    hovers: list[str],
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": lanes,
        "base": [_moment(start) for start in starts],
        "x": lengths,
        "text": [_inside(text) for text in texts],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "textfont": {"size": 12, "color": "#ffffff"},
        "hovertext": hovers,
        "hoverinfo": "text",
        "marker": {"color": COLOURS[name], "line": {"width": 0}},
    }


def _marks(picture: Picture, kind: MarkKind) -> dict[str, Any]:
    name, symbol, _, colour = MARKS[kind]
    found = [mark for mark in picture.marks if mark.kind == kind]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [_moment(mark.at) for mark in found],
        "y": ["marks"] * len(found),
        "hovertext": [_hover((f"{name}: {what(mark)}", where(mark.place), fine_clock(mark.at))) for mark in found],
        "hoverinfo": "text",
        "marker": {"symbol": symbol, "color": colour, "size": 10, "line": {"width": 1.5, "color": colour}},
    }


def _inside(text: str) -> str:
    """Part words over the lines that a bar is high."""
    text = plain(text)
    return "<br>".join(map(_escaped, wrapped(text, max(LEAST_WIDTH, -(-len(text) // LINES) + 3))))


def _hover(lines: Iterable[str]) -> str:
    return "<br>".join(_escaped(part) for line in lines for part in wrapped(plain(line), HOVER_WIDTH))


def _escaped(text: str) -> str:
    """Return *text* so that plotly.js, which reads some HTML, shows it as it is."""
    return html.escape(plain(text), quote=False)


def _moment(at: Ms) -> str:
    """Write a time of the session as plotly.js wants it: on a calendar, where the session begins with the year 1970."""
    return (datetime(1970, 1, 1) + timedelta(milliseconds=at)).isoformat(" ", "milliseconds")
