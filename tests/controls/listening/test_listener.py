"""The process that listens and its player: what arrives, what is said when it cannot work, who outlives whom."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backplayer.controls.listening.listen_test import level_line, listen_test
from backplayer.controls.listening.listener import ONLY_ZEROS, Listener, ListenOptions
from backplayer.controls.source import SourceFailed
from backplayer.player.commands import Command, Wish
from tests.card.card import VirtualCard
from tests.controls.listening.fake_worker import ROOT, command

pytest.importorskip("pocketsphinx", reason="the extra 'listen' is not installed")

PATIENCE_S = 20
Say = Callable[[str], bytes]


class Heard:
    """A listener, what it left and what it noticed, in one queue."""

    def __init__(self, worker: list[str] | None, options: ListenOptions) -> None:
        self._came: queue.SimpleQueue[Wish | str] = queue.SimpleQueue()
        self.listener = Listener(self._came.put, ["Lift your arms."], options, self._came.put, worker)

    def next(self) -> Wish | str:
        return self._came.get(timeout=PATIENCE_S)

    @property
    def rest(self) -> list[Wish | str]:
        rest = []
        while not self._came.empty():
            rest.append(self._came.get())
        return rest


@pytest.fixture
def listen() -> Iterator[Callable[..., Heard]]:
    made: list[Heard] = []

    def start(worker: list[str] | None, options: ListenOptions | None = None) -> Heard:
        made.append(Heard(worker, options or ListenOptions()))
        return made[-1]

    yield start
    for heard in made:
        heard.listener.close()


@pytest.fixture
def slow_down(tmp_path: Path, spoken: Say) -> Path:
    file = tmp_path / "said.pcm"
    file.write_bytes(spoken("Coach, slow down."))
    return file


def test_a_spoken_command_is_left_as_a_wish(listen: Callable[..., Heard], slow_down: Path) -> None:
    heard = listen(command("zeros", slow_down))
    assert heard.next() == Wish(Command.SLOWER, spoken=True)
    assert heard.next() == ONLY_ZEROS


def test_nothing_is_left_while_the_coach_speaks(listen: Callable[..., Heard], slow_down: Path) -> None:
    heard = listen(command("zeros", slow_down))
    heard.listener.mute(0, time.monotonic() + 3600)
    assert heard.next() == ONLY_ZEROS


def test_a_hushed_coach_does_not_mute(listen: Callable[..., Heard], slow_down: Path) -> None:
    heard = listen(command("zeros", slow_down))
    heard.listener.mute(0, time.monotonic() + 3600)
    heard.listener.unmute_from(time.monotonic() - 1)
    assert heard.next() == Wish(Command.SLOWER, spoken=True)


def test_with_headphones_nothing_is_muted(listen: Callable[..., Heard], slow_down: Path) -> None:
    heard = listen(command("zeros", slow_down), ListenOptions(headphones=True))
    heard.listener.mute(0, time.monotonic() + 3600)
    assert heard.next() == Wish(Command.SLOWER, spoken=True)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("refuses", "no microphone can be opened (sounddevice: none there)"),
        ("crashes", "its process ended with code 3"),
        ("vanishes", "the microphone stopped delivering sound"),
    ],
)
def test_what_cannot_work_is_said_in_one_line_and_left_at_that(
    listen: Callable[..., Heard], behaviour: str, reason: str
) -> None:
    heard = listen(command(behaviour))
    assert heard.next() == f"Spoken commands are off: {reason}."
    heard.listener.mute(0, 1)  # goes nowhere, and harms nobody
    heard.listener.close()
    assert heard.rest == []


def test_closing_ends_the_process_and_is_silent(listen: Callable[..., Heard]) -> None:
    heard = listen(command("noise"))
    heard.listener.close()
    heard.listener.close()
    assert heard.rest == []


def test_nothing_outlives_a_player_that_was_killed(tmp_path: Path) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc")
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from backplayer.controls.listening.listener import Listener, ListenOptions
from tests.controls.listening.fake_worker import command
Listener(print, (), ListenOptions(), print, command("noise"))
print(Path("/proc/self/task/%d/children" % __import__("os").getpid()).read_text(), flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as player:
        assert player.stdout is not None
        worker = int(player.stdout.readline())
        player.kill()
    deadline = time.monotonic() + PATIENCE_S
    while _lives(worker):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]


@pytest.mark.parametrize(
    ("missing", "options", "says"),
    [
        ("pocketsphinx", ListenOptions(), "spoken commands need the extra 'listen': pip install 'backplayer[listen]'"),
        ("sherpa_onnx", ListenOptions(model=Path()), "your own model needs sherpa-onnx: pip install sherpa-onnx"),
    ],
)
def test_what_is_not_installed_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, missing: str, options: ListenOptions, says: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SourceFailed) as failure:
        Listener(lambda wish: None, (), options, lambda line: None)
    assert str(failure.value) == says


def test_trying_the_microphone_shows_level_and_what_is_heard(slow_down: Path) -> None:
    lines: list[str] = []
    levels: list[str] = []

    def write(line: str) -> None:
        lines.append(line)
        if line == ONLY_ZEROS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        listen_test(ListenOptions(), write, None, levels.append, command("zeros", slow_down))
    assert lines[0].startswith("Listening.")
    assert lines[1].startswith('heard: "coach, slow down", ')
    assert lines[1].endswith("% sure -> slower")
    assert lines[2:] == [ONLY_ZEROS]
    assert len(set(levels)) > 1


def test_trying_ends_after_its_time() -> None:
    lines: list[str] = []
    listen_test(ListenOptions(words=False), lines.append, 0.1, None, command("noise"))
    assert len(lines) == 1


def test_trying_one_that_does_not_open_says_why() -> None:
    with pytest.raises(SourceFailed, match="no microphone can be opened"):
        listen_test(ListenOptions(), lambda line: None, 4, None, command("refuses"))


def test_the_meter_is_as_long_as_the_level_is_high() -> None:
    assert level_line(-100).count("#") == 0
    assert level_line(0).count("#") == 30
    assert len({len(level_line(level)) for level in (-100.0, -33.3, 0.0)}) == 1


@pytest.mark.card
def test_words_at_a_real_microphone_arrive(
    card: VirtualCard, monkeypatch: pytest.MonkeyPatch, listen: Callable[..., Heard], spoken: Say, tmp_path: Path
) -> None:
    for name, value in card.env().items():
        monkeypatch.setenv(name, value)
    heard = listen(None)
    said = tmp_path / "said.pcm"
    said.write_bytes(spoken("Coach, slow down.") * 4)  # from whenever it listens
    play = ["pacat", "--playback", "--raw", "--rate=16000", "--channels=1", "--format=s16ne", "--latency-msec=100"]
    with said.open("rb") as sound, subprocess.Popen(play, stdin=sound) as player:
        try:
            assert heard.next() == Wish(Command.SLOWER, spoken=True)
        finally:
            player.kill()
