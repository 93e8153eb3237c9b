"""The picture in a terminal: lanes on a time axis, in rows as wide as the terminal, and under each what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from backplayer.chart import looks
from backplayer.chart.blocks import Block, Blocks, Drawing, sections
from backplayer.chart.canvas import Row
from backplayer.chart.findings import GRAVEST_FIRST, findings
from backplayer.chart.lines import wrapped
from backplayer.chart.looks import Looks
from backplayer.chart.marks import Mark
from backplayer.chart.picture import Picture, Stretch, break_name
from backplayer.chart.sayings import sayings
from backplayer.coach.timeline import Cue
from backplayer.letters import plain
from backplayer.routine.durations import clock_to_str
from backplayer.units import Ms

LEAST_LABEL = 8
"""Columns of a bar in which there is room for a name."""
_STEPS = (1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000)
"""Times between two labels of the axis."""


def draw(picture: Picture, parts: Sequence[tuple[Ms, Ms]], drawing: Drawing) -> Iterator[Text]:
    """Draw the *parts* of *picture*, line by line: for each exercise a heading, its rows, and what is said in each."""
    rows = Blocks(picture)
    for section in sections(picture, parts):
        heading = f"{section.heading}  {clock_to_str(section.start)}-{clock_to_str(section.end)}"
        for line in wrapped(plain(heading, drawing.looks.ascii_only), drawing.width):
            yield Text(line, drawing.looks.styles["heading"])
        for block in rows.of(section, drawing):
            yield from lanes(block, drawing)
            yield from sayings(picture, block, drawing)
            yield Text("")


def lanes(block: Block, drawing: Drawing) -> Iterator[Text]:
    """Draw the axis and the lanes of one row; those that are empty are left out."""
    drawn = (
        ("", _axis(block, drawing.looks)),
        ("speech", _speech(block, drawing.looks)),
        ("counts", _counts(block, drawing.looks)),
        ("work", _work(block, drawing.looks)),
        ("rest", _rest(block, drawing.looks)),
        ("marks", _marks(block, drawing.looks)),
    )
    for name, row in drawn:
        text = row.text()
        if text.plain:
            label = name[:1] if drawing.gutter < len("speech") else name
            yield Text.assemble((label.ljust(drawing.gutter), drawing.looks.styles["axis"]), text)


def _axis(block: Block, looks: Looks) -> Row:
    row = Row(block.columns)
    room = (len(clock_to_str(block.end)) + 2) * block.scale
    step = next((step for step in _STEPS if step >= room), _STEPS[-1] * -(-room // _STEPS[-1]))
    for at in range(-(-block.start // step) * step, block.end, step):
        if block.column(at) + len(clock_to_str(at)) <= block.columns:
            row.write(block.column(at), block.columns, clock_to_str(at), looks.styles["axis"])
    return row


def _speech(block: Block, looks: Looks) -> Row:
    row = Row(block.columns)
    for heard in block.heard:
        if heard.lane == "speech":
            kind = "form_cue" if heard.cue.kind == "cue" else "speech"
            glyph = looks.form_cue if kind == "form_cue" else looks.speech
            row.fill(
                block.column(heard.cue.at), block.end_column(heard.cue.at, heard.cue.end), glyph, looks.styles[kind]
            )
    for place, letter in reversed(block.letters.items()):  # of two in one column the first is seen
        column = block.column(block.begun[place].cue.at)
        row.write(column, column + 1, letter, looks.styles["heading"])
    return row


def _counts(block: Block, looks: Looks) -> Row:
    row = Row(block.columns)
    at: dict[int, Cue] = {}
    for heard in block.begun:
        if heard.lane == "counts":
            column = block.column(heard.cue.at)
            if column not in at or (at[column].text is None and heard.cue.text is not None):
                at[column] = heard.cue
    columns = sorted(at)
    for column, following in zip(columns, [*columns, block.columns][1:], strict=True):
        cue = at[column]
        if cue.text is None:
            row.write(column, following, looks.sounds[cue.sound or "tick"], looks.styles["sounds"])
            continue
        text = plain(cue.text, looks.ascii_only)
        room = max(1, following - column - 1) if len(text) > following - column else following - column
        row.write(column, column + room, text, looks.styles["counts"])
    return row


def _work(block: Block, looks: Looks) -> Row:
    row, style = Row(block.columns), looks.styles["work"]
    for span in (stretch.span for stretch in block.stretches if stretch.lane == "work"):
        begin, end = block.column(span.start), block.end_column(span.start, span.end)
        row.fill(begin, end, looks.work, style)
        row.fill(end - 1, end, looks.work_ends, style)
        row.fill(begin, begin + 1, looks.work_begins, style)
        side = f", {span.side}" if span.side else ""
        of = f", set {span.set} of {span.sets}" if span.sets > 1 else ""
        if end - max(begin, 0) < LEAST_LABEL:
            continue
        row.write(max(begin, 0) + 1, end - 1, f" {plain(f'{span.title}{side}{of}', looks.ascii_only)} ", style)
    return row


def _rest(block: Block, looks: Looks) -> Row:
    row = Row(block.columns)
    for stretch in block.stretches:
        if stretch.lane == "rest":
            _break(row, block, stretch, looks)
    return row


def _break(row: Row, block: Block, stretch: Stretch, looks: Looks) -> None:
    span, style = stretch.span, looks.styles["rest"]
    begin, end = block.column(span.start), block.end_column(span.start, span.end)
    row.fill(begin, end, looks.rest, style)
    if stretch.ready:
        row.fill(block.column(max(span.start, span.end - stretch.ready)), end, looks.ready, style)
    if stretch.asked and span.length > stretch.asked:
        row.fill(block.column(span.start + stretch.asked), end, looks.longer, looks.styles["longer"])
    if span.open_ended:
        row.fill(begin, end, looks.wait, looks.styles["wait"])
    label = f" {break_name(span)} "
    if len(label) + 2 <= end - max(begin, 0):
        row.write(max(begin, 0) + 1, end, label, style)


def _marks(block: Block, looks: Looks) -> Row:
    row = Row(block.columns)
    for mark in sorted(block.marks, key=lambda mark: -GRAVEST_FIRST.index(mark.kind)):  # the gravest is seen
        row.fill(block.column(mark.at), block.column(mark.at) + 1, looks.marks[mark.kind], looks.styles[mark.kind])
    return row


def legend(marks: Sequence[Mark], drawing: Drawing) -> Iterator[Text]:
    """Tell what the characters stand for; of *marks* only the kinds there are."""
    signs = drawing.looks
    kinds = {mark.kind for mark in marks}
    rows = (
        [(getattr(signs, name) * 2, words, style) for name, words, style in looks.LEGEND],
        [(signs.sounds[sound], words, "sounds") for sound, words in looks.SOUNDS],
        [(signs.marks[kind], words, kind) for kind, words in looks.MARKS if kind in kinds],
    )
    for row in rows:
        line = Text()
        for glyph, words, style in row:
            if line and len(line) + len(glyph) + len(words) + 3 > drawing.width:
                yield line
                line = Text()
            line.append("  " if line else "").append(glyph, signs.styles[style]).append(f" {words}")
        if line:
            yield line


def report(marks: Sequence[Mark], drawing: Drawing) -> Iterator[Text]:
    """Tell what does not fit, kind by kind, as *marks* say."""
    found = list(findings(marks))
    if not found:
        yield Text("Everything fits.")
    for finding in found:
        glyph = drawing.looks.marks[finding.kind]
        for number, line in enumerate(wrapped(f"{finding.heading}:", max(8, drawing.width - 2))):
            yield Text.assemble((glyph if number == 0 else " ", drawing.looks.styles[finding.kind]), f" {line}")
        for told in finding.lines:
            lines = wrapped(plain(told, drawing.looks.ascii_only), max(8, drawing.width - 6))
            yield from (Text(("  " if number == 0 else "      ") + line) for number, line in enumerate(lines))
        yield Text("")
