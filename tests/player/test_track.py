"""The track: one stretch after another, at once or without a break."""

from __future__ import annotations

from backplayer.coach.course import Point, follow
from backplayer.coach.script import Line, Work
from backplayer.player import ways
from backplayer.player.leg import CueDue, Over
from backplayer.player.track import Track
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Phase, Routine
from tests.player.driven import scores

AHEAD = 300
LIFTS = ExerciseStep(Exercise("Lifts"), Dose(reps=6, tempo=(Phase("lift", 2000), Phase("lower", 2000))))
COURSE = follow(Routine("x", (LIFTS, ExerciseStep(Exercise("Bridge"), Dose(hold=30_000), rest=60_000))))
WORKS = [index for index, piece in enumerate(COURSE.script) if isinstance(piece, Work)]


def begun(piece: int) -> Track:
    """A track that begins with a piece of the course, at 0 on the clock."""
    return Track(scores(lambda text: 40 * len(text)), ways.onward(COURSE, Point(piece)), AHEAD, 0)


def play(track: Track, since: int, until: int) -> list[CueDue]:
    heard: list[CueDue] = []
    for now in range(since, until, 50):
        heard += [event for event in track.advance(now) if isinstance(event, CueDue)]
        if track.takes_over(now):
            track.take_over()
    return heard


def test_it_tells_of_each_work_once() -> None:
    track = begun(WORKS[0])
    play(track, 0, 20_000)
    assert track.done(20_000) == []
    play(track, 20_000, 30_000)
    assert [work.place.title for work in track.done(30_000)] == ["Lifts"]
    assert track.done(30_000) == []


def test_it_comes_to_its_end() -> None:
    track = begun(WORKS[1])
    events = [event for now in range(0, 60_000, 50) for event in track.advance(now)]
    assert events[-1] == Over()
    assert [work.place.title for work in track.done(60_000, over=True)] == ["Bridge"]


def test_halted_it_stands_until_something_else_is_played() -> None:
    track = begun(WORKS[1])
    play(track, 0, 10_000)
    track.halt(10_000)
    track.halt(12_000)
    assert track.halted
    assert track.advance(40_000) == []
    assert track.at(40_000).point == Point(WORKS[1], done=10_000)
    track.play(ways.led_up(COURSE, track.at(40_000).point), 40_000, 40_500)
    assert not track.halted
    heard = play(track, 40_000, 42_000)
    assert heard[0].at == 40_500
    assert heard[0].cue.at == 10_000  # of the session, pauses not counted


def test_another_pace_takes_over_at_the_next_repetition() -> None:
    track = begun(WORKS[0])
    play(track, 0, 9_000)
    legs = track.change_pace(120, 9_000)
    assert legs is not None
    assert track.work_ahead(9_000) == (legs[1], 0)
    heard = play(track, 9_000, 60_000)
    first = {}
    for due in heard:
        first.setdefault(due.cue.rep, due.at)
    assert (first[4], first[5], first[6]) == (12_000, 16_800, 21_600)
    assert [due.cue.at for due in heard] == [due.at for due in heard]
    counted = [due.at for due in heard if due.cue.text]
    assert len(set(counted)) == len(counted)  # none by both of them


def test_where_nothing_repeats_another_pace_changes_what_follows() -> None:
    track = begun(WORKS[1])
    play(track, 0, 10_000)
    assert track.change_pace(120, 10_000) is None
    assert track.at(10_000).point == Point(WORKS[1], done=10_000)
    ends = [due.at for due in play(track, 10_000, 60_000) if due.cue.sound == "end"]
    assert ends == [30_000]


def test_words_are_put_into_a_break_and_not_into_what_has_begun() -> None:
    line = Line("announce", "Only in a rest.")
    track = begun(WORKS[0] + 1)
    play(track, 0, 3_000)
    before = track.at(3_000).left
    assert track.interject((line,), 3_000, 3_250, more=15_000)
    assert 15_000 - 300 <= track.at(3_000).left - before <= 15_300
    heard = play(track, 3_000, 8_000)
    assert "Only in a rest." in [due.cue.text for due in heard]
    assert [due.cue.at for due in heard] == [due.at for due in heard]
    at_work = begun(WORKS[1])
    play(at_work, 0, 3_000)
    assert not at_work.interject((line,), 3_000, 3_250, more=0)


def test_words_come_after_the_work_unless_that_is_as_good_as_over() -> None:
    line = Line("announce", "Where we are.")
    track = begun(WORKS[0])
    play(track, 0, 20_000)
    assert track.say_next((line,), 20_000)
    after = [due.cue.text for due in play(track, 20_000, 40_000) if due.cue.text and due.cue.kind != "count"]
    assert after[0] == "Where we are."
    late = begun(WORKS[0])
    late.ahead = 3_000
    play(late, 0, 23_000)
    assert not late.say_next((line,), 23_000)
