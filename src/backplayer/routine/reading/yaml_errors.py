"""What is wrong with text that is no YAML, in an author's words, at the place that has to be mended.

A parser stops where it lost its way, which is often lines after the mistake. Each guess below looks for one way in
which people break YAML, in the lines that lead up to that place; the first that finds something tells it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from backplayer.routine.problems import Place, printable

Told: TypeAlias = "tuple[Place, str]"

LINE_END = re.compile("\r\n|[\n\r]")
LONGEST_LINE = 2_000
"""Characters of a line that are looked at: it may come from a stranger."""

_QUOTES = "put quotes around the text that starts here"
_CLOSED = "check the indentation; quotes and brackets must be closed, and ' inside '…' is written ''"
_HINTS = {
    "mapping values are not allowed": "a text that holds ': ' needs quotes around it",
    "could not find expected ':'": "a ':' and a space are missing after a key, or a quote is not closed",
    "tab character": "indent with spaces, not tabs",
    "character '\\t'": "indent with spaces, not tabs",
    "expected key": _CLOSED,
    "block end": _CLOSED,
    "expected node content": "a bracket is not closed, or a text with , : [ ] { } needs quotes",
    "expected the node content": "a bracket is not closed, or a text with , : [ ] { } needs quotes",
    "hexdecimal number": "\\ has a meaning of its own inside \"…\"; write \\\\, or use '…' as quotes",
    "unexpected ':'": "a text that holds ': ' needs quotes around it",
    "or line break": "what starts here belongs on a line of its own, or the text before it needs quotes",
    "expected ','": "a bracket is not closed, or a text in it with , : [ ] { } needs quotes",
    "expected '-' indicator": "check the indentation of this list: what belongs together starts in the same column",
    "sequence entries are not allowed": "a list starts on a line of its own; a text that starts with '- ' needs quotes",
    "mapping keys are not allowed": _QUOTES,
    "cannot start any token": _QUOTES,
    "non-alphabetical character": "a line may not begin with %; put quotes around the text",
    "alphabetic or numeric character": "a text that starts with * or & needs quotes",
    "directive": "a line that starts with % needs quotes",
    "unexpected end of stream": "a quote is not closed",
    "unexpected document indicator": "a quote is not closed before the line with --- or ...",
    "escape": "\\ has a meaning of its own inside \"…\"; write \\\\, or use '…' as quotes",
    "document start": "there is text after the end of the routine",
    "tag": "put quotes around a text that starts with !",
}
"""What the YAML library says, and what an author has to do about it."""

_OTHER_FILES = (
    (re.compile(r"\{\\rtf"), "this is a rich text (RTF) file; save it as plain text"),
    (re.compile(r"<(!doctype|html|\?xml|head|body)", re.IGNORECASE), "this is a web page; copy only its text"),
)
"""How the first line of files of other kinds begins."""
_ITEM = r"\s{0,200}(?:-\s{1,9}){0,9}"
_KEY = re.compile(rf"({_ITEM})(\"[^\"]{{1,99}}\"|'[^']{{1,99}}'|[^\s'\"#\[{{][^:#]{{0,99}}?)\s{{0,9}}:(?=\s|$)")
_SLIPS = (
    (re.compile(r"(\s*)(//|/\*)"), "a comment begins with '# ', not with '{0}'"),
    (
        re.compile(rf"({_ITEM})([^\W\d]\w{{0,30}}):[\xa0\u2000-\u200b\u202f\u3000]"),
        "the space after '{0}:' only looks like one; type it anew",
    ),
    (re.compile(rf"({_ITEM})([^\W\d]\w{{0,30}})\s?[：﹕]"), "write '{0}: …', with an ordinary colon and a space"),
    (re.compile(r"(\s*)-(?=[^\s-])([^:]{0,30})"), "a space is missing after the dash; write '- {0}'"),
    (re.compile(r"(\s*)([–—‐‑−•*·‣▪●])\s"), "an entry of a list begins with a hyphen, '- ', not with '{0}'"),
    (re.compile(rf"({_ITEM})([^\W\d]\w{{0,30}}):(?=[^\s:/])"), "a space is missing after the colon; write '{0}: …'"),
    (re.compile(rf"({_ITEM})([^\W\d]\w{{0,30}})\s*="), "write '{0}: …', with a colon in place of the '='"),
)
"""Lines that are nearly right: what stands before the slip, and the word to tell it by."""
_COMMON = (
    "title", "summary", "language", "author", "length", "equipment", "safety", "closing", "defaults", "notes", "steps",
    "exercise", "rest", "say", "wait", "repeat", "reps", "hold", "time", "tempo", "sets", "set_rest", "sides", "switch",
    "note", "section", "counting", "get_ready", "optional", "alternative", "swap", "caution", "like", "name", "kind",
    "posture", "start", "setup", "cues", "dose", "sources", "format",
)  # fmt: skip
"""Words that are keys for sure where they begin a line."""
_WORD = re.compile(rf"({_ITEM})([^\W\d]\w{{0,30}})(?=\s|$)")
_OPENS = re.compile(r"(?:^|: +|- +|[\[{,] *)([\"'])")
_WHOLE = re.compile(
    r"(?:: +|- +)(\"(?:[^\"\\]|\\.){0,500}\"|'(?:[^']|''){0,500}'|\[[^\[\]]{0,500}\]|\{[^{}]{0,500}\})[ \t]*[^\s#,\]}:]"
)


@dataclass(frozen=True)
class _Failure:
    """Where the parser stopped, as a row from 0 and a column from 0, and where what it was in the middle of began."""

    lines: tuple[str, ...]
    row: int
    column: int
    problem: str
    context: str
    opened: Place | None

    @property
    def line(self) -> str:
        return self.at(self.row)

    def at(self, row: int) -> str:
        return self.lines[row][:LONGEST_LINE] if 0 <= row < len(self.lines) else ""

    def above(self) -> Iterator[int]:
        """Go up through the rows before this one that hold something."""
        for row in range(min(self.row, len(self.lines)) - 1, -1, -1):
            if self.at(row).strip() and not self.at(row).lstrip().startswith("#"):
                yield row


def explained(text: str, error: Any) -> Told:
    """Return where an author has to look, and what to do there; *error* is what the YAML library raised."""
    mark, start = error.problem_mark or error.context_mark, error.context_mark
    failure = _Failure(
        tuple(LINE_END.split(text)),
        mark.line if mark else 0,
        mark.column if mark else 0,
        error.problem or "",
        error.context or "",
        (start.line, start.column) if start else None,
    )
    for guess in _GUESSES:
        if told := guess(failure):
            place, message = told
            return (place[0] + 1, place[1] + 1), message
    return _as_the_parser_says(failure)


def _another_kind_of_file(failure: _Failure) -> Told | None:
    first = next((row for row in range(len(failure.lines)) if failure.at(row).strip()), 0)
    return next(
        (((first, 0), told) for pattern, told in _OTHER_FILES if pattern.match(failure.at(first).lstrip())), None
    )


def _markdown(failure: _Failure) -> Told | None:
    """Tell a page of Markdown from a routine with a starred text in it."""
    if not failure.line.lstrip().startswith(("**", "__")) or any(
        _KEY.match(failure.at(row)) for row in failure.above()
    ):
        return None
    return (0, 0), "this is a page in Markdown; a routine begins with 'title: …' and then 'steps:'"


def _directive(failure: _Failure) -> Told | None:
    if failure.line.startswith("%") and "directive" in failure.context:
        return (failure.row, 0), "a line may not begin with %; delete it, or put quotes around the text"
    return None


def _second_colon(failure: _Failure) -> Told | None:
    """Tell why a line has a second ': ': two keys on a line, or quotes that are none."""
    before = failure.line[: failure.column]
    if "mapping values" not in failure.problem or not _KEY.match(before):
        return None
    word = re.search(r"\s(\w{1,30})$", before)
    if word and word[1] in _COMMON:
        return (failure.row, word.start(1)), f"'{word[1]}' is a key; begin a line of its own with it"
    if quote := re.search("[“”„«»‘]", before):
        return (
            failure.row,
            quote.start(),
        ), f"{quote[0]} is no quote here; type \" at both ends of a text that holds ': '"
    return None


def _fence(failure: _Failure) -> Told | None:
    if failure.line.lstrip().startswith("```"):
        return (failure.row, 0), "delete the line with ```; it belongs to the page this was copied from"
    return None


def _odd_space(failure: _Failure) -> Told | None:
    for row in (failure.row, *islice(failure.above(), 3)):
        line = failure.at(row)
        odd = re.search(r"[^ \t]", line[: len(line) - len(line.lstrip())])
        if odd:
            return (row, odd.start()), "this is no ordinary space, though it looks like one; type the spaces anew"
    return None


def _open_quote(failure: _Failure) -> Told | None:
    """Find a quote that is not closed on its line, before a line that begins something new."""
    for row in range(min(failure.row, len(failure.lines) - 1) + 1):
        line = failure.at(row)
        if line.lstrip().startswith("#"):
            continue
        if (column := _left_open(line)) is None:
            continue
        following = next((failure.at(later) for later in range(row + 1, len(failure.lines)) if failure.at(later)), "")
        if following and not _KEY.match(following) and not following.lstrip().startswith("- "):
            continue
        message = f"the quotation mark ({line[column]}) that opens here is not closed; put one at the end of the text"
        if line[column] == '"' and re.search("[“”„]", line[column:]):
            message = 'the text begins with " and ends with another kind of quote; type " at both ends'
        return (row, column), message
    return None


def _left_open(line: str) -> int | None:
    """Return the column of a quote that opens a text and has no end on its line."""
    at = 0
    while opens := _OPENS.search(line, at):
        begin, quote = opens.start(1), opens[1]
        closes = re.compile(r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'").match(line, begin + 1)
        if not closes:
            return begin
        at = closes.end()
    return None


def _slip(failure: _Failure) -> Told | None:
    """Find a line that is no 'key: value', which the parser took for text that goes on."""
    if ": " in failure.line[: failure.column].strip() and "mapping values" in failure.problem:
        return None  # the line itself holds a second colon
    rows = [failure.row]
    for row in failure.above():
        rows.append(row)
        if _KEY.match(failure.at(row)) and not _slipped(failure.at(row)):
            break
    for row in reversed(rows):
        if found := _slipped(failure.at(row)):
            return (row, found[0]), found[1]
    if not any(problem in failure.problem for problem in ("mapping values", "expected ':'", "document start")):
        return None
    for row in reversed(rows):
        word = _WORD.match(failure.at(row))
        if word and word[2].lower() in _COMMON and not _KEY.match(failure.at(row)):
            more = ": …" if failure.at(row)[word.end() :].strip() else ":"
            return (row, word.end(1)), f"a colon is missing; write '{word[2]}{more}'"
    return None


def _slipped(line: str) -> tuple[int, str] | None:
    for pattern, told in _SLIPS:
        if found := pattern.match(line):
            return found.end(1), told.format(printable(found[2], 30))
    return None


def _bracket(failure: _Failure) -> Told | None:
    """Tell an open bracket from a comma that is missing."""
    if "flow" not in failure.context or failure.opened is None or "expected ','" not in failure.problem:
        return None
    row, column = failure.opened
    begins_anew = failure.row > row and (
        _KEY.match(failure.line) or failure.line.lstrip().startswith("- ") or not failure.line.strip()
    )
    if not begins_anew:
        if failure.line[failure.column : failure.column + 1] in ("{", "[", '"', "'"):
            return (failure.row, failure.column), "a comma is missing before this"
        return None
    bracket = failure.at(row)[column : column + 1]
    closing = {"[": "]", "{": "}"}.get(bracket, "bracket")
    return (row, column), f"the {bracket} that opens here is not closed; put a {closing} at its end"


def _after_the_end(failure: _Failure) -> Told | None:
    """Find text after a quote or a bracket that closed."""
    if "expected key" not in failure.problem and "block end" not in failure.problem:
        return None
    whole = next((found for found in _WHOLE.finditer(failure.line) if found.end() > failure.column), None)
    if whole is None:
        return None
    end = "]}\"'"["[{\"'".index(whole[1][0])]
    if end == "'" and re.match(r"\w", failure.line[failure.column :]):
        told = "an apostrophe ends a text that begins with '; write '' for it, or \" at both ends of the text"
        return (failure.row, whole.end(1) - 1), told
    message = f"a text that begins with {whole[1][0]} ends at the {end}, but this one goes on; put '…' around all of it"
    return (failure.row, whole.start(1)), message


def _indentation(failure: _Failure) -> Told | None:
    """Compare the columns of a key and of the one above it."""
    above = next(failure.above(), None)
    here = _KEY.match(failure.line)
    if above is None:
        return None
    upper = _KEY.match(failure.at(above))
    has_value = upper is not None and failure.at(above)[upper.end() + 1 :].strip()
    if failure.line.startswith("- ") and failure.column == 0 and upper and upper.end(1) == 0 and has_value:
        name = printable(upper[2])
        return (above, 0), f"'{name}' is not indented; begin it below the first key of the entry it belongs to"
    if not here or not upper:
        return None
    if failure.opened and "indicator" in failure.problem and failure.line.lstrip().startswith("- "):
        message = (
            f"check the indentation: this '-' stands in column {failure.column + 1}, the first of the list in column "
        )
        return (failure.row, failure.column), f"{message}{failure.opened[1] + 1}; begin all of a list in the same one"
    name, other, column, wanted = printable(here[2]), printable(upper[2]), here.end(1), upper.end(1)
    if "mapping values" in failure.problem and column > wanted and failure.column == here.end() - 1 and has_value:
        return (
            failure.row,
            column,
        ), f"'{name}' is indented deeper than '{other}' above it, which has a value; begin them in the same column"
    if ("indicator" in failure.problem or "block end" in failure.problem or "key" in failure.problem) and (
        column != wanted
    ):
        message = f"check the indentation: '{name}' begins in column {column + 1} and '{other}' above it in column "
        return (failure.row, column), f"{message}{wanted + 1}; what belongs together begins in the same column"
    return None


def _end_mark(failure: _Failure) -> Told | None:
    for row in failure.above() if "document start" in failure.problem else ():
        if failure.at(row).startswith("..."):
            return (row, 0), "three dots end the file, and nothing may follow; delete this line"
    return None


_GUESSES: tuple[Callable[[_Failure], Told | None], ...] = (
    _another_kind_of_file, _markdown, _fence, _directive, _end_mark, _odd_space, _open_quote, _bracket, _after_the_end,
    _second_colon, _slip, _indentation,
)  # fmt: skip


def _as_the_parser_says(failure: _Failure) -> Told:
    row, column = failure.row, failure.column
    left_open = any(word in failure.context for word in ("simple key", "quoted scalar"))
    at_the_end = not any(failure.at(later).strip() for later in range(row, len(failure.lines)))
    if failure.opened and (left_open or at_the_end):
        row, column = failure.opened  # shown where it opens, not where its end was missed
    last = next((later for later in range(len(failure.lines) - 1, 0, -1) if failure.at(later).strip()), 0)
    if row >= last:  # libyaml counts a line more where the last one has no end
        row, column = last, min(column if row == last else LONGEST_LINE, len(failure.lines[last]))
    hint = next((hint for part, hint in _HINTS.items() if part in failure.problem), None)
    if "mapping values" in failure.problem and ": " not in failure.at(row)[:column].strip():
        hint = "this line goes on with the text above it; a key begins in the same column as the key above"
    if failure.at(row)[column : column + 1] == "\t":
        hint = _HINTS["tab character"]
    told = hint or f"{printable(failure.problem)}; check indentation, quotes and brackets"
    return (row + 1, column + 1), told
