"""Big letters, made of half blocks (two pixels in a cell) or of ``#``: what ordinary text cannot be from two metres."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from backplayer.screen.glyphs import SMALL, TALL

Pixels: TypeAlias = tuple[str, ...]
"""Rows as long as one another, of ``#`` and spaces."""

_HALVES = {"  ": " ", "# ": "▀", " #": "▄", "##": "█"}
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "×": "X", "⁄": "/"})
MOST_LINES = 4
"""Lines a text is broken into at most."""


class Size(NamedTuple):
    """How big letters are: their face, how often each pixel is repeated, and how pixels become cells.

    *across* is the columns of a pixel where cells are filled as a whole; 0 puts two pixels into a cell, one above the
    other.
    """

    face: str
    times: int
    across: int

    @property
    def height(self) -> int:
        """The letters' height, in half rows."""
        return len(_FACES[self.face]["0"]) * self.times * (1 if self.across == 0 else 2)


_FACES = {"tall": TALL, "small": SMALL}

HALF_BLOCKS = tuple(
    Size(face, times, 0)
    for face, times in (
        ("tall", 6), ("tall", 4), ("tall", 3), ("small", 4), ("small", 3), ("tall", 2), ("small", 2), ("tall", 1),
        ("small", 1),
    )
)  # fmt: skip
"""The sizes there are, biggest first."""

IN_ASCII = tuple(
    Size(face, times, across)
    for face, times, across in (
        ("tall", 3, 2), ("small", 3, 2), ("tall", 2, 2), ("small", 2, 2), ("tall", 1, 2), ("tall", 1, 1),
        ("small", 1, 2), ("small", 1, 1),
    )
)  # fmt: skip
"""The same with ``#`` only."""


def sizes(ascii_only: bool) -> tuple[Size, ...]:
    """Return the sizes to choose from, biggest first."""
    return IN_ASCII if ascii_only else HALF_BLOCKS


def drawable(text: str) -> str | None:
    """Return *text* in the characters that have big shapes (marks on letters are left out); None if some have none."""
    folded = unicodedata.normalize("NFKD", text.upper()).translate(_PLAIN)
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    return folded if folded.strip() and all(char in TALL for char in folded) else None


@lru_cache(maxsize=256)
def fit(text: str, width: int, rows: int, choice: tuple[Size, ...], lines: int = MOST_LINES) -> tuple[str, ...] | None:
    """Return *text* in the biggest letters of *choice* that fit into *width* columns and *rows* rows, broken at spaces.

    None if none fits, or if the text has characters without a shape.
    """
    shapes = drawable(text)
    if shapes is None:
        return None
    breaks = _breaks(shapes.split(), lines)
    for size in choice:
        for broken in breaks:
            if height(len(broken), size) > rows:
                break
            if all(line_width(line, size) <= width for line in broken):
                return draw(broken, size)
    return None


def line_width(text: str, size: Size) -> int:
    """Return the columns that a line of drawable text takes."""
    face = _FACES[size.face]
    return (sum(len(face[char][0]) + 1 for char in text) - 1) * size.times * max(1, size.across)


def height(lines: int, size: Size) -> int:
    """Return the rows that *lines* of text take."""
    pixels = len(_FACES[size.face]["0"]) * size.times * lines + _leading(size) * (lines - 1)
    return pixels if size.across else (pixels + 1) // 2


@lru_cache(maxsize=512)
def draw(lines: tuple[str, ...], size: Size) -> tuple[str, ...]:
    """Return lines of drawable text as rows of a terminal, without spaces at their ends."""
    pixels: list[str] = []
    for line in lines:
        if pixels:
            pixels += [""] * _leading(size)
        pixels += _enlarged(_written(line, _FACES[size.face]), size.times)
    if size.across:
        return tuple("".join(pixel * size.across for pixel in row).rstrip() for row in pixels)
    wide = max(map(len, pixels))
    padded = [row.ljust(wide) for row in pixels] + [" " * wide] * (len(pixels) % 2)
    return tuple(
        "".join(_HALVES[above + below] for above, below in zip(top, bottom, strict=True)).rstrip()
        for top, bottom in zip(padded[::2], padded[1::2], strict=True)
    )


def _leading(size: Size) -> int:
    return size.times if size.across else 2 * size.times


def _written(text: str, face: dict[str, Pixels]) -> Pixels:
    return tuple(" ".join(rows) for rows in zip(*(face[char] for char in text), strict=True))


def _enlarged(pixels: Pixels, times: int) -> Pixels:
    while times % 2 == 0:
        pixels, times = _rounded(pixels, 2), times // 2
    return pixels if times == 1 else _rounded(pixels, times)


def _rounded(pixels: Pixels, times: int) -> Pixels:
    """Repeat each pixel *times* (2 or more) across and down, and take the steps out of slants and curves.

    The rule is the one known as Scale2x: a corner takes the colour of the two neighbours that meet at it when those
    are alike and differ from the other two.
    """
    blank = " " * len(pixels[0])
    rows = []
    for above, row, below in zip((blank, *pixels), pixels, (*pixels[1:], blank), strict=False):
        left, right = f" {row}", f"{row[1:]} "
        first, last = [], []
        for up, here, down, west, east in zip(above, row, below, left, right, strict=False):
            corners = [here] * 4
            if up != down and west != east:
                corners = [
                    west if west == up else here, east if east == up else here,
                    west if west == down else here, east if east == down else here,
                ]  # fmt: skip
            middle = here * (times - 2)
            first.append(corners[0] + middle + corners[1])
            last.append(corners[2] + middle + corners[3])
        plain = "".join(pixel * times for pixel in row)
        rows += ["".join(first), *[plain] * (times - 2), "".join(last)]
    return tuple(rows)


def _breaks(words: list[str], lines: int) -> list[tuple[str, ...]]:
    """Break *words* into one line, at most two lines, ...: each way as narrow as can be."""
    longest, whole = max(map(len, words)), len(" ".join(words))
    found = []
    for count in range(1, min(lines, len(words)) + 1):
        widths = range(longest, whole + 1)
        best = bisect_left(widths, True, key=lambda width: len(_filled(words, width)) <= count)
        found.append(_filled(words, widths[best]))
    return found


def _filled(words: list[str], width: int) -> tuple[str, ...]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
