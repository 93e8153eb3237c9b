"""Choosing exercises by typed words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.authoring.picking import Amount, DoseMissing, PickRefused, find_slug, guess, lacking, offered, pick
from backplayer.routine.problems import NotFound
from tests.library import library

SHELF = library()


@pytest.mark.parametrize(
    "words", ["can-opener", "Can opener", "CAN OPENERS", "can_opener", "kneeling upper back rotation"]
)
def test_an_exercise_is_found_by_any_of_its_names(words: str) -> None:
    assert pick(words, SHELF).slug == "can-opener"


def test_without_a_dose_its_own_is_meant() -> None:
    assert pick("can-opener", SHELF).amount is None


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("can-opener=8x", Amount("reps", "8")),
        ("bridge = 6 reps", Amount("reps", "6")),
        ("plank=20s", Amount("hold", "20s")),
        ("plank=1m30s", Amount("hold", "1m30s")),
        ("shoulder-rolls=40s", Amount("time", "40s")),
        ("push-up=5x", Amount("reps", "5")),
    ],
)
def test_a_dose_is_repetitions_or_a_time_of_the_exercise_s_sort(words: str, amount: Amount) -> None:
    assert pick(words, SHELF).amount == amount


def test_an_exercise_without_a_dose_of_its_own_needs_one() -> None:
    with pytest.raises(DoseMissing, match="8x for repetitions"):
        pick("push-up", SHELF)


@pytest.mark.parametrize("dose", ["", "lots", "20", "0x", "1001x", "0s", "2h", "-3s", "8x8"])
def test_what_is_no_dose_is_refused(dose: str) -> None:
    with pytest.raises(PickRefused):
        pick(f"bridge={dose}", SHELF)


def test_an_exercise_that_alternates_sides_takes_repetitions_only() -> None:
    alternating = next(
        slug for slug in SHELF.exercise_paths()
        if (dose := SHELF.exercise(slug).dose) and dose.sides.value == "alternating"
    )  # fmt: skip
    with pytest.raises(PickRefused, match="8x"):
        pick(f"{alternating}=20s", SHELF)
    assert pick(f"{alternating}=8x", SHELF).amount == Amount("reps", "8")


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(NotFound, match="did you mean 'can-opener'"):
        pick("cann opener", SHELF)
    assert guess("cann opener", SHELF) == "can-opener"
    assert find_slug("cann opener", SHELF) is None


@given(st.text(max_size=40))
def test_any_words_choose_or_are_refused_in_words(words: str) -> None:
    told = ""
    try:
        pick(words, SHELF)
    except (PickRefused, NotFound) as refused:
        told = str(refused)
    assert told.isprintable()


def test_exercises_are_offered_by_kind_and_by_posture() -> None:
    stretches = offered("stretch", SHELF)
    assert {found.exercise.kind.value for found in stretches if found.exercise.kind} == {"stretch"}
    assert {found.slug for found in offered("Side lying", SHELF)} >= {"side-plank", "oblique-sit"}
    assert len(offered("?", SHELF)) == len(SHELF.exercise_paths())
    assert offered("can-opener", SHELF) == []


def test_what_sources_advise_against_is_not_offered_by_kind() -> None:
    assert "push-up" not in {found.slug for found in offered("strength", SHELF)}
    assert "push-up" in {found.slug for found in offered("?", SHELF)}


def test_only_what_can_be_done_with_what_is_at_hand_is_offered() -> None:
    for found in offered("?", SHELF, have=["Mat"]):
        assert not lacking(found.exercise, ["mat"])
    assert {found.slug for found in offered("release", SHELF, have=[])} == set()
