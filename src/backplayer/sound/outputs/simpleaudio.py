"""simpleaudio: pre-mixed sounds, each started at its time. For those who have it; others are better."""

from __future__ import annotations

import sys
import threading
import time
from array import array
from importlib import import_module
from typing import Any

from backplayer.sound.output import Fill, Output, OutputFailed
from backplayer.sound.outputs.feeder import Feeder
from backplayer.sound.outputs.quiet import mute_alsa, quiet_stderr
from backplayer.units import Ms, ms_to_frames

BLOCK: Ms = 50
LOOK_AHEAD: Ms = 300
"""How long before it is heard a sound must have begun to be taken."""
LONGEST: Ms = 2000
"""A sound without a silent block in it is cut at a quiet place before it gets longer than this."""

_RATES = (8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 192000)


def open_output(rate: int | None) -> Output:
    """Open ALSA's default device (or the system's) at *rate* Hz, or at 48,000."""
    if sys.version_info >= (3, 12):
        raise OutputFailed(
            "simpleaudio: it crashes Python 3.12 and later at the end of every sound; use Python 3.10 or 3.11"
        )
    try:
        library: Any = import_module("simpleaudio")
    except ImportError:
        raise OutputFailed(
            "simpleaudio: not installed; pip install 'backplayer[simpleaudio]'"
            " (on Linux that needs gcc, Python.h and the ALSA headers)"
        ) from None
    mute_alsa()
    if rate is not None and rate not in _RATES:
        raise OutputFailed(f"simpleaudio: it cannot play {rate} Hz")
    output = Simpleaudio(library, rate or 48_000)
    try:
        with quiet_stderr():
            output.try_out()
    except Exception as error:
        raise OutputFailed(f"simpleaudio: no sound device ({error})") from None
    return output


class Simpleaudio:
    """Frames are taken until a sound is whole, and the sound is started when the clock reaches it.

    simpleaudio has neither a callback nor a position. Inside a sound the samples are exact; each sound
    starts within some milliseconds of its time, counted from the start of the stream, so that nothing adds up.
    """

    name = "simpleaudio"
    ahead: Ms = LOOK_AHEAD + LONGEST + 4 * BLOCK

    def __init__(self, library: Any, rate: int) -> None:
        self.rate = rate
        self._library = library
        self._fill: Fill = lambda frames: bytes(2 * frames)
        self._feeder = Feeder(self._feed)
        self._playing: list[tuple[Any, float]] = []  # play object, when it ought to end
        self._drops = 0
        self._lock = threading.Lock()  # over the two above
        self._started = 0.0
        self._taken = 0

    def try_out(self) -> None:
        """Play 10 ms of silence, which raises where there is no device."""
        self._library.play_buffer(bytes(2 * self.rate // 100), 1, 2, self.rate)

    def start(self, fill: Fill) -> None:
        """Begin to take frames."""
        self._fill = fill
        self._feeder.start()

    def drop(self) -> None:
        """Stop what is heard and forget the sound that waits for its time."""
        with self._lock:
            self._drops += 1
            for playing, _ in self._playing:
                playing.stop()
            self._playing = []

    def failure(self) -> str | None:
        """Why a sound did not start, or what the last call for frames raised."""
        return self._feeder.failure

    def close(self) -> None:
        """Stop what is heard and take no more frames. ALSA still plays out about a quarter of a second."""
        self._feeder.stopping.set()
        self.drop()
        self._feeder.stop(within=1.0)

    def _feed(self) -> None:
        self._started = time.monotonic()
        sound, drops = array("h"), 0
        while not self._feeder.stopping.is_set():
            self._wait_until(self._time_of(self._taken - len(sound)) - LOOK_AHEAD / 1000)
            drops = drops if sound else self._drops
            sound = self._whole_sound(sound)
            if not sound:
                continue
            self._wait_until(self._time_of(self._taken - len(sound)))
            cut = len(sound) if len(sound) < ms_to_frames(LONGEST, self.rate) else _quiet_place(sound, self.rate)
            self._play(sound[:cut], drops)
            sound = sound[cut:]

    def _whole_sound(self, sound: array[int]) -> array[int]:
        """*sound* with blocks added until one is silent or it is long enough. Empty in silence."""
        while not self._feeder.stopping.is_set() and len(sound) < ms_to_frames(LONGEST, self.rate):
            block = array("h", self._fill(ms_to_frames(BLOCK, self.rate)))
            self._taken += len(block)
            silent = not any(block)
            if sound or not silent:
                sound += block
            if silent:
                break
        return sound

    def _play(self, sound: array[int], drops: int) -> None:
        """Start *sound*, unless something was dropped since *drops* were."""
        with self._lock:
            now = time.monotonic()
            if any(ends > now + 0.5 and not playing.is_playing() for playing, ends in self._playing):
                raise OutputFailed("the sound device ended a sound too early")
            self._playing = [(playing, ends) for playing, ends in self._playing if ends > now - 0.5]
            if drops == self._drops and not self._feeder.stopping.is_set():
                playing = self._library.play_buffer(sound, 1, 2, self.rate)
                self._playing.append((playing, now + len(sound) / self.rate))

    def _time_of(self, frame: int) -> float:
        """The moment, by the monotonic clock, at which *frame* is due."""
        return self._started + frame / self.rate

    def _wait_until(self, moment: float) -> None:
        while (left := moment - time.monotonic()) > 0:
            if self._feeder.stopping.wait(left):
                return


def _quiet_place(sound: array[int], rate: int) -> int:
    """Where, in its second half, *sound* is quietest for 10 ms: the frame in the middle of that."""
    window = ms_to_frames(10, rate)
    starts = range(len(sound) // 2, len(sound) - window, window // 2)
    return min(starts, key=lambda at: sum(map(abs, sound[at : at + window]))) + window // 2
