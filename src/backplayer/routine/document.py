"""What an author may write: the keys of a routine and of an exercise, with their types and bounds.

This is the format as data: docs/format.md describes it in words.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, RootModel, Tag, model_validator

from backplayer.routine.model import Counting, Kind, Posture, Sides
from backplayer.routine.values import (
    Length,
    Part,
    Pause,
    PhaseName,
    SourcedText,
    StatedParts,
    Tempo,
    Text,
    Texts,
    Words,
    Work,
    Written,
)


def _exercise_form(value: object) -> str:
    return "<inline>" if isinstance(value, dict) else "<name>"


def _choice_form(value: object) -> str:
    return "<choice>" if isinstance(value, dict) else "<name>"


class DoseKeys(Written):
    """The keys of a dose: exactly one of reps, hold or time, and how it is done."""

    reps: Annotated[int, Field(ge=1, le=1000)] | None = None
    hold: Work | None = None
    time: Work | None = None
    tempo: Tempo | None = None
    sets: Annotated[int, Field(ge=1, le=50)] | None = None
    set_rest: Pause | None = None
    sides: Sides | None = None
    switch: Pause | None = None
    stated: StatedParts | None = None
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
    detail: Literal["full", "partial", "named-only", "component"] | None = None
    stance: Literal["recommended", "debated", "discouraged"] | None = None
    rounds_back: bool = False
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

    like: Text | None = None
    name: Text | None = None  # type: ignore[assignment]

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if isinstance(value, dict) and not {"like", "name"} & value.keys():
            raise ValueError("an exercise written in place needs a name (or like: and a library exercise)")
        return value


class TranslationDoc(Written):
    """The spoken texts of a library exercise in another language; what is not given stays as it is."""

    name: Text
    say: Text | None = None
    start: Texts | None = None
    steps: Texts | None = None
    setup: Texts | None = None
    cues: Texts | None = None
    halfway: SourcedText | None = None
    caution: SourcedText | None = None
    side_word: Annotated[Text, Field(max_length=20)] | None = None
    phases: dict[PhaseName, PhaseName] = {}


ExerciseRef = Annotated[
    Annotated[Text, Tag("<name>")] | Annotated[InlineExerciseDoc, Tag("<inline>")], Discriminator(_exercise_form)
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
        Annotated[Annotated[Text, Tag("<name>")] | Annotated[ChoiceDoc, Tag("<choice>")], Discriminator(_choice_form)]
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


PronouncedWord = Annotated[Text, Field(max_length=60)]


class PluralDoc(Written):
    """A sentence that depends on a number."""

    one: Text
    other: Text


def _sentence_form(value: object) -> str:
    return "<plural>" if isinstance(value, dict) else "<sentence>"


SentenceDoc = Annotated[
    Annotated[Text, Tag("<sentence>")] | Annotated[PluralDoc, Tag("<plural>")], Discriminator(_sentence_form)
]
SentenceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def _words_form(value: object) -> str:
    return "<sentences>" if isinstance(value, dict) else "<set>"


WordsRef = Annotated[
    Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$"), Tag("<set>")]
    | Annotated[dict[SentenceName, SentenceDoc], Tag("<sentences>")],
    Discriminator(_words_form),
]


def _known_format(value: object) -> object:
    if value != "1":
        raise ValueError("this player reads format 1 only; write 1, or leave format out")
    return value


class RoutineDoc(Written):
    """A routine."""

    format: Annotated[Literal["1"], BeforeValidator(_known_format)] = "1"
    title: Text
    summary: Text | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")] = "en"
    author: Text | None = None
    follows: Text | None = None
    sources: Words = []
    length: Length | None = None
    equipment: EquipmentDoc = EquipmentDoc()
    safety: Texts = []
    closing: Texts = []
    if_it_hurts: Texts = []
    defaults: DefaultsDoc = DefaultsDoc()
    for_pain: bool = False
    words: WordsRef | None = None
    pronounce: Annotated[dict[PronouncedWord, Text], Field(max_length=200)] = {}
    ignore: Words = []
    notes: Words = []
    steps: Annotated[list[StepDoc], Field(min_length=1)]


SLUG = r"^[a-z0-9][a-z0-9-]{0,63}$"


class SourceDoc(Written):
    """A source that exercises and routines draw on."""

    title: Text
    author: Text
    about: Text | None = None
    neutral_name: Text | None = None


class SourcesDoc(RootModel[dict[Annotated[str, Field(pattern=SLUG)], SourceDoc]]):
    """The known sources by id."""


class SafetyDoc(RootModel[dict[Text, Texts]]):
    """What holds for every routine: texts under headings."""


RepeatStepDoc.model_rebuild()
RoutineDoc.model_rebuild()
