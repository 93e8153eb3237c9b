"""Routines to begin with: a small one out of the library, and one that shows every key of the format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from backplayer.authoring.picking import Pick, lacking
from backplayer.routine.library import Library

_IN_ORDER = (
    "marching-in-place", "shoulder-rolls", "cat-camel-extension-only", "can-opener", "bridge", "cross-body-stretch",
)  # fmt: skip
_FIRST = ("shoulder-rolls", "cat-camel-extension-only", "cross-body-stretch")
"""Without a wish for a length; the others are added one by one until it is reached."""


def small(shelf: Library, have: Iterable[str] | None = None, more: int = 0) -> tuple[Pick, ...]:
    """Return the exercises of a small routine, and *more* of them; with *have*, those that need nothing else."""
    chosen = {*_FIRST, *[slug for slug in _IN_ORDER if slug not in _FIRST][:more]}
    picks = [Pick(slug, shelf.exercise(slug)) for slug in _IN_ORDER if slug in chosen]
    return tuple(pick for pick in picks if have is None or not lacking(pick.exercise, have))


MOST_MORE = len(_IN_ORDER) - len(_FIRST)


def full_text() -> str:
    """Return the routine that shows every key; it has no first line for editors yet."""
    return Path(__file__).with_name("full.yaml").read_text(encoding="utf-8")
