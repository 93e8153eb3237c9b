"""A big number with a few words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from backplayer.screen.big_letters import Size, draw, drawable, height, line_width
from backplayer.screen.cells import crop


class Number(NamedTuple):
    """What is shown big: its text, the widest text it has in this piece (so that nothing jumps), what stands behind."""

    text: str
    widest: str
    behind: str = ""


class Word(NamedTuple):
    """A word beside the number, and another one whose width it may come to have, so that its size stays."""

    text: str
    widest: str = ""


def beside(
    number: Number, words: Sequence[Word], width: int, rows: int, choice: Sequence[Size]
) -> list[tuple[str, bool]]:
    """Return at most *rows* rows of the number and the words right of it, and whether a row has big letters.

    The number comes first: with words, it takes up to three fifths of the width, or half of a small one. The words are
    big as far as they fit, in their order, then ordinary.
    """
    if rows < 1:
        return []
    allowed = width if not words else width * 3 // 5 if width >= 60 else width // 2
    size = next((s for s in choice if height(1, s) <= rows and line_width(number.widest, s) <= allowed), None)
    if size is None:
        text = "  ".join([number.text + number.behind, *(word.text for word in words)])
        return [(crop(text, width, ""), False)]
    field = line_width(number.widest, size)
    left = _block(draw((number.text,), size))
    if number.behind:
        left, field = _with_behind(left, number.behind, size, field, allowed, choice)
    else:
        left = [row.rjust(field) for row in left]
    gap = 4 if width >= 60 else 2
    left = [row.ljust(field) for row in left]
    right = _words(words, width - field - gap, len(left), choice)
    right += [""] * (len(left) - len(right))
    return [(f"{row}{' ' * gap}{word}".rstrip(), True) for row, word in zip(left, right, strict=True)]


def _block(rows: Sequence[str]) -> list[str]:
    wide = max(map(len, rows))
    return [row.ljust(wide) for row in rows]


def _with_behind(
    left: list[str], behind: str, size: Size, field: int, allowed: int, choice: Sequence[Size]
) -> tuple[list[str], int]:
    """Put a smaller text behind the number, on the same base line; as ordinary text where there is no room.

    Return the rows and how wide they are at most in this piece.
    """
    gap = size.times
    small = next(
        (s for s in choice if s.height * 10 <= size.height * 6 and field + gap + line_width(behind, s) <= allowed), None
    )
    if small is None:
        gap = 1
    block = _block(draw((behind,), small) if small else [behind])
    rows = [""] * (len(left) - len(block)) + block
    together = [f"{row}{' ' * gap}{part}" for row, part in zip(left, rows, strict=True)]
    return together, field + gap + len(block[0])


def _words(words: Sequence[Word], width: int, rows: int, choice: Sequence[Size]) -> list[str]:
    shapes = [drawable(word.text) for word in words]
    for count in range(len(words), 0, -1):
        lines = tuple(shape for shape in shapes[:count] if shape is not None)
        plain = [crop(word.text.upper(), max(0, width), "") for word in words[count:]]
        widest = [*lines, *(word.widest for word in words[:count] if word.widest)]
        for size in choice if len(lines) == count else ():
            if height(count, size) + len(plain) <= rows and all(line_width(line, size) <= width for line in widest):
                return [*draw(lines, size), *plain]
    return [word.text.upper() for word in words if cell_len(word.text) <= width][:rows]
