"""A row of character cells to draw on."""

from __future__ import annotations

from itertools import groupby

from rich.cells import cell_len
from rich.text import Text


class Row:
    """*width* cells, each one character wide, with a style each. A wide character takes two of them."""

    def __init__(self, width: int) -> None:
        self._cells = [(" ", "")] * width

    def fill(self, begin: int, end: int, glyph: str, style: str = "") -> None:
        """Draw *glyph* from cell *begin* to before *end*; outside of the row nothing happens."""
        for cell in range(max(0, begin), min(end, len(self._cells))):
            self._put(cell, glyph, style)

    def write(self, begin: int, end: int, text: str, style: str = "") -> None:
        """Write *text* from cell *begin*; what would reach *end* is cut off."""
        cell = begin
        for char in text:
            width = cell_len(char)
            if cell + width > min(end, len(self._cells)):
                return
            if width == 0 and cell > begin:
                glyph, same = self._cells[cell - 1]
                self._cells[cell - 1] = (glyph + char, same)
            elif width:
                for taken, glyph in enumerate((char, "")[:width]):
                    self._put(cell + taken, glyph, style)
                cell += width

    def _put(self, cell: int, glyph: str, style: str) -> None:
        """Take a cell; what is left of a wide character that stood there becomes a blank."""
        if glyph and self._cells[cell][0] == "":
            self._cells[cell - 1] = (" ", "")
        if cell + 1 < len(self._cells) and self._cells[cell + 1][0] == "":
            self._cells[cell + 1] = (" ", "")
        self._cells[cell] = (glyph, style)

    def text(self) -> Text:
        """Return the row without the blanks at its end."""
        text = Text(no_wrap=True, end="")
        for style, cells in groupby(self._cells, key=lambda cell: cell[1]):
            text.append("".join(glyph for glyph, _ in cells), style or None)
        text.rstrip()
        return text
