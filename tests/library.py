"""Our own library and a few shorthands, for tests."""

from __future__ import annotations

from pathlib import Path

from backplayer.routine.library import Library

ROOT = Path(__file__).parent.parent
ROUTINES = ROOT / "routines"
NAMES = (
    "desk-break", "extend-and-push", "neck-and-shoulders", "posture-rehab",
    "seventeen-exercises", "stabilization", "thoracic-mobility", "upper-back",
)  # fmt: skip


def library() -> Library:
    return Library([ROUTINES])
