"""What every recogniser keeps to, and what is theirs alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backplayer.controls.listening.engine import RATE, Engine, EngineFailed, Heard
from backplayer.controls.listening.engines.pocketsphinx import PocketsphinxEngine
from backplayer.controls.listening.engines.sherpa import SherpaEngine, keyword_lines
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD, command_of
from tests.controls.listening import fake_sherpa
from tests.controls.listening.sounds import blocks, noise, silence

CUES = ("Lift your arms.", "Press your hands into the wall.", "Next: Can opener.")


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A folder as sherpa-onnx publishes its keyword models, with a dictionary of phonemes."""
    words = {word for phrase in (WAKE_WORD, *PHRASES) for word in phrase.split()}
    (tmp_path / "en.phone").write_text("".join(f"{word.upper()} {' '.join(word.upper())}\n" for word in sorted(words)))
    letters = sorted({letter.upper() for word in words for letter in word})
    (tmp_path / "tokens.txt").write_text("".join(f"{letter} {at}\n" for at, letter in enumerate(letters)))
    for part in ("encoder", "decoder", "joiner"):
        (tmp_path / f"{part}-epoch-12.int8.onnx").write_bytes(b"small")
        (tmp_path / f"{part}-epoch-12.onnx").write_bytes(b"large")
    return tmp_path


@pytest.fixture
def sherpa(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> SherpaEngine:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", fake_sherpa)
    return SherpaEngine(model_folder)


@pytest.fixture(scope="module")
def pocketsphinx() -> PocketsphinxEngine:
    pytest.importorskip("pocketsphinx", reason="the extra 'listen' is not installed")
    return PocketsphinxEngine(CUES)


@pytest.fixture(params=["pocketsphinx", "sherpa"])
def engine(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    engine.forget()
    return engine


Say = Callable[[str], bytes]


def heard(engine: Engine, sound: bytes, samples: int = 480) -> list[Heard]:
    return [utterance for block in blocks(sound, samples) for utterance in engine.feed(block)]


def test_a_command_is_heard_once_with_its_place(engine: Engine, spoken: Say) -> None:
    sound = noise(1, 20) + spoken("Coach, slow down.")
    (utterance,) = heard(engine, sound)
    assert utterance.phrase == "slow down"
    assert utterance.accepted
    assert 0 < utterance.confidence <= 1
    assert 0 <= utterance.start < utterance.end <= len(sound) // 2
    assert utterance.end > 2 * RATE


@pytest.mark.parametrize("samples", [1, 160, 1024, 16_000])
def test_the_size_of_the_blocks_does_not_matter(engine: Engine, spoken: Say, samples: int) -> None:
    assert [utterance.phrase for utterance in heard(engine, spoken("Coach, slow down."), samples)] == ["slow down"]


def test_what_was_forgotten_is_gone(engine: Engine, spoken: Say) -> None:
    sound = spoken("Coach, slow down.")
    said = len(sound) - round(0.8 * RATE) * 2  # what follows is quiet
    assert not heard(engine, sound[:said])
    engine.forget()
    assert not heard(engine, sound[said:])


@pytest.mark.parametrize("sound", [silence(4), noise(4, 20)], ids=["silence", "noise"])
def test_no_command_is_heard_where_nothing_is_said(engine: Engine, sound: bytes) -> None:
    assert [utterance for utterance in heard(engine, sound) if utterance.phrase] == []


@pytest.mark.parametrize(
    "said", ["coach go back", "coach volume up", "coach stop workout", "coach, where am I", "coach, I am ready"]
)
def test_pocketsphinx_knows_the_commands(pocketsphinx: PocketsphinxEngine, spoken: Say, said: str) -> None:
    pocketsphinx.forget()
    (utterance,) = heard(pocketsphinx, spoken(said))
    assert utterance.accepted
    assert utterance.phrase is not None
    assert PHRASES[utterance.phrase] == command_of(said)


def test_what_is_over_is_told_when_asked_and_only_once(pocketsphinx: PocketsphinxEngine, spoken: Say) -> None:
    pocketsphinx.forget()
    sound = spoken("Coach, go back.")
    over = len(sound) - round(0.6 * RATE) * 2  # of the quiet after it, 0.2 s are heard
    assert not heard(pocketsphinx, sound[:over])
    assert [utterance.phrase for utterance in pocketsphinx.flush()] == ["go back"]
    assert not pocketsphinx.flush()


def test_a_command_after_a_noise_in_the_same_breath_is_heard(pocketsphinx: PocketsphinxEngine, spoken: Say) -> None:
    pocketsphinx.forget()
    bump = noise(0.35, 6000, seed=8)
    told = heard(pocketsphinx, noise(1, 20) + bump + spoken("Coach, go back.")[round(0.3 * RATE) * 2 :] + noise(1, 20))
    assert [utterance.phrase for utterance in told if utterance.accepted] == ["go back"]


@pytest.mark.parametrize("said", ["Pause.", "Press your hands into the wall.", "The weather is fine today.", "Coach."])
def test_pocketsphinx_takes_nothing_else_for_one(pocketsphinx: PocketsphinxEngine, spoken: Say, said: str) -> None:
    pocketsphinx.forget()
    assert [utterance.phrase for utterance in heard(pocketsphinx, spoken(said) + noise(1, 20))] == [None]


def test_sherpa_is_given_every_phrase_behind_the_wake_word(sherpa: SherpaEngine, model_folder: Path) -> None:
    lines = keyword_lines(
        ["coach go back"], model_folder / "tokens.txt", lambda phrase: phrase.upper().replace(" ", "")
    )
    assert lines == ["C O A C H G O B A C K @coach_go_back\n"]
    with pytest.raises(EngineFailed, match="cannot spell 'coach go back'"):
        keyword_lines(["coach go back"], model_folder / "tokens.txt", lambda phrase: ["▁CO", "ACH"])


def test_sherpa_takes_the_small_files_of_a_model(sherpa: SherpaEngine, model_folder: Path) -> None:
    (model_folder / "encoder-epoch-12.onnx").write_bytes(b"")  # the fake refuses this one
    SherpaEngine(model_folder)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("tokens.txt", "no tokens.txt"),
        ("en.phone", "neither en.phone nor bpe.model"),
        ("joiner*", "no joiner….onnx"),
    ],
)
def test_a_folder_that_is_no_model_is_refused(
    sherpa: SherpaEngine, model_folder: Path, missing: str, says: str
) -> None:
    for path in model_folder.glob(missing):
        path.unlink()
    with pytest.raises(EngineFailed, match=re.escape(says)):
        SherpaEngine(model_folder)


def test_a_model_that_does_not_load_is_refused_in_one_line(sherpa: SherpaEngine, model_folder: Path) -> None:
    (model_folder / "encoder-epoch-12.int8.onnx").write_bytes(b"")
    with pytest.raises(EngineFailed, match=r"cannot load the model in .* Protobuf parsing failed"):
        SherpaEngine(model_folder)


def test_a_missing_library_is_named(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    with pytest.raises(EngineFailed, match="pip install sherpa-onnx"):
        SherpaEngine(model_folder)
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    with pytest.raises(EngineFailed, match="pocketsphinx"):
        PocketsphinxEngine(())
