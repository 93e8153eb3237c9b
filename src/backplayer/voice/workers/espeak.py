"""The worker of the espeak engine: eSpeak NG out of the ``espeakng-loader`` wheel."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from backplayer.clip import Clip
from backplayer.voice.engine import VoiceFailed, VoiceName, VoiceOptions
from backplayer.voice.workers.espeak_library import EspeakLibrary
from backplayer.voice.workers.loop import serve

LONGEST_PATH = 159
"""Bytes of a data path that eSpeak NG 1.52 still takes; one more and it finds no data."""


class EspeakVoice:
    """One eSpeak NG voice, opened. Raises `VoiceFailed` when there is no such voice or no library."""

    def __init__(self, options: VoiceOptions, scratch: str) -> None:
        import espeakng_loader

        self.voice = options.voice or options.language
        data = short_path(espeakng_loader.get_data_path(), scratch)
        try:
            self._library = EspeakLibrary(espeakng_loader.get_library_path(), _encoded(data))
        except OSError as error:
            raise VoiceFailed(f"{error}; try reinstalling espeakng-loader") from None
        if not self._library.choose(self.voice):
            raise VoiceFailed(f"eSpeak NG has no voice '{self.voice}'; try a language code such as en-us or de")
        self._library.set_words_per_minute(options.words_per_minute)
        if not any(self._library.samples("1")):
            raise VoiceFailed(f"eSpeak NG's voice '{self.voice}' makes no sound: its dictionary is not installed")

    def say(self, text: str) -> Clip:
        """*text* at the library's 22,050 Hz."""
        try:
            return Clip(self._library.samples(text), self._library.rate)
        except OSError as error:
            raise VoiceFailed(str(error)) from None

    def voices(self) -> list[VoiceName]:
        """All of them, whatever the language in use."""
        return [VoiceName(id, language, name) for id, language, name in self._library.voices()]


def short_path(data: str, scratch: str) -> str:
    """*data*, or a way to it through *scratch* that is short enough for eSpeak NG. Raises `VoiceFailed` without one."""
    if len(_encoded(data)) <= LONGEST_PATH:
        return data
    near = os.path.join(scratch, Path(data).name)
    if len(_encoded(near)) > LONGEST_PATH:
        raise VoiceFailed(
            "the folder for temporary files has too long a name for eSpeak NG; set TMPDIR to a shorter one"
        )
    if not os.path.lexists(near):  # there already when the worker was started again
        try:
            os.symlink(data, near, target_is_directory=True)
        except OSError:  # Windows without the right to
            shutil.copytree(data, near)
    return near


def _encoded(path: str) -> bytes:
    # The library opens files with fopen, which on Windows reads names in the system's code page.
    return path.encode("mbcs") if sys.platform == "win32" else os.fsencode(path)


def main() -> None:
    """Run the worker."""
    serve(EspeakVoice)
