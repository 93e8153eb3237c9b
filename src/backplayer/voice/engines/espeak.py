"""eSpeak NG, bundled with ``espeakng-loader``: a hundred languages, and it sounds like it."""

from __future__ import annotations

from dataclasses import replace

from backplayer.processes import python
from backplayer.voice.engine import VoiceOptions
from backplayer.voice.engines.remote import RemoteEngine, installed_version
from backplayer.voice.worker import Patience

PATIENCE = Patience(opening=10_000, answer=3_000, character=25)
"""Measured: 0.11 s to the first phrase, 20 ms for each after it. The rest is for small machines without miniaudio,
where the longest phrase there can be (500 characters) may take 10 s to bring to 48 kHz. A session that hangs on a
phrase of usual length is silent for 4 s."""


def open_espeak(options: VoiceOptions, patience: Patience = PATIENCE) -> RemoteEngine:
    """The engine, its process already starting. Raises `VoiceFailed` when ``espeakng-loader`` is not installed."""
    version = installed_version("espeakng-loader", "it has no wheel for this platform; install espeak-ng, use pyttsx3")
    options = replace(options, voice=voice_for(options))
    command = python("backplayer.voice.workers.espeak")
    return RemoteEngine("espeak", version, options, command, patience)


def voice_for(options: VoiceOptions) -> str:
    """The id of the voice to use.

    For plain English that is ``en-us``: eSpeak NG's own ``en`` is British, while the routines are written in American
    English and the lengths of the counts (1 to 20 within 640 ms at 175 words a minute) were measured with ``en-us``.
    """
    return options.voice or ("en-us" if options.language == "en" else options.language.lower())
