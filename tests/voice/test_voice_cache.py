"""The phrase cache: what goes in comes out, and no state of its file ever hurts."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.clip import Clip
from backplayer.voice.cache import PhraseCache, PhraseKey
from backplayer.voice.engine import VoiceIdentity

VOICE = VoiceIdentity("fake", "1", "low", 175, 48_000)


def key(text: str) -> PhraseKey:
    return PhraseKey(VOICE, text)


def clip(*samples: int) -> Clip:
    return Clip(array("h", samples), VOICE.rate)


class Opened:
    """Caches over one file, and the notices they gave."""

    def __init__(self, path: Path) -> None:
        self.path, self.notices, self._caches = path, list[str](), list[PhraseCache]()

    def __call__(self, **limits: int) -> PhraseCache:
        self._caches.append(PhraseCache(self.path, notice=self.notices.append, **limits))
        return self._caches[-1]

    def close(self) -> None:
        for cache in self._caches:
            cache.close()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    opened = Opened(tmp_path / "cache" / "phrases.db")
    yield opened
    opened.close()


def test_what_goes_in_comes_out_also_next_time(opened: Opened) -> None:
    cache = opened()
    assert cache.get(key("one")) is None
    cache.put(key("one"), clip(1, -2, 32767, -32768))
    cache.put(key("nothing"), clip())
    cache.put(key("one"), clip(5, 6))
    cache.close()
    again = opened()
    assert again.get(key("one")) == clip(5, 6)
    assert again.get(key("nothing")) == clip()
    assert opened.notices == []


@pytest.mark.parametrize(
    "other",
    [
        replace(VOICE, engine="x"),
        replace(VOICE, version="2"),
        replace(VOICE, voice="high"),
        replace(VOICE, words_per_minute=176),
        replace(VOICE, rate=44_100),
    ],
)
def test_another_voice_has_other_recordings(opened: Opened, other: VoiceIdentity) -> None:
    cache = opened()
    cache.put(key("one"), clip(1))
    assert cache.get(PhraseKey(other, "one")) is None
    assert cache.get(key("One")) is None


def test_what_was_not_used_for_longest_goes_first(opened: Opened) -> None:
    cache = opened(limit_bytes=400)
    for text in "abcd":
        cache.put(key(text), clip(*range(50)))
    assert cache.get(key("a")) is not None
    cache.put(key("e"), clip(*range(50)))
    assert [text for text in "abcde" if cache.get(key(text))] == ["a", "c", "d", "e"]
    cache.put(key("big"), clip(*range(201)))
    assert cache.get(key("big")) is None
    cache.put(key("all"), clip(*range(200)))
    assert [text for text in ("a", "c", "d", "e", "all") if cache.get(key(text))] == ["all"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)), max_size=30))
def test_never_holds_more_than_its_limit(puts: list[tuple[str, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        cache = PhraseCache(Path(folder) / "phrases.db", 200, notice=pytest.fail)
        for text, size in puts:
            cache.put(key(text), clip(*range(size)))
            held = [cache.get(key(each)) for each in "abcdef"]
            assert sum(2 * len(each.samples) for each in held if each) <= 200
            assert size > 100 or cache.get(key(text)) == clip(*range(size))
        cache.close()


@pytest.mark.parametrize("rubbish", [b"this is no database at all, " * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_begun_anew(opened: Opened, rubbish: bytes) -> None:
    opened.path.parent.mkdir()
    opened.path.write_bytes(rubbish)
    cache = opened()
    assert cache.get(key("one")) is None
    cache.put(key("one"), clip(1, 2))
    assert cache.get(key("one")) == clip(1, 2)
    assert len(opened.notices) == 1
    assert "begun anew" in opened.notices[0]


def test_a_file_damaged_inside_is_begun_anew(opened: Opened) -> None:
    cache = opened()
    for number in range(200):
        cache.put(key(str(number)), clip(*range(500)))
    cache.close()
    data = bytearray(opened.path.read_bytes())
    data[4096:40960] = os.urandom(36864)
    opened.path.write_bytes(data)
    again = opened()
    for number in range(200):
        again.get(key(str(number)))
        again.put(key(str(number)), clip(number))
    again.close()
    assert len(opened.notices) <= 1
    last = opened()
    assert last.get(key("199")) == clip(199)


def test_a_table_of_another_make_is_begun_anew_or_left(opened: Opened) -> None:
    opened.path.parent.mkdir()
    with sqlite3.connect(opened.path) as connection:
        connection.execute("CREATE TABLE phrases (something TEXT)")
    connection.close()
    cache = opened()
    cache.put(key("one"), clip(1))
    cache.get(key("one"))
    cache.close()
    assert len(opened.notices) == 1


@pytest.mark.parametrize("kind", ["folder in the way", "file in the way"])
def test_a_place_that_cannot_be_written_means_no_cache_and_one_notice(opened: Opened, kind: str) -> None:
    if kind == "folder in the way":
        (opened.path / "x").mkdir(parents=True)
    else:
        opened.path.parent.write_text("a file where a folder should be")
    cache = opened()
    for _ in range(3):
        cache.put(key("one"), clip(1))
        assert cache.get(key("one")) is None
    assert len(opened.notices) == 1
    assert str(opened.path) in opened.notices[0]


def test_a_file_that_can_only_be_read_still_speaks(opened: Opened) -> None:
    cache = opened()
    cache.put(key("one"), clip(1, 2))
    cache.close()
    reading = opened()
    assert reading.get(key("one")) == clip(1, 2)
    with sqlite3.connect(opened.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")  # another player in the middle of writing
        assert reading.get(key("one")) == clip(1, 2)
        other.execute("ROLLBACK")
    other.close()
    assert opened.notices == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_may_be_deleted_while_in_use(opened: Opened) -> None:
    cache = opened()
    cache.put(key("one"), clip(1))
    for file in opened.path.parent.iterdir():
        file.unlink()
    opened.path.parent.rmdir()
    for number in range(20):
        cache.put(key(str(number)), clip(number))
        cache.get(key(str(number)))
    cache.close()
    later = opened()
    later.put(key("two"), clip(2))
    assert later.get(key("two")) == clip(2)
    assert len(opened.notices) <= 1


def test_once_closed_it_is_empty_and_takes_nothing(opened: Opened) -> None:
    cache = opened()
    cache.put(key("one"), clip(1))
    cache.close()
    cache.close()
    cache.put(key("two"), clip(1))
    assert cache.get(key("one")) is None


def test_two_players_share_it(opened: Opened) -> None:
    script = """
import sys
from array import array
from backplayer.clip import Clip
from backplayer.voice.cache import PhraseCache, PhraseKey
from backplayer.voice.engine import VoiceIdentity
voice = VoiceIdentity("fake", "1", "low", 175, 48_000)
cache = PhraseCache(sys.argv[1], 400_000, notice=sys.exit)
for number in range(150):
    key = PhraseKey(voice, str(number % 60))
    value = array("h", [number % 60]) * 5_000
    cache.put(key, Clip(value, 48_000))
    found = cache.get(PhraseKey(voice, str((number * 7) % 60)))
    assert found is None or found.samples == array("h", [(number * 7) % 60]) * 5_000
cache.close()
"""
    command = [sys.executable, "-W", "error", "-c", script, str(opened.path)]
    players = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    for player in players:
        _, said = player.communicate(timeout=60)
        assert player.returncode == 0, said.decode()
    connection = sqlite3.connect(opened.path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT sum(bytes) FROM phrases").fetchone()[0] <= 400_000
    connection.close()
