"""The bundled espeak-ng, against the figures the coach relies on."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backplayer.coach.estimate import estimator
from backplayer.processes import python
from backplayer.routine.words import shipped_words
from backplayer.voice.engine import Engine, VoiceFailed, VoiceOptions
from backplayer.voice.engines import ENGINES
from backplayer.voice.engines.espeak import voice_for
from backplayer.voice.levelling import active_rms
from backplayer.voice.workers.espeak import LONGEST_PATH, short_path

pytest.importorskip("espeakng_loader", reason="espeakng-loader has no wheel for this platform")

COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@pytest.fixture(scope="module")
def espeak() -> Iterator[Engine]:
    engine = ENGINES["espeak"](VoiceOptions())
    yield engine
    engine.close()


def children() -> set[int]:
    """The processes this one has started and not yet buried."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    if not tasks.exists():
        pytest.skip("needs /proc")
    return {int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()}


def _kill(processes: set[int]) -> None:
    (process,) = processes
    os.kill(process, signal.SIGKILL)


def test_count_words_start_at_once_and_fit_their_second(espeak: Engine) -> None:
    for word in COUNTS:
        clip = espeak.synthesise(word)
        assert clip.samples[0] != 0
        audible = max(map(abs, clip.samples)) / 300  # -50 dB
        onset = next(at for at, sample in enumerate(clip.samples) if abs(sample) > audible)
        assert onset <= 3 * 48  # ms
        assert 200 <= clip.length <= 450  # measured: 444 at most


def test_phrases_are_equally_loud(espeak: Engine) -> None:
    phrases = [*COUNTS, "Rest.", "Halfway.", "Next up: can opener.", "Keep your ribs down and breathe out slowly."]
    levels = [20 * math.log10(active_rms(espeak.synthesise(phrase)) / 32_768) for phrase in phrases]
    assert max(levels) - min(levels) <= 0.6
    assert -23 <= min(levels) <= max(levels) <= -21


def test_has_its_hundred_voices(espeak: Engine) -> None:
    voices = espeak.voices()
    assert len(voices) > 100
    assert {"en-us", "en-gb", "de", "fr-fr", "pl"} <= {voice.language for voice in voices}


@pytest.mark.parametrize("voice", ["en-gb", "fr-fr", "pt-br", "en-us+f3", "gmw/de", "English (America)"])
def test_takes_a_voice_by_language_name_id_or_variant(voice: str) -> None:
    engine = ENGINES["espeak"](VoiceOptions(voice=voice))
    try:
        assert engine.synthesise("12").length > 0
    finally:
        engine.close()


@pytest.mark.parametrize("voice", ["fo", "kaa", "xex"])
def test_a_listed_voice_that_came_without_its_dictionary_is_refused(voice: str) -> None:
    import espeakng_loader

    if (Path(espeakng_loader.get_data_path()) / f"{voice}_dict").exists():
        pytest.skip("espeakng-loader has it now")
    engine = ENGINES["espeak"](VoiceOptions(voice=voice))
    with pytest.raises(VoiceFailed, match="dictionary"):
        engine.synthesise("one")
    engine.close()


@pytest.mark.parametrize(
    ("options", "voice"),
    [
        (VoiceOptions(), "en-us"),
        (VoiceOptions(language="en-gb"), "en-gb"),
        (VoiceOptions(language="de"), "de"),
        (VoiceOptions(language="pt-BR"), "pt-br"),
        (VoiceOptions(voice="en-us+f3", language="de"), "en-us+f3"),
    ],
)
def test_the_voice_follows_the_language_unless_one_is_named(options: VoiceOptions, voice: str) -> None:
    assert voice_for(options) == voice


def test_leaves_no_process_behind() -> None:
    before = children()
    engine = ENGINES["espeak"](VoiceOptions())
    engine.synthesise("one")
    assert len(children() - before) == 1
    engine.close()
    assert children() == before


def test_ctrl_c_is_not_for_the_worker() -> None:
    before = children()
    engine = ENGINES["espeak"](VoiceOptions())
    try:
        engine.synthesise("one")
        (worker,) = children() - before
        os.kill(worker, signal.SIGINT)
        assert engine.synthesise("two").length > 0
        assert children() - before == {worker}
    finally:
        engine.close()


def test_a_killed_worker_is_started_once_more() -> None:
    before = children()
    engine = ENGINES["espeak"](VoiceOptions())
    try:
        engine.synthesise("one")
        _kill(children() - before)
        assert engine.synthesise("two").length > 0
        _kill(children() - before)
        with pytest.raises(VoiceFailed, match="-9"):
            engine.synthesise("three")
    finally:
        engine.close()
    assert children() == before


def test_a_worker_leaves_when_its_player_dies() -> None:
    done = subprocess.run(python("backplayer.voice.workers.espeak"), input=b"", capture_output=True, timeout=20)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_short_data_paths_are_used_as_they_are(tmp_path: Path) -> None:
    assert short_path("/opt/espeak-ng-data", str(tmp_path)) == "/opt/espeak-ng-data"


def test_data_in_a_long_path_are_found(tmp_path: Path) -> None:
    script = """
import sys
import espeakng_loader
from pathlib import Path
from backplayer.voice.engine import VoiceOptions
from backplayer.voice.workers import espeak
deep, scratch = Path(sys.argv[1]), sys.argv[2]
deep.mkdir(parents=True)
(deep / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
espeakng_loader.get_data_path = lambda: str(deep / "espeak-ng-data")
for _ in range(2):  # a worker that is started again finds its link there
    data = espeak.short_path(espeakng_loader.get_data_path(), scratch)
voice = espeak.EspeakVoice(VoiceOptions(voice="en-us"), scratch)
print(len(data), len(voice.say("one").samples))
"""
    scratch = tmp_path / "s"
    scratch.mkdir()
    if len(str(scratch)) > LONGEST_PATH - 20:
        pytest.skip("the folder for temporary files has too long a name itself")
    command = [sys.executable, "-c", script, str(tmp_path / ("d" * 100) / ("e" * 100)), str(scratch)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    length, samples = map(int, done.stdout.split())
    assert length <= LONGEST_PATH
    assert samples > 4_000


def test_no_short_path_at_all_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(VoiceFailed, match="TMPDIR"):
        short_path("/" + "d" * 200, "/" + "t" * 200)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_estimates_lean_to_neither_side(language: str) -> None:
    sentences = shipped_words(language).sentences.values()
    texts = [text for text in sentences if isinstance(text, str) and "{" not in text]
    engine, estimate = ENGINES["espeak"](VoiceOptions(language=language)), estimator(language)
    try:
        measured = sum(engine.synthesise(text).length for text in texts)
    finally:
        engine.close()
    assert len(texts) > 20
    assert sum(map(estimate, texts)) == pytest.approx(measured, rel=0.08)
