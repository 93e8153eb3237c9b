"""Where utterances begin and end."""

from __future__ import annotations

from backplayer.controls.listening.endpointer import FRAME, Endpointer, Utterance
from backplayer.controls.listening.engine import RATE
from tests.controls.listening.sounds import blocks, mixed, noise, silence, tone

HUSH = 20.0


def utterances(sound: bytes, longest_s: float = 4) -> list[Utterance]:
    endpointer = Endpointer(round(longest_s * RATE))
    ended = (endpointer.feed(frame) for frame in blocks(sound, FRAME) if len(frame) == 2 * FRAME)
    return [utterance for utterance in ended if utterance]


def talk(*loud_and_quiet: float, loudness: float = 3000) -> bytes:
    """Turns of speech and pauses, seconds each, after a second of a quiet room."""
    parts = [noise(1, HUSH)]
    for turn, seconds in enumerate(loud_and_quiet):
        hush = noise(seconds, HUSH, seed=turn + 2)
        parts.append(hush if turn % 2 else mixed(hush, tone(seconds, loudness)))
    return b"".join(parts)


def test_an_utterance_is_cut_out_with_what_leads_to_it() -> None:
    (utterance,) = utterances(talk(0.9, 0.6))
    assert abs(utterance.start - RATE) <= FRAME
    assert abs(utterance.end - 1.9 * RATE) <= 2 * FRAME
    assert len(utterance.sound) // 2 > 1.1 * RATE  # the lead, the speech, the silence that ended it


def test_it_is_known_three_tenths_of_a_second_after_its_end() -> None:
    assert utterances(talk(0.9, 0.36))
    assert not utterances(talk(0.9, 0.24))


def test_a_pause_between_two_words_does_not_split_them() -> None:
    assert len(utterances(talk(0.9, 0.2, 0.4, 0.6))) == 1
    assert len(utterances(talk(0.9, 0.6, 0.9, 0.6))) == 2


def test_one_may_say_the_wake_word_and_think() -> None:
    assert len(utterances(talk(0.35, 0.8, 0.4, 0.6))) == 1


def test_a_knock_is_none_and_silence_is_none() -> None:
    assert not utterances(talk(0.05, 1.5))
    assert not utterances(noise(5, HUSH))
    assert not utterances(silence(5))


def test_what_never_ends_is_given_up_and_what_follows_it_is_not() -> None:
    (utterance,) = utterances(talk(2.6, 0.6, 0.9, 0.6), longest_s=2)
    assert abs(utterance.start - 4.2 * RATE) <= 2 * FRAME


def test_steady_noise_becomes_the_floor() -> None:
    louder = noise(6, 2000, seed=9)
    (utterance,) = utterances(louder + mixed(noise(0.9, 2000), tone(0.9, 9000)) + noise(0.6, 2000))
    assert abs(utterance.start - 6 * RATE) <= 2 * FRAME


def test_after_forgetting_the_room_is_still_known() -> None:
    endpointer = Endpointer(4 * RATE)
    for frame in blocks(talk(0.9), FRAME):
        assert len(frame) < 2 * FRAME or endpointer.feed(frame) is None
    endpointer.forget()
    at_once = talk(0.9, 0.6)[2 * RATE :]  # without the quiet second before it
    ended = [endpointer.feed(frame) for frame in blocks(at_once, FRAME) if len(frame) == 2 * FRAME]
    (utterance,) = filter(None, ended)
    assert utterance.start == 0


def test_zeros_from_a_device_that_has_not_begun_are_no_quiet_room() -> None:
    (utterance,) = utterances(silence(4) + talk(0.9, 0.6))
    assert abs(utterance.start - 5 * RATE) <= FRAME


def test_a_cough_or_a_short_sound_of_ours_does_not_join_what_is_said_next() -> None:
    (utterance,) = utterances(talk(0.12, 0.4, 0.9, 0.6))
    assert abs(utterance.start - 1.52 * RATE) <= 2 * FRAME
    assert utterance.later == 0


def test_after_a_longer_noise_it_tells_where_something_else_begins() -> None:
    (utterance,) = utterances(talk(0.35, 0.6, 0.9, 0.6))
    assert abs(utterance.start - RATE) <= 2 * FRAME
    assert abs(utterance.start + utterance.later // 2 - 1.95 * RATE) <= 4 * FRAME  # both with the same lead


def test_what_is_over_is_given_when_asked_and_what_is_not_is_kept() -> None:
    endpointer = Endpointer(4 * RATE)

    def feed(sound: bytes) -> list[Utterance]:
        ended = (endpointer.feed(frame) for frame in blocks(sound, FRAME) if len(frame) == 2 * FRAME)
        return [utterance for utterance in ended if utterance]

    assert not feed(talk(0.9))
    assert endpointer.flush() is None
    assert not feed(noise(0.12, HUSH))
    utterance = endpointer.flush()
    assert utterance is not None
    assert abs(utterance.end - 1.9 * RATE) <= 2 * FRAME
    assert endpointer.flush() is None
