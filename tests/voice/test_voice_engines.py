"""What every engine must do: the fakes, and the real ones where they can run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from backplayer.voice.engine import Engine, VoiceFailed, VoiceOptions
from backplayer.voice.engines import AUTO, ENGINES, engines_for

from .fake_voices import FakeEngine, remote_fake

Opener = Callable[[VoiceOptions], Engine]
EVERY: dict[str, Opener] = {"fake": FakeEngine, "remote fake": remote_fake, **ENGINES}


@pytest.fixture(scope="module", params=EVERY)
def opener(request: pytest.FixtureRequest) -> Opener:
    """Opens an engine; skips where this machine has not got it."""
    opened = EVERY[request.param]
    if request.param in ENGINES:
        with contextlib.ExitStack() as stack:
            try:
                engine = opened(VoiceOptions())
                stack.callback(engine.close)
                engine.voices()
            except VoiceFailed as failure:
                pytest.skip(str(failure))
    return opened


@pytest.fixture(scope="module")
def engine(opener: Opener) -> Iterator[Engine]:
    engine = opener(VoiceOptions())
    yield engine
    engine.close()


def test_speaks_at_the_rate_asked_for_from_the_first_sample_on(engine: Engine) -> None:
    clip = engine.synthesise("Ready.")
    assert clip.rate == 48_000
    assert clip.samples.typecode == "h"
    assert clip.length > 100
    assert clip.samples[0] != 0


def test_says_the_same_phrase_twice_at_the_same_length(engine: Engine) -> None:
    assert abs(engine.synthesise("Halfway.").length - engine.synthesise("Halfway.").length) <= 20


def test_more_words_take_longer(engine: Engine) -> None:
    assert engine.synthesise("Lift your arm and turn.").length > engine.synthesise("Lift.").length


def test_takes_the_longest_phrase_there_can_be(engine: Engine) -> None:
    assert engine.synthesise("Lift it. " * 55).length > 10_000


@pytest.mark.parametrize("text", ["Grüße, mein Łódź – 日本 🙂", "-h", "--help", "a & b", "50 % \\n", "'\"`$(true)"])
def test_survives_any_text(engine: Engine, text: str) -> None:
    engine.synthesise(text)
    assert engine.synthesise("one").length > 0


def test_slower_is_longer(opener: Opener) -> None:
    lengths = []
    for words in (100, 250):
        with contextlib.closing(opener(VoiceOptions(words_per_minute=words, rate=22_050))) as engine:
            lengths.append(engine.synthesise("Breathe in and out again.").length)
    assert lengths[0] > 1.3 * lengths[1]


def test_tells_its_voices_and_takes_them_by_id(engine: Engine, opener: Opener) -> None:
    voices = engine.voices()
    assert voices
    assert all(voice.id and voice.name for voice in voices)
    wanted = next(voice for voice in voices if voice.language.startswith("en"))
    with contextlib.closing(opener(VoiceOptions(voice=wanted.id))) as chosen:
        assert chosen.identity().voice == wanted.id
        assert chosen.synthesise("one").length > 0


def test_a_voice_it_has_not_got_is_an_error_that_names_it(opener: Opener) -> None:
    def first_word() -> None:  # some find out on opening, some when they are first asked
        with contextlib.closing(opener(VoiceOptions(voice="klingonese"))) as engine:
            engine.synthesise("one")

    with pytest.raises(VoiceFailed, match="klingonese") as failure:
        first_word()
    assert "\n" not in str(failure.value)


def test_identity_tells_recordings_apart(engine: Engine, opener: Opener) -> None:
    with contextlib.closing(opener(VoiceOptions(words_per_minute=200))) as faster:
        assert faster.identity() != engine.identity()
        assert faster.identity().rate == 48_000


def test_closes_twice_and_then_speaks_no_more(opener: Opener) -> None:
    engine = opener(VoiceOptions())
    engine.synthesise("one")
    engine.close()
    engine.close()
    with pytest.raises(VoiceFailed):
        engine.synthesise("two")


@pytest.mark.parametrize(
    ("choice", "count"), [("auto", 2), ("espeak", 2), ("espeak:en-gb", 2), ("pyttsx3", 2), ("none", 0)]
)
def test_a_choice_of_voice_is_a_list_of_engines_to_try(choice: str, count: int) -> None:
    assert len(engines_for(choice, VoiceOptions())) == count


def test_an_unknown_choice_names_the_valid_ones() -> None:
    with pytest.raises(ValueError, match="'festival': choose auto, espeak, pyttsx3 or none"):
        engines_for("festival", VoiceOptions())


def test_auto_tries_every_engine() -> None:
    assert set(AUTO) == set(ENGINES)


@pytest.mark.parametrize("words", [0, 79, 401, -5])
def test_refuses_a_pace_nobody_can_follow(words: int) -> None:
    with pytest.raises(ValueError, match="80 to 400"):
        VoiceOptions(words_per_minute=words)
