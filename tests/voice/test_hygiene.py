"""What an engine is given to read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.voice.hygiene import LONGEST, spoken

anything = st.text(max_size=700) | st.text("0123456789smxkgclb½/-–°. :[]<>hin", max_size=60)


@given(anything, st.sampled_from(["en", "en-gb", "de"]))
def test_only_clean_short_lines_come_out(text: str, language: str) -> None:
    line = spoken(text, language)
    assert len(line) <= LONGEST
    assert line == " ".join(line.split())
    assert not set("[]<>{}\0\n\r\t") & set(line)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)
    assert not any(unicodedata.bidirectional(character) in BIDI for character in line)
    line.encode()


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(anything.filter(lambda text: len(text) < 100))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert spoken(spoken(text)) == spoken(text)


@given(st.from_regex(r"[A-Za-z ,.!?']{0,400}", fullmatch=True))
def test_plain_words_are_left_alone(text: str) -> None:
    assert spoken(text) == " ".join(text.split())


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
    assert spoken(text) == line


def test_other_languages_are_not_given_english_words() -> None:
    assert spoken("10s 3x12 1/2", "de") == "10s 3x12 1/2"


def test_a_long_text_ends_at_a_word() -> None:
    assert spoken("lift " * 200) == ("lift " * 100).strip()
    assert spoken("x" * 900) == "x" * LONGEST
