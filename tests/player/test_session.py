"""The session: what is heard and seen, and how it ends."""

from __future__ import annotations

from backplayer.coach.timeline import Cue
from backplayer.coach.writer import write_script
from backplayer.player.clock import MonotonicClock, OfflineClock
from backplayer.player.commands import Command, Inbox
from backplayer.player.score import Score
from backplayer.player.session import Session
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Routine, WaitStep

ROUTINE = Routine("x", (ExerciseStep(Exercise("Plank"), Dose(hold=20_000)),))


class Seen:
    """A screen that remembers, and can stop the session at a cue."""

    def __init__(self, inbox: Inbox | None = None, stop_at: str = "") -> None:
        self.cues: list[Cue] = []
        self.notices: list[str] = []
        self._inbox, self._stop_at = inbox, stop_at

    def show(self, cue: Cue) -> None:
        self.cues.append(cue)
        if self._inbox and cue.sound == self._stop_at:
            self._inbox.put(Command.STOP)

    def notice(self, text: str) -> None:
        self.notices.append(text)


class Heard:
    """Sound that remembers."""

    def __init__(self) -> None:
        self.started: list[tuple[int, Cue]] = []
        self.hushed = 0

    def start(self, cue: Cue, at: int) -> None:
        self.started.append((at, cue))

    def hush(self) -> None:
        self.hushed += 1


def test_text_and_sound_are_the_same_timeline() -> None:
    score = Score(write_script(ROUTINE))
    seen, heard = Seen(), Heard()
    outcome = Session(score, OfflineClock(), Inbox(), seen, heard, ahead=lambda: 250).run()
    assert outcome.finished
    assert seen.cues == [cue for _, cue in heard.started]
    assert [at for at, _ in heard.started] == [cue.at + 250 for cue in seen.cues]
    signals = [cue for cue in seen.cues if cue.sound in ("start", "end")]
    assert signals[1].at - signals[0].at == 20_000


def test_a_session_that_begins_late_does_not_lose_its_first_words() -> None:
    clock, heard = OfflineClock(), Heard()
    clock.wait(3_000, Inbox())  # opening the voice took three seconds
    Session(Score(write_script(ROUTINE)), clock, Inbox(), Seen(), heard, ahead=lambda: 400).run()
    at, cue = heard.started[0]
    assert (at, cue.at) == (3_400, 0)


def test_stop_hushes_at_once_and_tells_where_it_was() -> None:
    inbox = Inbox()
    seen, heard = Seen(inbox, "start"), Heard()
    outcome = Session(Score(write_script(ROUTINE)), OfflineClock(), inbox, seen, heard).run()
    assert not outcome.finished
    assert heard.hushed == 1
    assert (outcome.span.title, outcome.span.kind) == ("Plank", "work")
    assert outcome.position == seen.cues[-1].at


def test_a_wait_ends_when_nobody_can_answer_and_patience_is_over() -> None:
    routine = Routine("x", (WaitStep("Fetch the roller."), *ROUTINE.steps))
    clock = OfflineClock()
    outcome = Session(Score(write_script(routine)), clock, Inbox(), Seen(), patience=30_000).run()
    assert outcome.finished
    assert clock.now() >= outcome.position + 30_000


def test_news_from_the_edges_is_shown() -> None:
    lines = iter([["No sound."], []])
    seen = Seen()
    Session(Score(write_script(ROUTINE)), OfflineClock(), Inbox(), seen, news=lambda: next(lines, [])).run()
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
    outcome = Session(Score(write_script(ROUTINE), dict, lambda: complete), clock, Inbox(), seen).run()
    assert outcome.finished
    assert seen.notices == ["Waiting for the voice."]
    assert clock.now() >= outcome.position + 2_000


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


def test_the_inbox_keeps_order_and_never_blocks_on_take() -> None:
    inbox = Inbox()
    assert inbox.take() is None
    inbox.put(Command.DONE)
    inbox.put(Command.STOP)
    assert inbox.wait(0)
    assert [inbox.take(), inbox.take(), inbox.take()] == [Command.DONE, Command.STOP, None]
