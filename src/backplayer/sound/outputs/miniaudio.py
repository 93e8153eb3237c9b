"""miniaudio: a callback from the system's own sound service. The usual output."""

from __future__ import annotations

import sys
from collections.abc import Generator
from importlib import import_module
from typing import Any

from backplayer.sound.output import Fill, Output, OutputFailed
from backplayer.sound.outputs.closing import Closing
from backplayer.sound.outputs.quiet import mute_alsa, quiet_stderr
from backplayer.units import Ms

BUFFER: Ms = 100
"""At 50 ms a busy two-core machine had underruns, at 100 ms none."""

# Named, because left to itself miniaudio falls back to its "Null" device, which plays to nobody.
_BACK_ENDS = {
    "win32": ("WASAPI", "DSOUND", "WINMM"),
    "darwin": ("COREAUDIO",),
}
_OTHER_BACK_ENDS = ("PULSEAUDIO", "ALSA", "JACK", "SNDIO", "OSS")


def open_output(rate: int | None) -> Output:
    """Open the system's default device at *rate* Hz, or at its own."""
    try:
        library: Any = import_module("miniaudio")
    except ImportError as error:
        raise OutputFailed(f"miniaudio: not installed here ({error}); pip install miniaudio") from None
    mute_alsa()
    try:
        with quiet_stderr():
            device = library.PlaybackDevice(
                output_format=library.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=rate or 0,  # 0: the device's own
                buffersize_msec=BUFFER,
                backends=back_ends(library),
                app_name="backplayer",
            )
    except library.MiniaudioError as error:
        raise OutputFailed(f"miniaudio: no sound device ({_reason(error)})") from None
    return Miniaudio(device, rate or int(device._device.sampleRate))  # nothing public tells it


def back_ends(library: Any) -> list[Any]:
    """The back ends of this system that have real devices, in the order to try them."""
    return [library.Backend[name] for name in _BACK_ENDS.get(sys.platform, _OTHER_BACK_ENDS)]


class Miniaudio:
    """A miniaudio playback device.

    It tells nobody when its sound server dies: the calls for frames just stop, which the speakers watch.
    """

    name = "miniaudio"
    ahead: Ms = 3 * BUFFER

    def __init__(self, device: Any, rate: int) -> None:
        self.rate = rate
        self._device = device  # its stop_callback stays unset: set, the device is dead after a suspend
        self._failure: str | None = None
        self._closing = Closing(device.close)

    def start(self, fill: Fill) -> None:
        """Begin to take frames."""
        frames = self._frames(fill)
        next(frames)
        try:
            with quiet_stderr():
                self._device.start(frames)
        except Exception as error:
            self.close()
            raise OutputFailed(f"miniaudio: the device does not start ({_reason(error)})") from None

    def drop(self) -> None:
        """Nothing: it is only a few buffers ahead."""

    def failure(self) -> str | None:
        """What the last call for frames raised, if one did."""
        return self._failure

    def close(self) -> None:
        """Close the device, giving up after 2 s."""
        self._closing()

    def _frames(self, fill: Fill) -> Generator[bytes, int, None]:
        wanted = yield b""
        while True:
            frames = b""
            if not self._closing.asked and self._failure is None:
                try:
                    frames = fill(wanted)
                except Exception as error:  # let out, it would silence the device for ever, unseen
                    self._failure = f"{type(error).__name__}: {error}"
            wanted = yield frames or bytes(2 * wanted)


def _reason(error: Exception) -> str:
    return ", ".join(str(part) for part in error.args) or type(error).__name__
