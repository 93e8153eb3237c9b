"""What the coach says in each language, for every routine."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.coach import answers
from backplayer.coach.course import Point, at_pace, follow
from backplayer.coach.layout import lay_out
from backplayer.coach.pace import with_holds
from backplayer.coach.script import Work
from backplayer.coach.verbosity import Verbosity
from backplayer.coach.wording import DISCLAIMER, PRESS_ENTER, SAY_READY, WHENEVER, Wording, english
from backplayer.coach.writer import write_script
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD, find_clash
from backplayer.player.question import ASKED
from backplayer.player.table import Refusal
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Phase, Plural, Routine, Sides
from backplayer.routine.sentences import SENTENCES
from backplayer.routine.words import known_sets, set_of_words, shipped_words, with_sentences
from tests.library import library
from tests.strategies import routines, voices

LANGUAGES = ("en", "de", "fr", "es")
OTHERS = LANGUAGES[1:]
WORDINGS = {
    (language, name): Wording(words)
    for language in LANGUAGES
    for name in ("", "calm", "brisk", "formal")
    if (words := set_of_words(shipped_words(language), name, ()) if name else shipped_words(language))
}
SAMPLES = {name: "1 2" if name == "time" else f"x{name}" for spec in SENTENCES.values() for name in spec.placeholders}
AUTHORED = re.compile(r"[xabcdefgh]*|lift|hold|lower")
"""All that the generated routines are written with."""


def forms(wording: Wording, name: str) -> list[str]:
    sentence = wording.words.sentences[name]
    return [sentence.one, sentence.other] if isinstance(sentence, Plural) else [sentence]


def said(routine: Routine, verbosity: Verbosity = Verbosity.FULL) -> set[str]:
    """All that may be heard of a routine, answers included."""
    course = follow(routine, verbosity, wait_for_me=True, listens=True)
    texts = {cue.text for cue in lay_out(course.script, lambda text: 10 * len(text)).cues if cue.text}
    texts.update(answers.standing(course))
    for index, piece in enumerate(course.script):
        point = Point(index)
        texts.update(line.text for line in answers.here(course, point, under_way=True))
        texts.add(answers.what_is_left(course, point, 90_000).text)
        if isinstance(piece, Work):
            texts.update(line.text for line in answers.instead(course, piece))
    return texts


def is_authored(text: str) -> bool:
    return all(AUTHORED.fullmatch(word) for word in re.findall(r"[^\W\d_]+", text))


@given(routines(), st.sampled_from(sorted(WORDINGS)), st.sampled_from(Verbosity))
def test_every_routine_speaks_in_every_language(routine: Routine, key: tuple[str, str], verbosity: Verbosity) -> None:
    texts = said(replace(routine, words=WORDINGS[key].words), verbosity)
    assert not [text for text in texts if set("{}") & set(text)]
    if key[0] != "en":
        assert not [text for text in texts & said(routine, verbosity) if not is_authored(text)]


@given(routines(), st.sampled_from(OTHERS), voices)
def test_a_language_changes_no_work(routine: Routine, language: str, length_of) -> None:
    def works(words_of: Routine) -> list[int]:
        timeline = lay_out(write_script(words_of), length_of)
        return [span.length for span in timeline.spans if span.kind == "work"]

    assert works(replace(routine, words=shipped_words(language))) == works(routine)


@pytest.mark.parametrize("key", WORDINGS, ids="-".join)
def test_every_language_has_every_sentence_with_its_placeholders(key: tuple[str, str]) -> None:
    wording = WORDINGS[key]
    assert wording.words.sentences.keys() == SENTENCES.keys()
    assert not wording.words.missing
    for name, spec in SENTENCES.items():
        for form in forms(wording, name):
            holes = re.findall(r"\{(\w+)\}", form)
            written = [hole[:1].lower() + hole[1:] for hole in holes]
            assert len(set(written)) == len(written)
            assert set(spec.placeholders) - {spec.counts} <= set(written) <= set(spec.placeholders)


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_was_left_in_english(language: str) -> None:
    english_words, words = shipped_words("en").sentences, shipped_words(language).sentences
    same = {name for name in SENTENCES if words[name] == english_words[name]}
    same -= {"minutes"} if language == "fr" else set()
    assert same <= {"title", "name", "dose", "dose_phase", "dose_time", "dose_side", "count_and_phase", "place",
                    "still_to_come", "minutes_and_seconds", "more"}  # fmt: skip
    for name in same:
        assert not re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", "", str(words[name])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sets(language: str) -> None:
    assert known_sets(language, ()) == ["brisk", "calm", *(["formal"] if language != "en" else [])]


FAMILIAR = {
    "de": r"\b(du|dir|dich|dein\w*|sag|halte|drück|mach|lass|nimm)\b",
    "fr": r"\b(tu|te|t'\w+|toi|ton|ta|tes|dis|tiens|appuie|continue|garde|prépare)\b",
    "es": r"\b(tú|te|ti|tu|di|mantén|pulsa|sigue|descansa|ten|has|quieras|prepárate)\b",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_formal_coach_never_speaks_as_to_a_friend(language: str) -> None:
    wording, plain = WORDINGS[language, "formal"], WORDINGS[language, ""]
    familiar = re.compile(FAMILIAR[language], re.IGNORECASE)
    changed = {name for name in SENTENCES if any(familiar.search(form) for form in forms(plain, name))}
    assert len(changed) > 8
    assert not [form for name in SENTENCES for form in forms(wording, name) if familiar.search(form)]
    held = with_holds(Dose(reps=1, tempo=(Phase(wording.words.phases["hold"], 1000),)), wording.words)
    assert held.tempo[0].held


@pytest.mark.parametrize("key", WORDINGS, ids="-".join)
def test_no_sentence_of_a_set_is_a_spoken_command(key: tuple[str, str]) -> None:
    plain = shipped_words(key[0]).sentences
    changed = [name for name in SENTENCES if WORDINGS[key].words.sentences[name] != plain[name]]
    assert find_clash(form for name in changed for form in forms(WORDINGS[key], name)) is None


@pytest.mark.parametrize("key", WORDINGS, ids="-".join)
def test_the_spoken_commands_it_suggests_are_those_of_english(key: tuple[str, str]) -> None:
    """They stay English in every language: the recogniser knows no others."""

    def told(text: str) -> set[str]:
        _, found, commands = text.lower().partition(WAKE_WORD)
        assert found, text
        return {phrase for phrase in PHRASES if re.search(rf"\b{phrase}\b", commands)}

    for name in ("can_say", "say_what_now", "say_what_now_easier", SAY_READY, *ASKED.values()):
        assert told(WORDINGS[key].text(name)) == told(english().text(name))


@pytest.mark.parametrize("key", WORDINGS, ids="-".join)
def test_every_refusal_and_prompt_is_a_sentence(key: tuple[str, str]) -> None:
    for name in (*(refusal.value for refusal in Refusal), PRESS_ENTER, SAY_READY, WHENEVER):
        assert WORDINGS[key].text(name)


def test_the_screens_disclaimer_is_the_spoken_one() -> None:
    assert english().text("disclaimer") == DISCLAIMER


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_and_many(language: str) -> None:
    wording = Wording(shipped_words(language))
    for name, spec in SENTENCES.items():
        if spec.counts and isinstance(wording.words.sentences[name], Plural):
            texts = [wording.text(name, **{spec.counts: count}) for count in (0, 1, 2)]
            one, many = (form.replace(f"{{{spec.counts}}}", "#") for form in forms(wording, name))
            zero = one if language == "fr" else many
            assert [re.sub(r"\d", "#", text) for text in texts] == [zero, one, many]


DOSES = [
    (Dose(reps=1, tempo=(Phase("", 4000),)), None,
     "1 repetition.", "1 Wiederholung.", "1 répétition.", "1 repetición."),
    (Dose(reps=8, tempo=(Phase("", 4000),), sides=Sides.BOTH), None,
     "8 repetitions each side.", "8 Wiederholungen pro Seite.", "8 répétitions par côté.", "8 repeticiones por lado."),
    (Dose(hold=90_000, sides=Sides.LEFT), "leg",
     "Hold 1 minute 30 seconds, left leg.", "Halte 1 Minute 30 Sekunden, linkes Bein.",
     "Tiens 1 minute 30 secondes, jambe gauche.", "Mantén 1 minuto y 30 segundos, pierna izquierda."),
    (Dose(reps=2, tempo=(Phase("x", 10_000),)), None,
     "2 repetitions, x 10 seconds.", "2 Wiederholungen, 10 Sekunden x.",
     "2 répétitions, x 10 secondes.", "2 repeticiones, x 10 segundos."),
    (Dose(time=20_000, sets=3, sides=Sides.RIGHT), "wing",
     "3 sets. 20 seconds, right wing.", "3 Sätze. 20 Sekunden, wing rechts.",
     "3 séries. 20 secondes, wing, côté droit.", "3 series. 20 segundos, wing, lado derecho."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "dose", "word", "text"),
    [
        (language, dose, word, text)
        for dose, word, *texts in DOSES
        for language, text in zip(LANGUAGES, texts, strict=True)
    ],
)
def test_doses_and_sides(language: str, dose: Dose, word: str | None, text: str) -> None:
    assert Wording(shipped_words(language)).dose(dose, word) == text


@pytest.mark.parametrize(
    ("language", "word", "first", "now"),
    [
        ("de", None, "Linke Seite zuerst.", "Jetzt: rechte Seite."),
        ("de", "Bein", "Linkes Bein zuerst.", "Jetzt: rechtes Bein."),
        ("de", "ARM", "Linker Arm zuerst.", "Jetzt: rechter Arm."),
        ("de", "Flosse", "Flosse links zuerst.", "Jetzt: Flosse rechts."),
        ("fr", "jambe", "D'abord : jambe gauche.", "Maintenant : jambe droite."),
        ("fr", "hip", "D'abord : hanche gauche.", "Maintenant : hanche droite."),
        ("fr", "aile", "D'abord : aile, côté gauche.", "Maintenant : aile, côté droit."),
        ("es", "brazo", "Primero, brazo izquierdo.", "Ahora, brazo derecho."),
        ("es", "ala", "Primero, ala, lado izquierdo.", "Ahora, ala, lado derecho."),
        ("en", "arm", "Left arm first.", "Now the right arm."),
    ],
)
def test_sides_agree_with_their_word(language: str, word: str | None, first: str, now: str) -> None:
    wording = Wording(shipped_words(language))
    assert (wording.side_first("left", word), wording.now_side("right", word)) == (first, now)


@pytest.mark.parametrize(
    ("language", "items", "text"),
    [
        ("en", ["a", "b", "c"], "Have within reach: a, b, and c."),
        ("de", ["a", "b", "c"], "Bitte griffbereit: a, b und c."),
        ("fr", ["a", "b"], "Garde à portée de main : a et b."),
        ("es", ["a", "b", "c", "d"], "Ten a mano: a, b, c y d."),
        ("es", ["a."], "Ten a mano: a."),
    ],
)
def test_lists(language: str, items: list[str], text: str) -> None:
    assert Wording(shipped_words(language)).equipment(items) == text


def test_a_longer_list_is_made_as_its_sentence_says() -> None:
    words = with_sentences(shipped_words("en"), {"more": "{next} after {first}"})
    assert Wording(words).equipment(["a", "b", "c", "d"]) == "Have within reach: c after b after a, and d."


@pytest.mark.parametrize(("title", "text"), [("So…", "So…"), ("So.", "So."), ("So", "So.")])
def test_a_text_that_ends_its_sentence_gets_no_full_stop(title: str, text: str) -> None:
    assert english().text("title", title=title) == text


def test_placeholders_in_an_authors_text_mean_nothing() -> None:
    assert english().text("next", name="{name} {0.__class__}!") == "Next: {name} {0.__class__}!"


# -- held phases -------------------------------------------------------------------------------

MOVED = (
    "lift", "lower", "turn", "return", "push", "pull", "", "heben", "drücken", "zusammenrollen", "desserre", "descends",
    "empuja",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_holds_of_a_language_are_known_by_their_names(language: str) -> None:
    words = shipped_words(language)
    own = {"en": "hold", "de": "Halten", "fr": "Maintiens", "es": "mantén"}[language]
    more = {"de": "verharren aushalten stopp", "fr": "gardez bloque immobile", "es": "retén quédate espera"}
    held = [*more.get(language, "").split(), own, words.phases.get("hold", "hold")]
    held += ["hold", "Squeeze", "pause", "stay there"]
    dose = Dose(reps=1, tempo=tuple(Phase(name, 1000) for name in (*held, *MOVED)))
    assert [phase.held for phase in with_holds(dose, words).tempo] == [True] * len(held) + [False] * len(MOVED)
    for name, said in words.phases.items():
        marked = with_holds(Dose(reps=1, tempo=(Phase(said, 1000),)), words)
        assert marked.tempo[0].held is (name == "hold"), said


def test_a_german_hold_keeps_its_length_at_any_pace() -> None:
    tempo = (Phase("heben", 2000), Phase("halten", 3000), Phase("senken", 2000))
    steps = (ExerciseStep(Exercise("Brücke"), Dose(reps=2, tempo=tempo)),)
    script = write_script(Routine("Titel", steps, language="de", words=shipped_words("de")))
    work = next(piece for piece in at_pace(script, 150) if isinstance(piece, Work))
    assert [phase.length for phase in work.paced.tempo] == [3000, 3000, 3000]


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_every_thing_our_exercises_often_need_has_a_name(language: str) -> None:
    shelf = library()
    needed = Counter(item.text for slug in shelf.exercise_paths() for item in shelf.exercise(slug).equipment)
    assert {item for item, exercises in needed.items() if exercises > 1} <= shipped_words(language).things.keys()


def test_equipment_is_named_in_the_language_where_it_has_a_name() -> None:
    assert Wording(shipped_words("de")).equipment(["Mat", "chair", "Kastanien"]) == (
        "Bitte griffbereit: Matte, Stuhl und Kastanien."
    )
    assert Wording(shipped_words("en")).equipment(["Mat"]).endswith("Mat.")
