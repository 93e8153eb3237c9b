"""The transport: whatever is asked when, the session keeps its place, gives every dose and comes to its end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.coach.course import follow
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import lay_out
from backplayer.coach.script import Script, Talk, Work
from backplayer.player.commands import Command, Seek, SetVolume, Wish
from backplayer.player.effects import Acknowledged, Notice
from backplayer.player.leg import Latest
from backplayer.player.question import ASKED
from backplayer.player.score import Score
from backplayer.player.table import Deed, Refusal
from backplayer.player.transport import Transport
from backplayer.player.view import State
from backplayer.player.volume import LOUDEST
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Phase, Posture, Routine, Sides, Sourced, WaitStep
from tests.player.driven import AHEAD, SOONEST, Driver, scores
from tests.strategies import routines, voices

KEEPING = {
    Command.PAUSE, Command.RESUME, Command.PLAY_PAUSE, Command.SLOWER, Command.FASTER, Command.MORE_TIME,
    Command.WHERE, Command.LOUDER, Command.QUIETER, Command.HELP, Command.PAIN,
}  # fmt: skip
"""Commands that never leave the piece they find, but where one waits for the listener."""

commands = st.lists(
    st.tuples(st.integers(0, 30_000), st.sampled_from([c for c in Command if c is not Command.STOP]), st.booleans()),
    max_size=12,
)


@given(routines(), voices, commands, st.booleans(), st.booleans())
def test_any_commands_at_any_time(routine, length_of, asked, wait_for_me, attentive) -> None:
    course = follow(routine, wait_for_me=wait_for_me)
    driver = Driver(Transport(course, scores(length_of, attentive), ahead=AHEAD, begin=AHEAD))
    for after, command, spoken in asked:
        until = driver.now + after
        driver.run(lambda until=until: driver.now >= until)
        if driver.heard.finished:
            break
        before, state = driver.transport.point(driver.now), driver.transport.state
        answer = driver.transport.answer(command, driver.now)
        question = driver.transport.view(driver.now).question
        confirms = question is not None and command in (question, Command.DONE)
        effects = driver.wish(command, spoken)
        no_time_to_ask = spoken and command in ASKED and Acknowledged(False, "Not now.") in effects
        assert (Acknowledged(True) in effects) == (isinstance(answer, Deed) and not no_time_to_ask)
        if driver.heard.finished:
            break
        if confirms:
            continue
        after_it = driver.transport.point(driver.now)
        if isinstance(answer, Refusal) or (command in KEEPING and answer is not Deed.END_WAIT):
            words_over = answer is Deed.GO_ON and not isinstance(driver.transport.course.script[before.piece], Work)
            assert after_it.piece == before.piece or (words_over and after_it.piece == before.piece + 1)
            assert after_it.reps == before.reps
            assert after_it.done <= before.done or state is State.WAITING or words_over
    driver.finish()
    assert driver.heard.finished
    told = [due.cue.at for due in sorted(driver.heard.cues, key=lambda due: due.at)]
    assert all(later >= earlier - 1000 for earlier, later in itertools.pairwise(told))
    spoken_words = driver.heard.spoken()
    for (_, end, cue), (start, _, following) in itertools.pairwise(spoken_words):
        assert start >= end, f"{following} is said over {cue}"


@given(routines(), voices)
def test_undisturbed_it_is_the_timeline(routine, length_of) -> None:
    course = follow(routine)
    driver = Driver(Transport(course, scores(length_of), ahead=AHEAD, begin=AHEAD))
    driver.finish()
    timeline = scores(length_of)(course.script)()
    assert timeline is not None
    ticks = [due for due in driver.heard.cues if due.cue.length == 0 and due.cue.sound == "tick"]
    heard = [due.cue for due in driver.heard.cues if due not in ticks]
    assert heard == list(timeline[0].cues)
    assert [ended.outcome for ended in driver.heard.ended] == ["done"] * sum(
        isinstance(piece, Work) for piece in course.script
    )


def hold(name: str, length: int = 30_000, **more: object) -> ExerciseStep:
    return ExerciseStep(Exercise(name), Dose(hold=length, sides=more.pop("sides", Sides.NONE)), **more)  # type: ignore[arg-type]


def lifts(name: str, reps: int = 6, **more: object) -> ExerciseStep:
    tempo = (Phase("lift", 2000), Phase("hold", 1000), Phase("lower", 2000))
    dose = Dose(reps=reps, tempo=tempo, sides=more.pop("sides", Sides.NONE))  # type: ignore[arg-type]
    return ExerciseStep(Exercise(name), dose, **more)  # type: ignore[arg-type]


def driver(*steps: object, **more: object) -> Driver:
    options = {"wait_for_me": more.pop("wait_for_me", False)}
    course = follow(Routine("Test", steps, if_it_hurts=(Sourced("Let it calm down."),)), **options)  # type: ignore[arg-type]
    return Driver(Transport(course, scores(lambda text: 40 * len(text)), ahead=AHEAD, begin=AHEAD, **more))  # type: ignore[arg-type]


def into_work(found: Driver, title: str, after: int, side: str | None = None) -> None:
    """Let time pass until *after* milliseconds of the work of *title* are over."""

    def there() -> bool:
        view = found.transport.view(found.now)
        here = (view.kind, view.title, view.side) == ("work", title, side or view.side)
        return here and view.piece_position >= after

    found.run(there)


def texts(found: Driver, since: int) -> list[str]:
    return [due.cue.text for due in found.heard.cues if due.at >= since and due.cue.text]


def signal_at(found: Driver, sound: str, since: int) -> int:
    return next(due.at for due in found.heard.cues if due.at >= since and due.cue.sound == sound)


def test_a_hold_goes_on_with_the_time_that_was_left() -> None:
    found = driver(hold("Plank"))
    into_work(found, "Plank", 10_000)
    began = signal_at(found, "start", 0)
    assert found.accepted(Command.PAUSE)
    paused = found.now
    found.run(lambda: found.now >= paused + 60_000)
    assert not [due for due in found.heard.cues if due.at > paused + SOONEST]
    assert found.accepted(Command.RESUME)
    found.finish()
    assert texts(found, paused)[:2] == ["Plank, 20 seconds left.", "Ready."]
    again = signal_at(found, "start", paused)
    assert (paused - began) + (signal_at(found, "end", paused) - again) == 30_000


def test_a_repetition_that_was_broken_off_is_done_again() -> None:
    found = driver(lifts("Rolls"))
    into_work(found, "Rolls", 12_500)  # in the third
    found.wish(Command.PLAY_PAUSE)
    paused = found.now
    found.wish(Command.PLAY_PAUSE)
    found.finish()
    assert "Rolls, repetition 3 of 6." in texts(found, paused)
    assert signal_at(found, "end", paused) - signal_at(found, "start", paused) == 4 * 5000
    assert next(due.cue.rep for due in found.heard.cues if due.at > paused and due.cue.rep) == 3


def test_words_that_were_broken_off_are_said_again_and_a_rest_goes_on() -> None:
    found = driver(hold("Plank", rest=60_000), hold("Bridge"))
    found.run(lambda: found.transport.view(found.now).title == "Bridge")
    began = found.now
    found.run(lambda: found.now >= began + 40_000)
    found.wish(Command.PAUSE)
    paused = found.now
    found.run(lambda: found.now >= paused + 100_000)
    found.wish(Command.RESUME)
    resumed = found.now
    into_work(found, "Bridge", 0)
    assert abs((paused - began) + (found.now - resumed) - 60_000) <= 1000
    assert texts(found, resumed)[0] == "Next: Bridge."
    assert "Hold 30 seconds." in texts(found, resumed)


def test_back_is_this_one_and_early_the_one_before() -> None:
    found = driver(hold("Plank"), hold("Bridge"))
    into_work(found, "Bridge", 5_000)
    found.wish(Command.BACK)
    assert found.transport.view(found.now).title == "Bridge"
    assert found.transport.view(found.now).kind == "lead-in"
    found.wish(Command.BACK)  # at once again
    assert found.transport.view(found.now).title == "Plank"
    into_work(found, "Plank", 1_000)
    found.wish(Command.BACK)  # there is no work before it: its announcement
    assert found.transport.view(found.now).kind == "transition"
    found.finish()
    assert [ended.outcome for ended in found.heard.ended] == ["done", "done", "done"]


def test_next_tells_what_was_done() -> None:
    found = driver(lifts("Rolls"), hold("Bridge", sides=Sides.BOTH), hold("Plank"))
    into_work(found, "Rolls", 12_500)
    found.wish(Command.NEXT)
    found.run(lambda: found.transport.view(found.now).kind == "transition")
    skipped = found.heard.ended[0]
    assert (skipped.title, skipped.outcome, skipped.reps) == ("Rolls", "skipped", 2)
    found.wish(Command.NEXT)  # while it is announced: with both its sides
    assert found.transport.view(found.now).title == "Plank"
    assert [(ended.title, ended.side, ended.done) for ended in found.heard.ended[1:]] == [
        ("Bridge", "left", 0), ("Bridge", "right", 0),
    ]  # fmt: skip
    into_work(found, "Plank", 4_000)
    found.wish(Command.NEXT)
    assert 4_000 <= found.heard.ended[-1].done < 4_500
    found.finish()


def test_next_at_work_goes_to_the_other_side() -> None:
    found = driver(hold("Bridge", sides=Sides.BOTH))
    into_work(found, "Bridge", 5_000, "left")
    since = found.now
    found.wish(Command.NEXT)
    into_work(found, "Bridge", 0, "right")
    assert texts(found, since)[0] == "Now the right side."


def test_pace_changes_repetitions_and_never_holds() -> None:
    found = driver(lifts("Rolls"), hold("Plank"))
    into_work(found, "Rolls", 11_000)  # in the third
    for _ in range(3):
        assert found.accepted(Command.SLOWER)
    found.finish()
    first = {}
    for due in found.heard.cues:
        if due.cue.rep:
            first.setdefault(due.cue.rep, due.at)
    assert [first[rep + 1] - first[rep] for rep in range(1, 6)] == [5000, 5000, 5000, 6200, 6200]
    starts = [due.at for due in found.heard.cues if due.cue.sound == "start"]
    ends = [due.at for due in found.heard.cues if due.cue.sound == "end"]
    assert ends[1] - starts[1] == 30_000


def test_the_pace_has_bounds() -> None:
    found = driver(lifts("Rolls"))
    assert sum(found.accepted(Command.SLOWER) for _ in range(20)) == 6
    assert sum(found.accepted(Command.FASTER) for _ in range(20)) == 9
    assert found.transport.pace == 70


def test_more_time_lengthens_the_rest_by_fifteen_seconds() -> None:
    def work_begins(*asked: Command) -> int:
        found = driver(hold("Plank", rest=20_000), hold("Bridge"))
        found.run(lambda: found.transport.view(found.now).title == "Bridge")
        began = found.now
        found.run(lambda: found.now >= began + 8_000)
        for command in asked:
            assert found.accepted(command)
        into_work(found, "Bridge", 0)
        found.finish()
        starts = [due.at for due in found.heard.cues if due.cue.sound == "start"]
        ends = [due.at for due in found.heard.cues if due.cue.sound == "end"]
        return starts[1] - ends[0]

    assert work_begins() == 20_000
    assert work_begins(Command.MORE_TIME) == 35_000
    assert work_begins(Command.MORE_TIME, Command.MORE_TIME) == 50_000


def test_ready_cuts_a_rest_short() -> None:
    found = driver(hold("Plank", rest=60_000), hold("Bridge"))
    found.run(lambda: found.transport.view(found.now).title == "Bridge")
    since = found.now
    assert found.accepted(Command.DONE)
    into_work(found, "Bridge", 0)
    assert found.now - since < 7_000
    assert texts(found, since)[0] == "Ready."


def test_where_am_i_over_counts_and_in_a_rest() -> None:
    found = driver(lifts("Can opener", 8), hold("Plank"), hold("Bridge"))
    into_work(found, "Can opener", 12_000)
    since = found.now
    found.wish(Command.WHERE)
    found.run(lambda: found.now >= since + 8_000)
    said = texts(found, since)
    assert "Can opener, repetition 3 of 8." in said
    assert "2 exercises left, 2 minutes." in said
    assert "3" not in said
    found.run(lambda: found.transport.view(found.now).title == "Plank")
    since = found.now
    found.wish(Command.WHERE)
    into_work(found, "Plank", 0)
    assert texts(found, since)[:3] == ["Next: Plank.", "1 exercise left, 1 minute.", "Next: Plank."]


def test_a_wait_ticks_reminds_and_in_the_end_pauses() -> None:
    found = driver(WaitStep("Fetch the roller."), hold("Plank"))
    found.run(lambda: found.transport.state is State.WAITING)
    since = found.now
    found.run(lambda: found.now >= since + 65_000)
    ticks = [due for due in found.heard.cues if due.cue.sound == "tick"]
    assert len(ticks) >= 10
    assert texts(found, since + 50_000)[0] == "I am still waiting."
    found.run(lambda: found.transport.state is State.PAUSED)
    assert 590_000 < found.now - since < 610_000
    found.run(lambda: found.now >= since + 700_000)
    assert "No answer. I pause here." in texts(found, since)
    assert found.accepted(Command.RESUME)
    found.run(lambda: found.transport.state is State.WAITING)
    assert found.accepted(Command.PLAY_PAUSE)
    found.finish()


def test_with_wait_for_me_rests_last_until_the_listener_is_ready() -> None:
    found = driver(hold("Plank"), hold("Bridge", sides=Sides.BOTH), wait_for_me=True)
    waits = []
    for _ in range(2):
        found.run(lambda: found.transport.state is State.WAITING)
        waits.append(found.transport.view(found.now).title)
        since = found.now
        found.run(lambda since=since: found.now >= since + 40_000)
        assert found.transport.state is State.WAITING
        assert found.accepted(Command.DONE)
    assert waits == ["Plank", "Bridge"]
    found.finish()
    assert texts(found, 0).count("Press Enter when you are ready.") == 1


def test_pain_halts_until_it_is_answered() -> None:
    easier = hold("Wall plank", 10_000)
    found = driver(hold("Plank", sides=Sides.BOTH, alternative=easier), hold("Bridge"))
    into_work(found, "Plank", 12_000, "right")
    assert found.accepted(Command.PAIN)
    since = found.now
    found.run(lambda: found.now >= since + 20_000)
    assert texts(found, since) == ["Let it calm down.", "Easier, next, or stop?"]
    for command in (Command.RESUME, Command.PLAY_PAUSE, Command.DONE, Command.REPEAT, Command.BACK):
        assert not found.accepted(command)
    assert found.transport.state is State.HURT
    assert found.accepted(Command.EASIER)
    found.finish()
    assert [(ended.title, ended.outcome) for ended in found.heard.ended] == [
        ("Plank", "done"), ("Plank", "replaced"), ("Wall plank", "done"), ("Bridge", "done"),
    ]  # fmt: skip


def test_pain_that_is_not_answered_ends_the_session() -> None:
    found = driver(hold("Plank"))
    into_work(found, "Plank", 12_000)
    found.wish(Command.PAIN)
    since = found.now
    found.run(lambda: False)
    assert found.heard.finished is not None
    assert not found.heard.finished.whole
    assert 60_000 < found.now - since < 120_000
    assert texts(found, since) == [
        "Let it calm down.", "Next, or stop?", "Next, or stop?", "No answer. I stop here.",
    ]  # fmt: skip


def test_after_pain_next_leaves_the_whole_exercise() -> None:
    found = driver(hold("Plank", sides=Sides.BOTH), hold("Bridge"))
    into_work(found, "Plank", 12_000, "left")
    found.wish(Command.PAIN)
    found.wish(Command.NEXT, spoken=True)
    assert found.transport.view(found.now).title == "Bridge"


def test_what_was_spoken_and_cannot_be_undone_is_asked_first() -> None:
    found = driver(hold("Plank"), hold("Bridge"))
    into_work(found, "Plank", 3_000)
    found.wish(Command.NEXT, spoken=True)
    since = found.now
    assert found.transport.view(found.now).question is Command.NEXT
    found.run(lambda: found.now >= since + 15_000)
    assert "Skip this one? Say: coach, yes." in texts(found, since)
    assert found.transport.view(found.now).question is None
    assert found.transport.view(found.now).title == "Plank"
    found.wish(Command.STOP, spoken=True)
    assert found.transport.state is State.PAUSED
    found.wish(Command.RESUME, spoken=True)
    assert found.transport.view(found.now).question is None
    found.wish(Command.NEXT, spoken=True)
    found.wish(Command.DONE, spoken=True)
    assert found.transport.view(found.now).title == "Bridge"
    found.wish(Command.STOP, spoken=True)
    found.wish(Command.DONE, spoken=True)
    assert found.heard.finished


def test_a_spoken_easier_is_asked_first_but_not_after_pain() -> None:
    found = driver(hold("Plank", alternative=hold("Stand")), hold("Bridge"))
    into_work(found, "Plank", 3_000)
    found.wish(Command.EASIER, spoken=True)
    assert found.transport.view(found.now).question is Command.EASIER
    assert found.transport.view(found.now).title == "Plank"
    found.wish(Command.DONE, spoken=True)
    assert found.transport.view(found.now).title == "Stand"

    found = driver(hold("Plank", alternative=hold("Stand")), hold("Bridge"))
    into_work(found, "Plank", 3_000)
    found.wish(Command.PAIN, spoken=True)
    found.wish(Command.EASIER, spoken=True)
    assert found.transport.view(found.now).title == "Stand"


@pytest.mark.parametrize("command", [Command.MORE_TIME, Command.WHERE])
def test_the_end_of_the_count_in_after_a_pause_takes_an_answer(command: Command) -> None:
    """What is left then begins with work, while the playhead is still before it."""
    for wait in range(0, 8_000, 20):
        found = driver(lifts("Raise", reps=30))
        into_work(found, "Raise", 9_000)
        found.wish(Command.PAUSE)
        found.wish(Command.RESUME)
        asked = found.now + wait
        while found.now < asked:
            found.heard.take(found.transport.advance(found.now), found.now)
            found.now = min(asked, found.transport.wake(found.now))
        if found.transport.view(asked).kind == "work":
            break
        assert found.accepted(command)
        into_work(found, "Raise", 0)
        assert found.transport.point(found.now).reps == 1
        assert found.now - asked >= (15_000 if command is Command.MORE_TIME else 0)
    assert wait > 4_000


def test_seeking_lands_in_the_repetition_that_is_meant() -> None:
    found = driver(lifts("Rolls"), hold("Plank"))
    into_work(found, "Rolls", 11_000)
    view = found.transport.view(found.now)
    found.transport.wish(Wish(Seek(view.position + 10_000)), found.now, found.now + SOONEST)
    assert found.transport.view(found.now).kind == "lead-in"
    assert found.transport.point(found.now).reps == 4
    found.transport.wish(Wish(Seek(-5)), found.now, found.now + SOONEST)
    assert found.transport.view(found.now).kind == "intro"
    found.transport.wish(Wish(Seek(10**12)), found.now, found.now + SOONEST)
    assert found.transport.view(found.now).kind == "finish"
    found.finish()


def test_seeking_to_where_it_is_stays_there_whatever_the_listener_added() -> None:
    found = driver(hold("Plank", 60_000, rest=20_000), hold("Bridge", 60_000))
    found.run(lambda: found.transport.view(found.now).title == "Bridge")
    assert found.accepted(Command.MORE_TIME)
    into_work(found, "Bridge", 20_000)
    for _ in range(3):
        found.wish(Command.PAUSE)
        found.wish(Command.RESUME)
        into_work(found, "Bridge", 2_000)
    point, position = found.transport.point(found.now), found.transport.view(found.now).position
    found.transport.wish(Wish(Seek(position - 5_000)), found.now, found.now + SOONEST)
    assert found.transport.point(found.now).piece == point.piece
    assert abs(found.transport.point(found.now).done - (point.done - 5_000)) <= 300


@pytest.mark.parametrize("left", range(5_000, 20_000, 1_000))
def test_ready_never_makes_a_rest_longer(left: int) -> None:
    found = driver(hold("Plank", rest=30_000), hold("Bridge", get_ready=20_000))

    def to_come() -> int:
        view = found.transport.view(found.now)
        return view.piece_length - view.piece_position if view.title == "Bridge" else left + 1

    found.run(lambda: to_come() <= left)
    due = found.now + to_come()
    found.wish(Command.DONE)
    into_work(found, "Bridge", 0)
    assert found.now <= due + SOONEST + AHEAD


def test_an_answer_waits_for_the_one_that_is_given_and_is_not_lost() -> None:
    found = driver(hold("Plank", 60_000), hold("Bridge"))
    into_work(found, "Plank", 5_000)
    since = found.now
    found.wish(Command.RESUME)
    found.wish(Command.WHERE)
    found.wish(Command.WHERE)
    found.run(lambda: found.now > since + 20_000)
    heard = texts(found, since)
    assert "Not paused." in heard
    assert sum(text.startswith("Plank") for text in heard) == 1


def test_a_refusal_that_has_to_wait_is_said_once() -> None:
    found = driver(hold("Plank", 10_000), hold("Bridge"))
    into_work(found, "Plank", 9_000)
    since = found.now
    for _ in range(3):
        found.wish(Command.RESUME)
    found.run(lambda: found.now > since + 10_000)
    assert texts(found, since).count("Not paused.") == 1


def test_a_question_stands_as_long_as_it_takes_to_be_heard() -> None:
    talk = "Lie on your back and let your arms and legs be as heavy as they are. " * 6
    step = ExerciseStep(Exercise("Plank", setup=(Sourced(talk),)), Dose(hold=30_000))
    found = driver(hold("Bridge"), step)
    found.run(lambda: any(due.cue.text and due.cue.text.startswith("Lie on") for due in found.heard.cues))
    found.wish(Command.NEXT, spoken=True)
    question = "Skip this one? Say: coach, yes."
    found.run(lambda: any(due.cue.text == question and due.at + due.cue.length < found.now for due in found.heard.cues))
    assert found.transport.view(found.now).question is Command.NEXT


def test_answers_over_work_hold_it_however_often_the_pace_is_changed() -> None:
    for times in range(1, 4):
        found = driver(lifts("Raise", reps=4, sides=Sides.BOTH), hold("Bridge"))
        into_work(found, "Raise", 14_000)
        found.wish(Command.WHERE)
        for _ in range(times):
            found.wish(Command.FASTER)
        found.finish()
        spoken = found.heard.spoken()
        assert all(start >= end for (_, end, _), (start, _, _) in itertools.pairwise(spoken))


def test_away_pauses() -> None:
    found = driver(hold("Plank"))
    into_work(found, "Plank", 9_000)
    found.heard.take(found.transport.away(found.now, found.now + SOONEST), found.now)
    assert found.transport.state is State.PAUSED
    found.run(lambda: found.now >= 60_000)
    found.wish(Command.RESUME)
    found.finish()
    assert "Plank, 21 seconds left." in texts(found, 0)


def test_commands_say_so_where_they_make_no_sense() -> None:
    found = driver(hold("Plank"))
    into_work(found, "Plank", 9_000)
    since = found.now
    assert not found.accepted(Command.RESUME)
    found.run(lambda: found.now >= since + 3_000)
    assert "Not paused." in texts(found, since)
    assert not found.accepted(Command.EASIER)
    assert not found.accepted(Command.MORE_TIME)


talk_only = st.lists(
    st.tuples(
        st.integers(0, 20_000),
        st.sampled_from(
            [Command.WHERE, Command.RESUME, Command.HELP, Command.MORE_TIME, Command.PAUSE, Command.LOUDER]
        ),
        st.booleans(),
    ),
    max_size=10,
)


@given(routines(), voices, talk_only)
def test_no_instruction_is_lost_by_talking(routine, length_of, asked) -> None:
    course = follow(routine)
    found = Driver(Transport(course, scores(length_of), ahead=AHEAD, begin=AHEAD))
    for after, command, spoken in asked:
        until = found.now + after
        found.run(lambda until=until: found.now >= until)
        if found.heard.finished:
            break
        if found.transport.answer(command, found.now) is not Deed.END_WAIT:
            found.wish(command, spoken)
    found.finish()
    latest = scores(length_of)(course.script)()
    assert latest is not None
    timeline = latest[0]
    heard = iter([due.cue.text for due in sorted(found.heard.cues, key=lambda due: due.at) if due.cue.text])
    for cue in timeline.cues:
        if cue.text and cue.kind not in ("count", "phase", "cue"):
            assert cue.text in heard, f"{cue} was not heard, or not in its turn"


def break_length(length_of, *asked: tuple[int, Command]) -> int:
    """How long the break before an exercise in another posture is, when something is asked in it."""
    bridge = ExerciseStep(
        Exercise("Bridge", posture=Posture.SUPINE, setup=(Sourced("Lie on your back."), Sourced("Bend your knees."))),
        Dose(hold=20_000),
        rest=0,
    )
    plank = ExerciseStep(Exercise("Plank", posture=Posture.PRONE), Dose(hold=20_000), rest=5_000)
    course = follow(Routine("Test", (plank, bridge)))
    found = Driver(Transport(course, scores(length_of), ahead=AHEAD, begin=AHEAD))
    found.run(lambda: found.transport.view(found.now).title == "Bridge")
    began = found.now
    for after, command in asked:
        found.run(lambda after=after: found.now >= began + after)
        found.wish(command)
    into_work(found, "Bridge", 0)
    return found.now - began


@pytest.mark.parametrize("after", [300, 2_000, 5_000, 8_000])
def test_words_in_a_break_take_nothing_of_the_time_to_change_posture(after: int) -> None:
    def length_of(text: str) -> int:
        return 40 * len(text)

    undisturbed = break_length(length_of)
    for command in (Command.WHERE, Command.RESUME):
        assert break_length(length_of, (after, command)) >= undisturbed
    longer = break_length(length_of, (after, Command.MORE_TIME)) - undisturbed
    assert abs(longer - 15_000) <= 300
    assert break_length(length_of, (after, Command.PAUSE), (after + 1000, Command.RESUME)) >= undisturbed + 1000


class SlowAnswers:
    """A voice that has said the course, and takes far longer for an answer than is estimated, once it *speaks*."""

    def __init__(self, *steps: object) -> None:
        self.course = follow(Routine("Test", steps))  # type: ignore[arg-type]
        self.speaks = False

    def open_score(self, script: Script) -> Latest:
        if script[0] in self.course.script or not isinstance(script[0], Talk):
            return scores(lambda text: 40 * len(text))(script)
        lengths = dict.fromkeys(lay_out(script, estimated_length).phrases, 6_000)
        return Score(script, lambda: lengths if self.speaks else {}, lambda: self.speaks).latest

    def driver(self) -> Driver:
        return Driver(Transport(self.course, self.open_score, ahead=AHEAD, begin=AHEAD))


def test_an_answer_that_outlasts_the_work_delays_what_follows() -> None:
    voice = SlowAnswers(hold("Bridge", sides=Sides.BOTH))
    found = voice.driver()
    into_work(found, "Bridge", 22_000, "left")
    since = found.now
    found.wish(Command.WHERE)
    voice.speaks = True
    into_work(found, "Bridge", 0, "right")
    said = ["Bridge, left side, 8 seconds left.", "Last exercise, 1 minute.", "Now the right side."]
    assert [text for text in texts(found, since) if not text.isdigit()][:3] == said
    assert 7_500 < signal_at(found, "switch", since) - since < 8_500  # the work itself is not longer
    for (_, end, _), (start, _, _) in itertools.pairwise(found.heard.spoken()):
        assert start >= end


def test_it_does_so_though_the_pace_was_changed_meanwhile() -> None:
    voice = SlowAnswers(lifts("Rolls", sides=Sides.BOTH))
    found = voice.driver()
    into_work(found, "Rolls", 21_000, "left")
    found.wish(Command.WHERE)
    found.wish(Command.FASTER)
    voice.speaks = True
    into_work(found, "Rolls", 0, "right")
    spoken = found.heard.spoken()
    assert "Now the right side." in [cue.text for _, _, cue in spoken]
    for (_, end, _), (start, _, _) in itertools.pairwise(spoken):
        assert start >= end


def test_a_machine_that_was_busy_is_told_once_though_the_pace_is_about_to_change() -> None:
    found = driver(lifts("Rolls"))
    into_work(found, "Rolls", 21_000)
    found.wish(Command.SLOWER)
    wake = found.transport.wake(found.now)
    told = [effect for effect in found.transport.advance(wake + 5_000) if isinstance(effect, Notice)]
    assert [notice.text for notice in told] == ["The computer was busy for 5 seconds; going on."]


def test_elsewhere_the_length_is_that_of_the_course_again() -> None:
    lengths = []
    for command in (Command.WHERE, Command.MORE_TIME):
        found = driver(hold("Plank", rest=60_000), hold("Bridge"), hold("Plough"))
        found.run(lambda found=found: found.transport.view(found.now).title == "Bridge")
        found.wish(command)
        found.wish(Command.NEXT)
        view = found.transport.view(found.now)
        assert view.title == "Plough"
        lengths.append(view.length)
    assert lengths[0] == lengths[1]


def test_what_has_to_be_heard_in_a_hold_is_not_talked_over() -> None:
    legs = ExerciseStep(Exercise("Legs", halfway=Sourced("Now switch legs.")), Dose(hold=40_000))
    found = driver(legs)
    into_work(found, "Legs", 19_000)
    since = found.now
    found.wish(Command.WHERE)
    found.finish()
    assert texts(found, since)[:2] == ["Now switch legs.", "Legs, 21 seconds left."]


def test_a_question_is_about_what_was_there_when_it_was_asked() -> None:
    found = driver(hold("Plank", 20_000), hold("Bridge"))
    into_work(found, "Plank", 19_200)
    assert not found.accepted(Command.NEXT, spoken=True)  # it ends anyway
    found = driver(hold("Plank", 20_000), hold("Bridge"))
    into_work(found, "Plank", 14_000)
    assert found.accepted(Command.NEXT, spoken=True)
    found.run(lambda: found.transport.view(found.now).title == "Bridge")
    found.wish(Command.DONE, spoken=True)
    assert [ended.outcome for ended in found.heard.ended] == ["done"]
    found.run(lambda: found.transport.view(found.now).kind == "work")
    assert found.transport.view(found.now).title == "Bridge"
    found.wish(Command.STOP, spoken=True)
    found.transport.wish(Wish(Seek(0)), found.now, found.now + SOONEST)
    assert found.transport.view(found.now).question is None


def test_a_question_is_heard_though_an_answer_is_under_way() -> None:
    found = driver(hold("Plank", 60_000))
    into_work(found, "Plank", 10_000)
    since = found.now
    found.wish(Command.WHERE)
    found.wish(Command.NEXT, spoken=True)
    found.run(lambda: found.now >= since + 12_000)
    assert "Skip this one? Say: coach, yes." in texts(found, since)


def test_whoever_answers_is_there() -> None:
    found = driver(hold("Plank"))
    into_work(found, "Plank", 12_000)
    found.wish(Command.PAIN)
    since = found.now
    found.run(lambda: found.now >= since + 85_000)
    found.wish(Command.WHERE)
    found.run(lambda: found.now >= since + 100_000)
    assert found.transport.state is State.HURT
    found.run(lambda: "No answer. I stop here." in texts(found, since))
    found.wish(Command.NEXT)
    assert found.transport.state is State.PLAYING
    found.finish()
    assert found.heard.finished is not None
    assert found.heard.finished.whole


def test_slower_and_then_where_is_answered() -> None:
    short = ExerciseStep(Exercise("Shrugs"), Dose(reps=4, tempo=(Phase("", 1500),)))
    found = driver(short, hold("Bridge"))
    into_work(found, "Shrugs", 3_100)
    since = found.now
    found.wish(Command.SLOWER)
    found.wish(Command.WHERE)
    found.finish()
    assert any(text.startswith("1 exercise left") for text in texts(found, since))


@given(routines(), voices, st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from(sorted(KEEPING, key=str)))))
def test_the_position_that_is_shown_never_jumps_where_the_place_does_not(routine, length_of, asked) -> None:
    found = Driver(Transport(follow(routine), scores(length_of), ahead=AHEAD, begin=AHEAD))
    for after, command in asked[:8]:
        until = found.now + after
        found.run(lambda until=until: found.now >= until or found.transport.state is State.WAITING)
        if found.heard.finished or found.transport.state in (State.WAITING, State.HURT):
            break
        if found.transport.answer(command, found.now) is Deed.END_WAIT:
            continue
        before = found.transport.view(found.now)
        found.wish(command)
        view = found.transport.view(found.now)
        assert abs(view.position - before.position) <= 1, command
        assert 0 <= view.position <= view.length


def test_a_wait_ticks_on_after_the_listener_was_heard_of_and_back_knows_how_long_it_was() -> None:
    found = driver(hold("Plank"), hold("Bridge"), wait_for_me=True)
    found.run(lambda: found.transport.state is State.WAITING)
    found.wish(Command.DONE)
    found.run(lambda: found.transport.state is State.WAITING)
    since = found.now
    found.run(lambda: found.now >= since + 40_000)
    found.wish(Command.LOUDER)
    since = found.now
    found.run(lambda: found.now >= since + 12_000)
    assert len([due for due in found.heard.cues if due.at > since + AHEAD and due.cue.sound == "tick"]) == 2
    found.wish(Command.BACK)
    assert found.transport.view(found.now).title == "Bridge"


def test_a_slider_is_acknowledged_but_not_with_a_salvo() -> None:
    found = driver(hold("Plank"))
    into_work(found, "Plank", 9_000)
    began, accepted = found.now, []
    for step in range(20):  # a second of dragging
        effects = found.transport.wish(Wish(SetVolume(0.5 + step / 50)), began + 50 * step, began + 50 * step + SOONEST)
        accepted += [50 * step for effect in effects if effect == Acknowledged(True)]
    assert accepted == [0, 300, 600, 900]
    assert found.transport.gain == 0.5 + 19 / 50
    found.run(lambda: found.now >= began + 5_000)
    assert Acknowledged(True) in found.transport.wish(Wish(SetVolume(9.0)), found.now, found.now + SOONEST)
    assert found.transport.view(found.now).gain == LOUDEST


def test_what_can_be_asked_for_is_told_and_an_easier_one_only_once() -> None:
    found = driver(hold("Plank", alternative=hold("Wall plank")), hold("Bridge"))
    found.run(lambda: found.transport.view(found.now).kind == "transition")
    assert Command.EASIER in found.transport.view(found.now).answers
    assert found.accepted(Command.EASIER)
    assert Command.EASIER not in found.transport.view(found.now).answers
    assert not found.accepted(Command.EASIER)
