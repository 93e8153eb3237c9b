"""The picture as one page for a browser: a figure to zoom and pan in, what does not fit, and all that is said.

The page holds all it needs and is told, by its own policy, to load nothing and to run no script but its own two.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from importlib.resources import files

from backplayer.chart.figure import COLOURS, MARKS, figure
from backplayer.chart.findings import findings
from backplayer.chart.lines import fine_clock
from backplayer.chart.picture import Picture
from backplayer.letters import plain

_BUTTONS = (
    ("Everything", 'data-length="0"'), ("5 min", 'data-length="300000"'), ("1 min", 'data-length="60000"'),
    ("20 s", 'data-length="20000"'), ("Closer", 'data-zoom="0.5"'), ("Wider", 'data-zoom="2"'),
)  # fmt: skip


def page(picture: Picture, heading: str, basis: str) -> str:
    """Return the page. It needs the extra ``html``.

    Raises:
        ImportError: plotly is not installed.
    """
    from plotly.offline import get_plotlyjs

    library, own, style = get_plotlyjs(), _resource("page.js"), _resource("page.css")
    scripts = " ".join(f"'sha256-{_digest(script)}'" for script in (library, own))
    policy = f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:"
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{_escaped(heading)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n",
            f"<h1>{_escaped(heading)}</h1>\n<p>{_escaped(basis[:1].upper() + basis[1:])}. Drag to move, turn the wheel "
            "to zoom, point at anything to read it.</p>\n<nav>",
            "".join(f'<button type="button" {what}>{words}</button>' for words, what in _BUTTONS),
            "</nav>\n",
            *_legend(picture),
            '<div id="chart"></div>\n',
            *_report(picture),
            *_words(picture),
            f'<script type="application/json" id="figure">{_embedded(figure(picture))}</script>\n',
            f"<script>{library}</script>\n<script>{own}</script>\n</body>\n</html>\n",
        )
    )


def _legend(picture: Picture) -> Iterator[str]:
    marked = {mark.kind for mark in picture.marks}
    signs = [("■", colour, name) for name, colour in COLOURS.items()]
    signs += [(look.character, look.colour, look.name) for kind, look in MARKS.items() if kind in marked]
    keys = (f'<span><b style="color: {colour}">{sign}</b> {name}</span>' for sign, colour, name in signs)
    yield f'<p class="legend">{" ".join(keys)}</p>\n'


def _report(picture: Picture) -> Iterator[str]:
    yield "<h2>What does not fit</h2>\n"
    if not picture.marks:
        yield "<p>Everything fits.</p>\n"
    for finding in findings(picture.marks):
        yield f"<h3>{_escaped(finding.heading)}</h3>\n<ul>\n"
        yield from (f"<li>{_escaped(line)}</li>\n" for line in finding.lines)
        yield "</ul>\n"


def _words(picture: Picture) -> Iterator[str]:
    yield "<h2>What is said</h2>\n<p>A time leads to its place in the picture.</p>\n<table>\n"
    for cue in (heard.cue for heard in picture.heard):
        if cue.text is not None:
            button = f'<button type="button" data-at="{cue.at}">{fine_clock(cue.at)}</button>'
            yield f'<tr><td>{button}</td><td>{cue.kind}</td><td class="{cue.kind}">{_escaped(cue.text)}</td></tr>\n'
    yield "</table>\n"


def _resource(name: str) -> str:
    return (files("backplayer.chart") / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _escaped(text: str) -> str:
    return html.escape(plain(text))


def _embedded(data: object) -> str:
    """Write JSON that can stand inside a script element."""
    return json.dumps(data).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
