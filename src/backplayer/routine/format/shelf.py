"""The keys of what stands beside routines and exercises: sources, and what holds for every routine."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, RootModel

from backplayer.routine.format.values import Text, Texts, Written

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
