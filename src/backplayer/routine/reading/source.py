"""YAML text into plain data in which every value remembers its line and column.

Every scalar stays the text its author typed (white space aside): there is no guessing of numbers, booleans or dates, so
none of YAML 1.1's surprises (``1:30`` = 90, ``no`` = false) can happen. The file comes from a stranger: its size, the
length of a text and the number of values (aliases counted as often as they are used) are bounded.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from backplayer.routine.model import Path_
from backplayer.routine.problems import FORMAT, Place, Problem, RoutineError, printable
from backplayer.routine.reading.yaml_errors import LINE_END
from backplayer.routine.reading.yaml_nodes import MAX_DEPTH, MAX_VALUES, Node, parse_nodes

MAX_BYTES = 256 * 1024
MAX_TEXT = 500

Data: TypeAlias = "str | list[Data] | dict[str, Data]"

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_KEY = re.compile(r"\w[\w' ./+&°’-]{0,63}")
_GLUED = re.compile(r"([^\W\d]\w{0,30}):(\S.{0,60})")
_NUMBER, _DECIMALS = re.compile(r"\d{1,4}"), re.compile(r"\d{1,3} ?[a-z]{0,3}")
"""The parts of 2,5s between braces, where the comma begins another entry."""
_BEGINS_A_STEP = ("exercise", "rest", "say", "wait", "repeat")
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How Word's files and PDF begin."""


@dataclass(slots=True)
class Source:
    """The plain data of one file, where each part stands, and the problems found so far."""

    name: str
    data: Data = ""
    values: dict[Path_, Place] = field(default_factory=dict)
    keys: dict[Path_, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    size: int = 0
    """Characters of all texts, each alias written out."""
    lines: tuple[str, ...] = ()

    def existing(self, path: Path_) -> Path_:
        """Return *path*, or the nearest part above it that stands in the file."""
        while path and path not in self.values:
            path = path[:-1]
        return path

    def keys_beside(self, path: Path_) -> Mapping[str, Data]:
        """Return the keys that stand in the same mapping as *path*; nothing where it was not written as one."""
        around: Data = self.data
        for part in path[:-1]:
            if isinstance(around, dict) and isinstance(part, str):
                around = around.get(part, "")
            else:
                inside = isinstance(around, list) and isinstance(part, int) and part < len(around)
                around = around[part] if inside else ""  # type: ignore[index]
        return around if isinstance(around, dict) else {}

    def rest_of_line(self, path: Path_) -> str:
        """Return what stands on the line from the value at *path* on."""
        line, column = self.values.get(path, (0, 0))
        return self.lines[line - 1][column - 1 :].lstrip() if 0 < line <= len(self.lines) else ""

    def problem(self, path: Path_, message: str, *, key: bool = False, rule: str = FORMAT, at: str = "") -> Problem:
        """Make a complaint about the value (or the key) at *path*, or about the nearest part above that exists.

        *at* is the part of the value's line it is about.
        """
        exact = self.keys.get(path) if key else None
        line, column = exact or self.values.get(self.existing(path), (1, 1))
        if at and line <= len(self.lines):
            column = max(column, self.lines[line - 1].find(at, column - 1) + 1)
        return Problem(self.name, line, column, message, rule)


def read_bytes(path: Path, within: Path | None = None) -> bytes:
    """Read a file of at most MAX_BYTES. One from a stranger may not lead out of the folder *within*.

    Raises:
        RoutineError: it cannot be read, is no file or is larger.
    """

    def fail(message: str) -> RoutineError:
        return RoutineError([Problem(str(path), 1, 1, message)])

    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise fail("this is a folder; name a routine file inside it")
        if not stat.S_ISREG(mode):  # reading one could wait for ever
            raise fail("this is a pipe or a device; save the routine as a file")
        if within is not None and leads_out(path, within):
            raise fail("this is a link to a file outside its folder; name that file itself, if you trust it")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise fail("no such file") from None
    except OSError as error:
        raise fail(f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:  # a NUL in the name
        raise fail("cannot be read: no file can have this name") from None
    if len(raw) > MAX_BYTES:
        raise fail(f"larger than {MAX_BYTES // 1024} KiB; a routine is a short text")
    return raw


def read_source(path: Path, within: Path | None = None) -> Source:
    """Read a YAML file. One from a stranger may not lead out of the folder *within*, nor hide anything in it.

    Raises:
        RoutineError: the file cannot be read, is no YAML or is beyond the bounds.
    """
    name = str(path)

    def fail(message: str, line: int = 1, column: int = 1) -> RoutineError:
        return RoutineError([Problem(name, line, column, message)])

    raw = read_bytes(path, within)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if raw.startswith(_BINARY):
            raise fail("this is no text file (a Word document, a PDF?); save it as plain text") from None
        before = LINE_END.split(raw[: error.start].decode("utf-8-sig", "replace"))
        raise fail("not UTF-8 text; save the file as UTF-8", len(before), len(before[-1]) + 1) from None
    source = parse_source(text, name)
    if within is not None:
        source.problems += _direction_marks(text, name)
    return source


def leads_out(path: Path, folder: Path) -> bool:
    """Whether *path* is, by way of links, a file outside *folder*."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle: reading tells
        return False


def _direction_marks(text: str, name: str) -> Iterator[Problem]:
    """Find characters that let a text, also in a comment, look like another to whoever reads the file."""
    for number, line in enumerate(LINE_END.split(text), start=1):
        comment = re.search(r"(?:^|\s)#", line)  # elsewhere, the text itself is complained about
        for mark in _DIRECTION.finditer(line, comment.start() if comment else len(line)):
            shown = printable(mark[0])
            message = f"this file holds a character that changes the direction of its text ({shown}); delete it"
            yield Problem(name, number, mark.start() + 1, message)


def parse_source(text: str, name: str) -> Source:
    """Parse YAML text; *name* is what complaints call the file.

    Raises:
        RoutineError: it is no YAML or is beyond the bounds.
    """
    root, problems = parse_nodes(text, name)
    source = Source(name, problems=problems, lines=tuple(LINE_END.split(text)))
    source.data = _expand(root, (), source)
    source.problems = list(dict.fromkeys(problems))  # an alias repeats what is wrong with what it stands for
    return source


def _expand(node: Node, path: Path_, source: Source) -> Data:
    """Turn nodes into data, an alias as often as it is used; bounded by MAX_VALUES and MAX_DEPTH."""
    source.values[path] = node.place

    def complain(place: Place, message: str) -> None:
        source.problems.append(Problem(source.name, *place, message))

    if len(source.values) > MAX_VALUES or len(path) > MAX_DEPTH:
        beyond = f"{MAX_VALUES} values" if len(source.values) > MAX_VALUES else f"{MAX_DEPTH} levels"
        complain(source.values[path[:2]], f"from here on more than {beyond}, with each alias written out")
        raise RoutineError(source.problems)
    if node.kind == "text":
        text = str(node.value)
        if len(text) > MAX_TEXT:
            complain(node.place, f"a text of {len(text)} characters; {MAX_TEXT} is the most, so split it or cut it")
        source.size += len(text)
        if source.size > MAX_BYTES:
            complain(node.place, f"more than {MAX_BYTES // 1024} KiB of texts, with each alias written out")
            raise RoutineError(source.problems)
        return text[:MAX_TEXT]
    if node.kind == "list":
        return [_expand(item, (*path, index), source) for index, item in enumerate(node.value)]
    mapping: dict[str, Data] = {}
    above, in_step = "", isinstance(path[-1], int) if path else False
    key: Node
    for key, value in node.value:
        name = str(key.value) if key.kind == "text" else ""
        inside = (*path, name)
        if number := _parted(mapping.get(above), name, value):
            told = f"{above}: a comma parts one entry from the next; write {number}"
            cut = (*path, above)
            complain(source.values[cut], told)
            mapping[above] = number
        elif not _KEY.fullmatch(name):
            complain(key.place, _no_key(name))
        elif name not in mapping:
            source.keys[inside] = key.place
            mapping[name] = _expand(value, inside, source)
            above = name
        else:
            begins = in_step and name in _BEGINS_A_STEP
            hint = "; a new step begins with '- '" if begins else ""
            complain(key.place, f"'{name}' stands here a second time (first in line {source.keys[inside][0]}){hint}")
            if begins:
                break  # what follows is that step's
    return mapping


def _parted(before: Data | None, name: str, value: Node) -> str | None:
    """Return the number that a comma cut in two, of 2,5s between braces."""
    whole = isinstance(before, str) and _NUMBER.fullmatch(before) and value.value == "" and _DECIMALS.fullmatch(name)
    return f"{before}.{name}" if whole else None


def _no_key(name: str) -> str:
    if name == "<<":
        return "merge keys (<<) are not allowed; write the keys themselves here"
    if glued := _GLUED.fullmatch(name):
        return f"a space is missing after the colon; write '{printable(glued[1])}: {printable(glued[2])}'"
    shown = f"'{printable(name)}'" if name else "this"
    return f"{shown} cannot be a key, which is a plain word; put quotes around a text that holds ': '"
