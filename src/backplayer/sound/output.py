"""What an output is: something that takes frames at its own pace and lets them be heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from backplayer.units import Ms

Fill: TypeAlias = Callable[[int], bytes]
"""Called by an output, from any thread, for its next *n* frames: 16-bit mono in the machine's byte order."""


class OutputFailed(Exception):
    """An output that cannot be opened or started. The message is one line that a person can act on."""


class Output(Protocol):
    """One way out for the sound, opened but silent until `start`."""

    @property
    def name(self) -> str:
        """As in ``--output``, with what it found in brackets: ``pipe (pacat)``."""

    @property
    def rate(self) -> int:
        """Frames a second it asks for."""

    @property
    def ahead(self) -> Ms:
        """At most how long before they are heard it takes frames."""

    def start(self, fill: Fill) -> None:
        """Begin to take frames. Called once. Raises `OutputFailed` when it cannot."""

    def drop(self) -> None:
        """Silence frames that were taken and not yet heard, where that is worth it and can be done.

        The stream's time goes on; those frames stay silent. Outputs a fraction of a second ahead do nothing.
        """

    def failure(self) -> str | None:
        """What went wrong since `start`, in one line; None while nothing is known to be wrong. Never blocks."""

    def close(self) -> None:
        """Silence at once and take no more frames. At most 2 s, any number of times, from any thread."""


Opener: TypeAlias = Callable[["int | None"], Output]
"""Opens an output at a rate in Hz (None: at the device's own). Raises `OutputFailed`. May block a while."""
