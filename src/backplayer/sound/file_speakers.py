"""The sounding half of a session that is written to a file: the same shape, and a clock that jumps."""

from __future__ import annotations

import os
import wave
from pathlib import Path

from backplayer.clip import Clip, resampled
from backplayer.sound.bed import DUCK_LEAD, Bed
from backplayer.sound.mixer import Mixer
from backplayer.sound.output import OutputFailed
from backplayer.sound.speakers import FADE, Inbox
from backplayer.units import Ms, frames_to_ms, ms_to_frames


class FileSpeakers:
    """Renders a session into a 16-bit mono WAV file, as fast as it can be rendered.

    Time is what has been written: `wait` writes up to the moment waited for. Session time 0 is
    *lead_in* into the file.
    """

    def __init__(self, path: str | os.PathLike[str], *, rate: int = 48_000, lead_in: Ms = 0) -> None:
        """Open a file beside *path*; it takes that name when it is complete.

        Raises `OutputFailed` when it cannot be written.
        """
        self.output_name: str | None = os.fspath(path)
        self._path, self._part = Path(path), Path(f"{os.fspath(path)}.part")
        self.rate = rate
        self._before_zero = ms_to_frames(lead_in, rate)
        self._mixer = Mixer(rate)
        self.ahead: Ms = 0
        """Nothing is taken before it is due; but music has to know of speech before that."""
        try:
            self._file = open(self._part, "wb")  # noqa: SIM115 - it lives as long as the session
        except OSError as error:
            raise OutputFailed(f"{os.fspath(path)}: {error.strerror}") from None
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(rate)

    @property
    def gain(self) -> float:
        """The factor on everything that sounds; 1.0 is unchanged."""
        return self._mixer.gain

    @gain.setter
    def gain(self, factor: float) -> None:
        self._mixer.gain = factor

    @property
    def bed(self) -> Bed | None:
        """What sounds under the clips: music."""
        return self._mixer.bed

    @bed.setter
    def bed(self, bed: Bed | None) -> None:
        self._mixer.bed = bed
        self.ahead = DUCK_LEAD if bed else 0

    @property
    def device_name(self) -> str | None:
        """Nothing: it is no device."""
        return None

    def now(self) -> Ms:
        """The session's time: how much has been written."""
        return frames_to_ms(self._mixer.position - self._before_zero, self.rate)

    def soonest(self) -> Ms:
        """The earliest session time at which a clip handed over now is sure to be heard whole: now."""
        return self.now()

    def play(self, clip: Clip, at: Ms, *, ducks: bool = True) -> None:
        """Let *clip* start at the session time *at*, exact to the sample. Music gives way to one that *ducks*."""
        self._mixer.play(resampled(clip, self.rate), ms_to_frames(at, self.rate) + self._before_zero, ducks=ducks)

    def play_next(self, clip: Clip) -> None:
        """Let *clip* start now."""
        self._mixer.play_next(resampled(clip, self.rate))

    def hush(self) -> None:
        """Fade out the clips that sound and forget all that were to come. Music goes on."""
        self._mixer.hush(FADE)

    def wait(self, until: Ms, inbox: Inbox) -> None:
        """Write up to *until*, unless something is in *inbox*. Raises `OutputFailed` when the disk is full."""
        if not inbox.wait(0):
            self._write_up_to(ms_to_frames(until, self.rate) + self._before_zero)

    def close(self) -> None:
        """Write what still sounds or is to come, and finish the file. Raises `OutputFailed` when that cannot be."""
        if self._file.closed:
            return
        try:
            self._write_up_to(self._mixer.end)
            self._wave.close()
            self._file.close()
            os.replace(self._part, self._path)
        except OSError as error:
            self.abandon()
            raise OutputFailed(f"{self.output_name}: {error.strerror}") from None
        except OutputFailed:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Leave no file, and an older one of the same name as it was."""
        if not self._file.closed:
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), self._file.fileno())  # what is still in the buffers goes there
            self._wave.close()
            self._file.close()
        self._part.unlink(missing_ok=True)

    def _write_up_to(self, frame: int) -> None:
        while (left := frame - self._mixer.position) > 0:
            try:
                self._wave.writeframesraw(self._mixer.render(min(left, self.rate)))
            except OSError as error:
                raise OutputFailed(f"{self.output_name}: {error.strerror}") from None
