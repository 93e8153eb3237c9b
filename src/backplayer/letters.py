"""Text as a terminal can show it: one line of printable characters, in ASCII where it has nothing else."""

from __future__ import annotations

import unicodedata

_IN_ASCII = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "·": "-", "•": "-", "×": "x",
        "⁄": "/", "ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "°": " deg", "→": "->",
    }
)  # fmt: skip


def plain(text: str, ascii_only: bool = False) -> str:
    """Return *text* on one line, of printable characters only; in ASCII as well as that can be done.

    Control, direction and other invisible characters are taken out, and so are the selectors and joiners of emoji,
    about whose width terminals disagree.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if text.isascii() and text.isprintable():
        return text
    if ascii_only:
        text = unicodedata.normalize("NFKD", text.translate(_IN_ASCII))
        text = "".join(char for char in text if not unicodedata.combining(char))
        return "".join(char if char.isascii() else "?" for char in text if char.isprintable())
    return "".join(char for char in text if char.isprintable() and not "\ufe00" <= char <= "\ufe0f")
