"""What does not come out as it was written is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given

from backplayer.chart.findings import findings
from backplayer.chart.marks import CLEAR, MOVED
from backplayer.chart.picture import Picture
from backplayer.coach.course import Course, follow
from backplayer.coach.layout import lay_out
from backplayer.coach.script import Break, Work
from backplayer.routine.model import Counting, Dose, ExerciseStep, Phase, Sourced
from tests.chart.pictures import courses, picture_in, pictures, small
from tests.strategies import voices


def kinds(picture: Picture) -> list[str]:
    return [mark.kind for mark in picture.marks]


def slow(text: str) -> int:
    return 1200 if len(text) < 12 else 2500


def test_a_routine_with_room_for_everything_has_no_marks() -> None:
    step = small().steps[1]
    assert picture_in(follow(replace(small(), steps=(step,)))).marks == ()


def test_a_form_cue_that_fits_nowhere_is_told_once_with_what_it_misses() -> None:
    long = "These are many more words than there is time for here."
    picture = picture_in(follow(small(long)))
    (mark,) = (mark for mark in picture.marks if mark.kind == "dropped")
    timeline = lay_out(follow(small(long)).script, lambda text: len(text) * 60)
    assert timeline.dropped
    assert (mark.text, mark.place.step, mark.place.side) == (long, 1, "left")
    assert mark.ms > 0
    assert mark.at == mark.place.start


def test_a_form_cue_that_never_has_its_turn_is_told() -> None:
    picture = picture_in(follow(small("Slow.", "Easy.", "Calm.", "Soft.")))
    said = {heard.cue.text for heard in picture.heard if heard.cue.kind == "cue"}
    without = {mark.text for mark in picture.marks if mark.kind == "no-turn"}
    assert without
    assert said | without == {"Slow.", "Easy.", "Calm.", "Soft."}
    assert not said & without


def test_a_count_that_does_not_fit_is_a_tone_and_misses_what_it_misses() -> None:
    picture = picture_in(follow(small()), slow)
    tones = [mark for mark in picture.marks if mark.kind == "tone"]
    plank = [mark for mark in tones if mark.place.title == "Plank" and mark.place.kind == "work"]
    assert [mark.text for mark in plank] == ["5", "4", "3", "2", "1"]
    assert {mark.ms for mark in plank} == {1200 + CLEAR - 1000}
    for mark in tones:
        (number,) = mark.cues
        assert picture.heard[number].cue.text is None
        assert picture.heard[number].cue.at == mark.at
    assert any(mark.text == "Ready." and mark.kind == "unsaid" for mark in picture.marks)


def test_a_count_without_its_phase_is_told_as_shortened() -> None:
    quick = ExerciseStep(small().steps[0].exercise, Dose(reps=4, tempo=(Phase("lift", 600), Phase("lower", 600))))
    picture = picture_in(follow(replace(small(), steps=(quick,))), lambda text: 90 * len(text))
    found = [(mark.text, mark.heard) for mark in picture.marks if mark.kind == "shortened"]
    assert found == [("1, lift", "1"), ("2, lift", "2")]


def test_a_break_that_grows_tells_by_how_much() -> None:
    course = follow(small())
    picture = picture_in(course)
    grown = [mark for mark in picture.marks if mark.kind == "longer"]
    for mark in grown:
        piece = course.script[mark.span]
        assert isinstance(piece, Break)
        assert mark.place.length == piece.least + mark.ms
    assert [mark.place.kind for mark in grown] == ["switch", "transition"]


def test_a_wait_is_marked() -> None:
    assert "wait" in kinds(picture_in(follow(small(wait="Fetch the mat."))))


def test_words_beside_a_count_are_moved_only_from_a_second_on() -> None:
    for mark in picture_in(follow(small("Shoulders stay away from your ears."))).marks:
        assert mark.kind != "moved" or abs(mark.ms) >= MOVED


@given(courses, voices)
def test_every_break_that_grows_is_marked_and_every_form_cue_is_said_or_reported(
    course: Course, voice: Callable[[str], int]
) -> None:
    picture = picture_in(course, voice)
    grown = {mark.span for mark in picture.marks if mark.kind == "longer"}
    pairs = enumerate(zip(course.script, (stretch.span for stretch in picture.stretches), strict=True))
    assert grown == {i for i, (piece, span) in pairs if isinstance(piece, Break) and 0 < piece.least < span.length}
    said = {(heard.cue.step, heard.cue.text) for heard in picture.heard if heard.cue.kind == "cue"}
    lost = [(mark.place.step, mark.text) for mark in picture.marks if mark.kind in ("dropped", "no-turn")]
    written = {(piece.place.step, text) for piece in course.script if isinstance(piece, Work) for text in piece.cues}
    assert said | set(lost) == written
    assert not said & set(lost)
    assert len(lost) == len(set(lost))


@given(courses)
def test_a_voice_that_needs_no_time_leaves_every_count_where_it_is_wanted(course: Course) -> None:
    assert not {"tone", "shortened", "unsaid"} & set(kinds(picture_in(course, lambda _: 1)))


@given(pictures())
def test_marks_point_at_what_they_are_about_and_are_all_reported(picture: Picture) -> None:
    told = {finding.kind: " ".join(finding.lines) for finding in findings(picture.marks)}
    assert set(told) == set(kinds(picture))
    for number, mark in enumerate(picture.marks):
        assert picture.stretches[mark.span].span == mark.place
        assert mark.place.start <= mark.at <= mark.place.end
        for cue in mark.cues:
            assert number in picture.heard[cue].marks
            assert picture.heard[cue].cue.at == mark.at
            assert picture.heard[cue].cue.text == mark.heard
        if mark.kind != "moved" and mark.text:
            assert mark.text in told[mark.kind]


def test_a_count_that_gives_way_to_the_author_s_own_words_is_told() -> None:
    exercise = replace(small().steps[1].exercise, halfway=Sourced("Now turn around and go back."))
    step = ExerciseStep(exercise, Dose(time=20_000), counting=Counting.EVERY_SECOND)
    picture = picture_in(follow(replace(small(), steps=(step,))))
    assert any(heard.cue.text == "Now turn around and go back." for heard in picture.heard)
    assert [mark.text for mark in picture.marks if mark.kind == "unsaid"] == ["9"]
