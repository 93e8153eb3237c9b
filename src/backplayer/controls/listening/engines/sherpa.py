"""The recogniser for a model of the user's own: sherpa-onnx's keyword spotter."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from backplayer.controls.listening.engine import RATE, EngineFailed, Heard
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD

LONGEST = 2 * RATE
"""Samples in the longest command: the spotter tells when one ended, not when it began."""
PARTS = ("encoder", "decoder", "joiner")


class SherpaEngine:
    """The spotter over the model in *folder*. Raises `EngineFailed` saying what is missing."""

    def __init__(self, folder: Path) -> None:
        try:
            import sherpa_onnx
        except ImportError:
            raise EngineFailed("your own model needs sherpa-onnx: pip install sherpa-onnx") from None
        tokens = folder / "tokens.txt"
        if not tokens.is_file():
            raise EngineFailed(f"'{folder}' holds no tokens.txt: it is no folder of a sherpa-onnx keyword model")
        lines = keyword_lines([f"{WAKE_WORD} {phrase}" for phrase in PHRASES], tokens, _speller(folder))
        with tempfile.TemporaryDirectory(prefix="bp-") as scratch:
            keywords = Path(scratch, "keywords.txt")
            keywords.write_text("".join(lines), encoding="utf-8")
            try:
                self._spotter = sherpa_onnx.KeywordSpotter(
                    tokens=str(tokens),
                    **{part: str(_model_file(folder, part)) for part in PARTS},
                    keywords_file=str(keywords),
                    num_threads=1,
                )
            except Exception as error:  # whatever the library says of a model that it cannot load
                raise EngineFailed(f"sherpa-onnx cannot load the model in '{folder}': {error}") from None
        self.forget()

    def forget(self) -> None:
        """Drop what was heard so far."""
        self._stream = self._spotter.create_stream()
        self._fed = 0

    def flush(self) -> Sequence[Heard]:
        """Nothing: the spotter tells of a phrase as soon as it is over."""
        return ()

    def feed(self, sound: bytes) -> Sequence[Heard]:
        """Listen to some more sound."""
        samples = array("h", sound)
        self._fed += len(samples)
        self._stream.accept_waveform(RATE, [sample / 32768 for sample in samples])
        heard = []
        while self._spotter.is_ready(self._stream):
            self._spotter.decode_stream(self._stream)
            if spotted := self._spotter.get_result(self._stream):
                self._spotter.reset_stream(self._stream)
                phrase = spotted.replace("_", " ").casefold().removeprefix(f"{WAKE_WORD} ")
                heard.append(Heard(phrase, 1.0, phrase in PHRASES, max(0, self._fed - LONGEST), self._fed))
        return heard


def keyword_lines(phrases: Iterable[str], tokens: Path, spelled: Callable[[str], Sequence[str]]) -> list[str]:
    """The lines of the spotter's keywords file: each phrase in the model's tokens, and how the result is to be called.

    Raises `EngineFailed` for a phrase that the model's tokens cannot spell.
    """
    known = {line.split()[0] for line in tokens.read_text(encoding="utf-8").splitlines() if line.strip()}
    lines = []
    for phrase in phrases:
        spelling = spelled(phrase)
        if not spelling or not known.issuperset(spelling):
            raise EngineFailed(f"the model cannot spell '{phrase}': it needs an English one")
        lines.append(f"{' '.join(spelling)} @{phrase.replace(' ', '_')}\n")
    return lines


def _speller(folder: Path) -> Callable[[str], Sequence[str]]:
    """How a phrase is spelled in the model's tokens: by its dictionary of phonemes, or by its pieces of words."""
    dictionary = folder / "en.phone"
    if dictionary.is_file():
        entries = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines())
        phonemes = {entry[0].casefold(): entry[1:] for entry in reversed(list(filter(None, entries)))}
        return lambda phrase: [sound for word in phrase.split() for sound in phonemes.get(word, [""])]
    pieces = folder / "bpe.model"
    if not pieces.is_file():
        raise EngineFailed(f"'{folder}' holds neither en.phone nor bpe.model, so commands cannot be spelled for it")
    try:
        import sentencepiece
    except ImportError:
        raise EngineFailed("this model's bpe.model needs sentencepiece: pip install sentencepiece") from None
    processor = sentencepiece.SentencePieceProcessor(model_file=str(pieces))
    return lambda phrase: list(processor.encode(phrase.upper(), out_type=str))


def _model_file(folder: Path, part: str) -> Path:
    """The smallest file of this *part*: the 8-bit one where there is one."""
    found = sorted(folder.glob(f"{part}*.onnx"), key=lambda path: (".int8." not in path.name, path.name))
    if not found:
        raise EngineFailed(f"'{folder}' holds no {part}….onnx: it is no folder of a sherpa-onnx keyword model")
    return found[0]
