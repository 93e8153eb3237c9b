"""Copies of a routine's text, to change: everything stays as it is written, comments too."""

from __future__ import annotations

import re

import yaml

from backplayer.routine.writing import quoted

_MODELINE = re.compile(r"^#\s*yaml-language-server:[^\n]*\n", re.MULTILINE)


def copied(text: str, modeline: str, note: str | None = None, title: str | None = None) -> str:
    """Return the routine *text* with *modeline* and a *note* at its top, and another *title* where one is given.

    *text* has passed all checks of a routine.
    """
    text = text.removeprefix("\ufeff")
    if title is not None:
        text = _retitled(text, title)
    text = _MODELINE.sub("", text, count=1)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [modeline.rstrip("\n"), *([f"# {note}"] if note else [])]
    return "".join(line + end for line in lines) + text


def _retitled(text: str, title: str) -> str:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a routine is a mapping"
    value = next(value for key, value in root.value if key.value == "title")
    start, end = value.start_mark.index, value.end_mark.index
    block = text[start:end].endswith("\n")  # a text in several lines, which ends with its last
    return text[:start] + quoted(title) + ("\n" if block else "") + text[end:]
