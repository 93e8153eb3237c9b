"""The recogniser that comes with the extra: CMU PocketSphinx with its small English model."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from backplayer.controls.listening.endpointer import FRAME, Endpointer, Utterance
from backplayer.controls.listening.engine import RATE, EngineFailed, Heard
from backplayer.controls.listening.language_model import Weights, build
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD

COMMON_WORDS = Path(__file__).parent.parent / "common_words.txt"
"""The thousand likeliest words of pocketsphinx's own model of English, without names and rude ones."""
LONGEST = 4 * RATE
"""Samples in the longest utterance that is looked at; commands take 2 s. Talk and music cost little beyond this."""
FRAME_BYTES = 2 * FRAME
THRESHOLD = 0.3
"""The least certainty to act on: of the tuning speakers' commands 1 in 100 had less when right, half when wrong."""
LANGUAGE_WEIGHT = 9.0
"""How much the language model counts beside the sound; the decoder's own is 6.5."""
MORE_PRONUNCIATIONS = {WAKE_WORD: ["K AH UH CH"]}
"""As it is said in Britain; the dictionary is American."""


class PocketsphinxEngine:
    """The decoder of PocketSphinx, for one utterance after the other. Raises `EngineFailed` without the package."""

    def __init__(self, own_texts: Iterable[str]) -> None:
        try:
            import pocketsphinx
        except ImportError as error:
            raise EngineFailed(f"no pocketsphinx: {error}") from None
        english = Path(pocketsphinx.get_model_path("en-us"))
        common = COMMON_WORDS.read_text(encoding="ascii").split()
        self._model = build(WAKE_WORD, PHRASES, own_texts, common, pronunciations(english), Weights())
        # It reads its models from files only.
        with tempfile.TemporaryDirectory(prefix="bp-") as scratch:
            arpa, dictionary = Path(scratch, "model.lm"), Path(scratch, "model.dict")
            arpa.write_text(self._model.arpa, encoding="utf-8")
            dictionary.write_text(self._model.dictionary, encoding="utf-8")
            self._decoder = pocketsphinx.Decoder(
                hmm=str(english / "en-us"),
                lm=str(arpa),
                dict=str(dictionary),
                lw=LANGUAGE_WEIGHT,
                loglevel="FATAL",
            )
        self._endpointer = Endpointer(LONGEST)
        self.forget()

    def forget(self) -> None:
        """Drop what was heard so far."""
        self._endpointer.forget()
        self._left = b""

    def feed(self, sound: bytes) -> Sequence[Heard]:
        """Listen to some more sound."""
        data = self._left + sound
        whole = len(data) // FRAME_BYTES * FRAME_BYTES
        self._left = data[whole:]
        ended = (self._endpointer.feed(data[at : at + FRAME_BYTES]) for at in range(0, whole, FRAME_BYTES))
        return [self._judged(utterance) for utterance in ended if utterance]

    def _judged(self, utterance: Utterance) -> Heard:
        self._decoder.start_utt()
        # The whole at once: its loudness and colour are then evened out over all of it, which a first word needs most.
        self._decoder.process_raw(utterance.sound, full_utt=True)
        self._decoder.end_utt()
        segments = self._decoder.seg() or ()
        # "ready!(2)" is the second pronunciation of "ready!"; "<sil>" and "[NOISE]" are no words.
        words = [(at.word.partition("(")[0], at.prob) for at in segments if not at.word.startswith(("<", "["))]
        phrase, confidence = self._command(words)
        return Heard(phrase, confidence, confidence >= THRESHOLD, utterance.start, utterance.end)

    def _command(self, words: Sequence[tuple[str, float]]) -> tuple[str | None, float]:
        """The phrase that *words* are, behind the wake word and nothing else, and the lesser of their two chances."""
        if len(words) != 2 or words[0][0] != self._model.wake:
            return None, 0.0
        phrase = self._model.phrases.get(words[1][0])
        return phrase, 0.0 if phrase is None else min(1.0, words[0][1], words[1][1])


def pronunciations(folder: Path) -> dict[str, list[str]]:
    """Every word of the dictionary that comes with the model in *folder*, with its pronunciations."""
    known: dict[str, list[str]] = {}
    for line in (folder / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines():
        word, _, phonemes = line.partition(" ")
        known.setdefault(word.partition("(")[0], []).append(phonemes.strip())
    for word, more in MORE_PRONUNCIATIONS.items():
        known[word] += more
    return known
