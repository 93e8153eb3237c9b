"""The child process of the tests: one scenario on the virtual card. ``child.py SCENARIO OUTPUT``.

What happens is told on standard output, a line each; nothing may appear on standard error.
"""

from __future__ import annotations

import os
import sys
import threading
from array import array

from backplayer.clip import Clip
from backplayer.sound.outputs import openers
from backplayer.sound.speakers import Speakers

EVERY = 150
"""Milliseconds from one click to the next."""
CLICKS = (0, 150, 300, 450, 600, 750, 2250)
"""When the scenario ``play`` plays a click. In the long gap it plays a tone, and hushes it."""
TONE, HUSH = 900, 1200
"""When the tone begins, which would last till 2,100, and when it is hushed."""


class StandardInput:
    """An inbox that is full when a line, or the end, has come on standard input."""

    def __init__(self) -> None:
        self._come = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        return self._come.wait(seconds)

    def _read(self) -> None:
        os.read(0, 1)
        self._come.set()


def click(rate: int) -> Clip:
    """10 ms of a fading square wave whose first sample is its highest."""
    samples, value, fade = array("h"), 24_000.0, 0.5 ** (1 / (rate * 0.0015))
    for n in range(rate // 100):
        samples.append(round(value) if n // (rate // 4000) % 2 == 0 else -round(value))
        value *= fade
    return Clip(samples, rate)


def tell(line: str) -> None:
    print(line, flush=True)


def play(speakers: Speakers, inbox: StandardInput) -> None:
    """Clicks and a hushed tone, then close."""
    level = [20_000, 20_000, -20_000, -20_000]
    tone = Clip(array("h", level * (speakers.rate * 3 // 10)), speakers.rate)
    due = [(at, click(speakers.rate)) for at in CLICKS[:-1]] + [(TONE, tone)]
    for at, sound in due:
        speakers.wait(at - speakers.ahead, inbox)
        speakers.play(sound, at)
    speakers.wait(HUSH, inbox)
    speakers.hush()
    tell(f"hushed {speakers.now()}")
    speakers.play(click(speakers.rate), CLICKS[-1])
    speakers.wait(CLICKS[-1] + min(speakers.ahead, 700), inbox)
    speakers.close()


def endless(speakers: Speakers, inbox: StandardInput) -> None:
    """Clicks at exact intervals, each told, until something comes on standard input."""
    sound, number = click(speakers.rate), 0
    while not inbox.wait(0):
        speakers.wait(number * EVERY - speakers.ahead, inbox)
        speakers.play(sound, number * EVERY)
        tell(f"click {number} {speakers.now()}")
        number += 1
    speakers.close()


def leave(speakers: Speakers, inbox: StandardInput) -> None:
    """Leave by an exception while a clip sounds, without closing."""
    speakers.play(Clip(array("h", [9000, -9000] * speakers.rate), speakers.rate), 0)
    speakers.wait(200, inbox)
    sys.exit(3)


SCENARIOS = {"play": play, "endless": endless, "leave": leave}


def main(scenario: str, output: str) -> None:
    speakers = Speakers(openers(output), notice=tell)
    tell(f"output {speakers.output_name} {speakers.rate} {speakers.ahead}")
    SCENARIOS[scenario](speakers, StandardInput())
    tell("closed")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
