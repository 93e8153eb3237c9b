"""The studio records what is ordered, in order, with one voice, whatever happens to the voices."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from backplayer.routine.words import shipped_words
from backplayer.voice.cache import PhraseCache
from backplayer.voice.engine import Engine, VoiceFailed
from backplayer.voice.hygiene import Reading, reading
from backplayer.voice.studio import Studio

from .fake_voices import FakeEngine

LONG = 20.0
ENGLISH = reading(shipped_words("en").notations)


class Session:
    """A studio with what it told its owner."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.changes = 0
        self.studios: list[Studio] = []

    def open(
        self, *engines: Callable[[], Engine], cache: PhraseCache | None = None, reading: Reading = ENGLISH
    ) -> Studio:
        studio = Studio(engines, cache, notice=self.notices.append, changed=self._changed, reading=reading)
        self.studios.append(studio)
        return studio

    def _changed(self) -> None:
        self.changes += 1


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session()
    yield session
    for studio in session.studios:
        studio.close()


def always(engine: Engine) -> Callable[[], Engine]:
    return lambda: engine


def unavailable() -> Engine:
    raise VoiceFailed("nothing is installed")


def test_records_in_the_order_needed(session: Session) -> None:
    fake = FakeEngine()
    studio = session.open(always(fake))
    phrases = ["Ready.", "three", "two", "one", "three"]
    studio.order(phrases)
    assert studio.wait_for(phrases, LONG)
    assert fake.asked == ["Ready.", "three", "two", "one"]
    assert studio.settled()
    assert studio.voice_name == "fake"
    assert session.notices == []
    assert studio.lengths() == {phrase: studio.clip(phrase).length for phrase in phrases}


def test_tells_when_there_is_something_new(session: Session) -> None:
    told = threading.Event()
    studio = Studio([FakeEngine], None, notice=session.notices.append, changed=told.set)
    session.studios.append(studio)
    studio.order(["one"])
    assert told.wait(LONG)
    assert studio.clip("one") is not None


def test_a_new_order_comes_first(session: Session) -> None:
    fake = FakeEngine(held=True)
    studio = session.open(always(fake))
    studio.order(["a", "b", "c"])
    while not fake.asked:  # until it is busy with the first
        studio.wait_for(["a"], 0.001)
    studio.order(["c", "d", "a"])
    fake.release(4)
    assert studio.wait_for(["a", "c", "d"], LONG)
    assert fake.asked[:3] == ["a", "c", "d"]
    fake.release()
    assert studio.wait_for(["b"], LONG)


def test_not_settled_while_something_is_missing(session: Session) -> None:
    fake = FakeEngine(held=True)
    studio = session.open(always(fake))
    studio.order(["a"])
    assert not studio.settled()
    assert not studio.wait_for(["a"], 0.001)
    fake.release()
    assert studio.wait_for(["a"], LONG)
    assert studio.settled()


def test_the_same_words_are_asked_for_as_the_engine_should_get_them(session: Session) -> None:
    fake = FakeEngine()
    studio = session.open(always(fake))
    studio.order(["Hold 10s.", "3x12"])
    assert studio.wait_for(["Hold 10s.", "3x12"], LONG)
    assert fake.asked == ["Hold 10 seconds.", "3 times 12"]


@pytest.mark.parametrize("nothing", ["", "  ", "\0\x1b", "[[]]", "\u202e"])
def test_nothing_to_say_is_a_clip_without_length(session: Session, nothing: str) -> None:
    studio = session.open(FakeEngine)
    studio.order([nothing, "one"])
    assert studio.wait_for([nothing, "one"], LONG)
    assert studio.clip(nothing).length == 0
    assert session.notices == []


def test_one_phrase_that_cannot_be_said_stays_silent(session: Session) -> None:
    studio = session.open(lambda: FakeEngine(refuses=("b",)), unavailable)
    studio.order(["a", "b", "c"])
    assert studio.wait_for(["a", "b", "c"], LONG)
    assert studio.clip("b").length == 0
    assert studio.clip("c").length > 0
    assert session.notices == ['The voice fake cannot say "b": a tongue-twister.']


def test_an_engine_that_refuses_everything_is_replaced(session: Session) -> None:
    phrases = ["a", "b", "c", "d"]
    second = FakeEngine(name="second")
    studio = session.open(lambda: FakeEngine(refuses=tuple(phrases)), always(second))
    studio.order(phrases)
    assert studio.wait_for(phrases, LONG)
    assert studio.voice_name == "second"
    assert second.asked == phrases
    assert all(studio.clip(phrase).length for phrase in phrases)


def test_the_next_engine_takes_over_what_is_missing(session: Session) -> None:
    first, second = FakeEngine(name="first", breaks_at="c"), FakeEngine(name="second")
    studio = session.open(always(first), always(second))
    studio.order(["a", "b", "c", "d"])
    assert studio.wait_for(["a", "b", "c", "d"], LONG)
    assert first.asked == ["a", "b", "c"]
    assert first.closed
    assert second.asked == ["c", "d"]
    assert studio.voice_name == "second"
    assert session.notices == ["The voice first has failed: the string broke. Going on with another voice."]


def test_without_any_voice_the_session_goes_on(session: Session) -> None:
    studio = session.open(unavailable, lambda: FakeEngine(breaks_at="a"))
    studio.order(["a", "b"])
    assert not studio.wait_for(["a", "b"], LONG)
    assert studio.settled()
    assert studio.voice_name is None
    assert studio.clip("a") is None
    assert session.notices == [
        "A voice cannot be used: nothing is installed. Going on with another voice.",
        "The voice fake has failed: the string broke. Going on without a voice.",
    ]
    studio.order(["c"])
    assert studio.settled()


def test_no_engines_at_all_is_a_silent_studio(session: Session) -> None:
    studio = session.open()
    studio.order(["a"])
    assert not studio.wait_for(["a"], LONG)
    assert studio.settled()
    assert session.notices == []


def test_closing_interrupts_the_engine(session: Session) -> None:
    fake = FakeEngine(held=True)
    studio = session.open(always(fake))
    studio.order(["a"])
    while not fake.asked:
        studio.wait_for(["a"], 0.001)
    studio.close()
    studio.close()
    assert fake.closed
    assert studio.settled()
    assert session.notices == []
    assert not any(thread.name == "studio" for thread in threading.enumerate())


def test_what_was_recorded_once_is_not_recorded_again(session: Session, tmp_path: Path) -> None:
    phrases = ["one", "two", "Hold 10s."]
    first, second, slower = FakeEngine(), FakeEngine(), FakeEngine(name="other")
    lengths: list[Sequence[int]] = []
    for fake in (first, second, slower):
        cache = PhraseCache(tmp_path / "phrases.db", notice=session.notices.append)
        studio = session.open(always(fake), cache=cache)
        studio.order(phrases)
        assert studio.wait_for(phrases, LONG)
        lengths.append([studio.clip(phrase).length for phrase in phrases])
        studio.close()
        cache.close()
    assert first.asked == slower.asked == ["one", "two", "Hold 10 seconds."]
    assert second.asked == []
    assert lengths[0] == lengths[1]
    assert session.notices == []


def test_another_pronunciation_is_another_recording(session: Session, tmp_path: Path) -> None:
    """The store goes by what the engine was given; the phrase stays what the screen shows."""
    phrase = "Squeeze your lats."
    asked = []
    for table in ([], [("lats", "latts")], [("LATS", "latts")], []):
        fake = FakeEngine()
        cache = PhraseCache(tmp_path / "phrases.db", notice=session.notices.append)
        studio = session.open(always(fake), cache=cache, reading=reading(shipped_words("en").notations, table))
        studio.order([phrase])
        assert studio.wait_for([phrase], LONG)
        assert studio.clip(phrase) is not None
        asked.append(fake.asked)
        studio.close()
        cache.close()
    assert asked == [["Squeeze your lats."], ["Squeeze your latts."], [], []]
