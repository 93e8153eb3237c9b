"""Lines and times as they stand in a picture."""

from __future__ import annotations

from rich.cells import cell_len

from backplayer.routine.durations import clock_to_str
from backplayer.units import Ms


def wrapped(text: str, width: int) -> list[str]:
    """Break *text* into lines of at most *width* columns: at its spaces, or inside words that are longer."""
    lines, line = [], ""
    for word in text.split():
        if cell_len(line) + 1 + cell_len(word) <= width and line:
            line += f" {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _chopped(word, max(2, width))
        lines += whole
    return [*lines, line]


def _chopped(word: str, width: int) -> list[str]:
    pieces, taken = [""], 0
    for char in word:
        taken += cell_len(char)
        if taken > width:
            pieces.append("")
            taken = cell_len(char)
        pieces[-1] += char
    return pieces


def fine_clock(ms: Ms) -> str:
    """Write a time to the tenth of a second that has begun: ``0:09.3``."""
    return f"{clock_to_str(ms)}.{ms // 100 % 10}"


def seconds(ms: Ms) -> str:
    """Write a length in seconds: ``12 s``, ``12.3 s``."""
    return f"{ms / 1000:.1f}".removesuffix(".0") + " s"
