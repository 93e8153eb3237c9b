"""One endless stream of frames through whichever output works, and what happens when it stops working."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from backplayer.sound.mixer import Mixer
from backplayer.sound.output import Opener, Output, OutputFailed
from backplayer.sound.playhead import Playhead
from backplayer.units import Ms, ms_to_frames

STALL: Ms = 1000
"""A device that takes nothing for this long has died, whatever it says. (miniaudio says nothing.)"""
UNWATCHED = 0.4
"""Seconds between two looks after which this process itself must have stood still (a suspended laptop)."""
FIRST_RETRY, LAST_RETRY = 1.0, 30.0
"""Seconds before the first attempt to open again, and the longest they double up to."""
SHORTEST_CALL: Ms = 50
"""Outputs that call for less at a time call more often; this much is always kept free for a clip on its way."""


class Stream:
    """Feeds an output from a mixer and keeps the position, in frames.

    When the output dies, the position goes on by *monotonic* and what would have sounded is lost, until
    an output can be opened again at the same rate; then the stream goes on from the position reached.
    `position` does the watching, so it must be asked for often: at least every `UNWATCHED` seconds.
    """

    def __init__(
        self,
        openers: Sequence[Opener],
        *,
        notice: Callable[[str], None],
        go_on_silent: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        in_background: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """Open and start the first output that works.

        Raises `OutputFailed` when none does, unless *go_on_silent*: then the stream begins without one.
        *notice* gets one line for a person, from within `position`. *in_background* runs what may block;
        by default, a thread.
        """
        self._openers = openers
        self._notice = notice
        self._monotonic = monotonic
        self._in_background = in_background or _in_a_thread
        self._lock = threading.Lock()  # over everything below; nothing that may block is called under it
        self._output: Output | None = None
        self._last_take = self._last_look = monotonic()
        self._retry_at = monotonic() + FIRST_RETRY
        self._retry_delay = FIRST_RETRY
        self._busy = False  # closing or opening in the background
        self._silent = False  # the position goes by the clock
        self._closed = False
        self._call = 0  # frames: the largest call of the output in use
        self._news: list[str] = []
        self._use_rate(48_000)
        self.ahead: Ms = STALL // 2
        """How far ahead of the listener frames are taken, at most; by the output in use, or the last one."""
        try:
            self._open(None)
        except OutputFailed:
            if not go_on_silent:
                raise
            self._silent = True
            self._playhead.free(monotonic())
            self._news.append("No sound device; going on as text ('backplayer doctor' says why).")

    @property
    def output_name(self) -> str | None:
        """The name of the output in use; None while there is none."""
        with self._lock:
            return self._output.name if self._output else None

    def position(self) -> int:
        """The frame that is heard now, to within the device's buffer. Never runs back."""
        with self._lock:
            moment = self._monotonic()
            if moment - self._last_look > UNWATCHED:
                self._last_take = moment
            self._last_look = moment
            work = self._work_to_do(moment)
            frame = self._playhead.at(moment)
            news, self._news = self._news, []
        for line in news:
            self._notice(line)
        if work:
            self._in_background(work)
        return frame

    def soonest(self) -> int:
        """The first frame that will not have been taken even after one more call for frames."""
        with self._lock:
            return max(self.mixer.position, self._playhead.at(self._monotonic())) + self._call

    def drop(self) -> None:
        """Silence what was taken and not yet heard, as far as the output can."""
        with self._lock:
            output = self._output
        if output:
            output.drop()

    def close(self) -> None:
        """Silence at once, for good."""
        with self._lock:
            self._closed = True
            output, self._output = self._output, None
        if output:
            output.close()

    def _use_rate(self, rate: int) -> None:
        self.rate = rate
        """Hz; the same as long as the stream lives."""
        self.mixer = Mixer(rate)
        self._playhead = Playhead(rate, self._monotonic())

    def _open(self, rate: int | None) -> None:
        """Open and start the first output that can be. Raises `OutputFailed` with all the reasons."""
        reasons = []
        for opener in self._openers:
            try:
                output = opener(rate)
                with self._lock:
                    closed = self._closed
                    if not closed:
                        if rate is None:
                            self._use_rate(output.rate)
                        self._output, self.ahead = output, output.ahead
                        self._call = ms_to_frames(SHORTEST_CALL, self.rate)
                        self._last_take = self._monotonic()
                if closed:
                    output.close()
                else:
                    output.start(partial(self._fill, output))
                return
            except OutputFailed as failed:
                reasons.append(str(failed))
                with self._lock:
                    self._output = None
        raise OutputFailed("; ".join(reasons) or "there is no output to try")

    def _fill(self, output: Output, frames: int) -> bytes:
        """The next frames for *output*, on its thread. Its first call ends a silent time."""
        with self._lock:
            if output is not self._output:
                return bytes(2 * frames)
            moment = self._monotonic()
            self.mixer.skip(self._playhead.at(moment) - self.mixer.position)
            block = self.mixer.render(frames)
            self._call = max(self._call, min(frames, ms_to_frames(output.ahead, self.rate)))
            ahead = max(ms_to_frames(output.ahead, self.rate), frames)
            self._playhead.took(self.mixer.position, ahead, moment)
            self._last_take = moment
            if self._silent:
                self._silent = False
                self._retry_delay = FIRST_RETRY
                self._news.append(f"Sound is back ({output.name}).")
            return block

    def _work_to_do(self, moment: float) -> Callable[[], None] | None:
        """Notice what happened to the output. What has to be done about it, in the background."""
        output = self._output
        if self._busy or self._closed:
            return None
        if output is None:
            if moment < self._retry_at:
                return None
            self._busy = True
            return self._open_again
        reason = self._trouble(output, moment)
        if reason is None:
            return None
        self._output = None
        self._playhead.free(moment)
        if not self._silent:
            self._news.append(f"Sound stopped ({reason}); going on as text.")
        self._silent = self._busy = True
        return partial(self._close_dead, output)

    def _trouble(self, output: Output, moment: float) -> str | None:
        failure = output.failure()
        if failure:
            return f"{output.name}: {failure}"
        if moment - self._last_take > max(STALL, 2 * output.ahead) / 1000:
            return f"{output.name}: the device takes no more sound"
        return None

    def _close_dead(self, output: Output) -> None:
        output.close()
        self._put_off()

    def _open_again(self) -> None:
        try:
            self._open(self.rate)
        except Exception:  # whatever it is, it will be tried again, and the person knows there is no sound
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
