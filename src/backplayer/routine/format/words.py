"""What a file of the coach's words may hold: sentences by name, and what else belongs to a language."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, RootModel, Tag, WithJsonSchema

from backplayer.routine.format.values import PhaseName, Text, Words, Written

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


def _no_placeholder(text: str) -> str:
    if set("{}") & set(text):
        raise ValueError("a side has no placeholders; delete { and }")
    return text


Short = Annotated[Text, Field(max_length=60)]
SideName = Annotated[Short, AfterValidator(_no_placeholder)]
UnitName = Annotated[Text, Field(pattern=r"^[^\W\d_]{1,12}$")]
Pair = Annotated[list[Short], Field(min_length=2, max_length=2)]


class SideDoc(Written, title="Side"):
    """What is on a side, and the left and the right one with the endings it takes."""

    word: Annotated[SideName, Field(max_length=20)] | None = Field(
        None, description="Its name in this language, unless it is the key.", examples=["Arm"]
    )
    left: SideName = Field(description="The left one.", examples=["linker Arm"])
    right: SideName = Field(description="The right one.", examples=["rechter Arm"])


class FractionsDoc(Written, title="Fractions"):
    """Fractions in words: alone, and after a whole number."""

    half: Pair | None = Field(None, description="1/2", examples=[["one half", "and a half"]])
    third: Pair | None = Field(None, description="1/3", examples=[["one third", "and one third"]])
    two_thirds: Pair | None = Field(None, description="2/3", examples=[["two thirds", "and two thirds"]])
    quarter: Pair | None = Field(None, description="1/4", examples=[["one quarter", "and one quarter"]])
    three_quarters: Pair | None = Field(None, description="3/4", examples=[["three quarters", "and three quarters"]])


class NotationsDoc(Written, title="Notations"):
    """How the voice is to read what is written short."""

    units: Annotated[dict[UnitName, PluralDoc], Field(max_length=100)] = Field(
        {}, description="Units, for one and for more.", examples=[{"kg": {"one": "kilogram", "other": "kilograms"}}]
    )
    fractions: FractionsDoc | None = Field(None, description="Fractions.")
    degrees: PluralDoc | None = Field(None, description="The sign for degrees.")
    times: Short | None = Field(None, description="The x of 3x12.", examples=["times"])
    times_alone: PluralDoc | None = Field(None, description="The x of 3x.")
    to: Short | None = Field(None, description="Between the ends of a range, 8-10.", examples=["to"])
    out_of: Short | None = Field(None, description="The stroke of 3/10.", examples=["out of"])
    decimal: Literal[".", ","] | None = Field(None, description="What stands before decimals.", examples=[","])
    ones: Annotated[Words, Field(max_length=100)] = Field(
        [], description="One of something, where a voice that reads a 1 is wrong.", examples=[["eine Minute"]]
    )
    phrases: Annotated[list[Pair], Field(max_length=200)] = Field(
        [], description="Figures with a word, and how they read.", examples=[[["1/2 Minute", "eine halbe Minute"]]]
    )


class WordsDoc(Written, extra="allow", title="Words"):
    """What the coach says in a language, or a set of words."""

    __pydantic_extra__: dict[str, SentenceDoc] = Field(init=False)  # the sentences, by name

    @property
    def sentences(self) -> dict[str, Any]:
        """The sentences that are written, texts or `PluralDoc`; which there are, ``words_checks`` looks after."""
        return self.__pydantic_extra__ or {}

    singular: Annotated[list[Annotated[int, Field(ge=0, le=1000)]], Field(max_length=20)] | None = Field(
        None, description="The numbers that take a sentence's form for one.", examples=[["0", "1"]]
    )
    sides: Annotated[dict[Annotated[Text, Field(max_length=20)], SideDoc], Field(max_length=100)] = Field(
        {}, description="What exercises call their sides; the word `side` where they call it nothing."
    )
    phases: Annotated[dict[PhaseName, PhaseName], Field(max_length=200)] = Field(
        {}, description="Words for the phases of our exercises.", examples=[{"lift": "heben"}]
    )
    held: Annotated[Words, Field(max_length=100)] = Field(
        [], description="How the names of held phases begin.", examples=[["halt"]]
    )
    things: Annotated[dict[Short, Short], Field(max_length=200)] = Field(
        {}, description="Words for equipment, by its English name.", examples=[{"mat": "Matte"}]
    )
    notations: NotationsDoc | None = Field(None, description="How the voice is to read what is written short.")


class PronunciationDoc(RootModel[Annotated[dict[PronouncedWord, Text], Field(max_length=1000)]]):
    """What the voice reads in place of words it says wrongly."""
