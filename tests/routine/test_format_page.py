"""Every example of docs/format.md reads, and it names no key there is not. The reference has them all."""

from __future__ import annotations

import re
import textwrap

import pytest
from pydantic import BaseModel

from backplayer.routine.format import exercise, routine
from backplayer.routine.model import Counting
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


KNOWN = {
    info.alias or name
    for model in {**vars(exercise), **vars(routine)}.values()
    if isinstance(model, type) and issubclass(model, BaseModel)
    for name, info in model.model_fields.items()
}


def test_every_key_there_is_known() -> None:
    codes = [code for code in re.findall(r"`([^`]+)`", WORDS) if not code.startswith("#")]
    named = {key for code in codes for key in re.findall(r"([a-z_]+):(?= |$)", code)}
    named -= {"lats", "lift", "hold", "lower"}  # an author's own
    assert len(named) > 10
    assert named <= KNOWN


@pytest.mark.parametrize("counting", Counting)
def test_every_way_of_counting_is_on_the_page(counting: Counting) -> None:
    assert f"`{counting.value}`" in PAGE
