"""The sounding half of a live session: clips at session times, and the clock of the session."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from backplayer.clip import Clip, resampled
from backplayer.sound.bed import DUCK_LEAD, Bed
from backplayer.sound.devices import default_device
from backplayer.sound.output import Opener
from backplayer.sound.stream import Stream
from backplayer.units import Ms, frames_to_ms, ms_to_frames

LEAD_IN: Ms = 300
"""Silence before session time 0, because a headset that wakes up swallows what comes first."""
FADE: Ms = 30
"""How long a hush takes."""
MARGIN: Ms = 100
"""What a session may be late in handing over a cue."""
POLL = 0.2
"""Seconds after which a wait looks at the device again."""


class Inbox(Protocol):
    """Where commands arrive."""

    def wait(self, seconds: float) -> bool:
        """Wait until something is there, at most *seconds*. Whether something is."""


class Speakers:
    """Plays clips at session times on the first output that works; what it plays on may fail and come back.

    Session time 0 lies *lead_in* after the stream's beginning, or `ahead` after it where that is more, so
    that a cue at 0 can be handed over in time. One thread uses the speakers.
    """

    def __init__(
        self,
        openers: Sequence[Opener],
        *,
        notice: Callable[[str], None],
        lead_in: Ms = LEAD_IN,
        go_on_silent: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        in_background: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """Open and start an output.

        Raises `OutputFailed` when none works, unless *go_on_silent*: then the session begins without one
        and keeps trying. *notice* gets one line for a person, from within `now` or `wait`.
        *in_background* runs what may block; by default, a thread.
        """
        self._stream = Stream(
            openers, notice=notice, go_on_silent=go_on_silent, monotonic=monotonic, in_background=in_background
        )
        self._before_zero = ms_to_frames(max(lead_in, self.ahead), self.rate)

    @property
    def output_name(self) -> str | None:
        """The name of the output in use; None while there is none."""
        return self._stream.output_name

    @property
    def rate(self) -> int:
        """Hz. Clips of this rate need no resampling. The same for the whole session."""
        return self._stream.rate

    @property
    def ahead(self) -> Ms:
        """How long before it is due a cue must be handed over. Changes with the output, and with music.

        Music has to know of speech early enough to give way before it.
        """
        return self._stream.ahead + MARGIN + (DUCK_LEAD if self.bed else 0)

    @property
    def gain(self) -> float:
        """The factor on everything that sounds; 1.0 is unchanged."""
        return self._stream.mixer.gain

    @gain.setter
    def gain(self, factor: float) -> None:
        self._stream.mixer.gain = factor

    @property
    def bed(self) -> Bed | None:
        """What sounds under the clips: music."""
        return self._stream.mixer.bed

    @bed.setter
    def bed(self, bed: Bed | None) -> None:
        self._stream.mixer.bed = bed

    @property
    def device_name(self) -> str | None:
        """What the system calls its default device, which plays this; None where it does not tell.

        Asks a program, so not while a session runs.
        """
        return default_device() if self.output_name else None

    def now(self) -> Ms:
        """The session's time: what is being heard, to within the device's buffer. Begins below 0.

        It never runs back, and it stands while the device stands. Frames have been taken up to `ahead`
        beyond it at most. Ask for it, or `wait`, several times a second: the output is watched meanwhile.
        """
        return frames_to_ms(self._stream.position() - self._before_zero, self.rate)

    def soonest(self) -> Ms:
        """The earliest session time at which a clip handed over now is sure to be heard whole.

        That is where the device has got to in taking frames, which is up to its buffers beyond `now`, and one
        more of its calls for frames: one may come before the clip is handed over. So hand it over within that
        time (50 to 100 ms). Ask for it after a hush, to lay out what follows from there.
        """
        return -(-(self._stream.soonest() - self._before_zero) * 1000 // self.rate)

    def play(self, clip: Clip, at: Ms, *, ducks: bool = True) -> None:
        """Let *clip* be heard at the session time *at*, exact to the sample when handed over `ahead` of it.

        A clip that comes too late keeps its beat and loses its beginning. Music gives way to a clip that
        *ducks*: words should, counts and signals need not. A clip of another rate is resampled here, which
        costs time that a session may not have.
        """
        at_frame = ms_to_frames(at, self.rate) + self._before_zero
        self._stream.mixer.play(resampled(clip, self.rate), at_frame, ducks=ducks)

    def play_next(self, clip: Clip) -> None:
        """Let *clip* be heard as soon as can be, whole: with the next frames the device takes."""
        self._stream.mixer.play_next(resampled(clip, self.rate))

    def hush(self) -> None:
        """Fade out the clips that sound and forget all that were to come. Music goes on."""
        self._stream.mixer.hush(FADE)
        self._stream.drop()

    def wait(self, until: Ms, inbox: Inbox) -> None:
        """Return when it is *until* by `now`, or as soon as something is in *inbox*."""
        while (left := until - self.now()) > 0:
            if inbox.wait(min(max(left / 1000, 0.005), POLL)):
                return

    def close(self) -> None:
        """Silence at once. To hear the last cue out, wait until `ahead` after its end first."""
        self._stream.close()
