"""What a recogniser expects to hear: the commands behind the wake word, or anything else.

A bigram model with a path of its own for commands: the wake word and each whole phrase are tokens that occur nowhere
else, beside a heap of other words ("garbage"): this plan's own and common ones. What is no command is then heard as
other words instead of being bent into one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from backplayer.controls.listening.vocabulary import normalised

Pronunciations = Mapping[str, Sequence[str]]
"""For each word its pronunciations, each as phonemes with spaces between: ``"P AO Z"``."""

MARK = "!"
"""Ends the tokens of the command path, so that "pause!" after the wake word is not the word "pause"."""

MOST_PRONUNCIATIONS = 2
"""Of one phrase, when its words have several: the decoder's certainty is divided among all that fit."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How likely what is (probabilities), tuned by ``tests/bench/listening.py`` on the tuning speakers."""

    wake_first: float = 0.5
    """An utterance begins with the wake word."""
    wake_later: float = 0.002
    """The wake word comes after other words."""
    command: float = 0.97
    """After the wake word comes a command; shared evenly by the phrases."""
    end_of_command: float = 0.95
    """Nothing is said after a command."""
    end: float = 0.1
    """Nothing is said after another word."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """What a decoder is given: both texts in the formats of CMU Sphinx."""

    arpa: str
    dictionary: str
    phrases: Mapping[str, str]
    """The token of each phrase -> the phrase."""
    wake: str
    """The token of the wake word."""


def build(
    wake_word: str,
    phrases: Iterable[str],
    own_texts: Iterable[str],
    common_words: Iterable[str],
    pronunciations: Pronunciations,
    weights: Weights,
) -> LanguageModel:
    """Model the *phrases* behind *wake_word*, and all other words.

    *own_texts* are what the coach itself may say in this plan. Words without a pronunciation are left out. Raises
    `ValueError` for a phrase that holds one.
    """
    tokens = {phrase: phrase.replace(" ", "-") + MARK for phrase in phrases}
    wake = wake_word + MARK
    said = {tokens[phrase]: spoken(phrase, pronunciations) for phrase in tokens}
    said[wake] = spoken(wake_word, pronunciations)
    for token, ways in said.items():
        if not ways:
            raise ValueError(f"no pronunciation of '{token.rstrip(MARK)}'")
    one_word = [phrase for phrase in (wake_word, *tokens) if " " not in phrase]
    own = (word for text in own_texts for word in normalised(text).split())
    garbage = [
        word
        for word in dict.fromkeys([*own, *common_words])
        if word in pronunciations and not sounds_like_any(word, one_word, pronunciations)
    ]
    for word in garbage:
        said[word] = list(pronunciations[word])
    return LanguageModel(
        arpa=_arpa(wake, list(tokens.values()), garbage, weights),
        dictionary="".join(_entries(said)),
        phrases={token: phrase for phrase, token in tokens.items()},
        wake=wake,
    )


def spoken(phrase: str, pronunciations: Pronunciations) -> list[str]:
    """The ways to say *phrase* in one breath; none when one of its words has no pronunciation."""
    ways = itertools.product(*(pronunciations.get(word, ()) for word in phrase.split()))
    return [" ".join(way) for way in itertools.islice(ways, MOST_PRONUNCIATIONS)]


def sounds_like_any(word: str, others: Iterable[str], pronunciations: Pronunciations) -> bool:
    """Whether *word* is one phoneme away from one of *others* or nearer, as "cause" is from "pause".

    Others of one or two phonemes do not count: everything is near to them.
    """
    mine = [way.split() for way in pronunciations[word]]
    return any(
        len(theirs) > 2 and abs(len(theirs) - len(own)) <= 1 and distance(own, theirs) <= 1
        for other in others
        for theirs in (way.split() for way in pronunciations[other])
        for own in mine
    )


def distance(left: Sequence[str], right: Sequence[str]) -> int:
    """How many phonemes have to be changed, added or left out to make *right* of *left*."""
    row = list(range(len(right) + 1))
    for at, phoneme in enumerate(left, 1):
        diagonal, row[0] = row[0], at
        for place, other in enumerate(right, 1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (phoneme != other))
    return row[-1]


def _entries(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for token, ways in said.items():
        for number, way in enumerate(ways, 1):
            yield f"{token} {way}\n" if number == 1 else f"{token}({number}) {way}\n"


def _arpa(wake: str, commands: Sequence[str], garbage: Sequence[str], weights: Weights) -> str:
    """The bigram model as text; probabilities in it are log10, and so are the weights for backing off."""
    unigrams = dict.fromkeys(garbage, (1 - weights.wake_later - weights.end) / max(1, len(garbage)))
    unigrams[wake] = weights.wake_later
    unigrams["</s>"] = weights.end
    bigrams = {("<s>", wake): weights.wake_first}
    bigrams |= {(wake, command): weights.command / len(commands) for command in commands}
    bigrams |= {(command, "</s>"): weights.end_of_command for command in commands}
    back_off = {
        "<s>": (1 - weights.wake_first) / (1 - weights.wake_later),
        wake: 1 - weights.command,
        **dict.fromkeys(commands, (1 - weights.end_of_command) / (1 - weights.end)),
    }
    lines = ["\\data\\", f"ngram 1={len(unigrams) + len(commands) + 1}", f"ngram 2={len(bigrams)}", ""]
    lines += ["\\1-grams:", f"-99 <s> {_log(back_off['<s>'])}"]
    lines += [f"-99 {command} {_log(back_off[command])}" for command in commands]  # only behind the wake word
    lines += [f"{_log(chance)} {word} {_log(back_off.get(word, 1))}" for word, chance in unigrams.items()]
    lines += ["", "\\2-grams:", *(f"{_log(chance)} {first} {second}" for (first, second), chance in bigrams.items())]
    return "\n".join([*lines, "", "\\end\\", ""])


def _log(chance: float) -> str:
    return f"{math.log10(chance):.4f}"
