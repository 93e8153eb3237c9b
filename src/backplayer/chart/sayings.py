"""What is said in a row of the picture, with its times: words one by one, counts in a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.text import Text

from backplayer.chart.blocks import Block, Drawing
from backplayer.chart.findings import what
from backplayer.chart.lines import fine_clock, seconds, wrapped
from backplayer.chart.picture import Heard, Picture
from backplayer.letters import plain
from backplayer.units import Ms

WIDE = 60
"""Columns from which on there is room to say what kind of words it is."""
_TOLD_THERE = ("moved", "tone", "shortened")
"""Marks that are told with the words they belong to."""
_BEFORE = {"dropped": "fits no gap: ", "no-turn": "has no turn: ", "unsaid": "left out: "}


class _Entry(NamedTuple):
    at: Ms
    sign: str
    kind: str
    text: str
    style: str


def sayings(picture: Picture, block: Block, drawing: Drawing) -> Iterator[Text]:
    """List what is said in *block*, and its marks, in order of time."""
    entries = []
    for (at, mark), marks in groupby(block.marks, key=lambda mark: (mark.at, mark.kind)):
        if mark not in _TOLD_THERE:
            told = _BEFORE.get(mark, "") + "; ".join(map(what, marks))
            entries.append(_Entry(at, drawing.looks.marks[mark], "", told, mark))
    for counted, group in groupby(enumerate(block.begun), key=lambda item: item[1].lane == "counts"):
        if counted:
            entries += _counts([heard for _, heard in group], picture, drawing)
        else:
            entries += [_words(heard, block.letters[place], picture, drawing) for place, heard in group]
    for entry in sorted(entries, key=lambda entry: entry.at):
        yield from _lines(entry, drawing)


def _words(heard: Heard, letter: str, picture: Picture, drawing: Drawing) -> _Entry:
    cue, text = heard.cue, heard.cue.text or ""
    for mark in (picture.marks[number] for number in heard.marks):
        if mark.kind == "moved":
            when = "later" if mark.ms > 0 else "earlier"
            text += f"  ({drawing.looks.marks['moved']} {seconds(abs(mark.ms))} {when})"
    return _Entry(cue.at, letter, heard.kind, text, "form_cue" if cue.kind == "cue" else "speech")


def _counts(run: Sequence[Heard], picture: Picture, drawing: Drawing) -> Iterator[_Entry]:
    """Tell counts that no other words come between; a tone that should be a word is told as ``♪(word)``."""
    told: list[str] = []
    begin: Ms | None = None
    for heard in run:
        text = heard.cue.text
        for mark in (picture.marks[number] for number in heard.marks):
            sign = drawing.looks.marks[mark.kind]
            text = f"{text}{sign}" if text else f"{sign}({mark.text})"
        if text:
            told.append(text)
            begin = heard.cue.at if begin is None else begin
    if begin is not None:
        yield _Entry(begin, " ", "counts", drawing.looks.between.join(told), "counts")


def _lines(entry: _Entry, drawing: Drawing) -> Iterator[Text]:
    styles = drawing.looks.styles
    kind = f"{entry.kind:<9}" if drawing.width >= WIDE else ""
    lead = f" {fine_clock(entry.at):>7}  {kind}"
    indent = 1 + len(lead)
    lines = wrapped(plain(entry.text, drawing.looks.ascii_only), max(4, drawing.width - indent))
    yield Text.assemble((entry.sign, styles["heading"]), (lead, styles["time"]), (lines[0], styles[entry.style]))
    for line in lines[1:]:
        yield Text(" " * indent + line, styles[entry.style])
