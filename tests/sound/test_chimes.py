"""The signals: made again bit for bit, of the promised loudness and length, and a person's own over ours."""

import math
import subprocess
import sys
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from backplayer.clip import Clip, read_wav
from backplayer.sound.chimes import CHIMES, load_chimes
from tests.sound.wav import write_wav

OURS = Path(__file__).parents[2] / "sounds"
RATE = 48_000


@pytest.fixture
def notices() -> list[str]:
    return []


def active_rms(clip: Clip) -> float:
    """dBFS over the 20-ms frames within 30 dB of the loudest."""
    powers = [sum(v * v for v in clip.samples[at : at + 960]) / 960 for at in range(0, len(clip.samples), 960)]
    active = [power for power in powers if power * 1000 >= max(powers)]
    return 10 * math.log10(sum(active) / len(active) / 32768**2)


def test_they_are_made_again_bit_for_bit(tmp_path):
    subprocess.run([sys.executable, str(OURS / "make_sounds.py"), str(tmp_path)], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.wav" for name in CHIMES)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (OURS / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", CHIMES)
def test_each_is_short_level_and_begins_at_once(name):
    clip = read_wav(OURS / f"{name}.wav")
    assert clip.rate == RATE
    assert clip.length <= {"finish": 1500, "accepted": 120, "refused": 120}.get(name, 600)
    quieter = {
        "phase-up": -26,
        "phase-down": -26,
        "tick": -26,
        "accepted": -26,
        "refused": -26,
        "rest": -22,
        "start": -23,
    }
    assert active_rms(clip) == pytest.approx(quieter.get(name, -20), abs=0.1)
    peak = max(map(abs, clip.samples))
    assert peak < 32767 * (0.33 if name == "start" else 0.89)  # the start signal sounds together with a count
    assert next(n for n, value in enumerate(clip.samples) if abs(value) > peak / 20) < RATE // 500  # 2 ms
    steps = [abs(b - a) for a, b in pairwise(clip.samples)]
    assert abs(clip.samples[0]) < 30
    assert abs(clip.samples[-1]) < 30
    assert max(steps[-48:]) < 60


def test_ours_load_at_any_rate(notices):
    for rate in (48_000, 44_100):
        chimes = load_chimes([OURS], rate, notice=notices.append)
        assert sorted(chimes) == sorted(CHIMES)
        assert {clip.rate for clip in chimes.values()} == {rate}
    assert notices == []


def test_a_person_s_own_sound_comes_first(tmp_path, notices):
    mine = Clip(array("h", [1, 2, 3]), RATE)
    write_wav(tmp_path / "start.wav", mine)
    chimes = load_chimes([tmp_path, OURS], RATE, notice=notices.append)
    assert chimes["start"] == mine
    assert chimes["end"] == read_wav(OURS / "end.wav")
    assert notices == []


@pytest.mark.parametrize(
    ("content", "reason"), [(b"ID3 an mp3", "not a WAV file"), (b"", "an empty file"), (None, "directory|denied")]
)
def test_a_bad_file_is_named_and_ours_is_used(tmp_path, notices, content, reason):
    bad = tmp_path / "start.wav"
    if content is None:
        bad.mkdir()
    else:
        bad.write_bytes(content)
    chimes = load_chimes([tmp_path, OURS], RATE, notice=notices.append)
    assert chimes["start"] == read_wav(OURS / "start.wav")
    [line] = notices
    assert str(bad) in line
    assert any(part in line for part in reason.split("|"))


def test_an_empty_sound_and_a_song_are_no_signals(tmp_path, notices):
    write_wav(tmp_path / "start.wav", Clip(array("h"), RATE))
    write_wav(tmp_path / "end.wav", Clip(array("h", bytes(2 * RATE * 11)), RATE))
    chimes = load_chimes([tmp_path, OURS], RATE, notice=notices.append)
    assert len(chimes) == len(CHIMES)
    assert len(notices) == 2


def test_a_signal_that_is_nowhere_is_left_out_and_named(tmp_path, notices):
    assert load_chimes([tmp_path], RATE, notice=notices.append) == {}
    assert len(notices) == len(CHIMES)
