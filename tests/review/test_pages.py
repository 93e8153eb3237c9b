"""Every rule has a page, and its examples do what it says."""

from __future__ import annotations

import re

import pytest

from backplayer.review.review import review
from backplayer.review.rules import RULES
from backplayer.routine.problems import FORMAT, RoutineError
from tests.library import ROOT

from .written import subject

PAGES = ROOT / "docs" / "rules"


def examples(rule: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (PAGES / f"{rule}.md").read_text(encoding="utf-8"), re.DOTALL)


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted([*RULES, FORMAT])


@pytest.mark.parametrize("rule", [*RULES, FORMAT])
def test_a_page_says_what_why_an_example_and_how_to_switch_it_off(rule: str) -> None:
    text = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    assert headings == [rule, "Why", "An example", "Mended", "Switching it off"]
    if rule != FORMAT:
        assert f"`ignore: [{rule}]`" in text
        assert re.search(r"\b([Ss]tated|[Pp]roposed|misspelt|how the player works)\b", text)
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("rule", RULES)
def test_the_first_example_trips_the_rule_alone_and_the_second_none(rule: str) -> None:
    bad, good = examples(rule)
    assert {problem.rule for problem in review(subject(bad))} == {rule}
    assert review(subject(good)) == []


def test_the_examples_of_an_error() -> None:
    bad, good = examples(FORMAT)
    with pytest.raises(RoutineError, match="60"):
        subject(bad)
    assert review(subject(good)) == []
