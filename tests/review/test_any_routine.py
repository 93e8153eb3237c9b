"""What must hold of advice on every routine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backplayer.review.review import review
from backplayer.review.rules import RULES

from .written import subject, texts


@given(texts())
def test_advice_is_about_a_place_in_the_file(text: str) -> None:
    lines = text.split("\n")
    for problem in review(subject(text)):
        assert problem.rule in RULES
        assert not problem.is_error
        assert problem.message.isprintable()
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1])


@given(texts(), st.sampled_from(sorted(RULES)))
def test_ignoring_a_rule_removes_exactly_what_it_found(text: str, rule: str) -> None:
    looked_at = subject(text)
    assert review(looked_at, {rule}) == [problem for problem in review(looked_at) if problem.rule != rule]
