"""Choosing exercises by typed words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.authoring.amounts import Amount, PickRefused, amount, as_typed, parted
from backplayer.authoring.picking import DoseMissing, lacking, near, offered, pick, with_part
from backplayer.routine.durations import duration_to_str
from backplayer.routine.model import Dose, Exercise, Kind, Sides
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
        ("plank hold 20s", Amount("hold", "20s")),
        ("plank=move 20s", Amount("time", "20s")),
        ("shoulder-rolls hold for 5s", Amount("hold", "5s")),
        ("2x move 20s shoulder rolls", Amount("time", "20s", 2)),
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


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cann opener", ["can-opener"]),  # misspelt
        ("wall angles", ["wall-angels"]),
        ("wall angels slowly", ["wall-angels"]),  # with words of one's own
        ("dog", ["downward-dog"]),  # a part of the name
        ("opener", ["can-opener"]),
        ("thoracic", ["bridge-and-reach-over", "kneeling-thoracic-extension", "thoracic-spine-release"]),
        ("chin tucks", []),
        ("nothing like it", []),
        ("a", []),
    ],
)
def test_what_may_be_meant_by_a_name(words: str, found: list[str]) -> None:
    assert sorted(near(words, SHELF)) == found


def test_the_likeliest_comes_first_and_there_are_a_few_at_most() -> None:
    assert near("row", SHELF)[0] == "bent-over-row"  # rows are bent-over rows
    assert set(near("row", SHELF)) > {"seated-row", "standing-row"}
    assert len(near("er", SHELF)) == 6


def test_exercises_are_found_by_any_part_of_any_name() -> None:
    assert "can-opener" in with_part("Back rotat", SHELF)  # the kneeling upper back rotation
    assert with_part("twist spin", SHELF) == ["spinal-twist-lying", "spinal-twist-seated"]
    assert {found.slug for found in offered("? twist", SHELF)} == set(with_part("twist", SHELF))
    assert offered("? stretch", SHELF) == offered("stretch", SHELF)
    assert offered("? nothing like it", SHELF) == []


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        *((words, Sides.BOTH) for words in (
            "each side", "per side", "on each side", "both sides", "both", "l/r", "R/L", "each arm", "per leg",
        )),
        *((words, Sides.ALTERNATING) for words in ("alternating", "alternate sides", "Alternating legs")),
        ("left", Sides.LEFT), ("on left side", Sides.LEFT), ("right leg", Sides.RIGHT),
    ],
)  # fmt: skip
def test_a_dose_may_say_which_sides(words: str, sides: Sides) -> None:
    reps = Amount("reps", "6", None, sides)
    for dose in (f"6x {words}", f"6 reps, {words}", f"{words} 6x"):
        assert amount(dose, Exercise("Row")) == reps
        assert parted(f"thread the needle {dose}") == ("thread the needle", dose)
        assert pick(f"can-opener={dose}", SHELF).amount == reps
        assert pick(f"can opener {dose}", SHELF).amount == reps
    assert amount(f"2x6 {words}", Exercise("Row")) == Amount("reps", "6", 2, sides)
    if sides is not Sides.ALTERNATING:
        assert amount(f"3 x 20 sec {words}", Exercise("Row")) == Amount("hold", "20s", 3, sides)
        assert pick(f"shoulder-rolls for 40s {words}", SHELF).amount == Amount("time", "40s", None, sides)
    else:
        with pytest.raises(PickRefused, match="write repetitions"):
            amount(f"20s {words}", Exercise("Row"))
    assert reps.keys == {"reps": "6", "sides": sides.value}


def test_sides_before_a_name_are_the_dose_s_only_where_they_cannot_be_the_name_s() -> None:
    assert parted("6x each side of thread the needle") == ("thread the needle", "6x each side")
    assert parted("2x20s l/r side plank") == ("side plank", "2x20s l/r")
    assert parted("10x left leg raise") == ("left leg raise", "10x")
    assert parted("10x alternating lunges") == ("alternating lunges", "10x")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("6 each side", "6 what? Write 6x each side for repetitions, or 6s each side for seconds"),
        ("6 l/r", "6 what? Write 6x each side for"),
        ("each side", "how much each side? Write 8x each side, or 20s each side"),
        ("left 6x right", "'left' and 'right': say once which sides"),
    ],
)
def test_sides_that_are_no_whole_dose_are_told_with_what_to_write(words: str, told: str) -> None:
    with pytest.raises(PickRefused) as refused:
        amount(words, Exercise("Row"))
    assert str(refused.value).startswith(told)


def test_both_sides_can_be_asked_of_an_exercise_that_alternates() -> None:
    assert amount("20s each side", SHELF.exercise("plank-leg-lift")) == Amount("hold", "20s", None, Sides.BOTH)


@given(st.sampled_from(["reps", "hold", "time"]), st.integers(1, 90), st.integers(1, 50), st.sampled_from(list(Sides)))
def test_a_dose_is_shown_as_it_can_be_typed(key: str, much: int, sets: int, sides: Sides) -> None:
    if sides is Sides.ALTERNATING:
        key = "reps"
    dose = Dose(sets=sets, sides=sides, **{key: much if key == "reps" else much * 1000})
    typed = amount(as_typed(dose), Exercise("Row", kind=Kind.CARDIO if key == "time" else None))
    assert (typed.key, typed.sets or 1, typed.sides or Sides.NONE) == (key, sets, sides)
    assert typed.value == (str(much) if key == "reps" else duration_to_str(much * 1000))


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
    everything = offered("?", SHELF)
    assert len(everything) == len(SHELF.exercise_paths())
    kinds = [found.exercise.kind for found in everything]
    assert kinds == sorted(kinds, key=[*Kind, None].index)
    assert offered("can-opener", SHELF) == []


def test_what_sources_advise_against_is_not_offered_by_kind() -> None:
    assert "push-up" not in {found.slug for found in offered("strength", SHELF)}
    assert "push-up" in {found.slug for found in offered("?", SHELF)}


def test_only_what_can_be_done_with_what_is_at_hand_is_offered() -> None:
    for found in offered("?", SHELF, have=["Mat"]):
        assert not lacking(found.exercise, ["mat"])
    assert {found.slug for found in offered("release", SHELF, have=[])} == set()
