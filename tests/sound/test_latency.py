"""Output delay: told from taps and from a recording, and kept per device."""

import json
import os
import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.clip import Clip
from backplayer.sound import devices
from backplayer.sound.latency import (
    CLICKS,
    EVERY,
    LatencyBook,
    LatencyFailed,
    beats,
    by_microphone,
    by_tapping,
    delay,
    device_key,
)
from backplayer.sound.outputs import openers
from backplayer.sound.speakers import Speakers

TIMES = [n * EVERY for n in range(10)]


@given(st.integers(-200, 700), st.lists(st.integers(-15, 15), min_size=10, max_size=10))
def test_the_delay_is_the_middle_of_what_was_heard(true, errors):
    heard = [at + true + error for at, error in zip(TIMES, errors, strict=True)]
    assert abs(delay(TIMES, heard) - true) <= 15


@given(st.integers(-200, 700), st.lists(st.integers(0, 9000), max_size=3), st.sets(st.integers(0, 9), max_size=2))
def test_a_few_wrong_taps_and_missed_clicks_do_not_matter(true, wrong, missed):
    heard = [at + true for n, at in enumerate(TIMES) if n not in missed] + wrong
    assert delay(TIMES, heard) == pytest.approx(true, abs=5)


def test_too_few_answers_are_no_result():
    with pytest.raises(LatencyFailed, match="only 3 of 10"):
        delay(TIMES, [100, 1100, 2100])


def test_answers_all_over_are_no_result():
    scattered = [at + late for at, late in zip(TIMES, (0, 90, 200, 290, 400, 480, 610, 690, 700, 50), strict=True)]
    with pytest.raises(LatencyFailed, match="far apart"):
        delay(TIMES, scattered)


class HandSpeakers:
    """Speakers whose time moves when one waits, and whose sound comes *late* by so much."""

    rate, ahead = 48_000, 300

    def __init__(self, late: int) -> None:
        self.time, self.late = -300, late
        self.played: list[int] = []

    def now(self) -> int:
        return self.time

    def play(self, clip, at, *, ducks=True) -> None:
        self.played.append(at)

    def wait(self, until, inbox) -> None:
        self.time = max(self.time, until)


def test_tapping_along_tells_the_delay():
    speakers, dice = HandSpeakers(late=180), random.Random(1)
    late = [180 + dice.randint(-20, 20) for _ in range(CLICKS)]
    taps = 0

    def tapped(seconds: float) -> bool:
        nonlocal taps
        until = speakers.time + round(seconds * 1000)
        if taps < CLICKS and speakers.played[taps] + late[taps] <= until:
            speakers.time = speakers.played[taps] + late[taps]
            taps += 1
            return True
        speakers.time = until
        return False

    assert by_tapping(speakers, tapped) == pytest.approx(180, abs=10)


def test_nobody_taps():
    speakers = HandSpeakers(late=0)

    def tapped(seconds: float) -> bool:
        speakers.time += round(seconds * 1000)
        return False

    with pytest.raises(LatencyFailed, match="only 0 of"):
        by_tapping(speakers, tapped)


def clicks_in_noise(times, frames: int, noise: int = 40) -> Clip:
    dice = random.Random(2)
    samples = array("h", [dice.randint(-noise, noise) for _ in range(frames)])
    for at in times:
        for n in range(480):
            samples[at * 8 + n] += (1 - 2 * (n // 2 % 2)) * round(6000 * (1 - n / 480))
    return Clip(samples, 8000)


def test_beats_are_found_in_noise():
    times = [200, 1200, 2200, 3200]
    assert beats(clicks_in_noise(times, 8 * 4000)) == pytest.approx(times, abs=1)
    assert beats(Clip(array("h", bytes(16_000)), 8000)) == []
    assert beats(Clip(array("h"), 8000)) == []


class HandMicrophone:
    def __init__(self, speakers: HandSpeakers, silent: bool = False) -> None:
        self.speakers, self.silent, self.closed = speakers, silent, False

    def recorded(self):
        """It was switched on at the session time -300, which is 99.7 by the other clock."""
        frames = 48 * (self.speakers.time + 300 + 500)
        samples = array("h", bytes(2 * frames))
        for at in [] if self.silent else self.speakers.played:
            for n in range(480):
                samples[48 * (at + 300 + self.speakers.late) + n] = 9000
        return samples, 99.7

    def close(self) -> None:
        self.closed = True


class Nothing:
    def wait(self, seconds: float) -> bool:
        return False


class Something:
    def wait(self, seconds: float) -> bool:
        return True


def listen(inbox=None, silent=False):
    speakers = HandSpeakers(late=230)
    microphone = HandMicrophone(speakers, silent)
    try:
        return by_microphone(
            speakers,
            inbox or Nothing(),
            open_microphone=lambda: microphone,
            monotonic=lambda: 100 + speakers.time / 1000,
        )
    finally:
        assert microphone.closed


def test_a_microphone_tells_the_delay():
    assert listen() == pytest.approx(230, abs=2)


def test_a_microphone_that_is_silent_is_told_of():
    with pytest.raises(LatencyFailed, match="only silence"):
        listen(silent=True)


def test_listening_can_be_stopped():
    with pytest.raises(LatencyFailed, match="stopped"):
        listen(Something())


@pytest.mark.card
def test_on_the_card_a_delay_is_measured(card, monkeypatch):
    pytest.importorskip("miniaudio")
    for key, value in card.env().items():
        if os.environ.get(key) != value and key != "PYTHONPATH":
            monkeypatch.setenv(key, value)
    monkeypatch.setattr("backplayer.sound.latency.EVERY", 300)
    monkeypatch.setattr("backplayer.sound.latency.EARLIEST", -80)
    monkeypatch.setattr("backplayer.sound.latency.CLICKS", 11)
    notices: list[str] = []
    speakers = Speakers(openers("miniaudio"), notice=notices.append)
    try:
        assert speakers.device_name == "card"
        measured = by_microphone(speakers, StillInbox())
    finally:
        speakers.close()
    assert -80 <= measured < 220
    assert notices == []


class StillInbox:
    def __init__(self) -> None:
        import threading

        self._never = threading.Event()

    def wait(self, seconds: float) -> bool:
        return self._never.wait(seconds)


# -- the book ------------------------------------------------------------------------------------------------


def test_a_delay_is_kept_per_device(tmp_path):
    path = tmp_path / "deep" / "latency.json"
    book = LatencyBook(path)
    headset, card = device_key("miniaudio", "bluez_sink.00"), device_key("miniaudio", None)
    assert book.get(headset) is None
    book.put(headset, 210)
    book.put(card, 15)
    book.put(headset, 190)
    assert [LatencyBook(path).get(device) for device in (headset, card, "?")] == [190, 15, None]
    assert [one.name for one in path.parent.iterdir()] == ["latency.json"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[1]", b"{", b"null", b"[" * 70_000, b'{"d": "x"}', b'{"d": true}', b'{"d": 1e9}']
)
def test_a_damaged_book_is_no_book_and_is_written_anew(tmp_path, content):
    path = tmp_path / "latency.json"
    path.write_bytes(content)
    book = LatencyBook(path)
    assert book.get("d") is None
    book.put("d", 20)
    assert book.get("d") == 20
    assert json.loads(path.read_text()) == {"d": 20}


def test_a_book_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(LatencyFailed, match="not kept"):
        LatencyBook(tmp_path / "file" / "latency.json").put("d", 1)


def test_where_the_system_does_not_tell_there_is_no_name(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert devices.default_device() is None
    program = tmp_path / "pactl"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    assert devices.default_device() is None
