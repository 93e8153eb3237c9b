"""Copies of a routine's text, to change: everything stays as it is written, comments too."""

from __future__ import annotations

import re

import yaml

from backplayer.routine.writing import quoted

_MODELINE = re.compile(r"^#\s*yaml-language-server:[^\n]*\n", re.MULTILINE)


def copied(
    text: str, modeline: str, note: str | None = None, title: str | None = None, language: str | None = None
) -> str:
    """Return the routine *text* with *modeline* and a *note* at its top, another *title* and *language* where given.

    *text* has passed all checks of a routine.
    """
    text = text.removeprefix("\ufeff")
    end = "\r\n" if "\r\n" in text else "\n"
    if title is not None:
        text = _with_value(text, "title", title, end)
    if language is not None:
        text = _with_value(text, "language", language, end)
    text = _MODELINE.sub("", text, count=1)
    lines = [modeline.rstrip("\n"), *([f"# {note}"] if note else [])]
    return "".join(line + end for line in lines) + text


def _with_value(text: str, key: str, value: str, end: str) -> str:
    """Write *value* in place of what *key* has; a key that is not there comes before the title."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a routine is a mapping"
    nodes = {written.value: (written, old) for written, old in root.value}
    if key not in nodes:
        title, _ = nodes["title"]
        at = title.start_mark.index
        between = ", " if root.flow_style else end + " " * title.start_mark.column
        return f"{text[:at]}{key}: {quoted(value)}{between}{text[at:]}"
    old = nodes[key][1]
    begins, ends = old.start_mark.index, old.end_mark.index
    block = text[begins:ends].endswith("\n")  # a text in several lines, which ends with its last
    return text[:begins] + quoted(value) + (end if block else "") + text[ends:]
