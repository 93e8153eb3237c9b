"""When our own coach is heard, and nothing else is listened to."""

from __future__ import annotations

MARGIN_S = 0.25
"""So long after our own words the microphone may still hear them: the room, and an output's delay that was not measured
(Bluetooth's is about as long). Who answers us often begins sooner; a wake word whose head is cut by a tenth of a second
is mostly heard all the same."""


class Mutes:
    """Stretches of time in which nothing counts, on the clock of `time.monotonic`."""

    def __init__(self) -> None:
        self._stretches: list[tuple[float, float]] = []

    def add(self, from_s: float, to_s: float) -> None:
        """Our own coach is heard from *from_s* to *to_s*."""
        self._stretches.append((from_s, to_s + MARGIN_S))

    def end(self, now: float) -> None:
        """Our own coach was hushed at *now*: what was planned beyond that is not heard."""
        self._stretches = [(start, min(end, now + MARGIN_S)) for start, end in self._stretches if start < now]

    def touch(self, from_s: float, to_s: float) -> bool:
        """Whether our own coach is heard at any time between *from_s* and *to_s*."""
        return any(start < to_s and end > from_s for start, end in self._stretches)

    def forget_before(self, at: float) -> None:
        """Drop what was over by then."""
        self._stretches = [stretch for stretch in self._stretches if stretch[1] > at]
