"""Which steps are meant, which were changed, and what is heard of them."""

from __future__ import annotations

import pytest
from hypothesis import given

from backplayer.authoring.excerpt import phrases_alone, phrases_of, steps_alone
from backplayer.authoring.reckoning import routine_of
from backplayer.authoring.steps import changed_steps, only_steps
from backplayer.coach.course import follow
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import PAUSE, lay_out
from backplayer.coach.script import Talk, Work
from backplayer.routine.choices import step_number
from backplayer.routine.model import Routine, played_exercises
from backplayer.routine.problems import NotFound
from tests import strategies
from tests.library import NAMES, ROUTINES, library

SHELF = library()
UPPER_BACK = SHELF.read_routine(ROUTINES / "upper-back.yaml")


@pytest.mark.parametrize("words", ["12", "superman", "Superman", "SUPER MAN", "11"])
def test_a_step_is_meant_by_number_or_name(words: str) -> None:
    exercises = list(played_exercises(UPPER_BACK.steps))
    if words == "SUPER MAN":
        with pytest.raises(NotFound, match="did you mean 'superman'"):
            step_number(UPPER_BACK, words)
        return
    number = step_number(UPPER_BACK, words)
    assert words == str(number) or exercises[number - 1].exercise.slug == "superman"


@pytest.mark.parametrize("words", ["0", "99", "-1", "²", "", "nothing like it"])
def test_no_such_step_is_told_with_the_numbers_there_are(words: str) -> None:
    with pytest.raises(NotFound, match="numbered 1 to 1"):
        step_number(UPPER_BACK, words)


def test_only_what_was_changed_is_changed() -> None:
    text = "title: T\nsteps:\n  - bridge\n  - {exercise: superman, reps: 3}\n  - bridge\n"
    before = routine_of(text, "x", SHELF)
    assert changed_steps(before, before) == ()
    assert changed_steps(before, routine_of(text.replace("title: T", "# more\ntitle: T"), "x", SHELF)) == ()
    assert changed_steps(before, routine_of(text.replace("reps: 3", "reps: 4"), "x", SHELF)) == (2,)
    assert changed_steps(before, routine_of(text + "  - {exercise: plank, hold: 9s}\n", "x", SHELF)) == (4,)
    assert changed_steps(None, before) == (1, 2)


@given(strategies.routines())
def test_a_step_alone_is_that_exercise_with_its_work_and_no_opening(routine: Routine) -> None:
    exercises = list(played_exercises(routine.steps))
    if not exercises:
        return
    number = len(exercises)
    course = steps_alone(routine, (number,))
    works = [piece for piece in course.script if isinstance(piece, Work)]
    step = exercises[-1]
    assert {piece.place.title for piece in works} == {step.exercise.name}
    assert sum(piece.length for piece in works) == step.dose.total_work
    assert not any(isinstance(piece, Talk) and piece.kind in ("intro", "finish") for piece in course.script)
    assert only_steps(routine, (number,)).steps == (step,)


@pytest.mark.parametrize("name", NAMES)
def test_every_announcement_and_every_cue_is_previewed_once_in_order(name: str) -> None:
    routine = SHELF.read_routine(ROUTINES / f"{name}.yaml")
    script = follow(routine).script
    phrases = phrases_of(script)
    assert len(set(phrases)) == len(phrases)
    timeline = lay_out(script, estimated_length)
    heard = [cue.text for cue in timeline.cues if cue.text and cue.kind not in ("count", "phase")]
    assert set(heard) <= set(phrases)
    assert {drop.text for drop in timeline.dropped} <= set(phrases)
    first = list(dict.fromkeys(cue.text for cue in timeline.cues if cue.text and cue.kind in ("next-up", "set-up")))
    assert [text for text in phrases if text in first] == first


def test_phrases_alone_follow_one_another_after_a_breath() -> None:
    course = phrases_alone(UPPER_BACK, ["One.", "Two.", "Two."])
    cues = lay_out(course.script, lambda _: 1000).cues
    assert [(cue.at, cue.text) for cue in cues] == [(0, "One."), (1000 + PAUSE, "Two."), (2 * (1000 + PAUSE), "Two.")]
    assert course.routine == UPPER_BACK
