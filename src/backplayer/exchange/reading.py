"""Files of strangers into text: decoded, and every text in them made one that a routine may hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backplayer.exchange.result import Losses
from backplayer.routine.format.values import JOINER, Text
from backplayer.routine.reading.source import MAX_TEXT

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LATIN = "not UTF-8; read as Latin-1, so look at letters with accents"


def decoded(raw: bytes) -> tuple[str, bool]:
    """Return the text, and whether it had to be taken for Latin-1, which can be any bytes."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), False
    try:
        return raw.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return raw.decode("latin-1"), True


def cleaned(text: str, place: str, losses: Losses, most: int = MAX_TEXT) -> str:
    """Return *text* as a routine may hold it; what has to go is told. Runs of white space become one space."""
    words = " ".join(text.split())
    hidden = {character for character in set(words) if not _visible(character)}
    if hidden:
        count = sum(character in hidden for character in words)
        losses.tell(place, f"{count} invisible character{'s' if count > 1 else ''} left out of the text")
        words = " ".join("".join(character for character in words if character not in hidden).split())
    if not words.strip(JOINER + " "):
        return ""
    if len(words) > most:
        losses.tell(place, f"a text of {len(words)} characters; the first {most} are kept")
        words = words[:most].rstrip()
    return words


def _visible(character: str) -> bool:
    if character.isascii() and character.isprintable():
        return True
    from pydantic import ValidationError

    try:
        _text().validate_python(f"x{character}")
    except ValidationError:
        return False
    return True


@cache
def _text() -> TypeAdapter[str]:
    from pydantic import TypeAdapter

    return TypeAdapter(Text)
