"""Text as it stands in a terminal: what may be written, and how many columns it takes."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from backplayer.letters import plain

LONGEST = 400
"""Characters of a text that are looked at: more never fits, and a text may come from a stranger's file."""


def clean(text: str, ascii_only: bool = False) -> str:
    """Return *text* on one line, of printable characters only, shortened to what could ever be shown."""
    return plain(text[:LONGEST], ascii_only)


def crop(text: str, width: int, more: str = "…") -> str:
    """Return *text* in at most *width* columns; *more* stands for what was cut off."""
    if cell_len(text) <= width:
        return text
    if width <= cell_len(more):
        return set_cell_size(text, max(0, width))
    return set_cell_size(text, width - cell_len(more)).rstrip() + more


def wrap(text: str, width: int, rows: int, more: str = "…") -> list[str]:
    """Break *text* at its spaces into at most *rows* lines of *width* columns; *more* stands for what was cut off."""
    if rows < 1 or width < 1:
        return []
    lines: list[str] = []
    words = text.split()
    while words:
        if len(lines) == rows - 1:
            lines.append(crop(" ".join(words), width, more))
            break
        line = [words.pop(0)]
        taken = cell_len(line[0])
        while words and taken + 1 + cell_len(words[0]) <= width:
            taken += 1 + cell_len(words[0])
            line.append(words.pop(0))
        lines.append(crop(" ".join(line), width, more))
    return lines
