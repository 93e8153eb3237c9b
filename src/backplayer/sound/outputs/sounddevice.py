"""sounddevice: a callback from PortAudio. Where miniaudio has no wheel (Linux and Windows on arm64)."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import math
import sys
import threading
from importlib import import_module
from typing import Any

from backplayer.sound.output import Fill, Output, OutputFailed
from backplayer.sound.outputs.closing import Closing
from backplayer.sound.outputs.quiet import mute_alsa, quiet_stderr
from backplayer.units import Ms

BUFFER: Ms = 100
"""At 50 ms a busy two-core machine had underruns, at 100 ms none."""

_opening = threading.Lock()
_stuck = False


def open_output(rate: int | None) -> Output:
    """Open PortAudio's default device at *rate* Hz, or at its own."""
    mute_alsa()
    if not _alsa_is_configured():
        raise OutputFailed("sounddevice: ALSA has no configuration here; on Linux install libasound2-data")
    try:
        with quiet_stderr():
            library: Any = import_module("sounddevice")
    except ImportError as error:
        raise OutputFailed(
            f"sounddevice: not installed here ({error}); pip install 'backplayer[sounddevice]'"
        ) from None
    except OSError as error:
        raise OutputFailed(f"sounddevice: {error}; on Linux install libportaudio2") from None
    with _opening, quiet_stderr():
        if _stuck:
            raise OutputFailed("sounddevice: the last device never closed; PortAudio cannot be used again")
        try:
            return _open_default(library, rate)
        except (library.PortAudioError, ValueError):
            # PortAudio looks for devices only when it is initialised. Not done unless need be, because it
            # closes every stream of this process, a microphone's too.
            with contextlib.suppress(library.PortAudioError):
                library._terminate()
            with contextlib.suppress(library.PortAudioError):
                library._initialize()
        try:
            return _open_default(library, rate)
        except (library.PortAudioError, ValueError) as error:
            raise OutputFailed(f"sounddevice: no sound device ({error.args[0]})") from None


def _alsa_is_configured() -> bool:
    """Whether PortAudio can be loaded at all: where ALSA knows no device by name, it aborts the process."""
    if sys.platform != "linux":
        return True
    try:
        alsa = ctypes.CDLL("libasound.so.2")
        with quiet_stderr():
            alsa.snd_config_update()
        found, configuration = ctypes.c_void_p(), ctypes.c_void_p.in_dll(alsa, "snd_config")
        return int(alsa.snd_config_search(configuration, b"pcm", ctypes.byref(found))) >= 0
    except (OSError, ValueError):
        return True  # there is no ALSA to fail


def _open_default(library: Any, rate: int | None) -> Sounddevice:
    device = library.query_devices(kind="output")
    # What PortAudio tells of ALSA is 44,100 whatever the hardware runs at; ours and ALSA's default is 48,000.
    native = 48_000 if sys.platform == "linux" else int(device["default_samplerate"])
    return Sounddevice(library, rate or native)


class Sounddevice:
    """A PortAudio output stream.

    When its device dies, PortAudio writes three lines to standard error from a thread of its own, which
    nothing here can catch.
    """

    name = "sounddevice"

    def __init__(self, library: Any, rate: int) -> None:
        self.rate = rate
        self._library = library
        self._failure: str | None = None
        self._fill: Fill | None = None
        self._stream = library.RawOutputStream(
            samplerate=rate,
            channels=1,
            dtype="int16",
            latency=BUFFER / 1000,
            callback=self._call,
            finished_callback=self._finished,
        )
        self.ahead: Ms = 2 * BUFFER + math.ceil(self._stream.latency * 1000)
        self._closing = Closing(self._close_stream)

    def start(self, fill: Fill) -> None:
        """Begin to take frames."""
        self._fill = fill
        try:
            with quiet_stderr():
                self._stream.start()
        except self._library.PortAudioError as error:
            self.close()
            raise OutputFailed(f"sounddevice: the device does not start ({error.args[0]})") from None

    def drop(self) -> None:
        """Nothing: it is only a few buffers ahead."""

    def failure(self) -> str | None:
        """What the last call for frames raised, or that PortAudio ended the stream."""
        return self._failure

    def close(self) -> None:
        """Close the stream, giving up after 2 s."""
        global _stuck
        self._closing()
        if not self._closing.done:
            # PortAudio's ALSA error path can go round for ever. At exit it must not be entered again.
            _stuck = True
            with contextlib.suppress(AttributeError):
                atexit.unregister(self._library._exit_handler)

    def _call(self, out: Any, frames: int, _time: object, _status: object) -> None:
        data = b""
        if self._fill and not self._closing.asked and self._failure is None:
            try:
                data = self._fill(frames)
            except Exception as error:
                self._failure = f"{type(error).__name__}: {error}"
        out[:] = data or bytes(2 * frames)

    def _finished(self) -> None:
        if not self._closing.asked and self._failure is None:
            self._failure = "the device ended the stream"

    def _close_stream(self) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)
