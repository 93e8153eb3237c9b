"""Sound from the microphone, through whichever library is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from typing import TypeAlias

from backplayer.controls.listening.engine import RATE

BLOCK = RATE * 30 // 1000
"""Samples in a block: 30 ms."""

Take: TypeAlias = Callable[[bytes, bool], None]
"""Takes a block of 16-bit samples from the audio thread, and whether samples before it were lost."""

_MINIAUDIO_BACK_ENDS = {
    "linux": ("PULSEAUDIO", "ALSA"),
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND"),
}
"""Named, because left to itself miniaudio takes its Null back end where there is no microphone, and delivers zeros."""


class MicrophoneFailed(Exception):
    """No sound from here. The message is one line for a person."""


OpenMicrophone: TypeAlias = Callable[[Take], object]
"""Opens the default microphone; raises `MicrophoneFailed`. It delivers for as long as the object is kept, or until it
vanishes, which nobody tells."""


def open_microphone(take: Take) -> object:
    """Open the default microphone with sounddevice, or where that does not work with miniaudio."""
    reasons = []
    for name, opened in (("sounddevice", _open_sounddevice), ("miniaudio", _open_miniaudio)):
        try:
            return opened(take)
        except ImportError:
            reasons.append(f"no {name}")
        except Exception as error:  # each library has errors of its own, and OSError for a missing PortAudio
            reasons.append(f"{name}: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
    raise MicrophoneFailed(f"no microphone can be opened ({'; '.join(reasons)})")


def _open_sounddevice(take: Take) -> object:
    import sounddevice

    def arrived(sound: object, _frames: int, _time: object, status: sounddevice.CallbackFlags) -> None:
        take(bytes(sound), bool(status.input_overflow))  # type: ignore[call-overload]

    stream = sounddevice.RawInputStream(RATE, BLOCK, channels=1, dtype="int16", callback=arrived)
    stream.start()
    return stream


def _open_miniaudio(take: Take) -> object:
    import miniaudio

    def arriving() -> Generator[None, bytes, None]:
        while True:
            sound = yield
            take(bytes(sound), False)

    names = _MINIAUDIO_BACK_ENDS.get(sys.platform, ())
    device = miniaudio.CaptureDevice(
        input_format=miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=RATE,
        buffersize_msec=2 * BLOCK * 1000 // RATE,
        backends=[getattr(miniaudio.Backend, name) for name in names],
    )
    receiver = arriving()
    next(receiver)
    device.start(receiver)
    return device
