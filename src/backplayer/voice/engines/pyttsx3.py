"""The platform's own voices through ``pyttsx3``: SAPI 5 on Windows, NSSpeechSynthesizer on macOS, espeak on Linux.

Tested on Linux only. What is known of the others, from pyttsx3 2.99's code and its issue threads:

- Windows: "only the first phrase is spoken" (issues 402, 419, 440) concerns ``say``; ``save_to_file``, the only call
  used here, speaks synchronously into a file. The rate goes in steps of 11 %. The first start on a machine generates
  COM bindings and can take seconds.
- macOS: files are AIFF whatever their name (issue 361) and are converted by the system's ``afconvert``. A second
  ``runAndWait`` is reported to hang (issues 126, 403); the worker is then killed and, the second time, given up.
- Linux: needs libespeak-ng or libespeak on the system, whereas ``--voice espeak`` needs nothing.
"""

from __future__ import annotations

from backplayer.processes import python
from backplayer.voice.engine import VoiceOptions
from backplayer.voice.engines.remote import RemoteEngine, installed_version
from backplayer.voice.worker import Patience

PATIENCE = Patience(opening=20_000, answer=15_000)
"""Measured on Linux: 11 ms a phrase. The rest is for a first start on Windows and voices that are loaded when used."""


def open_pyttsx3(options: VoiceOptions, patience: Patience = PATIENCE) -> RemoteEngine:
    """The engine, its process already starting. Raises `VoiceFailed` when pyttsx3 is not installed."""
    version = installed_version("pyttsx3", "pip install pyttsx3")
    return RemoteEngine("pyttsx3", version, options, python("backplayer.voice.workers.platform"), patience)
