"""The outputs by name. One file each; the libraries they need are loaded when one is opened."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import cast

from backplayer.sound.output import Opener, Output, OutputFailed

OUTPUTS: dict[str, str] = {
    "miniaudio": "backplayer.sound.outputs.miniaudio",
    "sounddevice": "backplayer.sound.outputs.sounddevice",
    "pipe": "backplayer.sound.outputs.pipe",
    "simpleaudio": "backplayer.sound.outputs.simpleaudio",
    "silence": "backplayer.sound.outputs.silence",
}
"""Name, as in ``--output``, to the module that holds its ``open_output(rate)``."""

AUTO = ("miniaudio", "sounddevice", "pipe")
"""What ``auto`` tries, in this order."""


def choices() -> str:
    """What ``--output`` takes, in words, for help and error messages."""
    return f"auto, {', '.join(OUTPUTS)} or a file ending in .wav"


def openers(choice: str) -> Sequence[Opener]:
    """The openers that *choice* (``auto`` or a name) stands for, in the order to try them.

    Raises `OutputFailed` for a name that is not an output. Loads nothing yet.
    """
    if choice != "auto" and choice not in OUTPUTS:
        raise OutputFailed(f"no output is called {choice!r}; there are {choices()}")
    return [_opener(name) for name in (AUTO if choice == "auto" else (choice,))]


def _opener(name: str) -> Opener:
    def open_it(rate: int | None) -> Output:
        return cast(Output, import_module(OUTPUTS[name]).open_output(rate))

    return open_it
