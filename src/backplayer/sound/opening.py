"""From what a person asked for to the speakers of a session."""

from __future__ import annotations

from collections.abc import Callable

from backplayer.sound.file_speakers import FileSpeakers
from backplayer.sound.outputs import openers
from backplayer.sound.speakers import Speakers


def open_speakers(choice: str, *, notice: Callable[[str], None], go_on_silent: bool = False) -> Speakers | FileSpeakers:
    """Speakers on *choice*: ``auto``, the name of an output, or a path that ends in ``.wav``.

    Raises `OutputFailed` with what to do about it; with *go_on_silent* only for a name or a file that
    cannot be.
    """
    if choice.lower().endswith(".wav"):
        return FileSpeakers(choice)
    return Speakers(openers(choice), notice=notice, go_on_silent=go_on_silent)
