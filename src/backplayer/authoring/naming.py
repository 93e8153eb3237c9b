"""What a new routine's file may be called, so that it is found by name on every system."""

from __future__ import annotations

import re

from backplayer.routine.kinds import kind_by_name
from backplayer.routine.problems import printable

SUFFIX = ".yaml"
_NAME = re.compile(r"\w([\w .,'()&+-]{0,98}[\w)'+-])?")  # a name that ends with a dot or a space is none on Windows
_MOST_BYTES = 200
"""File systems take names of 255 bytes; a letter may have four."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class NameRefused(ValueError):
    """No routine can be called that; the message says what can."""


def routine_name(words: str) -> str:
    """Return the name that is meant by *words*: the same, without the ending of a file.

    Raises:
        NameRefused: it would be no safe name for a file, or not found as a routine.
    """
    name = re.sub(r"\.ya?ml$", "", words.strip(), flags=re.IGNORECASE)
    if "/" in name or "\\" in name:
        raise NameRefused(
            f"'{printable(words)}' names a folder, too; a new routine goes into your own, so name it only"
        )
    if not _NAME.fullmatch(name) or len(name.encode()) > _MOST_BYTES:
        raise NameRefused(
            f"'{printable(words)}' cannot be a routine's name; use letters, digits, spaces and hyphens, "
            "up to 100, such as quiet-ten"
        )
    if kind_by_name(name.casefold()) or _DEVICES.fullmatch(name):
        raise NameRefused(f"'{printable(words)}' is the name of something else; choose another, such as my-{name}")
    return name


def title_of(name: str) -> str:
    """Return the title that a name suggests: ``quiet-ten`` gives ``Quiet ten``."""
    words = re.sub(r"[-_\s]+", " ", name).strip() or name
    return words[:1].upper() + words[1:]
