"""The kinds of value an author writes: texts with or without an origin, times, tempos, and what they may hold.

Values arrive as the text that was typed (see ``source``), so each kind reads itself from text. How each shows
in a JSON Schema is told by ``shapes``, by its ``x-kind``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.hints import meant_key
from backplayer.routine.model import PROPOSED
from backplayer.routine.problems import printable
from backplayer.units import Ms

LONGEST: Ms = 3_600_000
MAX_LENGTH: Ms = 6 * LONGEST
"""The longest routine."""
MAX_ENTRIES = 50
"""The most texts in a list: each cue is tried in each gap of each round."""
JOINER = "\u200d"
"""Joins emoji into one; the only invisible character that is of use in a text."""
_BLANKS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]")
"""Letters, marks and free places that show nothing."""


def _check_text(text: str) -> str:
    if text.isprintable() and text.strip(" ") and not _BLANKS.search(text):
        return text  # as nearly all are
    for character in text:
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") or _BLANKS.match(character)
        if hidden and character != JOINER:
            name = unicodedata.name(character, f"control character {ord(character)}").lower()
            told = {"name": name, "character": character}
            raise PydanticCustomError("invisible", "the text holds an invisible character ({name}); delete it", told)
    if not text.strip(JOINER + " "):
        raise ValueError("the text is empty")
    return text


def _bounded(value: object, least: Ms, most: Ms = LONGEST) -> Ms:
    if not isinstance(value, str):
        raise ValueError("a time is one value, like 20s")
    ms = parse_duration(value)
    if ms < least:
        raise ValueError(f"{printable(value)} is too short; at least {duration_to_str(least)}")
    if ms > most:
        raise ValueError(f"{printable(value)} is too long; at most {most // LONGEST}h")
    return ms


def as_list(value: object) -> object:
    """Take one value for a list of one."""
    return value if isinstance(value, list) else [value]


def _check_stated(part: str) -> str:
    if part not in ("reps", "hold", "time", "tempo", "sets", "sides") and not part.startswith("tempo."):
        raise ValueError(f"'{printable(part)}' is no part of a dose; write reps, hold, time, tempo, sets or sides")
    return part


def _shown(least: Ms, most: Ms = LONGEST) -> WithJsonSchema:
    return WithJsonSchema({"x-kind": "time", "least": least, "most": most})


def _yes_or_no(value: object) -> object:
    if isinstance(value, str) and value.lower() not in ("yes", "no", "true", "false"):
        raise PydanticCustomError("bool_parsing", "yes or no")
    return value


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Text = Annotated[str, AfterValidator(_check_text), WithJsonSchema({"x-kind": "text"})]
Pause = Annotated[Ms, BeforeValidator(partial(_bounded, least=0)), _shown(0)]
Work = Annotated[Ms, BeforeValidator(partial(_bounded, least=1000)), _shown(1000)]
Part = Annotated[Ms, BeforeValidator(partial(_bounded, least=500)), _shown(500)]
Length = Annotated[Ms, BeforeValidator(partial(_bounded, least=1000, most=MAX_LENGTH)), _shown(1000, MAX_LENGTH)]
PhaseName = Annotated[Text, Field(pattern=r"^[^\W\d_][\w' -]{0,19}$"), WithJsonSchema({"x-kind": "phase"})]


class Written(BaseModel):
    """A mapping an author writes. A key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, arbitrary_types_allowed=False)


class SourcedText(Written, title="Text with its origin"):
    """A text with its origin: plain text, `{proposed: text}`, or `{text: …, from: source}`."""

    text: Text | None = Field(None, description="A text that a source states.", examples=["Round up."])
    proposed: Text | None = Field(None, description="A text that no source states.", examples=["Ribs stay low."])
    from_: Text | None = Field(None, alias="from", description="The source that states it.", examples=["our-leaflet"])

    @model_validator(mode="before")
    @classmethod
    def _plain_text(cls, value: object) -> object:
        if isinstance(value, str):
            return {"text": value}
        if isinstance(value, list):
            raise ValueError("one text belongs here, not a list")
        if isinstance(value, dict) and {"text", "proposed"} <= value.keys():
            raise ValueError("it is either text: (and from:) or proposed:, not both; keep one")
        if isinstance(value, dict) and not {"text", "proposed"} & value.keys():
            key = printable(next(iter(value), ""))
            told = "'{key}:' is read as a key; put quotes around a text that holds ': '"
            if meant := meant_key(key, ("text", "proposed")):
                told = "unknown key '{key}'; did you mean '{meant}'?"
            elif "from" in value:
                told = "the text itself is missing; write {text: …, from: …}"
            raise PydanticCustomError("text_key", told, {"key": key, "meant": meant or ""})
        return value

    @property
    def words(self) -> str:
        """The text itself."""
        return self.text or self.proposed or ""

    @property
    def origin(self) -> str | None:
        """A source's id, ``"proposed"``, or None where nothing is said."""
        return PROPOSED if self.proposed else self.from_


Texts = Annotated[list[SourcedText], Field(max_length=MAX_ENTRIES), BeforeValidator(as_list)]
Words = Annotated[list[Text], BeforeValidator(as_list)]
StatedPart = Annotated[str, AfterValidator(_check_stated), WithJsonSchema({"x-kind": "part"})]
StatedParts = Annotated[list[StatedPart], BeforeValidator(as_list)]


def _tempo_form(value: object) -> str:
    return "<phases>" if isinstance(value, dict) else "<tempo>"


Tempo = Annotated[
    Annotated[Part, Tag("<tempo>")]
    | Annotated[dict[PhaseName, Part], Field(min_length=1, max_length=8), Tag("<phases>")],
    Discriminator(_tempo_form),
]
