"""How much the coach says."""

from __future__ import annotations

from enum import Enum


class Verbosity(str, Enum):
    """``full``: everything; ``brief``: names, doses, counts and the first cue; ``counts``: names and counts."""

    FULL = "full"
    BRIEF = "brief"
    COUNTS = "counts"
