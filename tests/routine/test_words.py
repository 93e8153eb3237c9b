"""The coach's words: ours, the user's over them, a set's or a routine's own; and files of them that are broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.cli.wiring import reading_of
from backplayer.coach.wording import Wording
from backplayer.routine.library import Library
from backplayer.routine.model import Plural, Routine
from backplayer.routine.problems import Problem, RoutineError
from backplayer.routine.sentences import SENTENCES
from backplayer.routine.words import known_sets, missing_translations, shipped_words, words_in
from tests.library import ROUTINES

STEPS = "steps: [{exercise: {name: N}, hold: 20s}]\n"


class Home:
    """A user's library folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Library([folder, ROUTINES])

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return path

    def routine(self, keys: str, steps: str = STEPS) -> Routine:
        return Library([self.folder, ROUTINES]).read_routine(self.write("r.yaml", f"title: T\n{keys}\n{steps}"))

    def problems(self, keys: str) -> tuple[Problem, ...]:
        with pytest.raises(RoutineError) as error:
            self.routine(keys)
        return error.value.problems

    def says(self, keys: str, name: str = "rest") -> str:
        return Wording(self.routine(keys).words).text(name)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def lines(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{Path(problem.file).name}:{problem.line}:{problem.column}: {problem.message}" for problem in problems]


# -- which words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("", "Rest."),
        ("language: en-GB", "Rest."),
        ("language: de", "Pause."),
        ("language: de-AT", "Pause."),
        ("language: fr", "Repos."),
        ("language: es-419", "Descansa."),
        ("language: it", "Rest."),
        ("words: calm", "Rest and breathe."),
        ("{words: calm, language: de-AT}", "Ruh dich aus und atme."),
        ("words: {rest: Breathe.}", "Breathe."),
        ("language: de\nwords: {rest: Atme.}", "Atme."),
    ],
)
def test_the_language_and_the_routine_decide(home: Home, keys: str, text: str) -> None:
    assert home.says(keys.strip("{}").replace(", ", "\n") if keys.startswith("{") else keys) == text


def test_the_users_words_are_laid_over_ours_sentence_by_sentence(home: Home) -> None:
    home.write("words/de.yaml", "rest: Verschnaufe.\nsides: {wing: {word: Flügel, left: l. F., right: r. F.}}\n")
    home.write("words/de-AT.yaml", "done: Passt.\nheld: [Pick]\nphases: {lift: aufi}\n")
    german = home.routine("language: de").words
    austrian = home.routine("language: de-AT").words
    assert german.sentences["rest"] == austrian.sentences["rest"] == "Verschnaufe."
    assert (german.sentences["done"], austrian.sentences["done"]) == ("Geschafft.", "Passt.")
    assert german.sides["wing"].left == german.sides["flügel"].left == "l. F."
    assert (german.phases["lift"], austrian.phases["lift"], austrian.phases["hold"]) == ("heben", "aufi", "halten")
    assert "pick" in austrian.held
    assert "halt" in austrian.held
    assert german.notations == shipped_words("de").notations
    assert home.routine("").words == shipped_words("en")


def test_the_users_english_is_english(home: Home) -> None:
    home.write("words/en.yaml", "rest: Take five.\ndisclaimer: No medical advice.\n")
    assert home.says("") == "Take five."
    assert home.says("", "disclaimer") == "No medical advice."
    assert home.says("language: de") == "Pause."


def test_a_set_of_the_users_own_and_over_ours(home: Home) -> None:
    home.write("words/gentle.yaml", "rest: Softly.\n")
    home.write("words/gentle.de.yaml", "rest: Sanft.\n")
    home.write("words/calm.yaml", "rest: Calmly.\n")
    assert home.says("words: gentle") == "Softly."
    assert home.says("words: gentle\nlanguage: de") == "Sanft."
    assert home.says("words: calm") == "Calmly."
    assert home.says("words: calm", "last_set") == "This is the last set."  # of ours
    assert known_sets("en", [home.folder / "words"]) == ["brisk", "calm", "gentle"]


def test_no_set_of_that_name(home: Home) -> None:
    assert lines(home.problems("words: clam")) == [
        "r.yaml:2:8: there is no set of words 'clam' in 'en'; did you mean 'calm'?"
    ]
    assert lines(home.problems("language: it\nwords: calm")) == [
        "r.yaml:3:8: there is no set of words 'calm' in 'it'; there are none"
    ]


def test_a_language_is_no_set(home: Home) -> None:
    assert "there is no set of words 'de' in 'en'" in lines(home.problems("words: de"))[0]


def test_words_come_from_the_library_only(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What lies beside a stranger's routine cannot change what the coach says of safety."""
    elsewhere = Home(tmp_path_factory.mktemp("elsewhere"))
    elsewhere.write("words/en.yaml", "disclaimer: This heals.\n")
    path = elsewhere.write("r.yaml", f"title: T\n{STEPS}")
    words = home.shelf.read_routine(path).words
    assert words == shipped_words("en")


def test_plurals_of_ones_own(home: Home) -> None:
    words = home.routine("words: {about_minutes: {one: Just a minute., other: 'Some {minutes} minutes.'}}").words
    assert Wording(words).about_minutes(60_000) == "Just a minute."
    assert Wording(words).about_minutes(240_000) == "Some 4 minutes."
    plain = home.routine("words: {about_minutes: 'Minutes: {minutes}.'}").words
    assert Wording(plain).about_minutes(60_000) == "Minutes: 1."


def test_a_routines_own_words_change_nothing_else(home: Home) -> None:
    own, ours = home.routine("words: {rest: Breathe.}").words, shipped_words("en")
    assert replace(own, sentences=ours.sentences) == ours
    assert {name for name in SENTENCES if own.sentences[name] != ours.sentences[name]} == {"rest"}


# -- what is missing ---------------------------------------------------------------------------


def test_a_language_that_nobody_has_words_for(home: Home) -> None:
    routine = home.routine("language: it")
    assert set(routine.words.missing) == set(SENTENCES)
    assert not routine.words.notations.units  # no English units in an Italian text
    missing, pain = missing_translations(routine)
    assert missing.path == pain.path == ("language",)
    assert missing.message == "the coach does not speak 'it'; it speaks English (add words/it.yaml)"
    assert pain.message == "what the coach says at pain is English; write if_it_hurts, or add safety.it.yaml"


def test_a_language_of_the_users_own(home: Home) -> None:
    home.write("words/it.yaml", "rest: Riposo.\nnext: 'Poi: {name}.'\nsingular: [1]\n")
    home.write("safety.it.yaml", "If it hurts: [Fai una pausa.]\n")
    routine = home.routine("language: it")
    assert Wording(routine.words).text("rest") == "Riposo."
    assert Wording(routine.words).text("done") == "You are done."
    assert "rest" not in routine.words.missing
    assert "done" in routine.words.missing
    (missing,) = missing_translations(routine)
    assert missing.message.startswith("the coach says title, about_minutes, equipment and ")
    assert missing.message.endswith(" more in English; words/it.yaml lacks them")
    home.write("words/it.yaml", "".join(f"{name}: {sample(name)}\n" for name in SENTENCES))
    assert missing_translations(home.routine("language: it")) == ()


def sample(name: str) -> str:
    return "'" + " ".join(["Va", *(f"{{{hole}}}" for hole in SENTENCES[name].placeholders)]) + "'"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "de-CH"])
def test_our_languages_lack_nothing(home: Home, language: str) -> None:
    assert missing_translations(home.routine(f"language: {language}")) == ()


# -- at a report of pain -----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "fr", "es", "de-CH"])
def test_the_rule_for_pain_is_in_the_routines_language(home: Home, language: str) -> None:
    (english,) = home.routine("").if_it_hurts
    (rule,) = home.routine(f"language: {language}").if_it_hurts
    assert rule.text != english.text
    assert rule.origin == english.origin == "dr-bill-stabilization"
    assert not home.routine(f"language: {language}").pain_in_english


def test_a_rule_for_pain_of_the_users_own(home: Home) -> None:
    home.write("safety.yaml", "If it hurts: [Stop.]\n")
    assert [rule.text for rule in home.routine("").if_it_hurts] == ["Stop."]
    assert home.routine("language: de").if_it_hurts[0].text.startswith("Eine Pause machen")
    home.write("safety.de.yaml", "If it hurts: [Halt.]\n")
    home.write("safety.de-AT.yaml", "If it hurts: [Aus.]\n")
    assert [rule.text for rule in home.routine("language: de").if_it_hurts] == ["Halt."]
    assert [rule.text for rule in home.routine("language: de-AT").if_it_hurts] == ["Aus."]
    own = home.routine("language: it\nif_it_hurts: Basta.")
    assert [rule.text for rule in own.if_it_hurts] == ["Basta."]
    assert not own.pain_in_english
    assert not {"safety", "safety.de", "safety.de-AT"} & home.shelf.routine_paths().keys()


# -- files in which nothing is written yet -----------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n\n", "# rest: Breathe.\n  # done: x\n", "\ufeff# a\n"])
@pytest.mark.parametrize("name", ["pronunciation", "words/en", "words/de", "words/calm", "sources", "safety"])
def test_a_blank_file_changes_nothing(home: Home, name: str, text: str) -> None:
    keys = "language: de" if name == "words/de" else "words: calm"
    before = home.routine(keys)
    home.write(f"{name}.yaml", text)
    assert home.routine(keys) == before
    assert home.shelf.credits() == Library([ROUTINES]).credits()


def test_a_blank_set_is_a_set(home: Home) -> None:
    home.write("words/gentle.yaml", "# nothing yet\n")
    assert home.says("words: gentle") == "Rest."


# -- broken files ------------------------------------------------------------------------------

BROKEN = [
    ("rst: x", "1:1: the coach has no sentence 'rst'; did you mean 'rest'?"),
    ("zzzzzz: x", "1:1: the coach has no sentence 'zzzzzz'; some it has are title, about_minutes, equipment"),
    ("rest: ''", "1:7: rest is empty; write what the coach is to say, or delete the line"),
    ("rest: [a]", "1:7: rest is one text, not a list"),
    ("rest_for: Rest.", "1:11: rest_for lacks its placeholder {time}; it has {time}"),
    ("rest: Rest {time}.", "1:7: rest has no placeholder {time}; it has none"),
    ("set_of: '{set} {stes}'", "1:9: set_of has no placeholder {stes}; did you mean 'sets'?"),
    ("rest_for: '{time} {time}'", "1:11: rest_for has {time} twice; once is enough"),
    ("rest_for: '{time} }'", "1:11: rest_for has a { or } that stands alone; its placeholders: {time}"),
    ("rest_for: '{time.__class__}'", "1:11: rest_for has no placeholder {time.__class__}; it has {time}"),
    ("rest_for: '{0}'", "1:11: rest_for has no placeholder {0}; it has {time}"),
    ("rest_for: '{time!r:>9}'", "1:11: rest_for has no placeholder {time!r:>9}; it has {time}"),
    ("rest_for: {time}", "1:11: rest_for is one text, or has the two keys one and other; put quotes around a text "
     "that starts with {"),
    ("rest: {one: a, other: b}", "1:7: rest has no number that could be one; write one text"),
    ("minutes: {one: a, few: b}", "1:10: minutes is one text, or has the two keys one and other"),
    ("minutes: {one: a, other: b}", "1:10: minutes lacks its placeholder {minutes}; it has {minutes}"),
    (f"rest: {'x' * 241}", "1:7: rest has 241 characters; 240 is the most"),
    ("rest: a\nrest: b", "2:1: 'rest' stands here a second time (first in line 1)"),
    ("rest: \"a\\u202eb\"", "1:7: rest: the text holds an invisible character (right-to-left override); delete it"),
    ("sides: {arm: {left: 'a {word}', right: b}}", "1:21: left: a side has no placeholders; delete { and }"),
    ("sides: {arm: {left: a, right: b, word: '{word}'}}", "1:40: word: a side has no placeholders; delete { and }"),
    ("singular: [1, 21]\nminutes: {one: a minute, other: '{minutes} m'}",
     "2:10: minutes lacks its placeholder {minutes}; it has {minutes}"),
    ("sides: {arm: {left: a}}", "1:14: 'right' is missing; add 'right: …'"),
    ("singular: [many]", "1:12: singular is a whole number such as 8, not 'many'"),
    ("held: {a: b}", "1:7: held is a text, not a group of keys; put quotes around a text that holds ': '"),
    ("- rest", "1:1: the file has keys of its own ('key: value' lines), not a list"),
    ("!!python/object:os.system x", "1:1: tags such as !!python/object:os.system are not allowed; "
     "put quotes around a text that starts with !"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), BROKEN)
def test_a_broken_file_of_words(home: Home, text: str, problem: str) -> None:
    home.write("words/de.yaml", text)
    assert f"de.yaml:{problem}" in lines(home.problems("language: de"))
    home.routine("")  # who does not speak German does not mind


def test_all_problems_of_a_file_and_of_the_routine_are_told_at_once(home: Home) -> None:
    home.write("words/de.yaml", "rst: x\nrest_for: x\nsingular: y\ndone: Gut.\n")
    told = lines(home.problems("language: de\nnonsense: 1"))
    assert [line.split(": ")[0] for line in told] == ["r.yaml:3:1", "de.yaml:1:1", "de.yaml:2:11", "de.yaml:3:11"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("{rst: x}", "r.yaml:2:9: the coach has no sentence 'rst'; did you mean 'rest'?"),
        ("{rest_for: x}", "r.yaml:2:19: rest_for lacks its placeholder {time}; it has {time}"),
        ("{disclaimer: This heals.}", "r.yaml:2:9: disclaimer stays as the language has it; delete it here"),
        ("{held: [a]}", "r.yaml:2:9: the coach has no sentence 'held'; did you mean 'else'?"),
    ],
)
def test_broken_words_in_a_routine(home: Home, words: str, problem: str) -> None:
    told = lines(home.problems(f"words: {words}"))
    assert any(line.startswith(problem.split("; did")[0]) for line in told), told


@pytest.mark.parametrize("words", ["{Rest: x}", "{rest: ''}", "{rest: [a]}", "{rest: {few: a}}", "{minutes: {one: a}}"])
def test_what_is_wrong_with_a_sentence_is_told_once(home: Home, words: str) -> None:
    assert len(home.problems(f"words: {words}")) == 1


def test_thousands_of_sentences_are_told_in_one_line(home: Home) -> None:
    many = "".join(f"  rest{number}: x\n" for number in range(9000))
    assert lines(home.problems(f"words:\n{many}")) == [
        f"r.yaml:3:3: more than 200 sentences; the coach has {len(SENTENCES)}"
    ]
    home.write("words/de.yaml", many.replace("  ", ""))
    assert lines(home.problems("language: de")) == [
        f"de.yaml:1:1: more than 200 sentences; the coach has {len(SENTENCES)}"
    ]


def test_no_set_of_words_takes_the_warning_away(home: Home) -> None:
    home.write("words/bold.yaml", "disclaimer: This heals.\n")
    assert lines(home.problems("words: bold")) == [
        "bold.yaml:1:1: disclaimer stays as the language has it; delete it here"
    ]


@given(
    st.dictionaries(
        st.sampled_from([*SENTENCES, "sides", "units", "x"]), st.text("{}abtime \n'\"\\[]:!&*%#", max_size=40)
    )
)
def test_whatever_stands_in_a_file_of_words_it_reads_or_is_told(tmp_path_factory, data: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("words")
    text = "".join(f"{name}: {value}\n" for name, value in data.items())
    (folder / "de.yaml").write_text(text, encoding="utf-8")
    try:
        words = words_in("de", [folder])
    except RoutineError:
        pass
    else:
        assert words.sentences.keys() == SENTENCES.keys()
        for sentence in words.sentences.values():
            assert isinstance(sentence, (str, Plural))


# -- pronunciation -----------------------------------------------------------------------------


def test_the_routines_pronunciation_comes_before_the_users_and_ours(home: Home) -> None:
    home.write("pronunciation.yaml", "lats: latts\nTFL: tee eff ell\n")
    routine = home.routine("pronounce: {Lats: lahts, ITB: i t b}")
    assert routine.pronounce == (("Lats", "lahts"), ("ITB", "i t b"))
    assert routine.general_pronounce == (("lats", "latts"), ("TFL", "tee eff ell"))
    assert reading_of(routine)("lats, itb, tfl, 10s") == "lahts, i t b, tee eff ell, 10 seconds"
    home.write("words/de.yaml", "notations: {units: {Wdh: {one: Wiederholung, other: Wiederholungen}}}")
    assert reading_of(home.routine("language: de"))("5 Wdh in 10s") == "5 Wiederholungen in 10 Sekunden"
    assert "pronunciation" not in home.shelf.routine_paths()


@pytest.mark.parametrize(
    ("text", "place"),
    [("lats: [a]", "1:7"), (f"{'x' * 61}: a", "1:1"), ("lats:", "1:6"), ("a: b: c", "1:5"), ("- a", "1:1")],
)
def test_a_broken_pronunciation_table(home: Home, text: str, place: str) -> None:
    home.write("pronunciation.yaml", text)
    told = lines(home.problems(""))
    assert [line.split(": ")[0] for line in told] == [f"pronunciation.yaml:{place}"], told
