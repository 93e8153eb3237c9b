"""The eight routines held against the figures: order, doses, rests, and what is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from backplayer.coach.course import follow
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import lay_out
from backplayer.routine.choices import choose
from backplayer.routine.library import Library

from .written import (
    ARTICLES,
    EXERCISES,
    EXPECTED,
    FIGURES,
    FOLDER,
    ROUTINES,
    SOURCES,
    SPOKEN,
    bounds,
    dose_of,
    exercise_steps,
    figure,
    is_proposed,
    lead_in_problems,
    rep_length,
    seconds,
    slug_of,
    spoken_problems,
    texts,
)

LONGEST = {"upper-back": 14 * 60 + 59, "desk-break": 4 * 60 + 29}
"""The most seconds, where the title or the summary promises a length."""

every_routine = pytest.mark.parametrize("name", sorted(FIGURES["routines"]))


def line(step: dict[str, Any], default_rest: str = "10s") -> str:
    """A step as one line, the way the figures have it."""
    dose = dose_of(step)
    parts = [slug_of(step["exercise"]) or ""]
    if "reps" in dose:
        parts.append(f"reps {dose['reps']} of {rep_length(dose['tempo']):g}s")
    else:
        amount = "hold" if "hold" in dose else "time"
        parts.append(f"{amount} {seconds(dose[amount]):g}")
    if dose.get("sets", "1") != "1":
        parts.append(f"sets {dose['sets']}")
    if dose.get("sides", "none") != "none":
        parts.append(dose["sides"])
    parts.append(f"rest {seconds(step.get('rest', default_rest)):g}")
    parts.append("stated " + ("+".join(sorted(dose["stated"])) or "nothing"))
    if step.get("optional") in ("yes", "true"):
        parts.append("optional")
    return ", ".join(parts)


def named_in(value: Any) -> Iterator[str]:
    """Every library exercise a routine names, wherever it does."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("exercise", "alternative", "like") and isinstance(inner, str):
                yield inner
            else:
                yield from named_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from named_in(inner)


def setup_of(exercise: Any) -> Any:
    """The set-up as a step plays it."""
    own = exercise.get("setup") if isinstance(exercise, dict) else None
    return own or EXERCISES[slug_of(exercise) or ""]["setup"]


def played(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A step and what may be done in its place."""
    yield step
    for key in ("alternative", "swap"):
        if key in step:
            yield {"exercise": step[key]} if isinstance(step[key], str) else step[key]


def test_the_eight_routines_are_there() -> None:
    assert sorted(ROUTINES) == sorted(FIGURES["routines"])


@every_routine
def test_order_dose_rest_and_what_is_stated(name: str) -> None:
    assert [line(step) for step in exercise_steps(ROUTINES[name]["steps"])] == FIGURES["routines"][name]


@every_routine
def test_every_exercise_named_exists_and_is_not_discouraged(name: str) -> None:
    for slug in named_in(ROUTINES[name]["steps"]):
        assert slug in EXERCISES
        assert EXERCISES[slug]["stance"] != "discouraged"


@every_routine
def test_nothing_is_stated_that_no_source_states(name: str) -> None:
    for step in exercise_steps(ROUTINES[name]["steps"]):
        slug, dose = slug_of(step["exercise"]) or "", dose_of(step)
        said = EXPECTED[slug].get("said", {})
        for part in dose["stated"]:
            fact = "hold" if part == "tempo.hold" else part
            assert fact in said, (slug, part)
            low, high = bounds(said[fact])
            assert low <= figure(dose, fact) <= high, (slug, part)


@every_routine
def test_a_stated_dose_is_ascribed_to_the_sources_that_give_it(name: str) -> None:
    for step in exercise_steps(ROUTINES[name]["steps"]):
        for choice in played(step):
            slug, dose = slug_of(choice["exercise"]) or "", dose_of(choice)
            if dose.get("stated") and len(EXERCISES[slug]["sources"]) > 1:
                assert choice.get("stated_by", dose.get("stated_by")) == EXPECTED[slug]["said_by"], slug


@every_routine
def test_the_setup_does_not_start_the_movement(name: str) -> None:
    for step in exercise_steps(ROUTINES[name]["steps"]):
        for choice in played(step):
            exercise = choice["exercise"]
            assert lead_in_problems(slug_of(exercise) or "", setup_of(exercise), dose_of(choice)) == []


@every_routine
def test_no_setup_presumes_the_exercise_before(name: str) -> None:
    for step in exercise_steps(ROUTINES[name]["steps"]):
        for choice in played(step):
            for sentence in texts(setup_of(choice["exercise"])):
                assert not re.match(r"(Stay|Still|Remain|From there|Keep lying|Again)\b", sentence), sentence


@every_routine
def test_what_is_put_within_reach_reads_well_in_one_sentence(name: str) -> None:
    equipment = ROUTINES[name]["equipment"]
    listed = [*equipment.get("needed", []), *equipment.get("optional", [])]
    with_commas = [item for item in listed if "," in item]
    assert with_commas == equipment.get("needed", [])[-1:] * len(with_commas)


@every_routine
def test_the_length_in_lists_is_the_length_of_the_session(name: str) -> None:
    library = Library([FOLDER])
    routine = choose(library.read_routine(library.find_routine(name)))
    length = lay_out(follow(routine).script, estimated_length).length / 1000
    minutes = int(ROUTINES[name]["length"].removesuffix(" min"))
    assert abs(length - minutes * 60) <= 35, "the nearest whole minute, and a few seconds for a change of words"
    assert length <= LONGEST.get(name, 30 * 60)


@every_routine
@pytest.mark.parametrize("choice", [{}, {"optional": True}, {"easier": True}, {"have": ["foam roller"]}], ids=str)
def test_no_form_cue_is_too_long_to_be_heard(name: str, choice: dict[str, Any]) -> None:
    library = Library([FOLDER])
    routine = choose(library.read_routine(library.find_routine(name)), **choice)
    assert lay_out(follow(routine).script, estimated_length).dropped == ()


@every_routine
def test_sources_are_known_and_cover_the_exercises(name: str) -> None:
    routine = ROUTINES[name]
    assert set(routine["sources"]) <= set(SOURCES)
    for slug in (slug_of(step["exercise"]) or "" for step in exercise_steps(routine["steps"])):
        assert set(EXERCISES[slug]["sources"]) & set(routine["sources"]), slug


@pytest.mark.parametrize(("name", "source"), ARTICLES.items())
def test_article_routines_follow_their_source_alone(name: str, source: str) -> None:
    routine = ROUTINES[name]
    assert routine["follows"] == source
    assert routine["sources"] == [source]
    for step in exercise_steps(routine["steps"]):
        assert source in EXERCISES[slug_of(step["exercise"]) or ""]["sources"]


@pytest.mark.parametrize("name", sorted(set(FIGURES["routines"]) - set(ARTICLES)))
def test_mixed_routines_claim_no_author_and_mark_every_safety_word(name: str) -> None:
    routine = ROUTINES[name]
    assert "follows" not in routine
    for words in (*routine["safety"], *routine["closing"]):
        assert is_proposed(words) or words["from"] in routine["sources"]


@every_routine
def test_what_a_routine_says_can_be_heard(name: str) -> None:
    routine = ROUTINES[name]
    spoken = [routine["title"], *texts(routine["safety"]), *texts(routine["closing"])]
    for kind in ("needed", "optional"):
        spoken += routine["equipment"].get(kind, [])
    for step in exercise_steps(routine["steps"]):
        spoken += texts(step.get("caution"))
        if isinstance(step["exercise"], dict):
            spoken += [text for field in SPOKEN for text in texts(step["exercise"].get(field))]
    assert {text: found for text in spoken if (found := spoken_problems(text))} == {}


@pytest.mark.parametrize(("name", "most"), [("upper-back", 20), ("desk-break", 10)])
def test_setups_are_shorter_still_where_time_is_short(name: str, most: int) -> None:
    for step in exercise_steps(ROUTINES[name]["steps"]):
        exercise = step["exercise"]
        words = " ".join(texts(setup_of(exercise))).split()
        assert len(words) <= most, " ".join(words)


# -- where the authors disagree --------------------------------------------------------------------


def choices(name: str) -> dict[str, str | None]:
    """Each exercise of a routine with the easier one that is offered."""
    found = {}
    for step in exercise_steps(ROUTINES[name]["steps"]):
        other = step.get("alternative")
        found[slug_of(step["exercise"]) or ""] = other["exercise"] if isinstance(other, dict) else other
    return found


def test_debated_moves_come_with_a_word_and_an_alternative() -> None:
    seventeen = choices("seventeen-exercises")
    assert seventeen["cat-cow"] == "cat-camel-extension-only"
    assert seventeen["superman"] == "prone-head-raise"
    assert seventeen["plank"] == "forearm-plank"
    assert seventeen["neck-rolls"] == "upper-neck-stretch"
    thoracic = choices("thoracic-mobility")
    assert thoracic["rhomboid-push-up"] == "quadruped-plus"
    assert thoracic["bridge-and-reach-over"] == "bridge"
    assert choices("upper-back")["superman"] == "prone-head-raise"
    for slug in ("cat-cow", "neck-rolls", "superman", "cobra-pose", "rhomboid-push-up", "spinal-twist-lying"):
        assert is_proposed(EXERCISES[slug]["caution"])


def test_mixed_routines_leave_out_what_authors_disagree_about() -> None:
    mixed = [slug for name in set(ROUTINES) - set(ARTICLES) for slug in choices(name)]
    assert not {"cat-cow", "push-up", "plank", "spinal-twist-lying", "spinal-twist-seated", "windmills"} & set(mixed)
    steps = exercise_steps(ROUTINES["neck-and-shoulders"]["steps"])
    (front_half,) = [step for step in steps if slug_of(step["exercise"]) == "neck-rolls"]
    assert "tilt" in EXERCISES["neck-rolls"]["dose"]["tempo"]
    assert "tilt" not in front_half["tempo"]


# -- sources ---------------------------------------------------------------------------------------


def test_the_five_sources() -> None:
    assert sorted(SOURCES) == sorted(ARTICLES.values())
    for credit in SOURCES.values():
        assert set(credit) == {"title", "author", "about", "neutral_name"}
    assert SOURCES["seventeen-exercises"]["author"] == "MaryAnn DePietro"
    assert SOURCES["fit4less-rehab"]["author"] == "not named in the text"
