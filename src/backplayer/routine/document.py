"""What an author may write: the keys of a routine and of an exercise, with their types and bounds.

This is the format as data: docs/format.md describes it in words. Values arrive as the text that was typed (see
``source``), so each field reads its own type from text.
"""

from __future__ import annotations

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
    RootModel,
    Tag,
    model_validator,
)

from backplayer.routine.durations import duration_to_str, parse_duration
from backplayer.routine.model import PROPOSED, Counting, Kind, Posture, Sides
from backplayer.units import Ms

MAX_TEXT = 500
LONGEST: Ms = 3_600_000
SLUG = r"^[a-z0-9][a-z0-9-]{0,63}$"


def _check_text(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    if len(text) > MAX_TEXT:
        raise ValueError(f"the text has {len(text)} characters; {MAX_TEXT} is the most")
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") and character not in "\n\u200d":
            name = unicodedata.name(character, f"control character {ord(character)}").lower()
            raise ValueError(f"the text holds an invisible character ({name}); delete it")
    return " ".join(text.split())


def _bounded(value: object, least: Ms) -> Ms:
    if not isinstance(value, str):
        raise ValueError("a time is one value, like 20s")
    ms = parse_duration(value)
    if ms < least:
        raise ValueError(f"{value} is too short; at least {duration_to_str(least)}")
    if ms > LONGEST:
        raise ValueError(f"{value} is too long; one hour is the most for a single time")
    return ms


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


Text = Annotated[str, AfterValidator(_check_text)]
Slug = Annotated[str, Field(pattern=SLUG)]
Pause = Annotated[Ms, BeforeValidator(partial(_bounded, least=0))]
Work = Annotated[Ms, BeforeValidator(partial(_bounded, least=1000))]
Part = Annotated[Ms, BeforeValidator(partial(_bounded, least=500))]
PhaseName = Annotated[str, Field(pattern=r"^[^\W\d_][\w' -]{0,19}$")]
Reps = Annotated[int, Field(ge=1, le=1000)]


class Written(BaseModel):
    """A mapping an author writes. A key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, arbitrary_types_allowed=False)


class SourcedText(Written):
    """A text with its origin; written as plain text, ``{proposed: text}`` or ``{text: …, from: source}``."""

    text: Text
    origin: str | None = Field(None, alias="from")

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: object) -> object:
        if isinstance(value, str):
            return {"text": value}
        if isinstance(value, dict) and set(value) == {PROPOSED}:
            return {"text": value[PROPOSED], "from": PROPOSED}
        return value


Texts = Annotated[list[SourcedText], BeforeValidator(_as_list)]
Words = Annotated[list[Text], BeforeValidator(_as_list)]


def _tempo_form(value: object) -> str:
    return "<phases>" if isinstance(value, dict) else "<tempo>"


def _exercise_form(value: object) -> str:
    return "<inline>" if isinstance(value, dict) else "<name>"


def _choice_form(value: object) -> str:
    return "<choice>" if isinstance(value, dict) else "<name>"


Tempo = Annotated[
    Annotated[Part, Tag("<tempo>")]
    | Annotated[dict[PhaseName, Part], Field(min_length=1, max_length=8), Tag("<phases>")],
    Discriminator(_tempo_form),
]


class DoseKeys(Written):
    """The keys of a dose: exactly one of reps, hold or time, and how it is done."""

    reps: Reps | None = None
    hold: Work | None = None
    time: Work | None = None
    tempo: Tempo | None = None
    sets: Annotated[int, Field(ge=1, le=50)] | None = None
    set_rest: Pause | None = None
    sides: Sides | None = None
    switch: Pause | None = None
    stated: Words | None = None
    stated_by: Words | None = None
    note: Text | None = None


class DoseDoc(DoseKeys):
    """An exercise's own dose."""

    as_stated: Text | None = None


class ExerciseDoc(Written):
    """An exercise."""

    name: Text
    say: Text | None = None
    other_names: Words = []
    kind: Kind | None = None
    posture: Posture | None = None
    sources: Words = []
    detail: Text | None = None
    stance: Text | None = None
    targets: Texts = []
    equipment: Texts = []
    equipment_optional: Texts = []
    substitutes: Texts = []
    start: Texts = []
    steps: Texts = []
    setup: Texts = []
    cues: Texts = []
    halfway: SourcedText | None = None
    caution: SourcedText | None = None
    side_word: Annotated[Text, Field(max_length=20)] | None = None
    mistakes: Texts = []
    cautions: Texts = []
    breathing: Texts = []
    easier: Texts = []
    harder: Texts = []
    notes: Texts = []
    dose: DoseDoc | None = None


class InlineExerciseDoc(ExerciseDoc):
    """An exercise written in place; with ``like`` it starts from a library exercise."""

    like: Slug | None = None
    name: Text | None = None  # type: ignore[assignment]


ExerciseRef = Annotated[
    Annotated[Slug, Tag("<name>")] | Annotated[InlineExerciseDoc, Tag("<inline>")], Discriminator(_exercise_form)
]


class ChoiceDoc(DoseKeys):
    """Another exercise with a dose of its own."""

    exercise: ExerciseRef
    caution: SourcedText | None = None


class SwapDoc(ChoiceDoc):
    """Another exercise for whoever has the equipment."""

    with_: Text = Field(alias="with")


class ExerciseStepDoc(ChoiceDoc):
    """An exercise in a routine."""

    rest: Pause | None = None
    get_ready: Pause | None = None
    counting: Counting | None = None
    section: Text | None = None
    optional: bool = False
    alternative: (
        Annotated[Annotated[Slug, Tag("<name>")] | Annotated[ChoiceDoc, Tag("<choice>")], Discriminator(_choice_form)]
        | None
    ) = None
    swap: SwapDoc | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: object) -> object:
        return {"exercise": value} if isinstance(value, str) else value


class RestStepDoc(Written):
    """A rest."""

    rest: Pause
    say: Text | None = None


class SayStepDoc(Written):
    """Words."""

    say: Text


class WaitStepDoc(Written):
    """Words, then quiet until the listener is ready."""

    wait: Text


class RepeatStepDoc(Written):
    """Rounds of steps."""

    repeat: Annotated[int, Field(ge=1, le=100)]
    steps: Annotated[list[StepDoc], Field(min_length=1)]
    rest: Pause = 0


def step_form(value: object) -> str | None:
    """Tell which kind of step was written, by the key that makes it so."""
    if isinstance(value, str):
        return "<exercise>"
    if isinstance(value, dict):
        for key in ("exercise", "repeat", "wait", "rest", "say"):
            if key in value:
                return f"<{key}>"
    return None


StepDoc = Annotated[
    Annotated[ExerciseStepDoc, Tag("<exercise>")]
    | Annotated[RepeatStepDoc, Tag("<repeat>")]
    | Annotated[WaitStepDoc, Tag("<wait>")]
    | Annotated[RestStepDoc, Tag("<rest>")]
    | Annotated[SayStepDoc, Tag("<say>")],
    Discriminator(step_form),
]


class DefaultsDoc(Written):
    """What counts unless a step says otherwise."""

    get_ready: Pause = 5_000
    rest: Pause = 10_000
    set_rest: Pause = 30_000
    switch: Pause = 5_000
    tempo: Part = 4_000
    counting: Counting = Counting.STANDARD


class EquipmentDoc(Written):
    """What is needed, and what may be at hand."""

    needed: Words = []
    optional: Words = []

    @model_validator(mode="before")
    @classmethod
    def _list_alone(cls, value: object) -> object:
        return {"needed": value} if isinstance(value, (str, list)) else value


class RoutineDoc(Written):
    """A routine."""

    format: Annotated[int, Field(ge=1, le=1)] = 1
    title: Text
    summary: Text | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")] = "en"
    author: Text | None = None
    follows: Text | None = None
    sources: Words = []
    length: Work | None = None
    equipment: EquipmentDoc = EquipmentDoc()
    safety: Texts = []
    closing: Texts = []
    defaults: DefaultsDoc = DefaultsDoc()
    notes: Words = []
    steps: Annotated[list[StepDoc], Field(min_length=1)]


class SourceDoc(Written):
    """A source that exercises and routines draw on."""

    title: Text
    author: Text
    about: Text | None = None
    neutral_name: Text | None = None


class SourcesDoc(RootModel[dict[Slug, SourceDoc]]):
    """The known sources by id."""


RepeatStepDoc.model_rebuild()
RoutineDoc.model_rebuild()
