"""Time as the whole player counts it: integer milliseconds."""

from __future__ import annotations

from typing import TypeAlias

Ms: TypeAlias = int
"""A time or a length in whole milliseconds. No float seconds cross a function boundary."""


def ms_to_frames(ms: Ms, rate: int) -> int:
    """Sample frames that start at *ms*, at *rate* frames a second, rounded to the nearest frame."""
    return (ms * rate + 500) // 1000


def frames_to_ms(frames: int, rate: int) -> Ms:
    """Milliseconds that *frames* at *rate* frames a second have filled, rounded down."""
    return frames * 1000 // rate
