"""Text and times as they stand in a picture."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len

from backplayer.units import Ms

_IN_ASCII = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "ß": "ss"})


def plain(text: str, ascii_only: bool = False) -> str:
    """Return *text* on one line, of printable characters only; in ASCII as well as that can be done.

    What joins or selects emoji is taken out, since terminals disagree about its width.
    """
    text = " ".join(text.split())
    if ascii_only and not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_IN_ASCII))
        text = "".join(char if char.isascii() else "?" for char in text if not unicodedata.combining(char))
    if text.isprintable() and text.isascii():
        return text
    return "".join(char for char in text if char.isprintable() and not "\ufe00" <= char <= "\ufe0f")


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


def clock(ms: Ms) -> str:
    """Write a time of the session: ``0:09``, ``1:02:03``."""
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def fine_clock(ms: Ms) -> str:
    """Write a time to the tenth of a second that has begun: ``0:09.3``."""
    return f"{clock(ms)}.{ms // 100 % 10}"


def seconds(ms: Ms) -> str:
    """Write a length in seconds: ``12 s``, ``12.3 s``."""
    return f"{ms / 1000:.1f}".removesuffix(".0") + " s"
