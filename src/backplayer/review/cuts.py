"""Advice on sentences that YAML cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backplayer.review.subject import Finding, Subject
from backplayer.routine.model import Path_
from backplayer.routine.problems import printable
from backplayer.routine.reading.source import Data, Source

_TEXTS = frozenset(
    (
        "title", "name", "say", "wait", "summary", "safety", "closing", "if_it_hurts", "start", "steps", "setup",
        "cues", "halfway", "caution", "text", "proposed",
    )
)  # fmt: skip
"""The keys whose values are sentences."""
_ENDS = (".", "!", "?", "…", ":")
_COMMENT = re.compile(r"\s+(#\S.*)")


def cut(subject: Subject) -> Iterator[Finding]:
    """Find texts that a comma between brackets, or a #, has cut, where the rest is still a routine."""
    source = subject.source
    for path, text, before in _texts(source.data):
        if before[:1].isupper() and text[:1].islower() and not before.endswith(_ENDS) and _share_a_line(source, path):
            told = f"the comma makes '{printable(text, 40)}' a text of its own; where it belongs to the one before, "
            yield path, f"{told}put quotes around the whole, or else begin it with a capital"
        rest = source.rest_of_line(path)
        if not text.endswith(_ENDS) and rest.startswith(text) and (lost := _COMMENT.match(rest, len(text))):
            yield path, f"'{printable(lost[1], 40)}' is a comment and not said; put quotes around a text that holds a #"


def _texts(data: Data, path: Path_ = ()) -> Iterator[tuple[Path_, str, str]]:
    """Go through the texts of a file, each with the one before it in its list."""
    if isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        here = (*path, key)
        if key in _TEXTS and not (key == "steps" and not data.keys().isdisjoint(("title", "repeat"))):
            written = [
                text if isinstance(text, str) else "" for text in (value if isinstance(value, list) else [value])
            ]
            for index, text in enumerate(written):
                yield (*here, index) if isinstance(value, list) else here, text, written[index - 1] if index else ""
        yield from _texts(value, here)


def _share_a_line(source: Source, path: Path_) -> bool:
    """Whether an item of a list stands on the line of the one before."""
    before = (*path[:-1], int(path[-1]) - 1)
    return source.values[path][0] == source.values[before][0]
