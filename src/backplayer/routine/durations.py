"""Durations as authors write them (``20s``, ``1m30s``, ``2 min``, ``1:30``) and as they are shown."""

from __future__ import annotations

import re

from backplayer.units import Ms

_UNITS: dict[str, Ms] = {
    "ms": 1,
    "s": 1000, "sec": 1000, "secs": 1000, "second": 1000, "seconds": 1000,
    "m": 60_000, "min": 60_000, "mins": 60_000, "minute": 60_000, "minutes": 60_000,
    "h": 3_600_000, "hour": 3_600_000, "hours": 3_600_000,
}  # fmt: skip
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)\s*")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2})")


def parse_duration(text: str) -> Ms:
    """Read a duration with its unit.

    Raises:
        ValueError: it is no duration; the message says what to write.
    """
    words = text.strip().lower()
    if words.startswith("-"):
        raise ValueError(f"a time cannot be negative: '{text}'")
    if re.fullmatch(r"\d+(\.\d+)?", words):
        raise ValueError(f"'{text}' has no unit; write {words}s for seconds or {words}m for minutes")
    if clock := _CLOCK.fullmatch(words):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        if seconds >= 60:
            raise ValueError(f"'{text}' has more than 59 seconds after the colon")
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
    total, at = 0, 0
    while at < len(words):
        part = _PART.match(words, at)
        if not part or part[2] not in _UNITS:
            raise ValueError(f"'{text}' is no time; write it like 20s, 1m30s, 2 min or 1:30")
        total += round(float(part[1]) * _UNITS[part[2]])
        at = part.end()
    if not words:
        raise ValueError("a time is missing; write it like 20s, 1m30s, 2 min or 1:30")
    return total


def duration_to_str(ms: Ms) -> str:
    """Write a duration so that :func:`parse_duration` reads the same: ``20s``, ``1m30s``, ``2m``, ``1.5s``."""
    minutes, rest = divmod(ms, 60_000)
    if not minutes:
        return f"{rest / 1000:g}s"
    return f"{minutes}m{rest / 1000:g}s" if rest else f"{minutes}m"


def clock_to_str(ms: Ms) -> str:
    """Write a position or a length for reading: ``1:05``, ``14:03``, ``1:02:03``."""
    seconds = ms // 1000
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02}"
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
