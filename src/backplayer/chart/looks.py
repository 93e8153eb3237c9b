"""The characters and colours of the picture in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backplayer.chart.marks import MarkKind


@dataclass(frozen=True, slots=True)
class Looks:
    """Which characters stand for what."""

    ascii_only: bool
    speech: str
    form_cue: str
    work: str
    work_begins: str
    work_ends: str
    rest: str
    longer: str
    ready: str
    wait: str
    between: str
    sounds: Mapping[str, str]
    marks: Mapping[MarkKind, str]
    styles: Mapping[str, str] = field(default_factory=dict)


_STYLES = {
    "speech": "cyan", "form_cue": "bright_cyan", "counts": "magenta", "sounds": "magenta", "work": "green",
    "rest": "blue", "longer": "yellow", "axis": "dim", "heading": "bold", "time": "dim",
    "dropped": "bold red", "unsaid": "bold red", "tone": "bold yellow", "shortened": "bold yellow",
    "wait": "bold blue", "no-turn": "yellow", "moved": "dim",
}  # fmt: skip

UNICODE = Looks(
    False, "━", "═", "─", "├", "┤", "░", "▒", "╌", "…", " · ",
    {
        "start": "▶", "end": "■", "halfway": "◆", "phase-up": "↑", "phase-down": "↓", "switch": "⇄", "rest": "◼",
        "finish": "★", "tick": "·",
    },
    {
        "dropped": "✗", "unsaid": "✗", "tone": "♪", "shortened": "~", "longer": "+", "wait": "…", "no-turn": "○",
        "moved": "»",
    },
    _STYLES,
)  # fmt: skip

ASCII = Looks(
    True, "-", "=", "-", "[", "]", ".", "+", "_", "?", " | ",
    {
        "start": ">", "end": "#", "halfway": "%", "phase-up": "^", "phase-down": "v", "switch": "<", "rest": "=",
        "finish": "*", "tick": "'",
    },
    {
        "dropped": "x", "unsaid": "x", "tone": "!", "shortened": "~", "longer": "+", "wait": "?", "no-turn": "o",
        "moved": ">",
    },
    _STYLES,
)  # fmt: skip

LEGEND = (
    ("speech", "words", "speech"),
    ("form_cue", "form cue", "form_cue"),
    ("work", "work", "work"),
    ("rest", "rest", "rest"),
    ("longer", "longer than rest", "longer"),
    ("ready", "count-in", "rest"),
)
SOUNDS = (
    ("start", "start"), ("end", "end"), ("halfway", "halfway"), ("switch", "other side"), ("rest", "rest"),
    ("tick", "tone"), ("phase-up", "first phase"), ("phase-down", "last phase"), ("finish", "finish"),
)  # fmt: skip
MARKS: tuple[tuple[MarkKind, str], ...] = (
    ("dropped", "fits nowhere"), ("tone", "tone for a count"), ("shortened", "said shorter"),
    ("longer", "break grows"), ("wait", "waits for you"), ("no-turn", "has no turn"), ("moved", "moved"),
)  # fmt: skip
