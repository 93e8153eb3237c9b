"""The few calls of ``libespeak-ng`` that are needed to turn text into samples (``espeak-ng/speak_lib.h``, 1.52)."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ctypes import _Pointer

_SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT: espeak_Synth returns when all samples have been handed over
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: without it the library ends the process when its data are missing
_UTF8 = 1  # espeakCHARS_UTF8. No espeakSSML, no espeakPHONEMES: text is text
_RATE = 1  # espeak_PARAMETER, words a minute


class _VoiceRecord(ctypes.Structure):
    """``espeak_VOICE``."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),  # a priority byte, then the code; only the first pair is read
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_SYNTH_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class EspeakLibrary:
    """The library at *path*, reading *data*. One to a process, one thread at a time. Raises `OSError`."""

    def __init__(self, path: str, data: bytes) -> None:
        self._library = ctypes.CDLL(path)
        self._declare()
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
        if self.rate <= 0:
            raise OSError(f"espeak-ng does not start with its data in {data.decode(errors='replace')}")
        self._samples = array("h")
        self._callback = _SYNTH_CALLBACK(self._take)  # kept: C holds no reference
        self._library.espeak_SetSynthCallback(self._callback)

    def choose(self, voice: str) -> bool:
        """Take the voice called *voice*: an id, a name or a language code. False when there is none."""
        if self._library.espeak_SetVoiceByName(voice.encode()) == 0:
            return True
        # Codes like en-gb and fr-fr are no names, but are found as languages.
        wanted = _VoiceRecord(languages=voice.encode())
        return bool(voice) and self._library.espeak_SetVoiceByProperties(ctypes.byref(wanted)) == 0

    def set_words_per_minute(self, words: int) -> None:
        """Speak at *words* a minute, 80 to 450."""
        self._library.espeak_SetParameter(_RATE, words, 0)

    def samples(self, text: str) -> array[int]:
        """*text*, spoken, at :attr:`rate`. Raises `OSError` with the library's error number."""
        self._samples = array("h")
        data = text.encode() + b"\0"
        error = self._library.espeak_Synth(data, len(data), 0, 1, 0, _UTF8, None, None)
        if error:
            raise OSError(f"espeak-ng error {error}")
        return self._samples

    def voices(self) -> Iterator[tuple[str, str, str]]:
        """Id, language code and name of every voice."""
        records = self._library.espeak_ListVoices(None)
        at = 0
        while records[at]:
            record = records[at].contents
            yield record.identifier.decode(), record.languages[1:].decode(), record.name.decode()
            at += 1

    def _take(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._samples.frombytes(ctypes.string_at(samples, count * 2))
        return 0

    def _declare(self) -> None:
        call = self._library
        _declared(call.espeak_Initialize, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
        _declared(call.espeak_SetSynthCallback, None, _SYNTH_CALLBACK)
        _declared(call.espeak_SetVoiceByName, ctypes.c_int, ctypes.c_char_p)
        _declared(call.espeak_SetVoiceByProperties, ctypes.c_int, ctypes.c_void_p)
        _declared(call.espeak_SetParameter, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int)
        records: type[_Pointer[_Pointer[_VoiceRecord]]] = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
        _declared(call.espeak_ListVoices, records, ctypes.c_void_p)
        number, size, pointer = ctypes.c_uint, ctypes.c_size_t, ctypes.c_void_p
        _declared(
            call.espeak_Synth,
            ctypes.c_int,
            ctypes.c_char_p,
            size,
            number,
            ctypes.c_int,
            number,
            number,
            pointer,
            pointer,
        )


def _declared(function: Any, result: Any, *arguments: Any) -> None:
    function.restype, function.argtypes = result, arguments
