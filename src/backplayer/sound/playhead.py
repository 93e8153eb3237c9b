"""Where the listener is, between two moments at which the device took frames."""

from __future__ import annotations


class Playhead:
    """A position in frames that runs with the device, without the steps in which the device takes.

    It advances at the nominal rate and never leaves the window from *ahead* before the last frame taken
    up to that frame; so it stands when the device stands, and cannot drift from it. While `free` it
    just advances. Moments are seconds by one monotonic clock.
    """

    def __init__(self, rate: int, moment: float) -> None:
        self._rate = rate
        self._frame = 0.0  # the position …
        self._moment = moment  # … at this moment
        self._taken: int | None = 0  # None: free
        self._ahead = 0

    def at(self, moment: float) -> int:
        """The frame at *moment*. Never less than it was."""
        frame = self._frame + max(0.0, moment - self._moment) * self._rate
        if self._taken is not None:
            frame = max(self._frame, self._taken - self._ahead, min(frame, self._taken))
        self._frame, self._moment = frame, max(moment, self._moment)
        return int(frame)

    def took(self, taken: int, ahead: int, moment: float) -> None:
        """The device has now taken *taken* frames in all, at most *ahead* of them not yet heard."""
        self.at(moment)
        self._taken, self._ahead = taken, ahead

    def free(self, moment: float) -> None:
        """There is no device any more: from here on the clock alone counts."""
        self.at(moment)
        self._taken = None
