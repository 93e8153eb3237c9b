"""The text of a new routine: valid whatever was chosen, and it invents no dose."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backplayer.authoring.amounts import Amount
from backplayer.authoring.draft import Draft, draft_text
from backplayer.authoring.examples import MOST_MORE, small
from backplayer.authoring.picking import Pick, lacking
from backplayer.authoring.reckoning import dose_of, drafted, estimated_length_of, routine_of
from backplayer.routine.durations import duration_to_str
from backplayer.routine.model import Exercise, Sides, played_exercises
from backplayer.routine.reading.source import parse_source
from tests.library import library

SHELF = library()
MODELINE = "# yaml-language-server: $schema=x"
DOSED = [slug for slug in SHELF.exercise_paths() if SHELF.exercise(slug).dose]
TITLES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "M", "Z")), min_size=1, max_size=60)


@given(TITLES, st.lists(st.sampled_from(DOSED), min_size=1, max_size=8), st.sampled_from([None, 1, 240_000]))
def test_every_draft_can_be_played_with_the_exercises_own_doses(
    title: str, slugs: list[str], length: int | None
) -> None:
    picks = tuple(Pick(slug, SHELF.exercise(slug)) for slug in slugs)
    text = draft_text(Draft("x", title, picks, length=length), MODELINE)
    assert text.splitlines()[0] == MODELINE
    steps = list(played_exercises(routine_of(text, "x", SHELF).steps))
    assert [step.exercise.slug for step in steps] == slugs
    assert [step.dose.work for step in steps] == [pick.exercise.dose.work for pick in picks if pick.exercise.dose]
    assert not any(step.own_dose for step in steps)


def test_a_title_is_read_back_as_it_was_written() -> None:
    for title in ("yes", "11:15", "a: b #c", "'quoted'", "- [x]", "Übung"):
        text = draft_text(Draft("x", title, small(SHELF)), MODELINE)
        assert routine_of(text, "x", SHELF).title == title


def test_a_dose_of_the_author_s_stands_in_the_file() -> None:
    pick = Pick("push-up", SHELF.exercise("push-up"), Amount("reps", "5"))
    text = draft_text(Draft("x", "X", (pick,)), MODELINE)
    assert "    reps: 5\n" in text
    assert "a source advises against it" in text
    assert [step.dose.reps for step in played_exercises(routine_of(text, "x", SHELF).steps)] == [5]


def test_notes_tell_the_exercise_s_own_dose_as_it_would_be_written() -> None:
    text = draft_text(Draft("x", "X", (Pick("can-opener", SHELF.exercise("can-opener")),)), MODELINE)
    assert "# its own dose: reps: 5, tempo: {turn: 2s, hold: 3s, return: 2s}, sides: both\n" in text
    assert "# (sides: as cavaliere-mobilization says; all else is our suggestion)\n" in text


def test_equipment_follows_from_the_exercises() -> None:
    picks = tuple(Pick(slug, SHELF.exercise(slug)) for slug in ("wall-angels", "can-opener", "bridge", "arm-circles"))
    data = parse_source(draft_text(Draft("x", "X", picks), MODELINE), "x").data
    assert isinstance(data, dict)
    assert data["equipment"] == ["wall", "mat"]
    bare = parse_source(draft_text(Draft("x", "X", picks[3:]), MODELINE), "x").data
    assert "equipment" not in bare


def test_the_small_example_grows_and_keeps_to_what_is_at_hand() -> None:
    lengths = []
    for more in range(MOST_MORE + 1):
        text = draft_text(Draft("x", "X", small(SHELF, more=more)), MODELINE)
        lengths.append(estimated_length_of(routine_of(text, "x", SHELF)))
    assert lengths == sorted(set(lengths))
    assert all(not lacking(pick.exercise, []) for pick in small(SHELF, have=[], more=MOST_MORE))


@given(TITLES)
def test_an_exercise_the_library_lacks_is_written_in_place_and_says_nothing_of_its_own(name: str) -> None:
    own = Pick("", Exercise(name), Amount("reps", "6", 2))
    (step,) = played_exercises(drafted((own,), SHELF).steps)
    assert (step.exercise.name, step.exercise.spoken_setup, step.exercise.cues) == (name, (), ())
    assert (step.dose.reps, step.dose.sets) == (6, 2)


def test_an_exercise_of_one_s_own_shows_what_else_its_dose_may_say() -> None:
    def shown(amount: Amount) -> str:
        return draft_text(Draft("x", "X", (Pick("", Exercise("Chin tucks"), amount),)), MODELINE)

    reps, sets, hold = (
        shown(Amount("reps", "5")),
        shown(Amount("reps", "5", 2, Sides.BOTH)),
        shown(Amount("hold", "5s")),
    )
    for key in ("sides: both", "tempo: 4s"):
        assert f"    #{key} " in reps
    assert "set_rest" not in reps.partition("steps:")[2]
    assert "    sets: 2\n    sides: both\n    #tempo: 4s " in sets
    assert "    #set_rest: 30s " in sets
    assert "#tempo" not in hold
    assert "alternating" not in hold  # goes with repetitions only


def test_the_rest_between_sets_is_shown_where_there_are_sets() -> None:
    plank = Pick("plank", SHELF.exercise("plank"))
    assert plank.exercise.dose
    assert plank.exercise.dose.sets > 1
    text = draft_text(Draft("x", "X", (plank, Pick("bridge", SHELF.exercise("bridge")))), MODELINE)
    length = duration_to_str(plank.exercise.dose.set_rest)
    assert text.count(f"\n    #set_rest: {length} ") == 1
    assert f"sets: 2, set_rest: {length}\n" in text
    assert "\n#defaults: {rest: 10s, set_rest: 30s, get_ready: 5s}\n" in text


def test_the_whole_dose_is_what_was_asked_for_and_what_comes_along() -> None:
    own = SHELF.exercise("plank").dose
    assert own
    dose = dose_of(Pick("plank", SHELF.exercise("plank"), Amount("hold", "20s")), SHELF)
    assert (dose.hold, dose.sets) == (20_000, own.sets)
