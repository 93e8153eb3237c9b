"""The worker of the pyttsx3 engine: pyttsx3's own driver, over an espeak whose thread is slow to get its turn."""

# ruff: noqa: N802 (the names are those of pyttsx3's library)

from __future__ import annotations

import ctypes
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from backplayer.voice.engine import VoiceFailed, VoiceOptions
from backplayer.voice.workers.platform import PlatformVoice

pytestmark = pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="pyttsx3 uses no espeak here")

TURN_S = 0.02
"""How long espeak's thread waits for its turn, at each command. To the main thread, which goes on, that is long."""

ENGLISH = SimpleNamespace(identifier=b"gmw/en", name=b"English", languages=b"\5en", gender=1, age=0)


class SlowEspeak:
    """Stands in for ``pyttsx3.drivers._espeak``. As in libespeak, a command that is cancelled is not carried out."""

    AUDIO_OUTPUT_RETRIEVAL, CHARS_UTF8, ENDPAUSE = 1, 1, 0x1000
    RATE, VOLUME, PITCH = 1, 2, 3
    EVENT_LIST_TERMINATED, EVENT_WORD, EVENT_MSG_TERMINATED = 0, 1, 6

    def __init__(self) -> None:
        self._values = {self.RATE: 175}
        self._commands: queue.Queue[tuple[int, Callable[[bool], None]] | None] = queue.Queue()
        self._cancels = 0
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def Initialize(self, _output: int, _length: int) -> int:
        return 22_050

    def SetSynthCallback(self, callback: Callable[..., int]) -> None:
        self._callback = callback

    def GetCurrentVoice(self) -> SimpleNamespace:
        return SimpleNamespace(contents=ENGLISH)

    def ListVoices(self, _like: None) -> list[SimpleNamespace]:
        return [ENGLISH]

    def SetVoiceByName(self, _name: bytes) -> int:
        return 0

    def SetParameter(self, parameter: int, value: int, _relative: int) -> None:
        self._order(lambda cancelled: None if cancelled else self._values.update({parameter: value}))

    def Synth(self, text: bytes, flags: int) -> None:
        assert flags & self.CHARS_UTF8
        self._order(lambda cancelled: self._speak(b"" if cancelled else text))

    def IsPlaying(self) -> bool:
        return self._commands.unfinished_tasks > 0

    def Cancel(self) -> None:
        self._cancels += 1

    def end(self) -> None:
        self._commands.put(None)
        self._thread.join()

    def _order(self, command: Callable[[bool], None]) -> None:
        self._commands.put((self._cancels, command))

    def _work(self) -> None:
        while (ordered := self._commands.get()) is not None:
            time.sleep(TURN_S)
            cancels, command = ordered
            command(cancels != self._cancels)
            self._commands.task_done()

    def _speak(self, text: bytes) -> None:
        samples = 0 if text == b"hush" else 20_000 * sum(map(str.isalnum, text.decode())) // self._values[self.RATE]
        over, more = SimpleNamespace(type=self.EVENT_MSG_TERMINATED), SimpleNamespace(type=self.EVENT_LIST_TERMINATED)
        self._callback((ctypes.c_short * samples)(*[1_000] * samples), samples, [more])
        self._callback(None, 0, [over, more])


@pytest.fixture
def espeak(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowEspeak]:
    """The library that pyttsx3 finds, in a pyttsx3 that was never imported before."""

    def imported() -> list[str]:
        return [name for name in sys.modules if name.partition(".")[0] == "pyttsx3"]

    for name in imported():
        monkeypatch.delitem(sys.modules, name)
    library = SlowEspeak()
    sys.modules["pyttsx3.drivers._espeak"] = library  # type: ignore[assignment]
    yield library
    library.end()
    for name in imported():
        del sys.modules[name]


def voice(scratch: Path, words_per_minute: int = 100) -> PlatformVoice:
    return PlatformVoice(VoiceOptions(words_per_minute=words_per_minute), str(scratch))


@pytest.mark.usefixtures("espeak")
@pytest.mark.parametrize("words_per_minute", [100, 250])
def test_every_phrase_is_whole_and_at_the_rate_asked_for_however_late_espeak_takes_it(
    tmp_path: Path, words_per_minute: int
) -> None:
    speaking = voice(tmp_path, words_per_minute)
    lengths = [len(speaking.say(text).samples) for text in ("two", "seven", "two", "eleven")]
    assert lengths == [20_000 * letters // words_per_minute for letters in (3, 5, 3, 6)]


@pytest.mark.usefixtures("espeak")
def test_the_next_phrase_waits_until_espeak_is_through_with_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking = voice(tmp_path)
    # The driver prints when the file is there, and before it has done with the phrase.
    driver = sys.modules["pyttsx3.drivers.espeak"]
    monkeypatch.setattr(driver, "print", lambda *_: time.sleep(5 * TURN_S), raising=False)
    assert [len(speaking.say(text).samples) for text in ("two", "seven")] == [600, 1_000]


@pytest.mark.usefixtures("espeak")
def test_words_without_sound_are_a_failure_and_not_a_silent_clip(tmp_path: Path) -> None:
    speaking = voice(tmp_path)
    with pytest.raises(VoiceFailed, match="no sound"):
        speaking.say("hush")
    assert len(speaking.say("...").samples) == 0
    assert len(speaking.say("two").samples) == 600
