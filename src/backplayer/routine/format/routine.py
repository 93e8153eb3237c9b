"""The keys of a routine and of its steps, with their types, bounds and meanings. docs/format.md is the guide."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from backplayer.routine.format.exercise import LANGUAGE, DoseKeys, ExerciseName, ExerciseRef, meaning
from backplayer.routine.format.values import (
    Length,
    Part,
    Pause,
    SourcedText,
    Text,
    Texts,
    Words,
    Written,
    YesNo,
)
from backplayer.routine.format.words import PronouncedWord, SentenceDoc, SentenceName
from backplayer.routine.model import Counting

COUNTING = {
    "standard": "holds and times: the last five seconds, tens before that, and halfway; repetitions: every one",
    "every-second": "holds and times: every second, downwards; repetitions: every one",
    "last-five": "the last five seconds, or the last five repetitions",
    "tens": "holds and times: tens, and halfway; repetitions: every tenth, and the last one",
    "none": "nothing; the signals remain",
}


def _choice_form(value: object) -> str:
    return "<choice>" if isinstance(value, dict) else "<name>"


class ChoiceDoc(DoseKeys, title="Alternative"):
    """Another exercise with a dose of its own. Rest, section and the like are those of the step."""

    exercise: ExerciseRef = Field(
        description="A library exercise by name (`backplayer exercises` lists them), or one written in place.",
        examples=["can-opener", {"like": "can-opener", "cues": ["Let the ribs turn."]}],
    )
    caution: SourcedText | None = Field(
        None,
        description="A sentence spoken before this step, after the exercise's own.",
        examples=["Less far than last time."],
    )


class SwapDoc(ChoiceDoc, title="Swap"):
    """Another exercise for whoever has the equipment."""

    with_: Text = Field(alias="with", description="The equipment.", examples=["foam roller"])


class ExerciseStepDoc(ChoiceDoc, title="Exercise step"):
    """An exercise in a routine. A step that is only a name plays the exercise with its own dose."""

    rest: Pause | None = Field(
        None,
        description="The rest after the exercise, at least. Where a rest step comes next and this is not said, the "
        "rest step is all the rest there is.",
        examples=["15s"],
    )
    get_ready: Pause | None = Field(
        None, description='The least time for "Ready, three, two, one" before the work.', examples=["8s"]
    )
    counting: Counting | None = Field(
        None,
        description="What is counted aloud in this step.",
        examples=["every-second"],
        json_schema_extra=meaning(COUNTING),
    )
    section: Text | None = Field(
        None, description="A heading in lists, for this step and those after it.", examples=["Mobility"]
    )
    optional: YesNo = Field(
        False, description="Left out unless the listener asks for optional steps (`--optional`).", examples=[True]
    )
    alternative: (
        Annotated[
            Annotated[ExerciseName, Tag("<name>")] | Annotated[ChoiceDoc, Tag("<choice>")], Discriminator(_choice_form)
        ]
        | None
    ) = Field(
        None,
        description="An easier exercise that is offered: a name, or an exercise with a dose of its own.",
        examples=["bridge", {"exercise": "bridge", "hold": "10s"}],
    )
    swap: SwapDoc | None = Field(
        None,
        description="Another exercise when the listener has equipment at hand. Whoever asks for easier exercises gets "
        "the alternative instead.",
        examples=[{"with": "foam roller", "exercise": "thoracic-spine-release", "time": "40s"}],
    )

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: object) -> object:
        return {"exercise": value} if isinstance(value, str) else value


class RestStepDoc(Written, title="Rest step"):
    """A rest."""

    rest: Pause = Field(description="How long, at least.", examples=["30s"])
    say: Text | None = Field(None, description="Words in place of the coach's own.", examples=["Shake your arms out."])


class SayStepDoc(Written, title="Words step"):
    """Words, and nothing else."""

    say: Text = Field(description="What is said.", examples=["Well done so far."])


class WaitStepDoc(Written, title="Wait step"):
    """Words, then quiet until the listener is ready, however long it takes."""

    wait: Text = Field(description="What is said.", examples=["Fetch the roller and lie down."])


class RepeatStepDoc(Written, title="Repeat step"):
    """Rounds of steps: circuits and supersets. Repeats may hold repeats."""

    repeat: Annotated[int, Field(ge=1, le=100)] = Field(description="How many rounds.", examples=[3])
    steps: Annotated[list[StepDoc], Field(min_length=1)] = Field(
        description="The steps of a round.", examples=[["can-opener", {"exercise": "bridge", "hold": "10s"}]]
    )
    rest: Pause = Field(0, description="The rest between two rounds.", examples=["40s"])


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
STEP_DOCS: dict[str, type[Written]] = {
    "exercise": ExerciseStepDoc, "repeat": RepeatStepDoc, "wait": WaitStepDoc, "rest": RestStepDoc, "say": SayStepDoc,
}  # fmt: skip


class DefaultsDoc(Written, title="Defaults"):
    """What counts unless a step, or the dose of its exercise, says otherwise."""

    get_ready: Pause = Field(
        5_000, description='The least time for "Ready, three, two, one" before work starts.', examples=["8s"]
    )
    rest: Pause = Field(10_000, description="Between two exercises, at least.", examples=["15s"])
    set_rest: Pause = Field(30_000, description="Between two sets, at least.", examples=["45s"])
    switch: Pause = Field(5_000, description="For changing sides, at least.", examples=["8s"])
    tempo: Part = Field(
        4_000, description="One repetition, where nothing else is said: one time, without phases.", examples=["5s"]
    )
    counting: Counting = Field(
        Counting.STANDARD,
        description="What is counted aloud.",
        examples=["every-second"],
        json_schema_extra=meaning(COUNTING),
    )


class EquipmentDoc(Written, title="Equipment"):
    """What is needed, and what may be at hand. A plain list is what is needed."""

    needed: Words = Field([], description="What is needed.", examples=["mat", ["mat", "chair"]])
    optional: Words = Field([], description="What may be at hand.", examples=["foam roller"])

    @model_validator(mode="before")
    @classmethod
    def _list_alone(cls, value: object) -> object:
        return {"needed": value} if isinstance(value, (str, list)) else value


def _words_form(value: object) -> str:
    return "<sentences>" if isinstance(value, dict) else "<set>"


WordsRef = Annotated[
    Annotated[str, Field(title="name of a set of words", pattern=r"^[a-z][a-z0-9-]{0,39}$"), Tag("<set>")]
    | Annotated[dict[SentenceName, SentenceDoc], Tag("<sentences>")],
    Discriminator(_words_form),
]


def _known_format(value: object) -> object:
    if value != "1":
        raise ValueError("this player reads format 1 only; write 1, or leave format out")
    return value


class RoutineDoc(Written, title="Routine"):
    """A routine, in a file of its own."""

    format: Annotated[Literal["1"], BeforeValidator(_known_format)] = Field(
        "1", description="The version of the format.", examples=["1"]
    )
    title: Text = Field(description="What the routine is called.", examples=["Ten quiet minutes"])
    summary: Text | None = Field(
        None, description="One sentence for lists.", examples=["Loosen the upper back before bed."]
    )
    language: Annotated[str, Field(pattern=LANGUAGE)] = Field(
        "en", description="The language the routine is written in.", examples=["de"]
    )
    author: Text | None = Field(None, description="Who put it together.", examples=["Alex Example"])
    follows: Text | None = Field(
        None,
        description="The source this routine follows as that source would have it done.",
        examples=["our-leaflet"],
    )
    sources: Words = Field(
        [],
        description="The sources it draws on: ids (`backplayer show` gives the credits), or any text.",
        examples=["our-leaflet", ["our-leaflet", "A video by a friend"]],
    )
    length: Length | None = Field(
        None,
        description="About how long it takes, for lists. The player computes the real length itself.",
        examples=["14 min"],
    )
    equipment: EquipmentDoc = Field(
        EquipmentDoc(),
        description="What is needed and what may be at hand; spoken at the start.",
        examples=[["mat", "chair"], {"needed": ["mat"], "optional": ["foam roller"]}],
    )
    safety: Texts = Field([], description="Words spoken at the start.", examples=["Stop if pain gets sharp."])
    closing: Texts = Field([], description="Words spoken at the end.", examples=["Well done."])
    if_it_hurts: Texts = Field(
        [],
        description="Words spoken when the listener says that it hurts; without them, those of safety.yaml, or of "
        'its file for the language, under "If it hurts".',
        examples=["Stop here and lie down."],
    )
    defaults: DefaultsDoc = Field(
        DefaultsDoc(),
        description="What counts unless a step, or the dose of its exercise, says otherwise.",
        examples=[{"rest": "15s", "get_ready": "8s"}],
    )
    for_pain: YesNo = Field(False, description="Whether it is meant for somebody whose back hurts.", examples=[True])
    words: WordsRef | None = Field(
        None,
        description="How the coach says its own sentences: the name of a set, or sentences in place.",
        examples=["calm"],
    )
    pronounce: Annotated[dict[PronouncedWord, Text], Field(max_length=200)] = Field(
        {}, description="What the voice reads in place of a word it says wrongly.", examples=[{"lats": "latts"}]
    )
    ignore: Words = Field(
        [], description="Rules of advice this routine does not follow on purpose.", examples=["no-warm-up"]
    )
    notes: Words = Field([], description="For readers: never spoken.", examples=["Written for Mondays."])
    steps: Annotated[list[StepDoc], Field(min_length=1)] = Field(
        description="What is done, in order.", examples=[["can-opener", {"rest": "20s"}]]
    )


RepeatStepDoc.model_rebuild()
RoutineDoc.model_rebuild()
