"""The score: the script laid out with the phrase lengths known so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import SIGNAL_LENGTHS, lay_out
from backplayer.coach.script import Script
from backplayer.coach.timeline import Timeline
from backplayer.units import Ms


class Score:
    """A script whose timeline gets exact as the voice measures its phrases.

    *lengths* gives what is measured so far, *complete* tells that nothing more will come: what is missing then keeps
    the length that *estimate* gives. Without a voice everything is estimated, and settled at once.
    """

    def __init__(
        self,
        script: Script,
        lengths: Callable[[], Mapping[str, Ms]] = dict,
        complete: Callable[[], bool] = lambda: True,
        signals: Mapping[str, Ms] = SIGNAL_LENGTHS,
        attentive: bool = False,
        estimate: Callable[[str], Ms] = estimated_length,
    ) -> None:
        self._script = script
        self._lengths = lengths
        self._complete = complete
        self._signals = signals
        self._attentive = attentive
        self._estimate = estimate
        self._known = -1
        self._final = False

    def latest(self) -> tuple[Timeline, int] | None:
        """Lay out anew; None when nothing is known that was not known before.

        Returns:
            The timeline and how many of its spans are settled.
        """
        if self._final:
            return None
        complete = self._complete()
        lengths = self._lengths()
        if not complete and len(lengths) == self._known:
            return None
        self._known, self._final = len(lengths), complete

        def length_of(text: str) -> Ms:
            measured = lengths.get(text)
            return self._estimate(text) if measured is None else measured

        timeline = lay_out(self._script, length_of, self._signals, self._attentive)
        return timeline, len(timeline.spans) if complete else timeline.settled(lengths)
