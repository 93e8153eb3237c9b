"""The recogniser that comes with the extra: CMU PocketSphinx with its small English model."""

from __future__ import annotations

import math
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
PHONEMES = "phonemes"
"""The name of the search that explains sound by phonemes alone."""
LEAST_CHANCE = 0.1
"""What the decoder has to give the wake word and the phrase, each, among all words that it considered."""
AS_GOOD_AS_SOUNDS = -3.0
"""How well a command must explain the sound beside phonemes in whatever order do that (logarithm to the base 1.0001 of
the two paths' ratio, for 10 ms of sound): at this point the confidence is a half, and we act. Of the tuning speakers'
commands, 1 in 20 lay below it; of what was taken for a command in talk about coaches, 6 in 7."""
SPREAD = 2.0
"""How far from that point, in its units, the confidence is 0.27 and 0.73."""
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
        self._words = self._decoder.current_search()
        self._decoder.add_allphone_file(PHONEMES, str(english / "en-us-phone.lm.bin"))
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
        score = self._decode(utterance.sound)
        phrase = self._command()
        confidence = 0.0
        if phrase is not None:
            self._decoder.activate_search(PHONEMES)
            any_sounds = self._decode(utterance.sound)
            self._decoder.activate_search(self._words)
            better = (score - any_sounds) / (len(utterance.sound) / 2 / RATE * 100)
            confidence = 1 / (1 + math.exp((AS_GOOD_AS_SOUNDS - better) / SPREAD))
        return Heard(phrase, confidence, confidence >= 0.5, utterance.start, utterance.end)

    def _decode(self, sound: bytes) -> float:
        """Decode *sound* by the search in force; return the logarithm of its path's score to the base 1.0001."""
        self._decoder.start_utt()
        # The whole at once: its loudness and colour are then evened out over all of it, which a first word needs most.
        self._decoder.process_raw(sound, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return math.log(found.score, 1.0001) if found else 0.0

    def _command(self) -> str | None:
        """The phrase that was decoded, behind the wake word and with nothing else."""
        segments = self._decoder.seg() or ()
        # "ready!(2)" is the second pronunciation of "ready!"; "<sil>" and "[NOISE]" are no words.
        words = [(at.word.partition("(")[0], at.prob) for at in segments if not at.word.startswith(("<", "["))]
        if len(words) != 2 or words[0][0] != self._model.wake or min(chance for _, chance in words) < LEAST_CHANCE:
            return None
        return self._model.phrases.get(words[1][0])


def pronunciations(folder: Path) -> dict[str, list[str]]:
    """Every word of the dictionary that comes with the model in *folder*, with its pronunciations."""
    known: dict[str, list[str]] = {}
    for line in (folder / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines():
        word, _, phonemes = line.partition(" ")
        known.setdefault(word.partition("(")[0], []).append(phonemes.strip())
    for word, more in MORE_PRONUNCIATIONS.items():
        known[word] += more
    return known
