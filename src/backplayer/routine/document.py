"""What an author may write: the keys of a routine and of an exercise, with their types, bounds and meanings.

This is the format as data. The JSON Schemas and docs/reference.md are made of it; docs/format.md is the guide.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, RootModel, Tag, WithJsonSchema, model_validator

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
    YesNo,
)

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$"


def _exercise_form(value: object) -> str:
    return "<inline>" if isinstance(value, dict) else "<name>"


def _choice_form(value: object) -> str:
    return "<choice>" if isinstance(value, dict) else "<name>"


SIDES = {
    "none": "no sides",
    "both": "one side after the other; each gets the full dose",
    "left": "only the left side",
    "right": "only the right side",
    "alternating": "left and right in turn, repetition by repetition; each gets the full dose",
}
COUNTING = {
    "standard": "holds and times: the last five seconds, tens before that, and halfway; repetitions: every one",
    "every-second": "holds and times: every second, downwards; repetitions: every one",
    "last-five": "the last five seconds, or the last five repetitions",
    "tens": "holds and times: tens, and halfway; repetitions: every tenth, and the last one",
    "none": "nothing; the signals remain",
}
POSTURES = {
    "standing": "on the feet",
    "sitting": "on a chair or on the floor",
    "kneeling": "on one knee or both",
    "all-fours": "on hands or elbows, and knees",
    "prone": "face down",
    "supine": "on the back",
    "side-lying": "on one side",
}
DETAILS = {
    "full": "the sources describe it fully",
    "partial": "the sources describe a part of it",
    "named-only": "the sources only name it",
    "component": "it is part of another move",
}
STANCES = {
    "recommended": "the sources recommend it",
    "debated": "the sources disagree",
    "discouraged": "only named to advise against it",
}


def _meaning(meanings: dict[str, str], default: str | None = None) -> dict[str, Any]:
    """Say what the values of a key mean; *default* is what holds where no other part of a file says."""
    return {"meanings": meanings, **({"default": default} if default else {})}


SideWord = Annotated[Text, Field(max_length=20), WithJsonSchema({"x-kind": "text", "maxLength": 20})]


class DoseKeys(Written, title="Dose"):
    """The keys of a dose: exactly one of reps, hold or time, and how it is done."""

    reps: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="The dose in repetitions. With two sides, each side does that many.", examples=[8]
    )
    hold: Work | None = Field(None, description="The dose as one position, held that long.", examples=["20s"])
    time: Work | None = Field(None, description="The dose as a movement that goes on that long.", examples=["40s"])
    tempo: Tempo | None = Field(
        None,
        description="With reps: how long one repetition takes, or its named phases. The names are spoken on the beat, "
        "so use short words.",
        examples=["4s", {"lift": "2s", "hold": "3s", "lower": "2s"}],
    )
    sets: Annotated[int, Field(ge=1, le=50)] | None = Field(
        None, description="How often the dose is done; once, unless said.", examples=[3]
    )
    set_rest: Pause | None = Field(None, description="The rest between two sets, at least.", examples=["30s"])
    sides: Sides | None = Field(
        None,
        description="How the dose is shared between the sides.",
        examples=["both"],
        json_schema_extra=_meaning(SIDES, "none"),
    )
    switch: Pause | None = Field(None, description="The time to change sides, at least.", examples=["5s"])
    stated: StatedParts | None = Field(
        None,
        description="Which parts of the dose a source states. Everything else is shown as proposed.",
        examples=[["reps", "tempo.hold"], []],
    )
    stated_by: Words | None = Field(
        None,
        description="The sources that state it, when they are not all of the exercise's.",
        examples=["our-leaflet"],
    )
    note: Text | None = Field(
        None, description="For readers: shown, never spoken.", examples=["The leaflet says 8 to 10."]
    )


class DoseDoc(DoseKeys, title="Dose of an exercise"):
    """The dose an exercise has of its own. It needs reps, hold or time, unless `like` brings it."""

    as_stated: Text | None = Field(
        None, description="What the source says of the dose, in our words.", examples=["a few seconds, repeated"]
    )


class ExerciseDoc(Written, title="Exercise"):
    """An exercise, in a file of its own."""

    name: Text = Field(description="What it is called.", examples=["Towel pull"])
    say: Text | None = Field(
        None, description="How the name is spoken, where that differs.", examples=["Eleven fifteen stretch"]
    )
    other_names: Words = Field([], description="Other names for it.", examples=[["towel row", "seated pull"]])
    kind: Kind | None = Field(None, description="What sort of exercise it is.", examples=["mobility"])
    posture: Posture | None = Field(
        None, description="The posture it is done in.", examples=["sitting"], json_schema_extra=_meaning(POSTURES)
    )
    sources: Words = Field(
        [],
        description="The ids of the sources that name or describe it; sources.yaml has them.",
        examples=["our-leaflet"],
    )
    detail: Literal["full", "partial", "named-only", "component"] | None = Field(
        None, description="How well the sources describe it.", examples=["partial"], json_schema_extra=_meaning(DETAILS)
    )
    stance: Literal["recommended", "debated", "discouraged"] | None = Field(
        None, description="What the sources think of it.", examples=["debated"], json_schema_extra=_meaning(STANCES)
    )
    rounds_back: YesNo = Field(False, description="Whether the upper back is rounded in it.", examples=[True])
    language: Annotated[str, Field(pattern=LANGUAGE)] | None = Field(
        None, description="What it is written in, `en` unless said.", examples=["de"]
    )
    targets: Texts = Field([], description="What it is for.", examples=["between the shoulder blades"])
    equipment: Texts = Field([], description="What is needed.", examples=["towel", ["mat", "chair"]])
    equipment_optional: Texts = Field([], description="What may be added.", examples=["foam roller"])
    substitutes: Texts = Field([], description="What will do instead.", examples=["A scarf will do for the towel."])
    start: Texts = Field([], description="The start position.", examples=["Sit tall with a towel in both hands."])
    steps: Texts = Field(
        [],
        description="How it is done, in full.",
        examples=[["Pull the towel apart.", "Hold.", "Let go slowly."]],
    )
    setup: Texts = Field(
        [],
        description="How to get into position, as it is spoken before the work, in a few short sentences. Left out, "
        "start and steps are spoken.",
        examples=[["Sit tall, towel in both hands.", "On each count, pull it apart."]],
    )
    cues: Texts = Field(
        [],
        description="Form cues, dropped into the work. Seven words at most are best.",
        examples=[["Keep your shoulders down.", "Slow on the way back."]],
    )
    halfway: SourcedText | None = Field(
        None, description="Spoken halfway through a timed movement.", examples=["Other direction."]
    )
    caution: SourcedText | None = Field(
        None, description="A sentence spoken before the work.", examples=["Stop if your neck hurts."]
    )
    side_word: SideWord | None = Field(
        None,
        description='What the side is called: `arm` gives "Left arm first". Left out, it is "side". Say in setup '
        "what is meant where it could be misheard.",
        examples=["arm"],
    )
    mistakes: Texts = Field([], description="For readers: what often goes wrong.", examples=["Pulling with the neck."])
    cautions: Texts = Field([], description="For readers: what to be careful with.", examples=["Pad your knees."])
    breathing: Texts = Field([], description="For readers: how to breathe.", examples=["Out as you pull."])
    easier: Texts = Field([], description="For readers: how to make it easier.", examples=["Use a longer towel."])
    harder: Texts = Field([], description="For readers: how to make it harder.", examples=["Pull for longer."])
    notes: Texts = Field([], description="For readers: anything else.", examples=["See also can-opener."])
    dose: DoseDoc | None = Field(
        None,
        description="The dose it has of its own; a step may say otherwise.",
        examples=[{"reps": 8, "tempo": {"pull": "2s", "release": "2s"}}],
    )


ExerciseName = Annotated[Text, WithJsonSchema({"x-kind": "exercise"})]


class InlineExerciseDoc(ExerciseDoc, title="Exercise written in place"):
    """An exercise written in place; with `like` it starts from a library exercise. It needs `name` or `like`."""

    like: ExerciseName | None = Field(
        None,
        description="The library exercise to start from; the other keys replace its fields. With a new start or steps "
        "its setup goes, and with a new name its say, unless you write them, too.",
        examples=["can-opener"],
    )
    name: Text | None = Field(  # type: ignore[assignment]
        None, description="What it is called.", examples=["Towel pull"]
    )

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if isinstance(value, dict) and not {"like", "name"} & value.keys():
            raise ValueError("an exercise written in place needs a name (or like: and a library exercise)")
        return value


class TranslationDoc(Written, title="Translation of an exercise"):
    """The spoken texts of a library exercise in another language; what is not given stays as it is."""

    name: Text = Field(description="What it is called.", examples=["Dosenöffner"])
    say: Text | None = Field(
        None, description="How the name is spoken, where that differs.", examples=["Elf Uhr fünfzehn"]
    )
    start: Texts | None = Field(None, description="The start position.", examples=["Aufrecht sitzen."])
    steps: Texts | None = Field(None, description="How it is done, in full.", examples=[["Ziehen.", "Halten."]])
    setup: Texts | None = Field(
        None, description="How to get into position, as it is spoken.", examples=["Setz dich aufrecht hin."]
    )
    cues: Texts | None = Field(None, description="Form cues, dropped into the work.", examples=["Schultern tief."])
    halfway: SourcedText | None = Field(
        None, description="Spoken halfway through a timed movement.", examples=["Andere Richtung."]
    )
    caution: SourcedText | None = Field(
        None, description="A sentence spoken before the work.", examples=["Hör auf, wenn der Nacken schmerzt."]
    )
    side_word: SideWord | None = Field(None, description="What the side is called.", examples=["Arm"])
    phases: dict[PhaseName, PhaseName] = Field(
        {},
        description="The phases of its tempo, by the names they have in the exercise.",
        examples=[{"turn": "drehen"}],
    )


ExerciseRef = Annotated[
    Annotated[ExerciseName, Tag("<name>")] | Annotated[InlineExerciseDoc, Tag("<inline>")],
    Discriminator(_exercise_form),
]


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
        json_schema_extra=_meaning(COUNTING),
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
STEP_DOCS = {
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
        json_schema_extra=_meaning(COUNTING),
    )


class EquipmentDoc(Written, title="Equipment"):
    """What is needed, and what may be at hand. A plain list is what is needed."""

    needed: Words = Field([], description="What is needed.", examples=["mat", ["mat", "chair"]])
    optional: Words = Field([], description="What may be at hand.", examples=["foam roller"])

    @model_validator(mode="before")
    @classmethod
    def _list_alone(cls, value: object) -> object:
        return {"needed": value} if isinstance(value, (str, list)) else value


PronouncedWord = Annotated[Text, Field(max_length=60), WithJsonSchema({"x-kind": "text", "maxLength": 60})]


class PluralDoc(Written, title="Sentence with a number"):
    """A sentence that depends on a number."""

    one: Text = Field(description="The sentence for one.", examples=["About {minutes} minute."])
    other: Text = Field(description="The sentence for any other number.", examples=["About {minutes} minutes."])


def _sentence_form(value: object) -> str:
    return "<plural>" if isinstance(value, dict) else "<sentence>"


SentenceDoc = Annotated[
    Annotated[Text, Tag("<sentence>")] | Annotated[PluralDoc, Tag("<plural>")], Discriminator(_sentence_form)
]
SentenceName = Annotated[str, Field(title="name of a sentence", pattern=r"^[a-z][a-z0-9_]{0,39}$")]


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


SLUG = r"^[a-z0-9][a-z0-9-]{0,63}$"


class SourceDoc(Written, title="Source"):
    """A source that exercises and routines draw on."""

    title: Text = Field(description="What it is called.", examples=["Our leaflet"])
    author: Text = Field(description="Whose it is.", examples=["The practice next door"])
    about: Text | None = Field(
        None, description="What it is, in a sentence or two.", examples=["Two pages for patients."]
    )
    neutral_name: Text | None = Field(
        None,
        description="What a routine after it is called, where the author's name is not.",
        examples=["Posture rehab"],
    )


class SourcesDoc(RootModel[dict[Annotated[str, Field(title="id of a source", pattern=SLUG)], SourceDoc]]):
    """The known sources by id: lower case, figures and hyphens."""

    model_config = ConfigDict(title="Sources")


class SafetyDoc(RootModel[dict[Text, Texts]]):
    """What holds for every routine: texts under headings."""

    model_config = ConfigDict(title="Safety")


RepeatStepDoc.model_rebuild()
RoutineDoc.model_rebuild()
