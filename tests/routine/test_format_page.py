"""Every example of docs/format.md reads, and its tables know the keys there are."""

from __future__ import annotations

import re
import textwrap

import pytest

from backplayer.routine import document
from backplayer.routine.model import Counting, Kind, Posture, Sides
from tests.library import ROOT
from tests.routine.conftest import Read

PAGE = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
EXAMPLES = [textwrap.dedent(block) for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)]
WORDS = re.sub(r"^```.*?^```", "", PAGE, flags=re.DOTALL | re.MULTILINE)
INLINE = re.findall(r"`(- [a-z]+: [^`]+|- [a-z]+-[a-z]+)`", PAGE)


def as_routine(example: str) -> str:
    if example.startswith("title:"):
        return example
    if example.startswith("- "):
        return f"title: T\nsteps:\n{example}"
    if example.startswith("defaults:"):
        return f"title: T\n{example}steps: [bridge]\n"
    return f"title: T\nsteps:\n- exercise:\n    name: Mine\n{textwrap.indent(example, '    ')}"


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples(read: Read, example: str) -> None:
    assert read(as_routine(example)).steps


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4
    assert len(INLINE) >= 3


@pytest.mark.parametrize("example", INLINE)
def test_steps_in_a_line(read: Read, example: str) -> None:
    if example.startswith("- repeat"):
        example += "\n  steps: [bridge]"
    assert read(f"title: T\nsteps:\n{example}").steps


@pytest.mark.parametrize("model", [
    document.RoutineDoc, document.DefaultsDoc, document.EquipmentDoc, document.ExerciseStepDoc,
    document.InlineExerciseDoc, document.DoseDoc, document.SwapDoc, document.RepeatStepDoc, document.RestStepDoc,
])  # fmt: skip
def test_every_key_is_on_the_page(model: type[document.Written]) -> None:
    named = {word for code in re.findall(r"`([^`]+)`", WORDS) for word in re.findall(r"[a-z_]+", code)}
    assert not {info.alias or name for name, info in model.model_fields.items()} - named


@pytest.mark.parametrize("words", [Counting, Kind, Posture, Sides])
def test_every_choice_is_on_the_page(words: type[Counting | Kind | Posture | Sides]) -> None:
    assert not {word.value for word in words if f"`{word.value}`" not in PAGE}
