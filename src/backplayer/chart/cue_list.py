"""The plain list: every cue with its time in milliseconds, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backplayer.chart.findings import findings
from backplayer.chart.picture import Picture, marks_in, within
from backplayer.units import Ms


def cue_list(picture: Picture, parts: Sequence[tuple[Ms, Ms]]) -> Iterator[str]:
    """Return the lines: the cues that begin in *parts*, then the findings there."""
    for heard in picture.heard:
        cue = heard.cue
        if within(picture, parts, cue.at):
            seconds, ms = divmod(cue.at, 1000)
            side = f"  [{cue.side}]" if cue.side and cue.kind in ("count", "signal", "side") else ""
            what = cue.text if cue.text else f"<{cue.sound}>"
            yield f"{seconds // 60:3}:{seconds % 60:02}.{ms:03}  {cue.length:5} ms  {heard.kind:<8}  {what}{side}"
    for finding in findings(marks_in(picture, parts)):
        yield f"\n{finding.heading}:"
        yield from (f"  {line}" for line in finding.lines)
