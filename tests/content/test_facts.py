"""Every exercise of the library held against the figures of the five articles."""

from __future__ import annotations

import re

import pytest

from .written import (
    AMOUNTS,
    DOSE_PARTS,
    EXERCISES,
    EXPECTED,
    FIGURES,
    SPOKEN,
    bounds,
    figure,
    is_proposed,
    items,
    lead_in_problems,
    numbers_in,
    seconds,
    spoken_problems,
    text_of,
    texts,
    written_as,
)

STATED_PARTS = re.compile(r"(reps|hold|time|tempo|sets|sides|tempo\.[a-z]+)")
SOURCED = ("targets", "equipment", "start", "steps", "setup", "cues", "halfway", "caution", "mistakes", "cautions")
SOURCED += ("breathing", "easier", "harder", "notes")

every_exercise = pytest.mark.parametrize("slug", sorted(EXPECTED))


def test_all_fifty_seven_exercises_are_there_and_no_other() -> None:
    assert len(EXPECTED) == 57
    assert sorted(EXERCISES) == sorted(EXPECTED)


@every_exercise
def test_sources_kind_stance_and_detail(slug: str) -> None:
    written, facts = EXERCISES[slug], EXPECTED[slug]
    assert written["sources"] == facts["sources"]
    assert f"{written['kind']} {written['stance']} {written['detail']}" == facts["is"]


@every_exercise
def test_stated_figures_are_played_at_their_low_end_and_marked(slug: str) -> None:
    dose, said = EXERCISES[slug].get("dose", {}), EXPECTED[slug].get("said", {})
    for part, value in said.items():
        assert figure(dose, part) == bounds(value)[0], part
    assert sorted(dose.get("stated", [])) == sorted(written_as(dose, part) for part in said)


@every_exercise
def test_a_dose_is_ascribed_to_the_sources_that_give_it_and_no_other(slug: str) -> None:
    written, facts = EXERCISES[slug], EXPECTED[slug]
    dose = written.get("dose", {})
    if len(written["sources"]) > 1 and (dose["stated"] or "as_stated" in dose):
        assert facts["said_by"]
    assert dose.get("stated_by", []) == facts.get("said_by", [])
    assert set(dose.get("stated_by", [])) <= set(written["sources"])


@every_exercise
def test_the_words_of_the_stated_dose_hold_every_stated_figure(slug: str) -> None:
    words = EXERCISES[slug].get("dose", {}).get("as_stated", "")
    for part, value in EXPECTED[slug].get("said", {}).items():
        if part == "sides":
            assert "side" in words
        else:
            assert set(bounds(value)) <= numbers_in(words), part
    for fragment in EXPECTED[slug].get("words", []):
        assert fragment in words


@every_exercise
def test_proposed_figures(slug: str) -> None:
    dose, facts = EXERCISES[slug].get("dose", {}), EXPECTED[slug]
    proposed = facts.get("proposed", {})
    for part, value in proposed.items():
        assert figure(dose, part) == value, part
    allowed = {*proposed, *facts.get("said", {})}
    extra = {part for part in DOSE_PARTS if part in dose} - allowed - {"tempo"}
    assert not extra, "a dose part that is neither stated nor proposed"
    assert ("tempo" in dose) == ("rep" in proposed)


@every_exercise
def test_every_dose_says_what_of_it_is_stated(slug: str) -> None:
    written = EXERCISES[slug]
    if slug == "push-up":
        assert "dose" not in written
        return
    dose = written["dose"]
    assert sum(amount in dose for amount in AMOUNTS) == 1
    assert isinstance(dose["stated"], list)
    for part in dose["stated"]:
        assert STATED_PARTS.fullmatch(part)
        assert part in dose or part.split(".")[1] in dose["tempo"]
    phases = dose.get("tempo", {})
    assert all(re.fullmatch(r"[a-z]{2,7}", phase) and seconds(length) >= 1 for phase, length in phases.items())


@every_exercise
def test_number_of_steps_and_which_are_proposed(slug: str) -> None:
    steps, facts = items(EXERCISES[slug].get("steps")), EXPECTED[slug]
    assert len(steps) == facts["steps"]
    added = list(range(1, len(steps) + 1)) if facts["added"] == "all" else facts["added"]
    assert [number for number, step in enumerate(steps, 1) if is_proposed(step)] == added


@every_exercise
def test_stated_cues(slug: str) -> None:
    cues = items(EXERCISES[slug].get("cues"))
    assert [text_of(cue) for cue in cues if not is_proposed(cue)] == EXPECTED[slug]["cues"]


@every_exercise
def test_every_text_is_stated_proposed_or_from_one_of_the_sources(slug: str) -> None:
    written = EXERCISES[slug]
    for field in SOURCED:
        for item in items(written.get(field)):
            if isinstance(item, dict):
                assert set(item) in ({"proposed"}, {"text", "from"}), field
                assert item.get("from") in (None, *written["sources"]), field


@every_exercise
def test_where_all_steps_are_proposed_nothing_spoken_passes_as_the_authors(slug: str) -> None:
    written = EXERCISES[slug]
    if EXPECTED[slug]["added"] != "all":
        return
    stated_cues = set(EXPECTED[slug]["cues"])
    spoken = [*items(written["start"]), *items(written["setup"]), *items(written["cues"])]
    assert [text_of(item) for item in spoken if not is_proposed(item) and text_of(item) not in stated_cues] == []


@every_exercise
def test_cues_are_short_and_sentences(slug: str) -> None:
    for cue in texts(EXERCISES[slug].get("cues")):
        assert len(cue.split()) <= 7, cue
        assert cue[0].isupper(), cue
        assert cue.endswith("."), cue


@every_exercise
def test_the_setup_is_short(slug: str) -> None:
    if slug == "push-up":
        assert not EXERCISES[slug].keys() & {"setup", "steps", "cues"}
        return
    setup = texts(EXERCISES[slug]["setup"])
    assert 1 <= len(setup) <= 4
    assert len(" ".join(setup).split()) <= 30


@every_exercise
def test_the_setup_does_not_start_the_movement(slug: str) -> None:
    assert lead_in_problems(slug, EXERCISES[slug].get("setup"), EXERCISES[slug].get("dose", {})) == []


@every_exercise
def test_the_side_is_called_by_what_is_on_it(slug: str) -> None:
    assert EXERCISES[slug].get("side_word") == FIGURES["side_words"].get(slug)


@every_exercise
def test_what_is_spoken_can_be_heard(slug: str) -> None:
    written = EXERCISES[slug]
    name = [written.get("say", written["name"])]
    spoken = name + [text for field in SPOKEN for text in texts(written.get(field))]
    assert {text: found for text in spoken if (found := spoken_problems(text))} == {}
