"""What an engine is given to read: no control characters, no markup, and notations as the words they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

LONGEST = 500
"""Characters a phrase may have; the routine format allows no more."""

_NUMBER = r"\d+(?:[.,]\d+)?"
_DECIMALS = re.compile(r"(\d+)[.,](\d{1,2})")
_OUT_OF = {"10", "100"}
"""Only these read as a score, as in a pain of 3/10."""
_ALONE = r"(?<![\w.,/:-])"  # where a number starts that is not the tail of something else
_ENDS = r"(?![\w/:-]|[.,]\d)"  # and where one ends

Reading: TypeAlias = Callable[[str], str]
"""What an engine should get for a text: one clean line of at most ``LONGEST`` characters, perhaps empty."""
_Rule: TypeAlias = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]


class Forms(Protocol):
    """A word for one of something, and for more."""

    @property
    def one(self) -> str:
        """For one."""

    @property
    def other(self) -> str:
        """For more."""


class Notations(Protocol):
    """How a language reads what is written short. Without units it is left to the voice."""

    @property
    def units(self) -> Sequence[tuple[str, Forms]]:
        """Abbreviations. Metres are better not among them: ``10m`` may mean minutes."""

    @property
    def fractions(self) -> Sequence[tuple[str, str, str]]:
        """``1/2``, how it reads alone, and how after a whole number."""

    @property
    def degrees(self) -> Forms | None:
        """The sign for degrees."""

    @property
    def times(self) -> str:
        """``x`` between two numbers."""

    @property
    def times_alone(self) -> Forms | None:
        """``x`` after a number."""

    @property
    def to(self) -> str:
        """``-`` between two numbers."""

    @property
    def out_of(self) -> str:
        """``/`` in a score."""

    @property
    def decimal(self) -> str:
        """What stands before decimals."""

    @property
    def phrases(self) -> Sequence[tuple[str, str]]:
        """``1 Minute``, ``1/2 Minute``, and how they read."""


def spoken(text: str) -> str:
    """*text* as an engine should get it in a language of which nothing is known."""
    return _clipped(" ".join(_clean(text).split()))


def reading(notations: Notations, pronounce: Iterable[tuple[str, str]] = ()) -> Reading:
    """How texts are read in a language: ``10s``, ``3x12``, ``1/2``, ``8-10``, ``5 kg``, ``45°`` are written out.

    Before that, every whole word of *pronounce*, in capitals or not, is replaced by what the voice is to read instead;
    of two for the same word, the first holds.
    """
    replaced = _replacing(pronounce)
    rules = _rules(notations)

    def read(text: str) -> str:
        line = replaced(_clean(text))
        for pattern, words in rules:
            line = pattern.sub(words, line)
        return _clipped(" ".join(line.split()))

    return read


def _replacing(pronounce: Iterable[tuple[str, str]]) -> Reading:
    table: dict[str, str] = {}
    for word, said in pronounce:
        if key := _folded(_clean(word)):
            table.setdefault(key, _clean(said))
    if not table:
        return lambda line: line
    words = re.compile("|".join(map(_whole, sorted(table, key=len, reverse=True))), re.IGNORECASE)

    def replaced(line: str) -> str:
        return words.sub(lambda found: table.get(_folded(found[0]), found[0]), line)[: 4 * LONGEST]

    return replaced


def _whole(word: str) -> str:
    """Make the pattern of *word* where it is no part of another; a lone letter could be one of ``it's``."""
    pattern = re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]")
    beside = r"\w'’" if len(word) == 1 else r"\w"
    return rf"(?<![{beside}]){pattern}(?![{beside}])"


def _folded(word: str) -> str:
    """*word* as it is looked up. Patterns that ignore case take ẞ for ß, but never ss, as `str.casefold` does."""
    return " ".join(word.replace("’", "'").lower().split())


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


def _rules(notations: Notations) -> list[_Rule]:
    units = dict(notations.units)
    if not units:
        return []
    fractions = {written: (alone, after) for written, alone, after in notations.fractions}
    any_unit = "|".join(map(re.escape, units))

    def number(written: str) -> str:
        """Write decimals the way the language does; three digits could be thousands."""
        decimals = _DECIMALS.fullmatch(written)
        return f"{decimals[1]}{notations.decimal}{decimals[2]}" if decimals else written

    def counted(written: str, forms: Forms) -> str:
        return f"{number(written)} {forms.one if written == '1' else forms.other}"

    def mixed(whole: str | None, fraction: str) -> str:
        alone, after = fractions[fraction]
        return f"{whole} {after}" if whole else alone

    def sign(match: re.Match[str]) -> str:
        """``½`` in words, also after a whole number."""
        written = unicodedata.normalize("NFKC", match["sign"]).replace("\N{FRACTION SLASH}", "/")
        return f" {mixed(match['whole'], written)} " if written in fractions else match[0]

    def fraction(match: re.Match[str]) -> str:
        whole, top, bottom = match["whole"], match["top"], match["bottom"]
        if f"{top}/{bottom}" in fractions:
            return mixed(whole, f"{top}/{bottom}")
        if bottom in _OUT_OF and not whole:
            return f"{top} {notations.out_of} {bottom}"
        return match[0]

    def part_of_a_unit(match: re.Match[str]) -> str:
        """``1/2 kg``, ``1½ h``: the unit in words, the fraction for later."""
        forms = units[match["unit"]]
        return f"{match['whole'] or ''}{match['part']} {forms.other if match['whole'] else forms.one}"

    def minutes_and_seconds(match: re.Match[str]) -> str:
        return f"{counted(match['m'], units['min'])} {counted(match['s'], units['s'])}"

    phrases = {spelling: said for short, said in notations.phrases for spelling in _spellings(short)}
    a_part = rf"(?P<whole>\d+ *)?(?P<part>[½⅓⅔¼¾]|(?<!\d)(?:{'|'.join(fractions) or '½'}))"
    rules: list[_Rule] = [
        (re.compile(rf"{_ALONE}{a_part} ?(?P<unit>{any_unit})(?!\w)"), part_of_a_unit),
        (re.compile(r"(?:(?P<whole>\d+) ?)?(?P<sign>[½⅓⅔¼¾])"), sign),
        (re.compile(rf"{_ALONE}(?:(?P<whole>\d+) +)?(?P<top>\d+)/(?P<bottom>\d+){_ENDS}"), fraction),
    ]
    if units.keys() >= {"min", "s"}:
        rules.append((re.compile(rf"{_ALONE}(?P<m>\d+)m ?(?P<s>\d+)s\b"), minutes_and_seconds))
    times: _Rule = (re.compile(rf"{_ALONE}({_NUMBER}) ?[x×] ?(?=\d)"), rf"\1 {_literal(notations.times)} ")
    if notations.times:  # before ranges, for 3x8-12, and after them, for 2-3x12
        rules.append(times)
    if notations.to:
        to = rf"\1 {_literal(notations.to)} \2"
        rules.append((re.compile(rf"{_ALONE}({_NUMBER}) ?° ?[-–] ?({_NUMBER} ?°)"), to))
        ranges = rf"{_ALONE}({_NUMBER}) ?({any_unit}) ?[-–] ?({_NUMBER}) ?\2(?!\w)"
        rules.append((re.compile(ranges), rf"\1 {_literal(notations.to)} \3 \2"))
        rules.append((re.compile(rf"{_ALONE}({_NUMBER}) ?[-–] ?({_NUMBER})(?![-–:/\d]|[.,]\d)"), to))
    if notations.times:
        rules.append(times)
    if alone := notations.times_alone:
        rules.append((re.compile(rf"{_ALONE}({_NUMBER}) ?[x×](?!\w)"), lambda match: counted(match[1], alone)))
    if degrees := notations.degrees:
        rules.append((re.compile(rf"{_ALONE}1 ?° ?(?=[CF]?\b|\W|$)"), f"1 {_literal(degrees.one)} "))
        rules.append((re.compile(r"(?<=\d) ?°"), f" {_literal(degrees.other)} "))
    one_unit = rf"(?<![\w.,:-])(?<!\d/)(?P<n>{_NUMBER}) ?(?P<unit>{any_unit})(?!\w)"
    rules.append((re.compile(one_unit), lambda match: counted(match["n"], units[match["unit"]])))
    if phrases:
        any_phrase = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
        as_phrase: _Rule = (re.compile(rf"{_ALONE}(?<!\d )(?:{any_phrase})(?!\w)"), lambda match: phrases[match[0]])
        rules = [as_phrase, *rules, as_phrase]  # as written, and as written out
    return rules


def _spellings(phrase: str) -> set[str]:
    """Return *phrase* with its fraction written out, and as one sign: ``1 1/2 h``, ``1 ½ h``, ``1½ h``."""
    found = {phrase}
    for fraction, sign in (("1/2", "½"), ("1/4", "¼"), ("3/4", "¾")):
        if fraction in phrase:
            found |= {phrase.replace(fraction, sign), phrase.replace(f" {fraction}", sign)}
    return found


def _literal(words: str) -> str:
    """*words* as a replacement that means nothing else."""
    return words.replace("\\", r"\\")
