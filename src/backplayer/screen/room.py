"""A terminal as a place for lines: its size, its margin, and how text is put there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len

from backplayer.screen.big_letters import fit, sizes
from backplayer.screen.cells import clean, crop, wrap


class Run(NamedTuple):
    """Text in one style: "", "strong", "work", "rest", "alert", "hurt" or "done"."""

    text: str
    style: str = ""


Line: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """A terminal's size, its margin, and how to write."""

    columns: int
    rows: int
    ascii_only: bool

    @property
    def margin(self) -> int:
        """Columns left free at each side."""
        return 0 if self.columns < 30 else 1 if self.columns < 60 else 2

    @property
    def width(self) -> int:
        """Columns between the margins."""
        return max(1, self.columns - 2 * self.margin)

    @property
    def more(self) -> str:
        """What stands for what was cut off."""
        return "..." if self.ascii_only else "…"

    def text(self, text: str) -> str:
        """Return *text* as it may be written here."""
        return clean(text, self.ascii_only)

    def line(self, text: str, style: str = "") -> Line:
        """Put *text* on a line; one with a background is filled from edge to edge."""
        text = " " * self.margin + crop(text, self.width, self.more)
        if style in ("work", "rest", "alert", "hurt"):
            text += " " * (self.columns - cell_len(text))
        return (Run(crop(text, self.columns, ""), style),)

    def wrapped(self, text: str, rows: int, style: str = "") -> list[Line]:
        """Break *text* into at most *rows* lines."""
        return [self.line(line, style) for line in wrap(text, self.width, rows, self.more)]

    def fits(self, text: str, rows: int, lines: int = 3) -> bool:
        """Tell whether *text* fits into *rows* rows in big letters."""
        return fit(text, self.width, rows, sizes(self.ascii_only), lines) is not None

    def big(self, text: str, rows: int, style: str = "", lines: int = 3, at_most: int = 999) -> list[Line]:
        """Write *text* in the biggest letters for *rows* rows, else as ordinary bold text."""
        choice = tuple(size for size in sizes(self.ascii_only) if size.height <= at_most)
        letters = fit(text, self.width, rows, choice, lines)
        if letters:
            return [self.line(row, style) for row in letters]
        return self.wrapped(text, rows, style or "strong")
