"""The recogniser that comes with the extra: CMU PocketSphinx with its small English model."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from backplayer.controls.listening.endpointer import FRAME, Endpointer, Utterance
from backplayer.controls.listening.engine import RATE, EngineFailed, Heard
from backplayer.controls.listening.language_model import Weights, build
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD

COMMON_WORDS = Path(__file__).parent.parent / "common_words.txt"
"""The thousand likeliest words of pocketsphinx's own model of English, without names and rude ones."""
ROOMS = Path(__file__).parent / "rooms.mllr"
"""Moves the model towards how speech sounds in rooms; made by ``tests/bench/adapt_to_rooms.py``."""
LONGEST = RATE * 32 // 10
"""Samples in the longest utterance that is looked at. Commands take up to 2.5 s; talk and music cost little beyond."""
FRAME_BYTES = 2 * FRAME
PHONEMES = "phonemes"
"""The name of the search that explains sound by phonemes alone."""
LEAST_CHANCE = 0.15
"""What the decoder has to give the wake word and the phrase, each, among all words that it considered."""
AS_GOOD_AS_SOUNDS = -7.5
"""How well a command must explain the sound beside phonemes in whatever order do that (logarithm to the base 1.0001 of
the two paths' ratio, for 10 ms of sound): at this point the confidence is a half, and we act. Of the tuning speakers'
commands in a room 1 in 60 lay below it. In an hour of talk and noise that was tuned on, what came nearest had -7.8."""
OTHER_SPEECH = "[SPEECH]"
"""What the decoder calls speech that it has no word for. "What's the next one called?" holds "coach, next one" but for
some of it, so a command with this in the same breath has to be a much better one."""
CHANCE_WITH_OTHER_SPEECH = 0.5
AS_GOOD_WITH_OTHER_SPEECH = 4.0
"""In the same hour nothing was above both; what came nearest had 3.7 (household noise)."""
OTHER_SPEECH_PROBABILITY = 1e-10
"""How likely such speech and noises are between any two words; the decoder's own is 1e-8."""
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
            try:
                self._decoder = pocketsphinx.Decoder(
                    hmm=str(english / "en-us"), lm=str(arpa), dict=str(dictionary), mllr=str(ROOMS),
                    fillprob=OTHER_SPEECH_PROBABILITY, lw=LANGUAGE_WEIGHT, loglevel="FATAL",
                )  # fmt: skip
            except RuntimeError as error:
                raise EngineFailed(f"pocketsphinx does not start: {error}") from None
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
        return [self._whole_or_later(utterance) for utterance in ended if utterance]

    def flush(self) -> Sequence[Heard]:
        """Judge what was heard last, if it is over."""
        utterance = self._endpointer.flush()
        return [self._whole_or_later(utterance)] if utterance else []

    def _whole_or_later(self, utterance: Utterance) -> Heard:
        """What came first may have been a cough."""
        heard = self._judged(utterance)
        if heard.accepted or not utterance.later:
            return heard
        second = self._judged(replace(utterance, sound=utterance.sound[utterance.later :]))
        return second if second.accepted else heard

    def _judged(self, utterance: Utterance) -> Heard:
        score = self._decode(utterance.sound)
        said = [segment for segment in self._decoder.seg() or () if segment.word[0] != "<"]  # but for silence
        alone = all(segment.word != OTHER_SPEECH for segment in said)
        phrase = self._command(said, LEAST_CHANCE if alone else CHANCE_WITH_OTHER_SPEECH)
        confidence = 0.0
        if phrase is not None:
            self._decoder.activate_search(PHONEMES)
            any_sounds = self._decode(utterance.sound)
            self._decoder.activate_search(self._words)
            better = (score - any_sounds) / (len(utterance.sound) / 2 / RATE * 100)
            needed = AS_GOOD_AS_SOUNDS if alone else AS_GOOD_WITH_OTHER_SPEECH
            confidence = 1 / (1 + math.exp((needed - better) / SPREAD))
        return Heard(phrase, confidence, confidence >= 0.5, utterance.start, utterance.end)

    def _decode(self, sound: bytes) -> float:
        """Decode *sound* by the search in force; return the logarithm of its path's score to the base 1.0001."""
        self._decoder.start_utt()
        # The whole at once: its loudness and colour are then evened out over all of it, which a first word needs most.
        self._decoder.process_raw(sound, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return math.log(found.score, 1.0001) if found else 0.0

    def _command(self, said: Sequence[Any], least: float) -> str | None:
        """The phrase in what was *said*, behind the wake word and with no other word; each has at least this chance."""
        words = [segment for segment in said if segment.word[0] != "["]
        if len(words) != 2 or min(segment.prob for segment in words) < least:
            return None
        # "ready!(2)" is the second pronunciation of "ready!"
        wake, phrase = (segment.word.partition("(")[0] for segment in words)
        return self._model.phrases.get(phrase) if wake == self._model.wake else None


def pronunciations(folder: Path) -> dict[str, list[str]]:
    """Every word of the dictionary that comes with the model in *folder*, with its pronunciations."""
    known: dict[str, list[str]] = {}
    for line in (folder / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines():
        word, _, phonemes = line.partition(" ")
        known.setdefault(word.partition("(")[0], []).append(phonemes.strip())
    for word, more in MORE_PRONUNCIATIONS.items():
        known[word] += more
    return known
