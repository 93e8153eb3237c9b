"""The model that a decoder is given: probabilities that add up, and no decoy that sounds like a command."""

from __future__ import annotations

import math

import pytest

from backplayer.controls.listening.language_model import (
    LanguageModel,
    Weights,
    build,
    distance,
    sounds_like_any,
    spoken,
)

SOUNDS = {
    "coach": ["K OW CH"],
    "pause": ["P AO Z"],
    "go": ["G OW"],
    "back": ["B AE K"],
    "cause": ["K AA Z", "K AO Z"],
    "wall": ["W AO L"],
    "window": ["W IH N D OW"],
    "either": ["IY DH ER", "AY DH ER"],
}


def model(own: tuple[str, ...] = ("Slide up the wall.",)) -> LanguageModel:
    return build("coach", ["pause", "go back"], own, ["window", "cause", "either", "unheard-of"], SOUNDS, Weights())


def unigrams(arpa: str) -> dict[str, tuple[float, float]]:
    lines = arpa.split("\\1-grams:")[1].split("\\2-grams:")[0].split("\n")
    return {
        word: (10 ** float(chance), 10 ** float(back)) for chance, word, back in map(str.split, filter(None, lines))
    }


def bigrams(arpa: str) -> dict[tuple[str, str], float]:
    lines = arpa.split("\\2-grams:")[1].split("\\end\\")[0].split("\n")
    return {(first, second): 10 ** float(chance) for chance, first, second in map(str.split, filter(None, lines))}


def test_chances_after_every_word_add_up_to_one() -> None:
    arpa = model().arpa
    single, pairs = unigrams(arpa), bigrams(arpa)
    assert math.isclose(sum(chance for chance, _ in single.values()), 1, abs_tol=0.001)
    for first, (_, back) in single.items():
        if first == "</s>":
            continue
        after = {second: chance for (before, second), chance in pairs.items() if before == first}
        rest = sum(chance for word, (chance, _) in single.items() if word not in after)
        assert math.isclose(sum(after.values()) + back * rest, 1, abs_tol=0.001), first


def test_the_counts_at_its_head_are_right() -> None:
    arpa = model().arpa
    assert f"ngram 1={len(unigrams(arpa))}\n" in arpa
    assert f"ngram 2={len(bigrams(arpa))}\n" in arpa


def test_commands_follow_the_wake_word_only() -> None:
    made = model()
    before = {first for first, second in bigrams(made.arpa) if second in made.phrases}
    assert before == {made.wake}
    assert all(unigrams(made.arpa)[token][0] < 1e-90 for token in made.phrases)
    assert made.phrases == {"pause!": "pause", "go-back!": "go back"}


def test_the_dictionary_holds_each_token_with_each_of_its_sounds() -> None:
    entries = [line.split(" ", 1) for line in model().dictionary.splitlines()]
    assert ["go-back!", "G OW B AE K"] in entries
    assert ["either", "IY DH ER"] in entries
    assert ["either(2)", "AY DH ER"] in entries
    words = {name.split("(")[0] for name, _ in entries}
    assert words | {"<s>", "</s>"} == set(unigrams(model().arpa))


def test_a_word_that_sounds_like_a_command_is_dropped() -> None:
    assert "cause" not in unigrams(model(own=("The cause, either way.",)).arpa)
    assert "either" in unigrams(model().arpa)


def test_words_of_the_plan_are_there_once() -> None:
    single = unigrams(model(own=("The wall.", "A window in the wall!")).arpa)
    assert math.isclose(single["wall"][0], single["window"][0])


def test_a_phrase_without_a_pronunciation_is_refused() -> None:
    with pytest.raises(ValueError, match="no pronunciation of 'stop'"):
        build("coach", ["stop"], (), (), SOUNDS, Weights())


def test_a_phrase_is_spoken_in_every_way_its_words_are() -> None:
    assert spoken("either wall", SOUNDS) == ["IY DH ER W AO L", "AY DH ER W AO L"]
    assert spoken("no such", SOUNDS) == []


def test_distance_counts_changed_sounds() -> None:
    assert distance(["K", "AO", "Z"], ["P", "AO", "Z"]) == 1
    assert distance(["B", "AE", "K"], ["AE", "K", "S"]) == 2
    assert distance((), ["A", "B"]) == 2


def test_sounding_alike_is_one_changed_sound() -> None:
    assert sounds_like_any("cause", ["pause"], SOUNDS)
    assert not sounds_like_any("window", ["pause", "coach"], SOUNDS)
    assert not sounds_like_any("back", ["go"], SOUNDS)
