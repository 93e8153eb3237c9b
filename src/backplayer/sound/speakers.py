"""The sounding half of a live session: one stream that stays open, and the clock it gives."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from backplayer.clip import Clip, resampled
from backplayer.sound.mixer import Mixer
from backplayer.sound.output import Opener, Output, OutputFailed
from backplayer.sound.playhead import Playhead
from backplayer.units import Ms, frames_to_ms, ms_to_frames

LEAD_IN: Ms = 300
"""Silence before session time 0, because a headset that wakes up swallows what comes first."""
FADE: Ms = 30
"""How long a hush takes."""
MARGIN: Ms = 100
"""What a caller may be late with a cue."""
STALL: Ms = 1000
"""A device that takes nothing for this long has died, whatever it says."""
POLL = 0.2
"""Seconds after which a wait looks at the device again."""
FIRST_RETRY, LAST_RETRY = 1.0, 30.0
"""Seconds before the first attempt to open again, and the longest they double up to."""


class Inbox(Protocol):
    """Where commands arrive."""

    def wait(self, seconds: float) -> bool:
        """Wait until something is there, at most *seconds*. Whether something is."""


class Speakers:
    """Plays clips at session times on the first output that works, and tells the session's time.

    When the output dies, time goes on by *monotonic* and what would have sounded is lost, until an output
    can be opened again. All methods but `now` and `play` belong to the session's one thread; *notice* gets
    one line for a person, from within `now` or `wait`.
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
        and keeps trying. *in_background* runs what may block; by default, a thread.
        """
        self._openers = openers
        self._notice = notice
        self._lead_in = lead_in
        self._monotonic = monotonic
        self._in_background = in_background or _in_a_thread
        self._lock = threading.Lock()  # over everything below; never held while calling out
        self._output: Output | None = None
        self._last_output: Output | None = None
        self._last_take = monotonic()
        self._last_look = monotonic()
        self._busy = False  # closing or opening in the background
        self._retry_delay = FIRST_RETRY
        self._retry_at = monotonic() + FIRST_RETRY
        self._news: list[str] = []
        self._lost = False
        self._closed = False
        self.rate = 48_000
        """Hz. Clips at this rate need no resampling. Stays the same for the whole session."""
        self._mixer = Mixer(self.rate)
        self._playhead = Playhead(self.rate, monotonic())
        try:
            self._open(None)
        except OutputFailed as failed:
            if not go_on_silent:
                raise
            self._lost = True
            self._playhead.free(monotonic())
            self._news.append(f"No sound ({failed}); going on as text.")

    @property
    def output_name(self) -> str | None:
        """The name of the output in use; None while there is none."""
        with self._lock:
            return self._output.name if self._output else None

    @property
    def ahead(self) -> Ms:
        """How long before it is due a cue must be handed over. Depends on the output in use."""
        with self._lock:
            return (self._last_output.ahead if self._last_output else STALL // 2) + MARGIN

    @property
    def gain(self) -> float:
        """The factor on everything that sounds; 1.0 is unchanged."""
        return self._mixer.gain

    @gain.setter
    def gain(self, factor: float) -> None:
        self._mixer.gain = factor

    def now(self) -> Ms:
        """The session's time: what is being heard, to within the device's buffer. Starts at minus the lead-in.

        It never runs back, and it stands while the device stands. Frames have been taken up to `ahead`
        beyond it at most.
        """
        self._look()
        with self._lock:
            frame = self._playhead.at(self._monotonic())
        return frames_to_ms(frame, self.rate) - self._lead_in

    def play(self, clip: Clip, at: Ms) -> None:
        """Let *clip* be heard at the session time *at*, exact to the sample if that is `ahead` enough.

        A clip that comes too late keeps its beat and loses its beginning. A clip of another rate is
        resampled here, which costs time that a session may not have.
        """
        self._mixer.play(resampled(clip, self.rate), ms_to_frames(at + self._lead_in, self.rate))

    def hush(self) -> None:
        """Fade out what sounds and forget all that was to come."""
        self._mixer.hush(FADE)
        with self._lock:
            output = self._output
        if output:
            output.drop()

    def wait(self, until: Ms, inbox: Inbox) -> None:
        """Return when it is *until* by `now`, or as soon as something is in *inbox*."""
        while (left := until - self.now()) > 0:
            if inbox.wait(min(max(left / 1000, 0.005), POLL)):
                return

    def close(self) -> None:
        """Silence at once. To hear the last cue out, wait until `ahead` after its end first."""
        with self._lock:
            self._closed = True
            output, self._output = self._output, None
        if output:
            output.close()

    def _open(self, rate: int | None) -> None:
        """Open and start the first output that can be. Raises `OutputFailed` with all the reasons."""
        reasons = []
        for opener in self._openers:
            try:
                output = opener(rate)
                with self._lock:
                    if rate is None:  # the first one decides
                        self.rate = output.rate
                        self._mixer = Mixer(self.rate)
                        self._playhead = Playhead(self.rate, self._monotonic())
                    self._output = self._last_output = output
                    self._last_take = self._monotonic()
                    stale = self._closed
                if stale:
                    output.close()
                    return
                output.start(partial(self._fill, output))
                return
            except OutputFailed as failed:
                reasons.append(str(failed))
                with self._lock:
                    self._output = None
        raise OutputFailed("; ".join(reasons) or "there is no output to try")

    def _fill(self, output: Output, frames: int) -> bytes:
        """The next frames for *output*, on its thread. The first call of a new one ends the silent time."""
        with self._lock:
            if output is not self._output:
                return bytes(2 * frames)
            moment = self._monotonic()
            self._mixer.skip(self._playhead.at(moment) - self._mixer.position)
            block = self._mixer.render(frames)
            ahead = max(ms_to_frames(output.ahead, self.rate), frames)
            self._playhead.took(self._mixer.position, ahead, moment)
            self._last_take = moment
            if self._lost:
                self._lost = False
                self._retry_delay = FIRST_RETRY
                self._news.append(f"Sound is back ({output.name}).")
            return block

    def _look(self) -> None:
        """Notice what happened to the output, and set going what has to be done about it."""
        with self._lock:
            moment = self._monotonic()
            if moment - self._last_look > 2 * POLL:
                self._last_take = max(self._last_take, moment)  # nobody looked: this process stood still
            self._last_look = moment
            work = self._work_to_do(moment)
            news, self._news = self._news, []
        for line in news:
            self._notice(line)
        if work:
            self._in_background(work)

    def _work_to_do(self, moment: float) -> Callable[[], None] | None:
        output = self._output
        if output and not self._busy:
            reason = self._trouble(output, moment)
            if reason is None:
                return None
            self._output = None
            self._playhead.free(moment)
            if not self._lost:
                self._news.append(f"Sound stopped ({reason}); going on as text.")
            self._lost = self._busy = True
            return partial(self._close_lost, output)
        if self._lost and not self._busy and not self._closed and output is None and moment >= self._retry_at:
            self._busy = True
            return self._open_again
        return None

    def _trouble(self, output: Output, moment: float) -> str | None:
        stall = max(STALL, 2 * output.ahead) / 1000
        if moment - self._last_take > stall:
            return f"{output.name} takes no more sound"
        failure = output.failure()
        return f"{output.name}: {failure}" if failure else None

    def _close_lost(self, output: Output) -> None:
        output.close()
        self._put_off()

    def _open_again(self) -> None:
        try:
            self._open(self.rate)
        except OutputFailed:
            self._put_off()
        else:
            with self._lock:
                self._busy = False

    def _put_off(self) -> None:
        """Let the next attempt wait, each time twice as long."""
        with self._lock:
            self._retry_at = self._monotonic() + self._retry_delay
            self._retry_delay = min(2 * self._retry_delay, LAST_RETRY)
            self._busy = False


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="reopen the output", daemon=True).start()
