"""Choosing exercises by typed words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.authoring.amounts import Amount, PickRefused, amount, parted
from backplayer.authoring.picking import NEAR, DoseMissing, lacking, near, offered, pick
from backplayer.routine.model import Exercise
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
        ("plank 20 sec", Amount("hold", "20s")),
        ("plank for 1 min", Amount("hold", "1m")),
        ("plank 1m 30s", Amount("hold", "1m30s")),
        ("plank 1:30", Amount("hold", "1m30s")),
        ("Can opener 10x", Amount("reps", "10")),
        ("can opener x10", Amount("reps", "10")),
        ("8 reps of can opener", Amount("reps", "8")),
        ("3x10 can opener", Amount("reps", "10", 3)),
        ("bridge=2x6", Amount("reps", "6", 2)),
        ("bridge 2 x 6", Amount("reps", "6", 2)),
        ("bridge 3 sets of 6 reps", Amount("reps", "6", 3)),
        ("3x20s plank", Amount("hold", "20s", 3)),
    ],
)
def test_a_dose_is_repetitions_or_a_time_of_the_exercise_s_sort(words: str, amount: Amount) -> None:
    assert pick(words, SHELF).amount == amount


def test_an_exercise_without_a_dose_of_its_own_needs_one() -> None:
    with pytest.raises(DoseMissing, match="8x for repetitions"):
        pick("push-up", SHELF)


@pytest.mark.parametrize("dose", ["", "lots", "20", "0x", "1001x", "0s", "2h", "-3s", "8x8x8", "0x8", "51x8", "1.2x"])
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
    assert SHELF.slug_of("cann opener") is None


def test_what_is_near_to_a_name_comes_with_how_near_it_is() -> None:
    misspelt = near("cann opener", SHELF)[0]
    assert misspelt.slug == "can-opener"
    assert misspelt.likeness >= NEAR
    assert all(weak.likeness < NEAR for weak in near("chin tucks", SHELF))
    assert "downward-dog" in {found.slug for found in near("dog", SHELF)}
    assert near("nothing like it", SHELF) == ()


@given(st.text(max_size=400))
def test_any_line_is_parted_and_any_dose_read_or_refused(words: str) -> None:
    name, dose = parted(words)
    assert name in words
    told = ""
    try:
        amount(words if dose is None else dose, Exercise("Row"))
    except PickRefused as refused:
        told = str(refused)
    assert told.isprintable()


def test_a_number_alone_is_asked_about() -> None:
    with pytest.raises(PickRefused, match="10 what\\? Write 10x for repetitions, or 10s for seconds"):
        pick("bridge 10", SHELF)
    assert parted("10 minutes") == ("", "10 minutes")


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
