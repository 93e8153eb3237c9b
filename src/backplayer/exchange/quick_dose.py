"""The words of a dose in the one-line form: ``3x10 each side``, ``10x 3s 5s 1s``, ``30s rest 20s``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backplayer.exchange.result import Find
from backplayer.exchange.steps import Written
from backplayer.routine.durations import parse_duration
from backplayer.routine.problems import printable

EXAMPLE = "write it like 10x Row / 30s Plank"
_PHASES: dict[int, tuple[str, ...]] = {
    2: ("lift", "lower"),
    3: ("lift", "hold", "lower"),
    4: ("lift", "hold", "lower", "pause"),
}
"""What is said for phases nobody named."""

_COUNT = r"[0-9]{1,9}"
_X = r"[x×*]"
_REPS = r"(?:times|reps?|repetitions?)"
_HOURS, _MINUTES, _SECONDS = r"(?:h|hours?)", r"(?:m|mins?|minutes?)", r"(?:ms|s|secs?|seconds?)"
_SOME = r"[0-9]{1,9}(?:[.,][0-9]{1,3})?\s*"
_LENGTH = (
    r"(?P<length>(?:[0-9]{1,4}(?::[0-9]{1,4}){1,2}"
    rf"|{_SOME}{_HOURS}(?:\s*{_SOME}{_MINUTES})?(?:\s*{_SOME}{_SECONDS})?"
    rf"|{_SOME}{_MINUTES}(?:\s*{_SOME}{_SECONDS})?"
    rf"|{_SOME}{_SECONDS})(?![^\W_]))"
)
_ITEMS = (
    ("quoted", r'"(?P<word>[^"]+)"'),
    ("quoted", r"'(?P<word>[^']+)'"),
    ("range", rf"{_COUNT}\s*(?:[-–]|to\b)\s*[0-9][^\s,]*(?:\s(?:{_X}|{_REPS}|{_HOURS}|{_MINUTES}|{_SECONDS}))?"),
    (
        "sets",
        rf"(?P<sets>{_COUNT})\s*(?:{_X}|sets?\s(?:of\s|{_X}\s*)?)\s*(?P<reps>{_COUNT})(?:\s*{_REPS})?"
        rf"(?!\s*(?:{_HOURS}|{_MINUTES}|{_SECONDS})\b)",
    ),
    ("sets", rf"(?P<sets>{_COUNT})(?:{_X}|\s{_X}\s?|\s?sets?\s(?:of\s|{_X}\s?)?){_LENGTH}"),
    ("sets", rf"(?P<sets>{_COUNT})\s?sets?(?:\sof)?(?!\srest\b)"),
    ("reps", rf"(?P<reps>{_COUNT})\s?(?:{_X}|{_REPS})"),
    ("reps", rf"{_X}\s?(?P<reps>{_COUNT})"),
    ("set_rest", rf"set\srest\s(?:of\s|for\s)?{_LENGTH}"),
    ("set_rest", rf"{_LENGTH}\sset\srest"),
    ("rest", rf"rest\s(?:of\s|for\s)?{_LENGTH}"),
    ("rest", rf"{_LENGTH}\srest(?!\s[0-9])"),
    ("each", rf"{_LENGTH}\seach(?!\sside)(?:\s{_REPS})?"),
    ("sides", r"(?:on\s)?(?:each|per)\ssides?|l/r|r/l"),
    ("side", r"(?:on\s)?(?P<word>both|left|right|alternating|alternate)(?:\ssides?)?"),
    ("phase", rf"(?P<word>lift|hold|lower|pause)\s(?:for\s)?{_LENGTH}"),
    ("time", rf"(?:move|time)\s(?:for\s)?{_LENGTH}"),
    ("length", rf"(?:for\s)?{_LENGTH}"),
    ("number", r"[0-9]+(?:[.,][0-9]+)?"),
)
_COMPILED = [(kind, re.compile(rf"(?:{form})(?=[\s,:]|$)", re.IGNORECASE)) for kind, form in _ITEMS]
_OWN_PHASE = ("phase", re.compile(rf"(?P<word>[^\W\d_][\w'-]*)\s{_LENGTH}(?=[\s,:]|$)", re.IGNORECASE))
_BEGINS = re.compile(
    r"[0-9x×*\"']|set\s|rest\s|each\s|per\s|[lr]/|on\s|both|left|right|alternat|lift|hold|lower|pause|move|time|for\s",
    re.IGNORECASE,
)
"""How every item begins: most words are none, and are seen so at once."""
_BETWEEN = re.compile(r"(?:[\s,:]|[-–—](?=\s))+")
_A_WORD = ("word", re.compile(r"[^\s,:]+"))
_METRES = re.compile(r"[0-9.,]+\s*m")
_SIDES = {"both": "both", "left": "left", "right": "right", "alternating": "alternating", "alternate": "alternating"}
_NO_DOSE = ("word", "quoted", "range", "number")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a dose, or a word of a name, which is of kind ``word`` (or ``quoted``)."""

    kind: str
    text: str
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)

    @property
    def is_dose(self) -> bool:
        """Whether it is part of a dose."""
        return self.kind not in _NO_DOSE


def tokens_of(text: str, *, own_phases: bool = False) -> list[Token]:
    """Part a text with single spaces into words and parts of doses; with *own_phases* ``pull 2s`` is one, too."""
    return list(_tokens(text, own_phases))


def _tokens(text: str, own_phases: bool) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if between := _BETWEEN.match(text, at):
            at = between.end()
            continue
        known = [*(_COMPILED if _BEGINS.match(text, at) else ()), *((_OWN_PHASE,) if own_phases else ()), _A_WORD]
        kind, found = next((kind, found) for kind, form in known if (found := form.match(text, at)))
        values = {name: value for name, value in found.groupdict().items() if value}
        yield Token(kind, found[0], at, found.end(), values)
        at = found.end()


@dataclass(slots=True)
class Dose:
    """What parts of a dose say together. *keys* are those of a step but for *length*, a hold or a time."""

    keys: Written = field(default_factory=dict)
    length: str = ""
    length_key: str = ""  # hold or time; empty: as the exercise is

    @property
    def amount(self) -> bool:
        """Whether it says how much."""
        return bool(self.length) or "reps" in self.keys

    @property
    def is_rest(self) -> bool:
        """Whether it is a rest and nothing else."""
        return self.keys.keys() == {"rest"} and not self.length

    @property
    def is_length(self) -> bool:
        """Whether it is a length and nothing else."""
        return bool(self.length) and not self.keys and not self.length_key

    def written(self, held: bool) -> Written:
        """Return the keys of a step; *held*: the exercise's own dose is a hold."""
        key = self.length_key or ("hold" if held else "time")
        return {**({key: self.length} if self.length else {}), **self.keys}


def dose_of(tokens: Sequence[Token], find: Find) -> Dose:
    """Read the parts of one dose, in the order they were written.

    Raises:
        ValueError: they do not go together, or can be meant in two ways; the message says what to write.
    """
    return _Reading(find).read(tokens)


@dataclass(slots=True)
class _Reading:
    find: Find
    dose: Dose = field(default_factory=Dose)
    spans: list[tuple[str, str]] = field(default_factory=list)  # of a repetition, or else the one length
    each: str = ""

    def read(self, tokens: Sequence[Token]) -> Dose:
        for token in tokens:
            self.part(token)
        reps = self.dose.keys.get("reps")
        if reps is not None:
            self.repetitions(reps)
        elif self.each:
            raise ValueError(f"{self.each} each what? Write '{self.each} each side', or 10x {self.each} each")
        else:
            self.one_length()
        if "sets" in self.dose.keys and "rest" in self.dose.keys and "set_rest" not in self.dose.keys:
            rest = self.dose.keys["rest"]
            raise ValueError(
                f"'rest {rest}' between the sets, or after them? Write 'set rest {rest}', or ' / rest {rest}' after it"
            )
        return self.dose

    def part(self, token: Token) -> None:
        values = token.values
        length = _length(values["length"]) if "length" in values else ""
        if token.kind in ("rest", "set_rest"):
            self.once(token.kind, length)
            return
        for key in ("sets", "reps"):
            if key in values:
                self.once(key, int(values[key]))
        if token.kind in ("sides", "side"):
            self.once("sides", _SIDES[values["word"].lower()] if token.kind == "side" else "both")
        elif token.kind == "each":
            if self.each:
                raise ValueError(f"{self.each} each, and {length} each; write one of them")
            self.each = length
        elif token.kind in ("time", "phase"):
            self.spans.append((values.get("word", token.kind).lower(), length))
        elif length:
            self.spans.append(("", length))

    def once(self, key: str, value: object) -> None:
        if key in self.dose.keys:
            hint = "; for 3 sets of 10 write 3x10" if key == "reps" else ""
            raise ValueError(f"{key.replace('_', ' ')} stand{'' if key in ('reps', 'sets') else 's'} here twice{hint}")
        self.dose.keys[key] = value

    def repetitions(self, reps: int) -> None:
        names = [name for name, _ in self.spans]
        lengths = [length for _, length in self.spans]
        tempo: object = None
        if self.each and not names:
            tempo = self.each
        elif self.each or "time" in names:
            raise ValueError("repetitions and a time; write 10x, or 30s")
        elif names == [""]:
            raise ValueError(
                f"{lengths[0]} after repetitions: of what? Write '{reps}x {lengths[0]} each' for the length of a "
                f"repetition, {reps}x{lengths[0]} for {reps} sets of it, or 'rest {lengths[0]}'"
            )
        elif names and not any(names):
            if len(names) not in _PHASES:
                raise ValueError(f"{len(names)} phases; name them: 10x pull 2s hold 3s release 2s; Row")
            tempo = dict(zip(_PHASES[len(names)], lengths, strict=True))
        elif names:
            self.check_phases(names)
            tempo = dict(self.spans)
        rest = {key: value for key, value in self.dose.keys.items() if key != "reps"}
        self.dose.keys = {"reps": reps, **({"tempo": tempo} if tempo else {}), **rest}

    def check_phases(self, names: list[str]) -> None:
        if not all(names) or len(set(names)) < len(names):
            raise ValueError("name each phase once, or none: 10x pull 2s hold 3s release 2s; Row")
        for name in names:
            if (len(names) == 1 and name != "hold") or self.find(name):
                raise ValueError(f"'{printable(name)}': an exercise or a phase? {EXAMPLE}")

    def one_length(self) -> None:
        if len(self.spans) > 1:
            raise ValueError(f"{len(self.spans)} times and no number of repetitions; {EXAMPLE}")
        for name, length in self.spans:
            if name not in ("", "hold", "time"):
                raise ValueError(f"'{printable(name)}' is not understood; write 30s, hold 30s or move 30s")
            if _METRES.fullmatch(length):
                raise ValueError(f"'{length}': write {length[:-1].strip()} min; a routine holds no distance")
            self.dose.length, self.dose.length_key = length, name


def _length(text: str) -> str:
    parse_duration(text)
    return text.lower().replace(" ", "")
