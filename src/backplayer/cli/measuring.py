"""A course with times: laid out with the phrase lengths of the chosen voice, or with estimates where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplayer.cli.settings import Settings
from backplayer.coach.course import Course
from backplayer.coach.timeline import Timeline
from backplayer.units import Ms

if TYPE_CHECKING:
    from backplayer.voice.studio import Studio

MEASURING_S = 120.0
"""How long a voice may take to speak a whole routine for measuring."""
SLICE_S = 0.2
"""How often the progress is told meanwhile."""
RATE = 48_000
"""Frames a second, as most devices want them: what is measured is in the cache when it is played."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A timeline, whose phrase lengths it rests on (*voice*; None: estimates), and lines for the user."""

    timeline: Timeline
    voice: str | None
    notices: tuple[str, ...]
    length_of: Callable[[str], Ms]
    """The length of a phrase, those that did not fit among them."""

    @property
    def basis(self) -> str:
        """What the lengths of phrases are, in words."""
        return f"phrases as {self.voice} speaks them" if self.voice else "phrase lengths estimated"


def measure(course: Course, chosen: Settings) -> Measured:
    """Lay *course* out with the lengths that the chosen voice needs for its phrases.

    The voice speaks what is not in the cache yet, which may take some seconds; on a terminal the progress is told on
    standard error.
    """
    from backplayer.cli.wiring import Notices, open_studio, reading_of
    from backplayer.coach.estimate import estimator
    from backplayer.coach.layout import lay_out

    estimated_length = estimator(course.routine.language)
    estimated = lay_out(course.script, estimated_length)
    notices = Notices()
    with ExitStack() as stack:
        studio = open_studio(chosen, course.routine.language, RATE, notices, stack, reading_of(course.routine))
        if studio is None:
            return Measured(estimated, None, (), estimated_length)
        phrases = estimated.phrases
        _record(studio, phrases)
        lengths, voice = studio.lengths(), studio.voice_name
    if voice is None:
        return Measured(estimated, None, tuple(notices.take()), estimated_length)
    missing = sum(phrase not in lengths for phrase in phrases)
    if missing:
        notices(f"{missing} of {len(phrases)} phrases were not spoken in time; their lengths are estimated.")

    def length_of(text: str) -> Ms:
        return lengths[text] if text in lengths else estimated_length(text)

    return Measured(lay_out(course.script, length_of), voice, tuple(notices.take()), length_of)


def _record(studio: Studio, phrases: Sequence[str]) -> None:
    """Have *phrases* spoken, and tell how far it is."""
    shows, told = sys.stderr.isatty(), ""
    studio.order(phrases)
    for _ in range(round(MEASURING_S / SLICE_S)):
        if studio.wait_for(phrases, SLICE_S) or studio.settled():
            break
        if shows:
            told = f"Listening to the voice: {len(studio.lengths())} of {len(phrases)} phrases"
            sys.stderr.write(f"\r{told}")
            sys.stderr.flush()
    if told:
        sys.stderr.write(f"\r{' ' * len(told)}\r")
        sys.stderr.flush()
