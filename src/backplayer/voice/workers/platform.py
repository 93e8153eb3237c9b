"""The worker of the pyttsx3 engine: the platform's own voices, one phrase to one file, one file at a time.

pyttsx3 2.99 is used in the one way that was found to work every time: a single engine in a process of its own, on the
main thread, one ``save_to_file`` to one ``runAndWait``, then waiting for a whole file to be there, since ``runAndWait``
may come back before it is. ``say``, which plays sound, is never called.

On Linux ``runAndWait`` begins with stopping espeak, which works on a thread of its own. When that had not yet taken the
rate (1 start in 55 to 200), the rate was lost and a later phrase cut short, mostly to nothing; see `_uncancelled`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from backplayer.clip import Clip, read_wav
from backplayer.voice.engine import VoiceFailed, VoiceName, VoiceOptions
from backplayer.voice.workers.loop import serve

FILE_WITHIN_S = 6.0
"""How long after ``runAndWait`` a file may take; 2.3 s was seen. Less than the client's patience with an answer."""

LOOK_EVERY_S = 0.005

NO_SOUND = "the platform's voice wrote no sound"


class PlatformVoice:
    """The voice pyttsx3 finds for *options*. Raises `VoiceFailed` when it finds none, or no engine."""

    def __init__(self, options: VoiceOptions, scratch: str) -> None:
        try:
            import pyttsx3

            self._engine = pyttsx3.init()
            self._is_idle = _always if sys.platform in ("darwin", "win32") else _uncancelled()
        except Exception as error:  # ImportError, RuntimeError, OSError, COM errors: each platform has its own
            raise VoiceFailed(_why_not(error)) from None
        self._file = os.path.join(scratch, "phrase.aiff" if sys.platform == "darwin" else "phrase.wav")
        self._finished = threading.Event()
        self._engine.connect("finished-utterance", lambda **_: self._finished.set())
        self.voice = self._chosen(options)
        self._engine.setProperty("voice", self.voice)
        self._engine.setProperty("rate", options.words_per_minute)

    def say(self, text: str) -> Clip:
        """*text* at the rate of the platform's voice. Raises `VoiceFailed` when no sound comes of it."""
        if os.path.exists(self._file):
            os.remove(self._file)
        self._finished.clear()
        self._engine.save_to_file(text, self._file)
        self._engine.runAndWait()
        clip = self._whole_file()
        if not clip.samples and any(map(str.isalnum, text)):
            raise VoiceFailed(NO_SOUND)
        return clip

    def voices(self) -> list[VoiceName]:
        """What the platform has installed."""
        return [VoiceName(str(voice.id), _language(voice), str(voice.name)) for voice in self._installed()]

    def _installed(self) -> list[Any]:
        return list(self._engine.getProperty("voices"))

    def _chosen(self, options: VoiceOptions) -> str:
        """The id of the voice asked for. pyttsx3 itself would take an unknown one without a word, and not use it."""
        installed = self._installed()
        if options.voice is not None:
            wanted = options.voice.lower()
            for voice in installed:
                if wanted in (str(voice.id).lower(), str(voice.name).lower()):
                    return str(voice.id)
            raise VoiceFailed(f"this system has no voice '{options.voice}'")
        speakers = [str(voice.id) for voice in installed if _speaks(voice, options.language)]
        usual = str(self._engine.getProperty("voice"))
        if usual in speakers:
            return usual
        if speakers:
            return speakers[0]
        raise VoiceFailed(f"this system has no voice for the language '{options.language}'")

    def _whole_file(self) -> Clip:
        deadline = time.monotonic() + FILE_WITHIN_S
        while True:
            finished = self._finished.is_set()  # asked before the file is looked at, not after
            clip = self._read() if self._is_idle() else None
            if clip is not None and (clip.samples or finished):
                return clip
            if time.monotonic() > deadline:
                raise VoiceFailed(NO_SOUND)
            time.sleep(LOOK_EVERY_S)

    def _read(self) -> Clip | None:
        """What is in the file, or None while it is incomplete."""
        try:
            return _from_aiff(self._file) if sys.platform == "darwin" else read_wav(self._file)
        except (OSError, ValueError):
            return None


def _always() -> bool:
    return True


def _uncancelled() -> Callable[[], bool]:
    """Keep pyttsx3's espeak driver from cancelling. What is returned tells whether espeak has nothing left to do.

    The driver's ``stop`` has nothing to stop here, as each phrase is waited for: for its file, and for espeak's thread
    to have come out of the driver, which marks the phrase as finished only after writing the file.
    """
    from pyttsx3.drivers import _espeak
    from pyttsx3.drivers.espeak import EspeakDriver

    EspeakDriver.stop = lambda _driver: None
    return lambda: not _espeak.IsPlaying()


def _from_aiff(path: str) -> Clip:
    """Read the AIFF at *path* by way of ``afconvert``, which is part of macOS. Raises `ValueError`, `OSError`."""
    with open(path, "rb") as file:
        head = file.read(8)
    if head[:4] != b"FORM" or int.from_bytes(head[4:], "big") + 8 > os.path.getsize(path):
        raise ValueError("an AIFF that is still being written")
    wav = path + ".wav"
    try:
        subprocess.run(
            ["afconvert", "-f", "WAVE", "-d", "LEI16", path, wav], check=True, timeout=5, capture_output=True
        )
    except subprocess.SubprocessError as error:
        raise ValueError(f"afconvert: {error}") from None
    return read_wav(wav)


def _language(voice: Any) -> str:
    """The language code of a pyttsx3 voice: text on most platforms, bytes after a priority on old ones, or nothing."""
    for code in voice.languages or ():
        text = code.decode(errors="ignore") if isinstance(code, bytes) else str(code)
        return text.strip("\0\x01\x02\x03\x04\x05").replace("_", "-").lower()
    return ""


def _speaks(voice: Any, language: str) -> bool:
    wanted, spoken = language.lower(), _language(voice)
    return spoken == wanted or spoken.split("-")[0] == wanted


def _why_not(error: Exception) -> str:
    if sys.platform.startswith("linux"):
        return "pyttsx3 needs the system's espeak-ng (Debian: apt install libespeak-ng1); --voice espeak does not"
    said = str(error).splitlines()
    return f"pyttsx3 does not start: {said[0] if said else type(error).__name__}"


def main() -> None:
    """Run the worker."""
    serve(PlatformVoice)
