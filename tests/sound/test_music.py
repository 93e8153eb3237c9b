"""Music: what is played, in which order, how loud, and how it stands and goes on."""

import math
import random
import threading
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from backplayer.clip import Clip, read_wav
from backplayer.sound.bed import DUCK
from backplayer.sound.file_speakers import FileSpeakers
from backplayer.sound.music import (
    LEVEL,
    MOST_BOOST,
    PAUSE_FADE,
    SPEECH,
    CannotDecode,
    Music,
    MusicFailed,
    decoded,
    find_tracks,
    open_music,
    shuffled,
)
from tests.sound.wav import write_wav

RATE = 8000


@pytest.fixture
def notices() -> list[str]:
    return []


def tone(ms: int, peak: int = 8000, rate: int = RATE) -> Clip:
    return Clip(array("h", [round(peak * math.sin(n / 5)) for n in range(ms * rate // 1000)]), rate)


def level(samples) -> float:
    """dBFS RMS."""
    return 10 * math.log10(sum(value * value for value in samples) / len(samples) / 32768**2)


def tracks_of(contents: dict[str, Clip | None]):
    """A decoder of tracks that are no files; None cannot be decoded."""

    def decode(path: Path, rate: int):
        clip = contents[str(path)]
        if clip is None:
            raise CannotDecode(f"{path}: no sound")
        for at in range(0, len(clip.samples), 800):
            yield clip.samples[at : at + 800]

    return decode


def playlist(contents, notices, level=LEVEL, seed=1):
    paths = [Path(name) for name in contents]
    return shuffled(
        paths, RATE, level=level, order=random.Random(seed), notice=notices.append, decode=tracks_of(contents)
    )


def take(chunks, frames: int) -> array:
    samples = array("h")
    while len(samples) < frames:
        samples += next(chunks)
    return samples[:frames]


# -- which files ---------------------------------------------------------------------------------------------


def test_a_folder_is_searched_to_its_depths_for_sound_only(tmp_path):
    for name in ("b.MP3", "a/z.ogg", "a/b/c.flac", "cover.jpg", "a/._z.ogg", "readme.txt", "d.wav"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "folder.wav").mkdir()
    found = [path.relative_to(tmp_path).as_posix() for path in find_tracks(tmp_path)]
    assert found == ["a/b/c.flac", "a/z.ogg", "b.MP3", "d.wav"]


@pytest.mark.parametrize(("name", "reason"), [("nothing", "no such file"), (".", r"no \.wav.* in this folder")])
def test_nothing_to_play_is_said(tmp_path, notices, name, reason):
    with pytest.raises(MusicFailed, match=reason) as failed:
        open_music(tmp_path / name, RATE, notice=notices.append)
    assert "\n" not in str(failed.value)


def test_a_name_cannot_write_to_the_terminal(tmp_path, notices):
    with pytest.raises(MusicFailed, match=r"\?\[2Jx\?y"):
        open_music(tmp_path / "\x1b[2Jx\ny", RATE, notice=notices.append)


# -- in which order ------------------------------------------------------------------------------------------


def test_every_round_plays_every_track_in_a_new_order_and_none_twice_in_a_row(notices):
    contents = {str(n): tone(100, peak=5000) for n in range(5)}
    played = []
    decode = tracks_of(contents)

    def noted(path, rate):
        if rate == RATE * 2:
            played.append(str(path))
        return decode(path, rate)

    paths = [Path(name) for name in contents]
    chunks = shuffled(
        paths, RATE * 2, level=LEVEL, order=random.Random(3), notice=notices.append, decode=noted
    )  # fmt: skip
    for _ in range(100):
        next(chunks)
    rounds = [played[at : at + 5] for at in range(0, 100, 5)]
    assert all(sorted(one) == sorted(contents) for one in rounds)
    assert len({tuple(one) for one in rounds}) > 10
    assert all(a != b for a, b in pairwise(played))


def test_one_track_goes_round_without_a_gap(notices):
    samples = array("h", [n % 97 * 100 for n in range(1000)])
    loop = take(playlist({"one": Clip(samples, RATE)}, notices, level=0.0), 5000)
    assert loop[:1000] * 5 == loop
    assert loop[1:].count(0) < 80


def test_what_cannot_be_decoded_is_left_out_with_one_notice(notices):
    chunks = playlist({"bad": None, "good": tone(300), "empty": Clip(array("h"), RATE)}, notices)
    take(chunks, 10 * RATE)
    assert sorted(line.split(":")[1].strip() for line in notices) == ["bad", "empty"]


def test_when_nothing_is_left_it_ends_and_says_so(notices):
    assert list(playlist({"bad": None}, notices)) == []
    assert notices[-1] == "Music: nothing left that can be played."


# -- how loud ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peak", [30_000, 8000, 3000])
def test_loud_and_quiet_tracks_come_out_alike(notices, peak):
    assert level(take(playlist({"one": tone(1000, peak)}, notices), RATE)) == pytest.approx(SPEECH + LEVEL, abs=0.3)


def test_silence_does_not_count_and_a_very_quiet_track_is_not_blown_up(notices):
    half = Clip(tone(1000).samples + array("h", bytes(2 * RATE)), RATE)
    assert level(take(playlist({"half": half}, notices), RATE)) == pytest.approx(SPEECH + LEVEL, abs=0.3)
    whisper = tone(1000, 30)
    boosted = level(take(playlist({"whisper": whisper}, notices), RATE))
    assert boosted == pytest.approx(level(whisper.samples) + MOST_BOOST, abs=0.3)


def test_the_level_is_relative_to_speech(notices):
    assert level(take(playlist({"one": tone(1000)}, notices, level=-6), RATE)) == pytest.approx(SPEECH - 6, abs=0.3)


# -- standing and going on -----------------------------------------------------------------------------------

FADE = PAUSE_FADE * RATE // 1000


def counting():
    """Chunks that tell their position."""
    n = 0
    while True:
        yield array("h", [(n + k) % 30_000 for k in range(800)])
        n += 800


def music_of(chunks, notices) -> Music:
    return Music(chunks, RATE, notice=notices.append, patient=True)


def test_a_pause_fades_out_and_going_on_fades_in_at_the_same_place(notices):
    music = music_of(counting(), notices)
    assert music.read(RATE)[FADE:].tolist() == list(range(FADE, RATE))
    music.pause()
    faded = music.read(FADE + 500)
    assert len(faded) == FADE + 500
    assert 0 < faded[FADE // 2] < RATE + FADE // 2
    assert not any(faded[FADE:])
    assert len(music.read(1000)) == 0
    music.resume()
    again = music.read(2 * FADE)
    assert again[FADE:].tolist() == list(range(RATE + 2 * FADE, RATE + 3 * FADE))
    assert abs(again[0]) < 100
    music.close()
    assert len(music.read(100)) == 0


def test_blocks_of_any_size_give_the_same(notices):
    whole, parts = (Music(counting(), RATE, notice=notices.append, patient=True) for _ in range(2))
    one, many = array("h"), array("h")
    for change in ("", "pause", "resume", "pause"):
        for music in (whole, parts):
            if change:
                getattr(music, change)()
        one += whole.read(4000) or array("h", bytes(8000))
        for frames in (1, 999, 2000, 700, 300):
            many += parts.read(frames) or array("h", bytes(2 * frames))
    assert one == many
    for music in (whole, parts):
        music.close()


def test_only_some_seconds_are_made_ahead(notices):
    made = threading.Semaphore(0)
    count = 0

    def counted():
        nonlocal count
        for chunk in counting():
            count += 1
            made.release()
            yield chunk

    music = Music(counted(), RATE, notice=notices.append)
    for _ in range(30):
        assert made.acquire(timeout=10)
    music.read(800)
    assert made.acquire(timeout=10)
    music.close()
    assert count <= 32


def test_what_is_not_made_in_time_is_silence_and_comes_in_softly(notices):
    go = threading.Event()

    def late():
        go.wait(10)
        yield from counting()

    music = Music(late(), RATE, notice=notices.append)
    assert not any(music.read(1000))
    go.set()
    music._patient = True
    assert music.read(FADE)[:3].tolist() == [0, 0, 0]
    music.close()


def test_a_decoder_that_fails_is_told_of(notices):
    def failing():
        yield array("h", [1] * 800)
        raise RuntimeError("broken file")

    music = music_of(failing(), notices)
    assert len(music.read(2000)) == 2000
    assert notices == ["Music stopped (RuntimeError: broken file)."]
    music.close()


# -- real files ----------------------------------------------------------------------------------------------


def test_a_file_is_played_at_any_rate(tmp_path, notices):
    pytest.importorskip("miniaudio")
    write_wav(tmp_path / "tone.wav", tone(1000, rate=44_100))
    samples = array("h")
    for chunk in decoded(tmp_path / "tone.wav", 48_000):
        samples += chunk
    assert len(samples) == pytest.approx(48_000, abs=50)
    assert level(samples) == pytest.approx(level(tone(1000).samples), abs=0.3)


@pytest.mark.parametrize("content", [b"", b"no sound", b"RIFF\x10\0\0\0WAVEfmt ", bytes(5000)])
def test_a_single_file_that_is_no_music_is_refused(tmp_path, notices, content):
    pytest.importorskip("miniaudio")
    (tmp_path / "x.mp3").write_bytes(content)
    with pytest.raises(MusicFailed, match=r"x\.mp3"):
        open_music(tmp_path / "x.mp3", RATE, notice=notices.append)


def test_a_session_in_a_file_has_its_music(tmp_path, notices):
    pytest.importorskip("miniaudio")
    write_wav(tmp_path / "tone.wav", tone(2000, rate=44_100))
    speakers = FileSpeakers(tmp_path / "s.wav", rate=RATE)
    music = open_music(tmp_path / "tone.wav", RATE, notice=notices.append, patient=True)
    speakers.bed = music
    assert speakers.ahead > 0
    speakers.play(Clip(array("h", bytes(2 * 2 * RATE)), RATE), 3000)
    speakers.wait(8000, Nobody())
    speakers.close()
    music.close()
    samples = read_wav(tmp_path / "s.wav").samples
    assert level(samples[RATE : 2 * RATE]) == pytest.approx(SPEECH + LEVEL, abs=0.5)
    assert level(samples[3 * RATE : 5 * RATE]) == pytest.approx(SPEECH + LEVEL + 20 * math.log10(DUCK), abs=0.5)
    assert level(samples[7 * RATE :]) == pytest.approx(SPEECH + LEVEL, abs=0.5)
    assert notices == []


class Nobody:
    def wait(self, seconds: float) -> bool:
        return False
