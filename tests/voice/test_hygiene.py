"""What an engine is given to read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.routine.words import shipped_words
from backplayer.voice.hygiene import LONGEST, Reading, reading, spoken

anything = st.text(max_size=700) | st.text("0123456789smxkgclb½/-–°. :[]<>hin", max_size=60)


READERS = {language: reading(shipped_words(language).notations) for language in ("en", "de", "fr", "es", "it")}
english = READERS["en"]
readers = st.sampled_from([*READERS.values(), spoken])


@given(anything, readers)
def test_only_clean_short_lines_come_out(text: str, read: Reading) -> None:
    line = read(text)
    assert len(line) <= LONGEST
    assert line == " ".join(line.split())
    assert not set("[]<>{}\0\n\r\t") & set(line)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)
    assert not any(unicodedata.bidirectional(character) in BIDI for character in line)
    line.encode()


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(anything.filter(lambda text: len(text) < 100), readers)
def test_what_is_clean_stays_as_it_is(text: str, read: Reading) -> None:
    assert read(read(text)) == read(text)


@given(st.from_regex(r"[A-Za-z ,.!?']{0,400}", fullmatch=True), readers)
def test_plain_words_are_left_alone(text: str, read: Reading) -> None:
    assert read(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hold 10s.", "Hold 10 seconds."),
        ("1s", "1 second"),
        ("10 s, 20 s", "10 seconds, 20 seconds"),
        ("1m30s", "1 minute 30 seconds"),
        ("5min rest", "5 minutes rest"),
        ("500 ms", "500 milliseconds"),
        ("2 h", "2 hours"),
        ("3x12", "3 times 12"),
        ("3 × 12 kg", "3 times 12 kilograms"),
        ("3x10s", "3 times 10 seconds"),
        ("2x a week", "2 times a week"),
        ("1/2", "one half"),
        ("1 1/2 turns", "1 and a half turns"),
        ("2½ turns", "2 and a half turns"),
        ("¾ of the way", "three quarters of the way"),
        ("a pain of 3/10", "a pain of 3 out of 10"),
        ("24/7", "24/7"),
        ("30s/30s", "30 seconds/30 seconds"),
        ("½turn", "one half turn"),
        ("8-10 reps", "8 to 10 reps"),
        ("8–10s", "8 to 10 seconds"),
        ("10s-20s", "10 to 20 seconds"),
        ("2.5kg", "2.5 kilograms"),
        ("10-12 lbs", "10 to 12 pounds"),
        ("5 cm", "5 centimetres"),
        ("90° turn", "90 degrees turn"),
        ("1°", "1 degree"),
        ("tempo 2-0-2", "tempo 2-0-2"),
        ("L4-5", "L4-5"),
        ("2026-01-01", "2026-01-01"),
        ("10m", "10m"),
        ("-h", "-h"),
        ("a\0b\x1b[31m", "a b 31m"),
        ("[[h@l'oU]]", "h@l'oU"),
        ("<speak>hi</speak>", "speak hi /speak"),
        ("\u202eabc\u202c\u200f", "abc"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ud800x", "x"),
        (" a \r\n b ", "a b"),
    ],
)
def test_notations_are_written_out(text: str, line: str) -> None:
    assert english(text) == line


TABLE = [  # as written; German, French, Spanish
    ("10s", "10 Sekunden", "10 secondes", "10 segundos"),
    ("1s", "eine Sekunde", "une seconde", "un segundo"),
    ("1m30s", "eine Minute 30 Sekunden", "une minute 30 secondes", "un minuto 30 segundos"),
    ("5 min", "5 Minuten", "5 minutes", "5 minutos"),
    ("2 h", "2 Stunden", "2 heures", "2 horas"),
    ("500 ms", "500 Millisekunden", "500 millisecondes", "500 milisegundos"),
    ("3x12", "3 mal 12", "3 fois 12", "3 por 12"),
    ("3 × 10s", "3 mal 10 Sekunden", "3 fois 10 secondes", "3 por 10 segundos"),
    ("2x", "2 mal", "2 fois", "2 veces"),
    ("1x", "einmal", "une fois", "una vez"),
    ("1/2", "ein halb", "un demi", "un medio"),
    ("2 1/2", "2 einhalb", "2 et demi", "2 y medio"),
    ("¾", "drei Viertel", "trois quarts", "tres cuartos"),
    ("1/3", "ein Drittel", "un tiers", "un tercio"),
    ("3/10", "3 von 10", "3 sur 10", "3 de 10"),
    ("8-10", "8 bis 10", "8 à 10", "8 a 10"),
    ("8–10 kg", "8 bis 10 Kilogramm", "8 à 10 kilos", "8 a 10 kilos"),
    ("10s-20s", "10 bis 20 Sekunden", "10 à 20 secondes", "10 a 20 segundos"),
    ("5 kg", "5 Kilogramm", "5 kilos", "5 kilos"),
    ("2.5 kg", "2,5 Kilogramm", "2,5 kilos", "2,5 kilos"),
    ("2,5kg", "2,5 Kilogramm", "2,5 kilos", "2,5 kilos"),
    ("10 lb", "10 englische Pfund", "10 livres", "10 libras"),
    ("1 lb", "ein englisches Pfund", "une livre", "una libra"),
    ("45°", "45 Grad", "45 degrés", "45 grados"),
    ("1°", "ein Grad", "1 degré", "un grado"),
    ("tempo 2-0-2", "tempo 2-0-2", "tempo 2-0-2", "tempo 2-0-2"),
    ("24/7", "24/7", "24/7", "24/7"),
    ("2 1/2 h", "2 einhalb Stunden", "2 et demi heures", "2 y medio horas"),
    ("¼ kg", "ein Viertel Kilogramm", "un quart de kilo", "un cuarto de kilo"),
    ("1½ min", "eineinhalb Minuten", "une minute et demie", "un minuto y medio"),
    ("3x8-12", "3 mal 8 bis 12", "3 fois 8 à 12", "3 por 8 a 12"),
    ("2-3x12", "2 bis 3 mal 12", "2 à 3 fois 12", "2 a 3 por 12"),
    ("3x8-12 kg", "3 mal 8 bis 12 Kilogramm", "3 fois 8 à 12 kilos", "3 por 8 a 12 kilos"),
    ("30°-45°", "30 bis 45 Grad", "30 à 45 degrés", "30 a 45 grados"),
    ("n°1", "n°1", "n°1", "n°1"),
]


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [(language, row[0], line) for row in TABLE for language, line in zip(("de", "fr", "es"), row[1:], strict=True)],
)
def test_notations_are_written_out_in_each_language(language: str, text: str, line: str) -> None:
    assert READERS[language](text) == line


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("de", "Noch 1 Minute.", "Noch eine Minute."),
        ("de", "1/2 Minute und ½ Drehung", "eine halbe Minute und eine halbe Drehung"),
        ("de", "1 1/2 Minuten", "eineinhalb Minuten"),
        ("de", "1½ Stunden, 1/4 Stunde, ¾ Stunde", "eineinhalb Stunden, eine Viertelstunde, eine Dreiviertelstunde"),
        ("de", "Nach 1 min, in 1 Stunde, vor 11 Minuten", "Nach einer Minute, in einer Stunde, vor 11 Minuten"),
        ("fr", "21s, 31 minutes, 121 minutes", "vingt et une secondes, trente et une minutes, 121 minutes"),
        ("fr", "1 1/2 minute, 2 3/4", "une minute et demie, 2 et trois quarts"),
        ("es", "31 s, 21 series, 41 kg", "treinta y un segundos, veintiuna series, cuarenta y un kilos"),
        ("es", "1½ minutos", "un minuto y medio"),
        ("de", "Satz 1 Minutenlang, 11 Minute", "Satz 1 Minutenlang, 11 Minute"),
        ("de", "5 Sek und 2 Std", "5 Sekunden und 2 Stunden"),
        ("fr", "Encore 1 minute.", "Encore une minute."),
        ("fr", "1/2 min", "une demi-minute"),
        ("es", "1 repetición", "una repetición"),
        ("es", "1/2 vuelta", "media vuelta"),
        ("en", "2,5 kg", "2.5 kilograms"),
        ("en", "1,000 kg", "1,000 kilograms"),
    ],
)
def test_one_and_a_half_agree_with_their_word(language: str, text: str, line: str) -> None:
    assert READERS[language](text) == line


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("de", "Sag: coach, ready.", "Sag: coach, reddi."),
        ("es", "Di: coach, ready.", "Di: coutch, redi."),
        ("es", "Resume lo que resume.", "Resume lo que resume."),  # a Spanish word
        ("es", "pause, resume, skip this", "pause, risium, skip dis"),
        ("fr", "coach, ready", "coach, ready"),
        ("en", "coach, ready", "coach, ready"),
    ],
)
def test_spoken_commands_are_spelled_for_voices_that_know_no_english(language: str, text: str, line: str) -> None:
    assert READERS[language](text) == line


def test_a_language_without_notations_is_left_to_the_voice() -> None:
    assert READERS["it"]("10s 3x12 1/2") == "10s 3x12 1/2"


SAID = [("lats", "latts"), ("Can opener", "can-opener"), ("L4", "L four"), ("kg", "kilos"), ("a", "b"), ("b", "c")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Squeeze your LATS.", "Squeeze your latts."),
        ("flats latsy lats' lats-like", "flats latsy latts' latts-like"),
        ("can  opener, Can opener", "can-opener, can-opener"),
        ("5 kg", "5 kilos"),
        ("L4-5", "L four-5"),
        ("a b", "b c"),
    ],
)
def test_whole_words_are_read_as_the_author_says(text: str, line: str) -> None:
    assert reading(shipped_words("en").notations, SAID)(" ".join(text.split())) == line


@pytest.mark.parametrize(
    ("word", "text", "line"),
    [
        ("Fuß", "Fuß, FUẞ, Füße", "x, x, Füße"),
        ("Maße", "Maße und Masse", "x und Masse"),
        ("don't", "don't, don’t", "x, x"),
        ("d’abord", "D'abord", "x"),
        ("can  opener", "can   opener", "x"),
        ("t", "it's T, don't, don’t, t'es", "it's x, don't, don’t, t'es"),
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, text: str, line: str) -> None:
    assert reading(shipped_words("de").notations, [(word, "x")])(text) == line


def test_of_two_for_a_word_the_first_holds() -> None:
    assert reading(shipped_words("de").notations, [("LWS", "eins"), ("lws", "zwei")])("Lws") == "eins"


@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.text(max_size=500)), max_size=20), anything)
def test_no_pronunciation_makes_a_line_that_is_unclean_or_long(table: list[tuple[str, str]], text: str) -> None:
    line = reading(shipped_words("en").notations, table)(text)
    assert len(line) <= LONGEST
    assert not set("[]<>{}\0\n\r\t") & set(line)


def test_a_pronunciation_is_no_pattern() -> None:
    table = [(".*", "x"), ("(a+)+$", "y"), ("\\", "z"), ("a|b", r"\1\g<0>")]
    assert reading(shipped_words("en").notations, table)("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! a|b") == (
        r"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! \1\g 0"
    )


def test_a_long_text_ends_at_a_word() -> None:
    assert english("lift " * 200) == ("lift " * 100).strip()
    assert english("x" * 900) == "x" * LONGEST
