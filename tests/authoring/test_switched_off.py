"""What a new file holds commented out, and in which form it holds texts: nobody stumbles who takes a # away."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml

from backplayer.authoring.amounts import Amount
from backplayer.authoring.copying import copied
from backplayer.authoring.draft import Draft, draft_text
from backplayer.authoring.examples import MOST_MORE, full_text, small
from backplayer.authoring.picking import Pick
from backplayer.authoring.reckoning import routine_of
from backplayer.routine.model import Exercise, Sides
from tests.library import NAMES, ROUTINES, library

SHELF = library()
MODELINE = "# yaml-language-server: $schema=x"
_KEY = re.compile(r"( *)#[^\s#]")
NO_TEXTS = {"ignore", "stated", "stated_by"}
"""Lists of names, which hold no commas."""


def own(*amount: str | int | Sides | None) -> Pick:
    return Pick("", Exercise("Neck nod"), Amount(*amount))  # type: ignore[arg-type]


def drafted(*picks: Pick, language: str = "en") -> str:
    return draft_text(Draft("x", "X", picks, language, 240_000), MODELINE)


DRAFTS = {
    "small": drafted(*small(SHELF)),
    "every dose of the library": drafted(
        *(Pick(slug, exercise) for slug in SHELF.exercise_paths() if (exercise := SHELF.exercise(slug)).dose)
    ),
    "in German": drafted(*small(SHELF, more=MOST_MORE), language="de"),
    "with doses": drafted(
        Pick("plank", SHELF.exercise("plank"), Amount("hold", "20s", 3)),
        Pick("push-up", SHELF.exercise("push-up"), Amount("reps", "5", 2, Sides.LEFT)),
    ),
    "own repetitions": drafted(own("reps", "6"), own("reps", "6", 2), own("reps", "6", None, Sides.ALTERNATING)),
    "own holds": drafted(own("hold", "20s"), own("hold", "20s", 3, Sides.BOTH), own("time", "20s")),
}
OTHERS = {"full": full_text()} | {
    name: copied((ROUTINES / f"{name}.yaml").read_text(encoding="utf-8"), MODELINE, "A copy.") for name in NAMES
}
WRITTEN = DRAFTS | OTHERS


def switched_off(text: str) -> list[list[int]]:
    """Find what is commented out: a # right before a word, and the deeper lines below it, which belong to it."""
    found: list[list[int]] = []
    column = -1
    for number, line in enumerate(text.splitlines()):
        if key := _KEY.match(line):
            found.append([number])
            column = len(key[1])
        elif column >= 0 and re.match(rf" {{{column}}}#  +\S", line):
            found[-1].append(number)
        else:
            column = -1
    return found


def switched_on(text: str, blocks: list[list[int]], gone: str) -> str:
    lines = text.splitlines()
    for number in (number for block in blocks for number in block):
        lines[number] = re.sub(gone, "", lines[number], count=1)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("gone", ["#", "# ?"], ids=["by hand", "by an editor"])
@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_switched_off_can_be_switched_on_alone_and_all_together(name: str, gone: str) -> None:
    text = WRITTEN[name]
    blocks = switched_off(text)
    assert len(blocks) >= (10 if name in DRAFTS else 0)
    for chosen in (*([block] for block in blocks), blocks):
        routine_of(switched_on(text, chosen, gone), "x", SHELF)


def test_what_is_switched_on_is_in_the_routine() -> None:
    text = DRAFTS["own repetitions"]
    routine = routine_of(switched_on(text, switched_off(text), "#"), "x", SHELF)
    assert routine.summary
    assert routine.safety
    assert routine.closing
    assert routine.for_pain
    assert len(routine.steps) == 3 + 5
    for words in ("posture", "setup", "cues", "sides", "tempo", "set_rest", "for_pain", "defaults"):
        assert re.search(rf"^ *#{words}: *\S|^ *#{words}:  +#", text, re.MULTILINE), words


def texts_in_brackets(node: yaml.Node, key: str = "") -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from texts_in_brackets(value, name.value)
    elif isinstance(node, yaml.SequenceNode):
        if node.flow_style and key not in NO_TEXTS:
            yield key
        for item in node.value:
            yield from texts_in_brackets(item)


@pytest.mark.parametrize("name", [*DRAFTS, "full"])
def test_no_text_stands_in_brackets_where_a_comma_would_part_it(name: str) -> None:
    text = switched_on(WRITTEN[name], switched_off(WRITTEN[name]), "#")
    assert not list(texts_in_brackets(yaml.compose(text, Loader=yaml.SafeLoader)))
    assert not re.search(r"#.*\b(setup|cues|steps|safety|closing|notes): \[", text)
