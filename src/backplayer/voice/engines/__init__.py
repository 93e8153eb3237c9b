"""The voice engines, one file each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from backplayer.voice.engine import Engine, VoiceOptions
from backplayer.voice.engines.espeak import open_espeak
from backplayer.voice.engines.pyttsx3 import open_pyttsx3

ENGINES: dict[str, Callable[[VoiceOptions], Engine]] = {"espeak": open_espeak, "pyttsx3": open_pyttsx3}
"""By the name a user gives. Each raises `VoiceFailed` when the engine is not installed."""

AUTO = ("espeak", "pyttsx3")
"""The order ``--voice auto`` tries them in, on every platform.

espeak first, because it was measured and needs nothing of the machine. The platform's own voices would sound better on
macOS and Windows, but could not be tested there: on macOS a second ``runAndWait`` is reported to hang (pyttsx3 issues
126 and 403, open), which would cost a session its first half minute before espeak took over. ``--voice pyttsx3`` asks
for them.
"""

CHOICES = ("auto", *ENGINES, "none")


def engines_for(choice: str, options: VoiceOptions) -> list[Callable[[], Engine]]:
    """What the `Studio` is to try for ``--voice`` *choice*, in order. Raises `ValueError` naming the valid choices."""
    if choice not in CHOICES:
        raise ValueError(f"there is no voice engine '{choice}': choose {', '.join(CHOICES[:-1])} or {CHOICES[-1]}")
    names = {"auto": AUTO, "none": ()}.get(choice, (choice,))
    return [partial(ENGINES[name], options) for name in names]
