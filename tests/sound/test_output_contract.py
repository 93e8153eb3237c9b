"""What every output promises, held against each of them and against a device moved by hand.

Those that need a device get the virtual sound card. The measure of time is frames taken by a `Silence`
beside them.
"""

import os
import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from backplayer.sound.output import Output, OutputFailed
from backplayer.sound.outputs import AUTO, OUTPUTS, choices, openers
from backplayer.sound.outputs.silence import Silence
from tests.sound.fakes import HandOutput

PATIENCE = 10.0  # seconds until a test that waits for a device gives up


class Taken:
    """A fill that counts, and lets one wait until so many frames have been taken."""

    def __init__(self, fails_after: int | None = None) -> None:
        self.frames = 0
        self.fails_after = fails_after
        self.grown = threading.Condition()

    def __call__(self, frames: int) -> bytes:
        with self.grown:
            self.frames += frames
            self.grown.notify_all()
            if self.fails_after is not None and self.frames > self.fails_after:
                raise RuntimeError("no more frames")
            return bytes(2 * frames)

    def wait_for(self, frames: int) -> bool:
        with self.grown:
            return self.grown.wait_for(lambda: self.frames >= frames, PATIENCE)


class HandWithAThread(HandOutput):
    """The fake, moved by a `Silence`, so that it takes by itself as a device does."""

    def __init__(self, rate: int | None = None) -> None:
        super().__init__(rate)
        self._mover = Silence(self.rate)

    def start(self, fill):
        super().start(fill)
        self._mover.start(lambda frames: self.take(frames) or bytes(2 * frames))

    def close(self):
        super().close()
        self._mover.close()


def let_time_pass(ms: int) -> None:
    taken, clock = Taken(), Silence(48_000)
    clock.start(taken)
    assert taken.wait_for(ms * 48)
    clock.close()


def wait_until(holds: Callable[[], object]) -> bool:
    for _ in range(100):
        if holds():
            return True
        let_time_pass(100)
    return False


def opener_of(name: str):
    return HandWithAThread if name == "fake" else openers(name)[0]


@pytest.fixture(params=["fake", *OUTPUTS])
def name(request, monkeypatch) -> str:
    """The name of an output that can be opened here."""
    library = {"miniaudio": "miniaudio", "sounddevice": "sounddevice", "simpleaudio": "simpleaudio"}.get(request.param)
    if library and not find_spec(library):
        pytest.skip(f"{library} is not installed")
    if request.param == "simpleaudio" and sys.version_info >= (3, 12):
        pytest.skip("simpleaudio is refused from Python 3.12 on")
    if request.param not in ("fake", "silence"):
        card = request.getfixturevalue("card")
        for key, value in card.env().items():
            if os.environ.get(key) != value and key != "PYTHONPATH":
                monkeypatch.setenv(key, value)
    return request.param


@pytest.fixture
def output(name):
    try:
        output = opener_of(name)(None)
    except OutputFailed as reason:
        if "PortAudio library not found" in str(reason):
            pytest.skip(str(reason))
        raise
    yield output
    output.close()


def test_it_says_what_it_is(output: Output, name: str):
    assert output.name.startswith("hand" if name == "fake" else name)
    assert 8000 <= output.rate <= 192_000
    assert 0 < output.ahead <= 5000


def test_started_it_takes_frames_and_goes_on_taking(output: Output):
    taken = Taken()
    output.start(taken)
    assert taken.wait_for(output.rate // 2)  # more than any takes ahead of a silence
    assert output.failure() is None


def test_it_does_not_run_ahead(output: Output):
    taken = Taken()
    output.start(taken)
    taken.wait_for(1)
    before = taken.frames
    clock = Silence(output.rate)
    passed = Taken()
    clock.start(passed)
    passed.wait_for(output.rate // 4)
    assert taken.frames - before <= passed.frames + output.rate * output.ahead // 1000
    clock.close()


def test_closed_it_stops_taking_however_often_it_is_closed(output: Output):
    taken = Taken()
    output.start(taken)
    taken.wait_for(1)
    output.close()
    frames = taken.frames
    output.close()
    let_time_pass(250)
    assert taken.frames == frames
    assert output.failure() is None


def test_it_closes_without_having_been_started(output: Output):
    output.close()
    output.close()


def test_from_another_thread_it_closes_as_well(output: Output):
    taken = Taken()
    output.start(taken)
    taken.wait_for(1)
    closer = threading.Thread(target=output.close, daemon=True)
    closer.start()
    closer.join(PATIENCE)
    assert not closer.is_alive()


def test_dropping_harms_nothing(output: Output):
    taken = Taken()
    output.drop()
    output.start(taken)
    taken.wait_for(1)
    output.drop()
    assert taken.wait_for(taken.frames + output.rate // 4)


def test_what_the_fill_raises_is_the_failure(output: Output):
    taken = Taken(fails_after=output.rate // 10)
    output.start(taken)
    assert wait_until(output.failure)
    reason = output.failure()
    assert reason
    assert "no more frames" in reason
    assert "\n" not in reason


def test_it_opens_at_the_rate_asked_for(name: str):
    output = opener_of(name)(32_000)
    try:
        assert output.rate == 32_000
    finally:
        output.close()


def test_nothing_is_left_on_standard_error(output: Output, capfd):
    taken = Taken()
    output.start(taken)
    taken.wait_for(output.rate // 4)
    output.close()
    assert capfd.readouterr().err == ""


def test_an_unknown_name_lists_the_names_there_are():
    with pytest.raises(OutputFailed) as failed:
        openers("loudspeaker")
    assert "'loudspeaker'" in str(failed.value)
    assert all(name in str(failed.value) for name in ["auto", *OUTPUTS, ".wav"])
    assert all(name in choices() for name in OUTPUTS)


def test_auto_is_made_of_outputs_that_sound():
    assert set(AUTO) <= set(OUTPUTS) - {"silence", "simpleaudio"}
    assert len(openers("auto")) == len(AUTO)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="refused from Python 3.12 on")
def test_simpleaudio_is_refused_with_the_reason():
    with pytest.raises(OutputFailed, match=r"crashes Python 3\.12"):
        openers("simpleaudio")[0](None)
