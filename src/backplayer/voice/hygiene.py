"""What an engine is given to read: no control characters, no markup, and notations as the words they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 500
"""Characters a phrase may have; the routine format allows no more."""

_NUMBER = r"\d+(?:[.,]\d+)?"
_UNITS = {
    "ms": ("millisecond", "milliseconds"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "mm": ("millimetre", "millimetres"),
    "cm": ("centimetre", "centimetres"),
    "km": ("kilometre", "kilometres"),
    "g": ("gram", "grams"),
    "kg": ("kilogram", "kilograms"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
}
_FRACTIONS = {
    ("1", "2"): "one half",
    ("1", "3"): "one third",
    ("2", "3"): "two thirds",
    ("1", "4"): "one quarter",
    ("3", "4"): "three quarters",
}
_ANY_UNIT = "|".join(_UNITS)
_OUT_OF = {"10", "100"}
"""Only these read as a score, as in a pain of 3/10. Metres are not in the list: ``10m`` may mean minutes."""


def spoken(text: str, language: str = "en") -> str:
    """*text* as an engine should get it: one clean line of at most ``LONGEST`` characters, perhaps empty.

    Notations (``10s``, ``3x12``, ``1/2``, ``8-10``, ``5 kg``, ``45°``) are written out when *language* is English.
    """
    line = _clean(text)
    if language.lower().split("-")[0] == "en":
        for pattern, words in _NOTATIONS:
            line = pattern.sub(words, line)
    return _clipped(" ".join(line.split()))


def _clean(text: str) -> str:
    return "".join(_kept(character) for character in unicodedata.normalize("NFC", text))


def _kept(character: str) -> str:
    """What stays of a character. Brackets and angles are markup to some engines (phonemes, SSML, commands)."""
    if character in "[]<>{}":
        return " "
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp" | "Zs":  # controls and every kind of space
            return " "
        case "Cs" | "Co" | "Cn":  # half a surrogate pair cannot even be encoded
            return ""
        case "Cf":  # direction marks and the like; the joiners belong to the spelling of many languages
            return character if character in "\u200c\u200d" else ""
        case _:
            return character


def _clipped(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rpartition(" ")[0] or line[:LONGEST]


def _unit(match: re.Match[str]) -> str:
    one, many = _UNITS[match["unit"]]
    return f"{match['n']} {one if match['n'] == '1' else many}"


def _minutes_and_seconds(match: re.Match[str]) -> str:
    minutes, seconds = match["m"], match["s"]
    spelt = f"{minutes} minute{'' if minutes == '1' else 's'}"
    return f"{spelt} {seconds} second{'' if seconds == '1' else 's'}"


def _fraction(match: re.Match[str]) -> str:
    whole, top, bottom = match["whole"], match["top"], match["bottom"]
    if (top, bottom) in _FRACTIONS:
        return _mixed(whole, _FRACTIONS[top, bottom])
    if bottom in _OUT_OF and not whole:
        return f"{top} out of {bottom}"
    return match[0]


def _sign(match: re.Match[str]) -> str:
    """``½`` in words, also after a whole number."""
    top, _, bottom = unicodedata.normalize("NFKC", match["sign"]).partition("\N{FRACTION SLASH}")
    return f" {_mixed(match['whole'], _FRACTIONS[top, bottom])} "


def _mixed(whole: str | None, fraction: str) -> str:
    return f"{whole} and {fraction.replace('one half', 'a half')}" if whole else fraction


_ALONE = r"(?<![\w.,/:-])"  # where a number starts that is not the tail of something else
_ENDS = r"(?![\w/:-]|[.,]\d)"  # and where one ends

_NOTATIONS: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"(?:(?P<whole>\d+) ?)?(?P<sign>[½⅓⅔¼¾])"), _sign),
    (re.compile(rf"{_ALONE}(?:(?P<whole>\d+) +)?(?P<top>\d+)/(?P<bottom>\d+){_ENDS}"), _fraction),
    (re.compile(rf"{_ALONE}(?P<m>\d+)m ?(?P<s>\d+)s\b"), _minutes_and_seconds),
    (re.compile(rf"{_ALONE}({_NUMBER}) ?({_ANY_UNIT}) ?[-–] ?({_NUMBER}) ?\2(?!\w)"), r"\1 to \3 \2"),
    (re.compile(rf"{_ALONE}({_NUMBER}) ?[-–] ?({_NUMBER})(?![-–:/\d]|[.,]\d)"), r"\1 to \2"),
    (re.compile(rf"{_ALONE}({_NUMBER}) ?[x×] ?(?=\d)"), r"\1 times "),
    (re.compile(rf"{_ALONE}({_NUMBER}) ?[x×](?!\w)"), r"\1 times"),
    (re.compile(rf"{_ALONE}1 ?° ?(?=[CF]?\b|\W|$)"), "1 degree "),
    (re.compile("°"), " degrees "),
    (re.compile(rf"(?<![\w.,:-])(?<!\d/)(?P<n>{_NUMBER}) ?(?P<unit>{_ANY_UNIT})(?!\w)"), _unit),
]
