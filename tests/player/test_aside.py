"""The aside: one answer at a time, never over what has to be heard, and what follows the work waits for it."""

from __future__ import annotations

from backplayer.coach.course import follow
from backplayer.coach.script import Line, Script, Work
from backplayer.coach.timeline import Cue
from backplayer.player.aside import BREATH, GIVE_UP, Aside
from backplayer.player.leg import CueDue, Latest, Leg, OpenScore
from backplayer.player.score import Score
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Phase, Routine, Sides, Sourced
from tests.player.driven import scores

AHEAD = 300
LIFTS = ExerciseStep(
    Exercise("Lifts"), Dose(reps=6, tempo=(Phase("lift", 2000), Phase("lower", 2000)), sides=Sides.BOTH)
)
LEGS = ExerciseStep(Exercise("Legs", halfway=Sourced("Now switch legs.")), Dose(hold=40_000, sides=Sides.BOTH))

spoken = scores(lambda text: 50 * len(text))


def say(*texts: str) -> list[Line]:
    return [Line("announce", text) for text in texts]


def work_of(step: ExerciseStep, *, last: bool = False) -> Leg:
    """A leg that begins with the work of one side, before the other side."""
    script = follow(Routine("x", (step,))).script
    works = [index for index, piece in enumerate(script) if isinstance(piece, Work)]
    return Leg(spoken(script[works[0] : works[0] + 1 if last else None]), AHEAD)


def pass_time(
    aside: Aside, leg: Leg | None, since: int, until: int, step: int = 50
) -> tuple[list[CueDue], list[CueDue]]:
    """Let both play, and return what each lets be heard."""
    said: list[CueDue] = []
    played: list[CueDue] = []
    for now in range(since, until, step):
        if leg:
            due = [event for event in leg.advance(now) if isinstance(event, CueDue)]
            played += [event for event in due if not aside.drowns(event.cue)]
        said += aside.advance(now)
    return said, played


def texts(dues: list[CueDue]) -> list[str | None]:
    return [due.cue.text for due in dues]


def never(script: Script) -> Latest:
    """A voice that says nothing."""
    return Score(script, dict, lambda: False).latest


def test_it_speaks_and_is_silent_again() -> None:
    aside = Aside(spoken, AHEAD)
    assert not aside.speaking
    aside.say(say("Not paused."), 1_000)
    assert aside.speaking
    said, _ = pass_time(aside, None, 0, 1_500)
    assert [(due.at, due.cue.text) for due in said] == [(1_000, "Not paused.")]
    assert aside.speaking
    pass_time(aside, None, 1_500, 2_500)
    assert not aside.speaking


def test_a_new_answer_takes_the_place_of_the_old_one() -> None:
    aside = Aside(spoken, AHEAD)
    aside.say(say("One.", "Two."), 0)
    aside.say(say("Three."), 2_000)
    said, _ = pass_time(aside, None, 0, 4_000)
    assert texts(said) == ["Three."]


def test_what_is_dropped_is_not_said() -> None:
    aside = Aside(spoken, AHEAD)
    aside.say(say("One."), 1_000)
    aside.drop()
    assert not aside.speaking
    assert pass_time(aside, None, 0, 3_000) == ([], [])
    assert aside.wake(3_000) > 3_000


def test_counts_give_way_to_it_and_nothing_else_does() -> None:
    aside = Aside(spoken, AHEAD)
    count, signal = Cue(0, 200, "count", "3"), Cue(0, 200, "signal", None, "phase-up")
    assert not aside.drowns(count)
    aside.say(say("One."), 0)
    assert aside.drowns(count)
    assert aside.drowns(Cue(0, 900, "cue", "Chin tucked."))
    assert not aside.drowns(signal)
    assert not aside.drowns(Cue(0, 900, "set-up", "Now switch legs."))


def test_over_work_it_is_said_and_the_work_keeps_its_time() -> None:
    aside, leg = Aside(spoken, AHEAD), work_of(LIFTS)
    pass_time(aside, leg, 0, 6_000)
    assert aside.say_over(leg, 0, say("Where we are."), 6_300)
    said, played = pass_time(aside, leg, 6_000, 30_000)
    assert texts(said) == ["Where we are."]
    assert not [due for due in played if due.cue.text and due.at < 6_300 + 650]
    assert next(due.at for due in played if due.cue.sound == "switch") == leg.timeline.spans[0].end


def test_what_has_to_be_heard_is_heard_first() -> None:
    aside, leg = Aside(spoken, AHEAD), work_of(LEGS)
    switch = next(cue for cue in leg.timeline.cues if cue.text == "Now switch legs.")
    assert aside.say_over(leg, 0, say("Where we are."), switch.at - 300)
    said, played = pass_time(aside, leg, 0, 30_000)
    assert "Now switch legs." in texts(played)
    assert said[0].at == switch.end + BREATH


def test_it_is_not_said_where_there_is_no_time_left() -> None:
    aside, leg = Aside(spoken, AHEAD), work_of(LIFTS)
    end = leg.timeline.spans[0].end
    assert not aside.say_over(leg, 0, say("Where we are."), end - 600)
    assert not aside.speaking
    last = work_of(LIFTS, last=True)
    assert aside.say_over(last, 0, say("Where we are."), end - 600)


def test_a_second_answer_follows_the_first() -> None:
    aside, leg = Aside(spoken, AHEAD), work_of(LIFTS)
    assert aside.say_over(leg, 0, say("One."), 2_000)
    assert aside.say_over(leg, 0, say("Two."), 2_000)
    said, _ = pass_time(aside, leg, 0, 10_000)
    assert texts(said) == ["One.", "Two."]
    assert said[1].at >= said[0].at + said[0].cue.length


def test_a_second_answer_does_not_stand_in_the_middle_of_what_has_to_be_heard() -> None:
    aside, leg = Aside(spoken, AHEAD), work_of(LEGS)
    switch = next(cue for cue in leg.timeline.cues if cue.text == "Now switch legs.")
    assert aside.say_over(leg, 0, say("One."), switch.at - 300)
    assert aside.say_over(leg, 0, say("Two."), switch.at - 300)
    other = Aside(spoken, AHEAD)
    assert other.say_over(leg, 0, say("One."), switch.at - 700)
    assert not other.say_over(leg, 0, say("Two."), switch.at - 700)


def slow(after: list[int]) -> OpenScore:
    """A voice whose phrases last ten seconds, which nobody knows before *after* holds something."""

    def lengths() -> dict[str, int]:
        return {"Where we are.": 10_000} if after else {}

    return lambda script: Score(script, lengths, lambda: bool(after)).latest


def test_what_follows_the_work_waits_until_all_is_said() -> None:
    known: list[int] = []
    aside, leg = Aside(slow(known), AHEAD), work_of(LIFTS)
    end = leg.timeline.spans[0].end
    pass_time(aside, leg, 0, end - 4_000)
    assert aside.say_over(leg, 0, say("Where we are."), end - 4_000)  # estimated to take about two seconds
    known.append(1)
    said, played = pass_time(aside, leg, end - 4_000, end + 15_000)
    assert next(due.at for due in played if due.cue.sound == "switch") == end
    following = next(due.at for due in played if due.cue.text and due.at > end - 3_000)
    assert following >= said[0].at + 10_000


def test_the_leg_that_goes_on_with_the_work_waits_instead() -> None:
    known: list[int] = []
    aside, leg, other = Aside(slow(known), AHEAD), work_of(LIFTS), work_of(LIFTS)
    assert aside.say_over(leg, 0, say("Where we are."), 15_000)
    known.append(1)
    aside.hold_instead(other, leg)  # not the one that waits
    aside.hold_instead(leg, other)
    end = other.timeline.spans[0].end
    _, played = pass_time(aside, other, 0, 60_000)
    assert not [due for due in played if due.cue.text and end < due.at < 25_000]
    assert [due for due in played if due.cue.text and due.at >= 25_000]


def test_an_answer_the_voice_does_not_give_is_given_up_over_work() -> None:
    aside, leg = Aside(never, AHEAD), work_of(LIFTS)
    assert aside.say_over(leg, 0, say("Where we are."), 2_000)
    pass_time(aside, leg, 0, 2_000 + GIVE_UP)
    assert aside.speaking
    pass_time(aside, leg, 2_000 + GIVE_UP, 2_000 + GIVE_UP + 200)
    assert not aside.speaking
    aside.say(say("Where we are."), 2_000)  # where nothing else is said, it waits for the voice
    pass_time(aside, None, 2_000, 20_000)
    assert aside.speaking


def test_what_is_not_measured_yet_is_given_more_time() -> None:
    estimated = Aside(never).length(say("Where we are."))
    assert Aside(lambda script: Score(script).latest).length(say("Where we are.")) * 5 // 4 == estimated
