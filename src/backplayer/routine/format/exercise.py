"""The keys of an exercise and of a dose, with their types, bounds and meanings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, WithJsonSchema, model_validator

from backplayer.routine.format.values import (
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
from backplayer.routine.model import Kind, Posture, Sides

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$"

SIDES = {
    "none": "no sides",
    "both": "one side after the other; each gets the full dose",
    "left": "only the left side",
    "right": "only the right side",
    "alternating": "left and right in turn, repetition by repetition; each gets the full dose",
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


def meaning(meanings: dict[str, str], default: str | None = None) -> dict[str, Any]:
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
        json_schema_extra=meaning(SIDES, "none"),
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
        None, description="The posture it is done in.", examples=["sitting"], json_schema_extra=meaning(POSTURES)
    )
    sources: Words = Field(
        [],
        description="The ids of the sources that name or describe it; sources.yaml has them.",
        examples=["our-leaflet"],
    )
    detail: Literal["full", "partial", "named-only", "component"] | None = Field(
        None, description="How well the sources describe it.", examples=["partial"], json_schema_extra=meaning(DETAILS)
    )
    stance: Literal["recommended", "debated", "discouraged"] | None = Field(
        None, description="What the sources think of it.", examples=["debated"], json_schema_extra=meaning(STANCES)
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


def _exercise_form(value: object) -> str:
    return "<inline>" if isinstance(value, dict) else "<name>"


ExerciseRef = Annotated[
    Annotated[ExerciseName, Tag("<name>")] | Annotated[InlineExerciseDoc, Tag("<inline>")],
    Discriminator(_exercise_form),
]
