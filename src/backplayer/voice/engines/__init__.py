"""The voice engines, one file each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
    """What the `Studio` is to try for ``--voice`` *choice*, in order.

    *choice* is one of `CHOICES`; ``engine:voice`` asks for one of that engine's voices. The other engines follow the
    one that was asked for, with voices of their own. Raises `ValueError` naming the valid choices.
    """
    wanted, _, voice = choice.partition(":")
    if wanted not in CHOICES:
        raise ValueError(f"there is no voice engine '{wanted}': choose {', '.join(CHOICES[:-1])} or {CHOICES[-1]}")
    if wanted == "none":
        return []
    chain: list[Callable[[], Engine]] = [partial(ENGINES[name], options) for name in AUTO if name != wanted]
    if wanted != "auto":
        chain.insert(0, partial(ENGINES[wanted], replace(options, voice=voice or options.voice)))
    return chain
