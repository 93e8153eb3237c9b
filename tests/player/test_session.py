"""The session: what is heard and seen, and how it ends."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backplayer.coach.course import Point, follow
from backplayer.coach.script import Script, Work
from backplayer.coach.timeline import Cue
from backplayer.coach.writer import write_script
from backplayer.player.clock import MonotonicClock, OfflineClock, awake_seconds
from backplayer.player.commands import Command, Inbox, SetVolume, Wish
from backplayer.player.leg import Latest
from backplayer.player.progress import Progress
from backplayer.player.score import Score
from backplayer.player.session import Links, Session, Timing
from backplayer.player.view import State, View
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Routine, WaitStep
from tests.strategies import routines

ROUTINE = Routine("x", (ExerciseStep(Exercise("Plank"), Dose(hold=20_000)),))


class Seen:
    """A screen that remembers, and can stop the session at a cue."""

    def __init__(self, inbox: Inbox | None = None, stop_at: str = "") -> None:
        self.cues: list[Cue] = []
        self.notices: list[str] = []
        self.views: list[View] = []
        self.helped = 0
        self._inbox, self._stop_at = inbox, stop_at

    def show(self, cue: Cue) -> None:
        self.cues.append(cue)
        if self._inbox and cue.sound == self._stop_at:
            self._inbox.put(Command.STOP)

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def update(self, view: View) -> None:
        self.views.append(view)

    def help(self, wanted: bool) -> None:
        self.helped += wanted


class Heard:
    """Sound that remembers."""

    def __init__(self) -> None:
        self.started: list[tuple[int, Cue]] = []
        self.hushed = 0
        self.acknowledged: list[bool] = []
        self.order: list[str] = []
        self.gains: list[float] = []
        self.rests: list[bool] = []

    def start(self, cue: Cue, at: int) -> None:
        self.started.append((at, cue))

    def hush(self) -> None:
        self.hushed += 1
        self.order.append("hush")

    def acknowledge(self, accepted: bool) -> None:
        self.acknowledged.append(accepted)
        self.order.append("acknowledge")

    def set_gain(self, gain: float) -> None:
        self.gains.append(gain)

    def rest(self, resting: bool) -> None:
        self.rests.append(resting)


def text_score(script: Script) -> Latest:
    return Score(script).latest


def session(
    routine: Routine = ROUTINE, seen: Seen | None = None, heard: Heard | None = None, **more: object
) -> Session:
    """A session on a clock that jumps."""
    timing = more.pop("timing", None) or Timing(OfflineClock())
    inbox = more.pop("inbox", None) or Inbox()
    return Session(follow(routine), text_score, timing, inbox, seen or Seen(), heard, **more)  # type: ignore[arg-type]


def test_text_and_sound_are_the_same_timeline() -> None:
    seen, heard = Seen(), Heard()
    assert session(seen=seen, heard=heard, timing=Timing(OfflineClock(), ahead=lambda: 250)).run().finished
    assert seen.cues == [cue for _, cue in heard.started]
    assert [at for at, _ in heard.started] == [cue.at + 250 for cue in seen.cues]
    signals = [cue for cue in seen.cues if cue.sound in ("start", "end")]
    assert signals[1].at - signals[0].at == 20_000


def test_a_session_that_begins_late_does_not_lose_its_first_words() -> None:
    clock, heard = OfflineClock(), Heard()
    clock.wait(3_000, Inbox())  # opening the voice took three seconds
    session(heard=heard, timing=Timing(clock, ahead=lambda: 400)).run()
    at, cue = heard.started[0]
    assert (at, cue.at) == (3_400, 0)


def test_stop_hushes_at_once_and_tells_where_it_was() -> None:
    inbox = Inbox()
    seen, heard = Seen(inbox, "start"), Heard()
    outcome = session(seen=seen, heard=heard, inbox=inbox).run()
    assert not outcome.finished
    assert heard.hushed == 1
    assert (outcome.view.title, outcome.view.kind) == ("Plank", "work")
    assert heard.acknowledged == [True]
    assert heard.order == ["hush", "acknowledge"]  # the other way round it would not be heard


def test_a_wait_ends_when_nobody_can_answer_and_patience_is_over() -> None:
    routine = Routine("x", (WaitStep("Fetch the roller."), *ROUTINE.steps))
    clock = OfflineClock()
    outcome = session(routine, timing=Timing(clock), patience=30_000).run()
    assert outcome.finished
    assert clock.now() >= outcome.view.position + 30_000


def test_news_from_the_edges_is_shown() -> None:
    lines = iter([["No sound."], []])
    seen = Seen()
    session(seen=seen, links=Links(news=lambda: next(lines, []))).run()
    assert seen.notices == ["No sound."]


def test_a_voice_that_keeps_the_session_waiting_is_told_of_once() -> None:
    complete = False
    clock = OfflineClock()

    class Slow(Seen):
        def notice(self, text: str) -> None:
            nonlocal complete
            super().notice(text)
            complete = True

    seen = Slow()
    score = lambda script: Score(script, dict, lambda: complete).latest  # noqa: E731
    outcome = Session(follow(ROUTINE), score, Timing(clock), Inbox(), seen).run()
    assert outcome.finished
    assert seen.notices == ["Waiting for the voice."]
    assert clock.now() >= outcome.view.position + 2_000


class Asking(Seen):
    """A screen that asks for something when it sees a cue."""

    def __init__(self, inbox: Inbox, asks: dict[str, list[Command]]) -> None:
        super().__init__()
        self._inbox, self._asks = inbox, asks

    def show(self, cue: Cue) -> None:
        super().show(cue)
        for command in self._asks.pop(cue.sound or str(cue.text), []):
            self._inbox.put(command)


def test_what_the_listener_asks_is_heard_seen_and_kept() -> None:
    inbox = Inbox()
    seen = Asking(inbox, {"start": [Command.PAUSE, Command.LOUDER, Command.HELP, Command.MORE_TIME, Command.RESUME]})
    heard, kept = Heard(), []
    outcome = session(seen=seen, heard=heard, inbox=inbox, links=Links(keep=kept.append)).run()
    assert outcome.finished
    assert heard.acknowledged == [True, True, True, False, True]
    assert "Only in a rest." in seen.notices
    assert heard.gains[0] == 1.0 < heard.gains[-1]
    assert seen.helped == 1
    assert [cue.sound for cue in seen.cues].count("start") == 2  # once more after the pause
    assert [ended.outcome for ended in outcome.ended] == ["done"]
    assert [progress.point for progress in kept] == sorted(progress.point for progress in kept)


def test_a_session_that_nobody_watches_is_looked_at_when_something_happens() -> None:
    looks = []
    for watched in (True, False):
        inbox, heard = Inbox(), Heard()
        seen = Asking(inbox, {"start": [Command.PAUSE, Command.SLOWER, Command.RESUME]})
        outcome = session(seen=seen, heard=heard, inbox=inbox, watched=watched).run()
        looks.append((outcome, seen.cues, seen.notices, heard.started, seen.views))
    always, seldom = looks
    assert seldom[:4] == always[:4]
    assert len(seldom[4]) < len(always[4]) / 2
    assert set(seldom[4]) <= set(always[4])
    states = [
        [view.state for view, before in zip(views[1:], views, strict=False) if view.state is not before.state]
        for *_, views in looks
    ]
    assert states[0] == states[1]


def test_a_volume_that_is_set_is_heard_and_acknowledged() -> None:
    inbox, heard = Inbox(), Heard()
    for gain in (0.3, 0.4, 0.5):
        inbox.put(SetVolume(gain))
    session(heard=heard, inbox=inbox).run()
    assert heard.gains == [1.0, 0.5]
    assert heard.acknowledged == [True]


def test_music_rests_with_the_session() -> None:
    inbox = Inbox()
    seen = Asking(inbox, {"start": [Command.PAUSE]})
    heard = Heard()

    class Later(OfflineClock):
        def wait(self, until: int, inbox: Inbox) -> None:
            if heard.rests == [True]:
                inbox.put(Command.RESUME)
            super().wait(until, inbox)

    session(seen=seen, heard=heard, inbox=inbox, timing=Timing(Later())).run()
    assert heard.rests == [True, False]
    assert [view.state for view in seen.views if view.state is State.PAUSED]


def test_a_machine_that_slept_pauses_the_session_instead_of_firing_what_it_missed() -> None:
    seen, heard = Seen(), Heard()
    clock, inbox = OfflineClock(), Inbox()
    time_awake = 0.0

    def awake() -> float:
        nonlocal time_awake
        time_awake += 0.1
        if 10_000 < clock.now() < 10_300 and not any(view.state is State.PAUSED for view in seen.views):
            time_awake += 3600
        if seen.views and seen.views[-1].state is State.PAUSED and clock.now() > 20_000:
            inbox.put(Command.RESUME)
        return time_awake

    session(seen=seen, heard=heard, inbox=inbox, timing=Timing(clock, awake=awake)).run()
    assert seen.notices == ["The computer was away for 3600 seconds; the session is paused."]
    paused = next(view for view in seen.views if view.state is State.PAUSED)
    resumed = [view for view in seen.views if view.state is State.PLAYING][-1]
    assert resumed.length >= paused.length - 1


def test_a_session_goes_on_where_an_earlier_one_was() -> None:
    course = follow(ROUTINE)
    work = next(index for index, piece in enumerate(course.script) if piece.place.step == 1 and hasattr(piece, "dose"))
    heard = Heard()
    outcome = session(heard=heard, begun=Progress(Point(work, done=12_000))).run()
    assert outcome.finished
    started = {cue.sound or cue.text: at for at, cue in heard.started}
    assert started["end"] - started["start"] == 8_000
    assert "Plank, 8 seconds left." in started


def test_what_is_seen_is_late_by_what_the_sound_is_late() -> None:
    moments: list[tuple[int, str | None]] = []
    clock = OfflineClock()

    class Timed(Seen):
        def show(self, cue: Cue) -> None:
            moments.append((clock.now() - cue.at, cue.text))

    session(seen=Timed(), timing=Timing(clock, delay=lambda: 180)).run()
    assert {late for late, _ in moments[:-5]} == {180}


def test_a_score_gets_exact_as_the_voice_measures() -> None:
    lengths: dict[str, int] = {}
    complete = False
    score = Score(write_script(ROUTINE), lambda: lengths, lambda: complete)
    first = score.latest()
    assert first is not None
    assert first[1] == 0
    assert score.latest() is None
    lengths.update(dict.fromkeys(first[0].phrases[:3], 123))
    second = score.latest()
    assert second is not None
    assert 0 < second[1] < len(second[0].spans)
    complete = True
    third = score.latest()
    assert third is not None
    assert third[1] == len(third[0].spans)
    assert score.latest() is None


def test_the_monotonic_clock_reads_its_source() -> None:
    times = iter([10.0, 10.0, 11.5, 12.0])
    clock = MonotonicClock(lambda: next(times))
    assert clock.now() == 0
    assert clock.now() == 1500
    clock.wait(1000, Inbox())  # already past: returns at once


def test_the_clock_that_goes_on_in_sleep_goes_on() -> None:
    assert awake_seconds() <= awake_seconds()


def test_the_inbox_keeps_order_and_never_blocks_on_take() -> None:
    inbox = Inbox()
    assert inbox.take() is None
    inbox.put(Command.DONE)
    inbox.put(Wish(Command.STOP, spoken=True))
    assert inbox.wait(0)
    assert [inbox.take(), inbox.take(), inbox.take()] == [Wish(Command.DONE), Wish(Command.STOP, True), None]


class Killed(Exception):
    """The machine's battery is empty."""


@settings(max_examples=15)
@given(routines(), st.integers(0, 300_000))
def test_what_was_kept_when_it_was_killed_is_where_it_was(routine: Routine, instant: int) -> None:
    kept: list[Progress] = []

    class Dying(OfflineClock):
        def wait(self, until: int, inbox: Inbox) -> None:
            if until > instant:
                raise Killed
            super().wait(until, inbox)

    clock, course = Dying(), follow(routine)
    playing = Session(course, text_score, Timing(clock), Inbox(), Seen(), patience=0, links=Links(keep=kept.append))
    with suppress(Killed):
        playing.run()
        return
    here, last = playing._transport.point(clock.now()), kept[-1].point
    assert (last.piece, last.reps) == (here.piece, here.reps)
    assert 0 <= here.done - last.done < 1000
    heard = Heard()
    again = Session(
        course, text_score, Timing(OfflineClock()), Inbox(), Seen(), heard, begun=kept[-1], patience=0
    ).run()
    assert again.finished
    works = [piece for piece in course.script[last.piece :] if isinstance(piece, Work)]
    assert [ended.title for ended in again.ended[len(kept[-1].ended) :]] == [work.place.title for work in works]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_a_signal_that_outlasts_the_wait_does_not_make_it_endless() -> None:
    """Ctrl-Z and, later, fg: the queues of the standard library never come back from that."""
    inbox = Inbox()
    rescue = threading.Timer(5, inbox.put, [Command.STOP])
    rescue.start()
    before = signal.signal(signal.SIGALRM, lambda *_: time.sleep(0.2))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        assert not inbox.wait(0.1)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        rescue.cancel()
