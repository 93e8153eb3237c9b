"""Where an utterance begins and ends: by how far each frame's energy stands out of the room's own noise."""

from __future__ import annotations

import math
from array import array
from collections import deque
from dataclasses import dataclass
from operator import add, mul, sub

from backplayer.controls.listening.engine import RATE

FRAME = RATE * 30 // 1000
"""Samples in a frame of 30 ms."""

STANDS_OUT_DB = 5.0
"""So far above the noise floor a frame counts as speech."""
QUIETEST_DB = 10.0
"""Energy (dB above one unit of a 16-bit sample) below which nothing is speech, however quiet the room."""
NOTHING_DB = -20.0
"""Energy of exact zeros, or all but."""
FLOOR_FRAMES = 100
"""The noise floor is what was quiet in the last 3 s."""
BEGINS = 4
"""So many frames of speech among the last `WITHIN` begin an utterance; a knock is shorter."""
WITHIN = 6
LEAD = 10
"""So many frames before the first loud one belong to the utterance: the breath of an "h", the hiss of an "s"."""
ENDS = 10
"""So many frames without speech end an utterance: 0.3 s, shorter than a pause between sentences, longer than a "p"."""
SHORT = 16
"""An utterance with fewer frames than this (0.48 s) from its first to its last loud one holds no command yet ..."""
WAKE = 6
"""So many frames the shortest "coach" lasts. A shorter burst (a knock, a cough, our own sounds) is no beginning."""
BREAK = 4
"""So many frames without speech after such a burst tell that it was one: there is no gap in "coach"."""
STILL = 3
"""So many frames without speech, and words that are broken off there were whole."""
SHORT_ENDS = 36
"""... and goes on for so many frames without speech: one may say "coach" and then think."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A piece of sound between two silences."""

    sound: bytes
    start: int
    """Where its first loud frame begins, in samples since the endpointer was made; *sound* begins before that."""
    end: int
    """Where its last loud frame ends."""
    later: int = 0
    """Where in *sound* (bytes) something begins after a pause that would have ended it, had it not been short; or 0."""


class Endpointer:
    """Cuts a stream into utterances. *longest* samples is where it gives one up: what goes on is then no utterance."""

    def __init__(self, longest: int) -> None:
        self._longest = longest // FRAME
        self._levels: deque[float] = deque(maxlen=FLOOR_FRAMES)
        self._recent: deque[bytes] = deque(maxlen=LEAD + WITHIN)
        self._loud: deque[bool] = deque(maxlen=WITHIN)
        self.forget()

    def forget(self) -> None:
        """Drop the utterance under way and count samples from zero; how loud the room is stays known."""
        self._recent.clear()
        self._loud.clear()
        self._count = 0
        self._frames: list[bytes] | None = None  # of the utterance under way, until it is too long for one
        self._first = 0  # the number of its first loud frame
        self._last = 0  # ... and of its last
        self._later = 0  # where in its frames something comes after a pause

    def feed(self, frame: bytes) -> Utterance | None:
        """Take one frame of `FRAME` samples; return the utterance that ended with it."""
        number, self._count = self._count, self._count + 1
        loud = self._stands_out(level_db(frame))
        if self._frames is None:
            self._wait(frame, loud)
            return None
        if loud:
            if number - self._last > ENDS:
                self._later = len(self._frames)
            self._last = number
        if len(self._frames) <= self._longest:
            self._frames.append(frame)
        length, silence = self._last - self._first + 1, number - self._last
        if length < WAKE and silence >= BREAK:  # no beginning of a command
            self._recent.extend(self._frames[-LEAD:])
            self._frames = None
            return None
        if silence < (SHORT_ENDS if length <= SHORT else ENDS):
            return None
        return self._ended()

    def flush(self) -> Utterance | None:
        """Return the utterance that would end now if nothing else came, where its last word is over."""
        if self._frames is None or self._count - 1 - self._last < STILL:
            return None
        return self._ended()

    def _ended(self) -> Utterance | None:
        frames, self._frames = self._frames, None
        assert frames is not None
        self._recent.extend(frames[-ENDS:])
        if len(frames) > self._longest:
            return None
        later = max(0, self._later - LEAD)
        return Utterance(b"".join(frames), self._first * FRAME, (self._last + 1) * FRAME, later * 2 * FRAME)

    def _wait(self, frame: bytes, loud: bool) -> None:
        """Look whether an utterance begins."""
        self._recent.append(frame)
        self._loud.append(loud)
        if sum(self._loud) >= BEGINS:
            self._frames, self._later = list(self._recent), 0
            self._first = self._count - len(self._loud) + self._loud.index(True)
            self._last = self._count - 1
            self._recent.clear()
            self._loud.clear()

    def _stands_out(self, level: float) -> bool:
        if level <= NOTHING_DB:
            return False  # a device that has not begun yet, or gates: it says nothing of the room
        self._levels.append(level)
        ordered = sorted(self._levels)
        floor = ordered[len(ordered) // 8]
        return level > max(floor + STANDS_OUT_DB, QUIETEST_DB)


def level_db(frame: bytes) -> float:
    """Energy of a frame between hum and hiss, where vowels are (0.3 to 2 kHz), in dB."""
    samples = array("h", frame)
    slow = list(map(add, map(add, samples[::4], samples[1::4]), map(add, samples[2::4], samples[3::4])))
    steps = list(map(sub, slow[1:], slow))
    return 10 * math.log10(sum(map(mul, steps, steps)) / len(samples) + 1e-3)
