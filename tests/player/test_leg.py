"""A leg: every cue once, in order and on time, however the clock is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backplayer.coach.layout import lay_out
from backplayer.coach.timeline import Cue, Timeline
from backplayer.coach.writer import write_script
from backplayer.player.leg import LATE, CueDue, Event, Late, Latest, Leg, Over, Waiting
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Routine, SayStep, WaitStep
from tests.strategies import routines, voices


def timeline_of(*steps: object) -> Timeline:
    return lay_out(write_script(Routine("x", steps)), lambda _: 700)  # type: ignore[arg-type]


def fixed(timeline: Timeline) -> Latest:
    """A timeline that is settled from the start."""
    given = [(timeline, len(timeline.spans))]
    return lambda: given.pop() if given else None


HOLD = ExerciseStep(Exercise("Plank"), Dose(hold=20_000))


def run_through(
    leg: Leg, steps: list[int], *, ready_after: int = 1000, limit: int = 500_000
) -> list[tuple[int, Event]]:
    """Advance by *steps* over and over to the end; the listener is ready *ready_after* a wait began."""
    happened: list[tuple[int, Event]] = []
    now, waiting_since = 0, None
    for turn in range(limit):
        for effect in leg.advance(now):
            happened.append((now, effect))
            if isinstance(effect, Waiting):
                waiting_since = now
            if isinstance(effect, Over):
                return happened
        if waiting_since is not None and now - waiting_since >= ready_after:
            leg.go_on(now + leg.ahead)
            waiting_since = None
            continue
        now = min(now + steps[turn % len(steps)], max(now + 1, leg.wake(now)))
    raise AssertionError("it never ends")


@given(
    routines(),
    voices,
    st.lists(st.integers(150, LATE), min_size=1, max_size=5),
    st.sampled_from([0, 300]),
)
def test_every_cue_is_started_once_in_order_and_never_late(routine, length_of, steps, ahead) -> None:
    timeline = lay_out(write_script(routine), length_of)
    leg = Leg(fixed(timeline), ahead)
    happened = run_through(leg, steps)
    due = [(now, effect) for now, effect in happened if isinstance(effect, CueDue)]
    assert [effect.cue for _, effect in due] == list(timeline.cues)
    for now, effect in due:
        assert effect.at >= now
    waits = sum(1 for span in timeline.spans if span.open_ended)
    assert sum(1 for _, effect in happened if isinstance(effect, Waiting)) == waits
    assert not any(isinstance(effect, Late) for _, effect in happened)


@given(routines(), voices, st.integers(0, 5000))
def test_the_time_between_cues_is_the_timeline_s_unless_the_listener_was_awaited(routine, length_of, patience) -> None:
    timeline = lay_out(write_script(routine), length_of)
    happened = run_through(Leg(fixed(timeline)), [LATE], ready_after=patience)
    shift = 0
    for _, effect in happened:
        if isinstance(effect, CueDue):
            assert effect.at - effect.cue.at >= shift
            shift = effect.at - effect.cue.at
        elif isinstance(effect, Waiting):
            shift += patience
    assert shift >= patience * sum(1 for span in timeline.spans if span.open_ended)


@given(routines(), voices, st.data())
def test_a_timeline_that_settles_as_it_plays_is_played_whole(routine, length_of, data) -> None:
    script = write_script(routine)
    final = lay_out(script, length_of)
    known: set[str] = set()

    told = -1

    def latest() -> tuple[Timeline, int] | None:
        nonlocal told
        if told == len(known):
            return None
        told = len(known)
        timeline = lay_out(script, lambda text: length_of(text) if text in known else 500)
        return timeline, timeline.settled(known)

    leg = Leg(latest, 200, begin=200)
    started: list[Cue] = []
    now = 0
    measured = data.draw(st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 40)), min_size=1, max_size=6))
    measured.append((20_000, len(final.phrases)))
    while len(started) < len(final.cues):
        for effect in leg.advance(now):
            if isinstance(effect, CueDue):
                started.append(effect.cue)
                assert effect.at >= now + 200
        if leg.waiting:
            leg.go_on(now + 200)
            continue
        if measured and now >= measured[0][0]:
            missing = [phrase for phrase in final.phrases if phrase not in known]
            known.update(missing[: measured.pop(0)[1]])
        now = max(now + 1, leg.wake(now))
    assert started == list(final.cues)


def test_a_wait_holds_the_playhead_until_the_listener_is_ready() -> None:
    timeline = timeline_of(WaitStep("Fetch the roller."), SayStep("Good."), HOLD)
    leg = Leg(fixed(timeline))
    wait = next(span for span in timeline.spans if span.open_ended)
    now = 0
    while not any(isinstance(effect, Waiting) for effect in leg.advance(now)):
        now = leg.wake(now)
    leg.wake(wait.end)
    now = wait.end + 500_000
    assert leg.advance(now) == []
    assert leg.position(now) == wait.end
    assert timeline.spans[leg.index(now)].kind == "wait"
    leg.go_on(now)
    assert not leg.waiting
    first = next(cue for cue in timeline.cues if cue.at >= wait.end)
    assert CueDue(first, now) in leg.advance(now)


def test_a_machine_that_slept_goes_on_from_where_it_was() -> None:
    timeline = timeline_of(HOLD)
    leg = Leg(fixed(timeline))
    now = 0
    while timeline.spans[leg.index(now)].kind != "work":
        leg.advance(now)
        now = max(now + 1, leg.wake(now))
    leg.advance(now)
    before, slept = leg.position(now), 3_600_000
    wake = leg.wake(now)
    effects = leg.advance(wake + slept)
    assert effects[0] == Late(slept)
    assert leg.position(wake + slept) == before + (wake - now)
    due = [effect for effect in effects if isinstance(effect, CueDue)]
    assert all(effect.at >= wake + slept for effect in due)
    assert len(due) <= 1
    again = leg.advance(wake + slept)  # as for a wish that came meanwhile
    assert not any(isinstance(effect, Late) for effect in again)
    assert leg.position(wake + slept) == before + (wake - now)


def test_a_voice_that_lags_holds_the_playhead_where_the_words_end() -> None:
    timeline = timeline_of(HOLD)
    news: list[tuple[Timeline, int] | None] = [(timeline, 1)]
    leg = Leg(lambda: news.pop() if news else None, 100)
    end = timeline.spans[0].end
    for now in range(0, 60_000, 50):
        for effect in leg.advance(now):
            assert isinstance(effect, CueDue)
            assert effect.cue.at < end
    assert leg.position(60_000) <= end
    news.append((timeline, len(timeline.spans)))
    first = next(effect for effect in leg.advance(60_000) if isinstance(effect, CueDue))
    assert first.at >= 60_000 + 100  # no head of a word is lost to lateness
