"""``backplayer say`` and ``preview``."""

from __future__ import annotations

import re
import wave
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backplayer.cli.main import app
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import PAUSE
from backplayer.keeping.turn import Turn

SPOKEN = re.compile(r'^"(.*)"  (about )?([\d,]+) ms$')


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


def backplayer(*words: str, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, words, input=typed)


def spoken(result: Result) -> list[tuple[str, int]]:
    matches = [SPOKEN.match(line) for line in result.stdout.splitlines()]
    assert all(matches), result.output
    return [(match[1], int(match[3].replace(",", ""))) for match in matches if match]


def test_words_that_nobody_put_in_quotes_are_one_text() -> None:
    assert spoken(backplayer("say", "Schultern", "tief", "--voice", "none")) == [
        ("Schultern tief", estimated_length("Schultern tief"))
    ]


def test_without_a_voice_lengths_are_estimated_and_said_to_be() -> None:
    result = backplayer("say", "Slow, easy, no pain.", "Last one.", "--voice", "none")
    assert result.exit_code == 0
    assert spoken(result) == [(text, estimated_length(text)) for text in ("Slow, easy, no pain.", "Last one.")]
    assert result.stdout.count("about ") == 2
    assert result.stderr == "No voice: the lengths are estimated.\n"


def test_into_a_file_one_after_the_other_as_long_as_is_told(home: Path) -> None:
    result = backplayer("say", "Ready.", "10s hold", "Ready.", "--output", str(home / "x.wav"))
    assert result.exit_code == 0, result.output
    lengths = [length for _, length in spoken(result)]
    assert lengths[0] == lengths[2]
    assert lengths[1] > lengths[0] > 100
    assert "about" not in result.stdout
    with wave.open(str(home / "x.wav")) as file:
        length = file.getnframes() * 1000 / file.getframerate()
    assert length == pytest.approx(sum(lengths) + 3 * PAUSE, abs=5)


def test_a_file_is_replaced_only_where_that_is_asked_for(home: Path) -> None:
    recording = home / "x.wav"
    recording.write_bytes(b"of somebody")
    refused = backplayer("say", "Ready.", "--output", str(recording))
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"backplayer: {recording} is there already; --force replaces it\n",
    )
    assert recording.read_bytes() == b"of somebody"
    assert backplayer("say", "Ready.", "--output", str(recording), "--force").exit_code == 0
    assert recording.read_bytes()[:4] == b"RIFF"


def test_only_measured_where_no_sound_is_wanted(home: Path) -> None:
    result = backplayer("say", "Ready.", "--no-sound", "--output", str(home / "x.wav"))
    assert [text for text, _ in spoken(result)] == ["Ready."]
    assert "about" not in result.stdout
    assert not (home / "x.wav").exists()


def test_slower_speech_takes_longer() -> None:
    slow, fast = (
        spoken(backplayer("say", "Slow, easy, no pain.", "--no-sound", "--rate", rate)) for rate in ("100", "250")
    )
    assert slow[0][1] > fast[0][1]


def test_a_dash_takes_lines_from_standard_input() -> None:
    result = backplayer("say", "-", "--voice", "none", typed=b"One line.\n\n  \nAnd \xff another.\n")
    assert [text for text, _ in spoken(result)] == ["One line.", "And \ufffd another."]


def test_what_a_terminal_must_not_get_is_shown_escaped() -> None:
    result = backplayer("say", "red \x1b[31m\u202etxt", "--voice", "none")
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([""], "nothing to say"),
        (["it is fine", "x" * 501], "text 2 has 501 characters; 500 is the most"),
        (["x", "--voice", "festival"], "there is no voice engine 'festival'"),
        (["x", "--output", "/nowhere/at/all.wav"], "/nowhere/at/all.wav"),
    ],
)
def test_what_cannot_be_said_is_told_in_one_line(words: list[str], expected: str) -> None:
    result = backplayer("say", *words)
    assert result.exit_code == 1
    assert expected in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("language", ["no such", "English", "", "../x", "\x1b[31m"])
def test_what_is_no_code_of_a_language_is_refused(language: str) -> None:
    result = backplayer("say", "x", "--language", language, "--no-sound")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is no code of a language; write it like en, de or pt-BR" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr


def test_a_language_that_no_voice_speaks_is_refused() -> None:
    result = backplayer("say", "x", "--language", "xx-nonsense", "--no-sound")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "backplayer: no voice here speaks 'xx-nonsense'; 'backplayer voices' lists what they speak\n"
    )


@pytest.mark.parametrize(("language", "has_words"), [("it", False), ("de-AT", True), ("en-GB", True)])
def test_a_language_without_words_is_spoken_and_told(language: str, has_words: bool) -> None:
    result = backplayer("say", "Ciao.", "--language", language, "--no-sound")
    assert [text for text, _ in spoken(result)] == ["Ciao."]
    assert "about" not in result.stdout
    told = f"The coach has no words in '{language}'; how numbers and units are read is left to the voice.\n"
    assert result.stderr == ("" if has_words else told)


@pytest.mark.parametrize("voice", ["none", "espeak:en-gb"])
def test_where_the_language_chooses_no_voice_none_is_asked_for_it(voice: str) -> None:
    result = backplayer("say", "x", "--language", "xx", "--voice", voice, "--no-sound")
    assert result.exit_code == 0
    assert "The coach has no words in 'xx'" in result.stderr


def test_nobody_is_interrupted(home: Path) -> None:
    turn = Turn(home / "state" / "backplayer" / "player.lock", "Another")
    try:
        result = backplayer("say", "x")
    finally:
        turn.close()
    assert result.exit_code == 1
    assert "'Another' has been playing" in result.stderr


# -- preview ------------------------------------------------------------------------------------


def test_a_preview_has_every_phrase_once_and_no_counts() -> None:
    result = backplayer("preview", "upper-back", "--voice", "none")
    phrases = [text for text, _ in spoken(result)]
    assert len(set(phrases)) == len(phrases)
    assert phrases[0] == "Upper back."
    assert "First: Shoulder shrugs." in phrases
    assert "This is general exercise guidance, not medical advice." in phrases
    assert not any(text.isdigit() for text in phrases)


@pytest.mark.parametrize("step", ["12", "superman"])
def test_a_preview_of_one_step(step: str) -> None:
    phrases = [text for text, _ in spoken(backplayer("preview", "upper-back", "--voice", "none", "--step", step))]
    assert phrases[0] == "First: Superman."
    assert not any("Next:" in text or "medical" in text for text in phrases)


def test_a_preview_into_a_file(home: Path) -> None:
    path = home / "x.wav"
    result = backplayer("preview", "upper-back", "--step", "2", "--output", str(path))
    assert result.exit_code == 0, result.output
    phrases = spoken(result)
    with wave.open(str(path)) as file:
        length = file.getnframes() * 1000 / file.getframerate()
    assert length == pytest.approx(sum(length + PAUSE for _, length in phrases), abs=5)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["uper-back"], "did you mean 'upper-back'?"),
        (["upper-back", "--step", "supermann"], "did you mean 'superman'?"),
        (["upper-back", "--step", "99"], "its exercises are numbered 1 to 16"),
    ],
)
def test_what_cannot_be_previewed_is_told(words: list[str], expected: str) -> None:
    result = backplayer("preview", *words)
    assert result.exit_code == 1
    assert expected in result.stderr
    assert len(result.stderr.splitlines()) == 1
