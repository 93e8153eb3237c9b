"""The one-line form: ``10x Row / Plank 30s``, ``10x 3s 5s 1s; Row``, ``Row=10x``.

Steps stand on lines of their own or between ``/`` or ``;``; a ``;`` also stands between a dose and the name after it.
Nothing is guessed: what can be read in two ways is refused, with the ways to write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise

from backplayer.exchange.quick_dose import EXAMPLE, Dose, Token, dose_of, tokens_of
from backplayer.exchange.reading import cleaned
from backplayer.exchange.result import Asked, Imported, Losses
from backplayer.exchange.steps import MAX_NAME, RESTS, Written, exercise_named
from backplayer.routine.problems import MAX_PROBLEMS, Place, Problem, RoutineError, printable
from backplayer.routine.reading.source import MAX_TEXT

_HOW = "write an exercise like '10x Row' or 'Plank 30s each side', and ' / ' between two"
_LAST = "write the side last: 'Side plank 30s left'"
_QUOTES = "if it belongs to the name, put the name in quotes"
_CUT = re.compile(
    r"""(?<![^\s;=/,:])(?:"[^"]*"|'[^']*')(?=[\s;=/,:.]|$)|(?<!\w)(?:l/r|r/l)(?!\w)|(?P<cut>[/;])""", re.IGNORECASE
)
_BULLET = re.compile(r"(?:[-*•–]|[0-9]{1,3}[.)])\s+")
_NO_NAME = re.compile(
    r"[+-]?[\d.,:]+|\d+[^\W\d_][^\W_]*|\d[\d.,:]*[-–]\d.*|[x×]\d+"
    r"|x|reps?|repetitions?|times|sets?|m?s|secs?|seconds?|mins?|minutes?|hours?|rest|each|per|then|repeat|rounds?",
    re.IGNORECASE,
)
"""Words of a dose that cannot be words of a name."""
_JOINT = re.compile(r'[,:=+|>→"]|(?:^|\s)(?:and|with|of|for|at)$', re.IGNORECASE)
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text between two cuts; *tight* where the slash before it has no space on one side."""

    text: str
    place: Place
    starts: bool = True
    tight: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What a piece says: a name, a dose, or both. *spoken*: the name is no name but the words of a rest."""

    piece: _Piece
    name: str = ""
    tokens: tuple[Token, ...] = ()
    dose: Dose = field(default_factory=Dose)
    spoken: bool = False

    @property
    def dosed(self) -> bool:
        return self.dose.amount or self.dose.is_rest

    @property
    def is_dose(self) -> bool:
        return not self.name and not self.dose.is_rest

    @property
    def is_name(self) -> bool:
        return not self.tokens


def read(text: str, asked: Asked) -> Imported:
    """Read exercises in the one-line form. Lines that start with # are left out. Raises `RoutineError`."""
    reading = _Reading(asked)
    for said in reading.checked(reading.all_said(text)):
        reading.step(said)
        if len(reading.problems) > MAX_PROBLEMS:
            break
    if reading.problems:
        raise RoutineError(sorted(reading.problems, key=lambda problem: (problem.line, problem.column)))
    if not reading.names:
        raise asked.fail(f"there is no exercise here; {EXAMPLE}")
    title = asked.title or _title(reading.names)
    return Imported({"title": title, "steps": reading.steps}, reading.losses.all(), tuple(reading.places))


class _Refused(ValueError):
    """What is wrong, and with which piece."""

    def __init__(self, piece: _Piece, message: str) -> None:
        super().__init__(message)
        self.piece = piece


def _title(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _parts(text: str) -> Iterator[list[_Piece]]:
    """Go through the pieces between semicolons, those of a part together: lines and slashes part them for good."""
    for number, line in enumerate(text.splitlines(), start=1):
        part: list[_Piece] = []
        if not line.lstrip().startswith("#"):
            for piece in _pieces(line, number):
                if piece.starts and part:
                    yield part
                    part = []
                part.append(piece)
        if part:
            yield part


def _pieces(line: str, number: int) -> Iterator[_Piece]:
    cuts = [found.start() for found in _CUT.finditer(line) if found["cut"]]
    starts, tight = True, False
    for before, after in pairwise([-1, *cuts, len(line)]):
        text = line[before + 1 : after]
        if starts and (bullet := _BULLET.match(text.lstrip())):
            text = " " * (len(text) - len(text.lstrip()) + bullet.end()) + text.lstrip()[bullet.end() :]
        if text.strip():
            column = before + 2 + len(text) - len(text.lstrip())
            yield _Piece(text.strip(), (number, column), starts, tight)
            starts = tight = False
        if line[after : after + 1] == "/":
            starts, tight = True, not (line[after - 1 : after].isspace() and line[after + 1 : after + 2].isspace())


class _Reading:
    def __init__(self, asked: Asked) -> None:
        self.asked, self.losses = asked, Losses()
        self.steps: list[Written] = []
        self.names: list[str] = []
        self.places: list[Place] = []
        self.problems: list[Problem] = []

    def _tell(self, piece: _Piece, error: object) -> None:
        self.problems.append(self.asked.problem(str(error), *piece.place))

    def all_said(self, text: str) -> Iterator[_Said | None]:
        """Go through what is said, a step each; None where it cannot be read, which is told."""
        for part in _parts(text):
            count = len(self.problems)
            said = [found for piece in part if (found := self._said(piece))]
            if len(self.problems) > MAX_PROBLEMS:
                return
            if len(self.problems) > count:
                yield None
                continue
            try:
                joined = list(self._joined(said))
            except _Refused as error:
                self._tell(error.piece, error)
                yield None
            else:
                yield from joined

    def checked(self, steps: Iterator[_Said | None]) -> Iterator[_Said]:
        """Refuse a slash without spaces between what may be one name: ``10x Cat/Cow``."""
        before: _Said | None = None
        for said in steps:
            if said and before and said.piece.tight and not (said.dosed and before.dosed):
                one, other = (
                    printable(before.name or before.piece.text, 40),
                    printable(said.name or said.piece.text, 40),
                )
                self._tell(said.piece, f"one exercise or two? Write '{one} / {other}' for two, '{one}-{other}' for one")
                before = None
                continue
            if before:
                yield before
            before = said
        if before:
            yield before

    def _said(self, piece: _Piece) -> _Said | None:
        try:
            return self._parsed(piece)
        except ValueError as error:
            self._tell(piece, error)
            return None

    def _parsed(self, piece: _Piece) -> _Said:
        if len(piece.text) > MAX_TEXT:
            raise ValueError(f"{len(piece.text)} characters without a cut; {MAX_TEXT} is the most; {EXAMPLE}")
        text = cleaned(piece.text, f"line {piece.place[0]}", self.losses).strip(" ,:.!–—-")
        find = self.asked.find
        if not text:
            raise ValueError(f"'{printable(piece.text)}' is not understood; {EXAMPLE}")
        if find(text) or text.casefold() in RESTS:
            return _Said(piece, text)
        name, equals, dose = text.partition("=")
        if equals:
            return self._of_equals(piece, name.strip(), dose)
        tokens = tokens_of(text, own_phases=True)
        if tokens[0].kind in ("reps", "sets") and all(token.is_dose for token in tokens):
            with suppress(ValueError):  # the words may be a name, not phases
                return _Said(piece, "", tuple(tokens), dose_of(tokens, find))
        tokens = tokens_of(text)
        if all(token.is_dose for token in tokens):
            only = tokens[0].values if len(tokens) == 1 else {}
            if only.get("word", "").casefold() in RESTS:  # a pause, and no phase of anything
                return _Said(piece, "", tuple(tokens), Dose({"rest": only["length"]}))
            return _Said(piece, "", tuple(tokens), dose_of(tokens, find))
        _check_numbers(tokens)
        at = [number for number, token in enumerate(tokens) if not token.is_dose]
        before, inside, after = tokens[: at[0]], tokens[at[0] : at[-1] + 1], tokens[at[-1] + 1 :]
        name = self._name(text, before, inside, after)
        said = _Said(piece, name, (*before, *after), dose_of([*before, *after], find))
        if before and all(token.kind == "rest" for token in before):
            if inside[0].kind == "word" or after:
                raise ValueError(f"write '{before[0].text} / {printable(name, 40)}', with ' / ' between")
            return replace(said, spoken=True)
        for token in after:
            if token.kind == "rest" and token.text[:1].isdigit() and not said.dose.amount:
                length, shown = token.values["length"], printable(name, 40)
                raise ValueError(f"'{token.text}' after what? Write '{shown} rest {length}', or '{length} {shown}'")
        return said

    def _of_equals(self, piece: _Piece, name: str, text: str) -> _Said:
        tokens = tokens_of(text, own_phases=True)
        _check_numbers(tokens)
        for token in tokens:
            if not token.is_dose:
                raise ValueError(f"'{printable(token.text, 40)}' is not understood; {EXAMPLE}")
        if not name:
            raise ValueError(f"a name is missing before '='; {EXAMPLE}")
        if not tokens:
            raise ValueError(_how_much(name))
        name = self._name(name, [], tokens_of(name), tokens)
        return _Said(piece, name, tuple(tokens), dose_of(tokens, self.asked.find))

    def _name(self, text: str, before: Sequence[Token], inside: Sequence[Token], after: Sequence[Token]) -> str:
        """Return the name that the tokens *inside* are; refuse what may be more than one."""
        name = text[inside[0].start : inside[-1].end]
        sided = [token for token in (*before, *after) if token.kind in ("side", "sides")]
        for token in inside:
            if token.is_dose and (token.kind != "side" or sided):
                one, other = (printable(part.strip(), 40) for part in (text[: token.start], text[token.end :]))
                raise ValueError(f"'{token.text}' stands between '{one}' and '{other}'; {_HOW}")
        if any(token.kind == "quoted" for token in inside):
            if len(inside) > 1:
                raise ValueError(f"beside a name in quotes stands only its dose; {_HOW}")
            return inside[0].values["word"].strip()
        if before:
            name = re.sub(r"^of\s+", "", name, flags=re.IGNORECASE)
            side = before[-1]
            if side.kind == "side" or (side.kind == "sides" and self.asked.find(f"side {name}")):
                raise ValueError(f"'{side.text} {printable(name, 80)}' can be read in two ways; {_LAST}")
        if name.casefold() not in RESTS and not self.asked.find(name):
            self._check_name(name)
        return name

    def _check_name(self, name: str) -> None:
        shown = printable(name, 80)
        for word in name.split():
            if _NO_NAME.fullmatch(word.strip("()[]{}.,:;!?\"'+–-")):
                raise ValueError(f"'{printable(word, 40)}' cannot stand in a name ('{shown}'); {_HOW}; {_QUOTES}")
        if _JOINT.search(name) or (_AND.search(name) and any(map(self.asked.find, _AND.split(name)))):
            raise ValueError(f"'{shown}': one exercise or two? {_HOW}; a name with such marks stands in quotes")

    def _joined(self, part: Sequence[_Said]) -> Iterator[_Said]:
        """Put a dose alone to the name after it."""
        waiting: _Said | None = None
        before: _Said | None = None
        for said in part:
            if waiting:
                yield self._with_dose(said, waiting)
                waiting, before = None, None
                continue
            if said.is_dose:
                dose = printable(said.piece.text, 40)
                if before and before.is_name:
                    one = printable(before.name, 40)
                    raise _Refused(
                        said.piece,
                        f"is '{dose}' for '{one}' or for what follows? Write '{one} {dose}', or ' / ' between",
                    )
                waiting = said
            else:
                yield said
            before = said
        if waiting:
            raise _Refused(waiting.piece, f"a name is missing after '{printable(waiting.piece.text, 40)}'; {EXAMPLE}")

    def _with_dose(self, said: _Said, dose: _Said) -> _Said:
        shown = printable(dose.piece.text, 40)
        if not said.name or said.spoken:
            raise _Refused(dose.piece, f"a name is missing after '{shown}'; {EXAMPLE}")
        if said.dosed:
            raise _Refused(said.piece, f"'{printable(said.name, 40)}' has two doses, '{shown}' before it; {_HOW}")
        tokens = (*dose.tokens, *said.tokens)
        try:
            return replace(said, piece=dose.piece, tokens=tokens, dose=dose_of(tokens, self.asked.find))
        except ValueError as error:
            raise _Refused(said.piece, str(error)) from None

    def step(self, said: _Said) -> None:
        """Add a step; what is wrong is kept."""
        try:
            step = self._step(said)
        except ValueError as error:
            self._tell(said.piece, error)
        else:
            self.steps.append(step)
            self.places.append(said.piece.place)

    def _step(self, said: _Said) -> Written:
        name, dose = said.name, said.dose
        if said.spoken or not name:
            return {"rest": dose.keys["rest"], **({"say": name} if name else {})}
        found = self.asked.find(name)
        if not found and name.casefold() in RESTS:
            if not dose.is_length:
                raise ValueError("how long is this rest, and only that? Write: rest 20s")
            return {"rest": dose.length}
        own = found.dose if found else None
        if not dose.amount and not own:
            words = "; words for a rest stand in quotes" if self._after_rest() else ""
            raise ValueError(f"{_how_much(name)}{words}")
        if "set_rest" in dose.keys and "sets" not in dose.keys and not (own and own.sets > 1):
            raise ValueError(
                f"a rest between sets, and one set; write 3x10 for 3 sets, or 'rest {dose.keys['set_rest']}'"
            )
        if len(name) > MAX_NAME:
            raise ValueError(f"a name of {len(name)} characters; {MAX_NAME} is the most")
        self.names.append(found.name if found else name)
        return {"exercise": exercise_named(name, found), **dose.written(bool(own and own.hold))}

    def _after_rest(self) -> bool:
        return bool(self.steps) and self.steps[-1].keys() == {"rest"}


def _how_much(name: str) -> str:
    shown = printable(name, 80)
    return f"how much of '{shown}'? Write '10x {shown}' or '30s {shown}'"


def _check_numbers(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.kind == "number":
            number = token.text[:9]
            raise ValueError(f"{number} what? Write {number}x for repetitions, or {number}s for seconds; {_QUOTES}")
        if token.kind == "range":
            raise ValueError(
                f"'{printable(token.text, 40)}' is a range; write one number, such as 8x or 30s; {_QUOTES}"
            )
