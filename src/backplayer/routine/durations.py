"""Durations as authors write them (``20s``, ``1m30s``, ``2 min``, ``1:30``) and as they are shown."""

from __future__ import annotations

import re

from backplayer.routine.problems import printable
from backplayer.units import Ms

_UNITS: dict[str, Ms] = {
    "ms": 1,
    "s": 1000, "sec": 1000, "secs": 1000, "second": 1000, "seconds": 1000,
    "m": 60_000, "min": 60_000, "mins": 60_000, "minute": 60_000, "minutes": 60_000,
    "h": 3_600_000, "hour": 3_600_000, "hours": 3_600_000,
}  # fmt: skip
_PART = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)\s*([^\W\d_]+)\s*")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-9]{2})")
_RANGE = re.compile(r"([0-9]{1,9})\s*[a-z]*\s*(?:-|–|to|bis)\s*[0-9]+\s*([a-z]+)")
_EXAMPLES = "write it like 20s, 1m30s, 2 min or 1:30"


def parse_duration(text: str) -> Ms:
    """Read a duration with its unit.

    Raises:
        ValueError: it is no duration; the message says what to write.
    """
    words = text.strip().lower()
    if not words:
        raise ValueError(f"a time is missing; {_EXAMPLES}")
    if clock := _CLOCK.fullmatch(words):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        if seconds >= 60:
            raise ValueError(f"'{printable(text)}' has more than 59 seconds after the colon")
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
    total, at = 0, 0
    while at < len(words):
        part = _PART.match(words, at)
        if not part or part[2] not in _UNITS:
            raise ValueError(f"'{printable(text)}' {_complaint(words, part and part[2])}")
        total += round(float(part[1]) * _UNITS[part[2]])
        at = part.end()
    return total


def _complaint(words: str, unit: str | None) -> str:
    if words.startswith("-"):
        return "is negative, which a time cannot be"
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", words):
        return f"has no unit; write {words}s for seconds or {words}m for minutes"
    if (span := _RANGE.fullmatch(words)) and span[2] in _UNITS:
        return f"is a range; write one time, such as {span[1]}{span[2]}, and mention the range in note"
    if re.search(r"[0-9],[0-9]", words):
        return "has a comma; write a point, as in 1.5 min"
    if re.search(r"[a-z]\s*[0-9]+$", words):
        return f"ends with a number that has no unit; {_EXAMPLES}"
    if unit:
        return f"has '{printable(unit)}', which is no unit of time; {_EXAMPLES}"
    return f"is no time; {_EXAMPLES}"


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
