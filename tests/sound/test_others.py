"""Other programs' sound: lowered while the coach speaks and put back, whatever happens. On the virtual card."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from backplayer.sound.others_worker import FACTOR, HOLD, IDLE, LEAD, Others, Schedule, is_ours
from tests.card.card import VirtualCard

PATIENCE = 10.0  # seconds
NORMAL = 0.8


def test_the_schedule_is_low_from_before_speech_until_after_it():
    schedule = Schedule()
    schedule.take("speak 1000 2000", 100.0)
    assert not schedule.low(100.0)
    assert schedule.next_change(100.0) == pytest.approx((1000 - LEAD) / 1000)
    assert schedule.low(101.0 - LEAD / 1000 + 0.001)
    assert schedule.low(103.0 + HOLD / 1000 - 0.001)
    assert not schedule.low(103.0 + HOLD / 1000 + 0.001)
    assert schedule.next_change(200.0) == IDLE


def test_a_hush_ends_speech_and_forgets_what_was_to_come():
    schedule = Schedule()
    schedule.take("speak 0 5000", 100.0)
    schedule.take("speak 9000 5000", 100.0)
    schedule.take("hush", 101.0)
    assert schedule.low(101.0 + HOLD / 1000 - 0.001)
    assert not schedule.low(101.0 + HOLD / 1000 + 0.001)
    assert not schedule.low(111.0)


@pytest.mark.parametrize("line", ["", "speak", "speak a b", "speak 1 -5", "hush hush", "\ufffd"])
def test_a_line_that_means_nothing_is_passed_over(line):
    schedule = Schedule()
    schedule.take(line, 0.0)
    assert not schedule.low(0.0)


class Server:
    """A sound server's streams, by hand."""

    def __init__(self) -> None:
        self.streams: dict[int, SimpleNamespace] = {}

    def begin(self, index: int, volume: float = NORMAL, **proplist: str) -> None:
        names = {"application.name": "other", **{key.replace("_", "."): value for key, value in proplist.items()}}
        self.streams[index] = SimpleNamespace(
            index=index, volume=SimpleNamespace(values=[volume, volume]), proplist=names
        )  # fmt: skip

    def sink_input_list(self) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(**{**vars(one), "volume": SimpleNamespace(values=list(one.volume.values))})
            for one in self.streams.values()
        ]

    def sink_input_volume_set(self, index: int, volume: SimpleNamespace) -> None:
        self.streams[index].volume.values = [round(value * 65536) / 65536 for value in volume.values]

    def volumes(self) -> dict[int, float]:
        return {index: round(one.volume.values[0], 3) for index, one in self.streams.items()}


@pytest.fixture
def server() -> Server:
    server = Server()
    server.begin(1)
    return server


@pytest.fixture
def others(server) -> Others:
    pytest.importorskip("pulsectl")
    return Others(server, lambda stream: "ours" in stream.proplist.values(), sleep=lambda seconds: None)


LOW = round(NORMAL * FACTOR, 3)


def test_streams_are_lowered_and_put_back(server, others):
    others.lower()
    server.begin(2, 0.5)
    others.lower()
    assert server.volumes() == {1: LOW, 2: 0.3}
    others.restore()
    assert server.volumes() == {1: NORMAL, 2: 0.5}


def test_ours_and_calls_and_screen_readers_are_left_alone(server, others):
    server.begin(2, application_name="ours")
    server.begin(3, media_role="phone")
    server.begin(4, media_role="a11y")
    others.lower()
    assert server.volumes() == {1: LOW, 2: NORMAL, 3: NORMAL, 4: NORMAL}


def test_what_the_person_changes_meanwhile_stays(server, others):
    others.lower()
    server.streams[1].volume.values = [0.9, 0.9]
    others.lower()
    assert server.volumes() == {1: 0.9}
    others.restore()
    assert server.volumes() == {1: 0.9}
    others.lower()
    assert server.volumes() == {1: 0.54}


def test_a_stream_that_ends_while_low_harms_nothing(server, others):
    others.lower()
    del server.streams[1]
    others.lower()
    others.restore()
    assert server.volumes() == {}


def test_a_program_s_next_stream_that_is_given_the_low_volume_gets_its_own_back(server, others):
    others.lower()
    del server.streams[1]
    server.begin(2)
    server.streams[2].volume.values = [round(NORMAL * FACTOR * 65536) / 65536] * 2
    others.lower()
    assert server.volumes() == {2: LOW}
    others.restore()
    assert server.volumes() == {2: NORMAL}


def test_ours_are_this_process_and_its_children():
    def stream(**proplist: str) -> SimpleNamespace:
        return SimpleNamespace(proplist={key.replace("_", "."): value for key, value in proplist.items()})

    assert is_ours(stream(application_name="backplayer"), 1)
    assert is_ours(stream(application_process_id=str(os.getpid())), os.getpid())
    assert is_ours(stream(application_process_id=str(os.getpid())), os.getppid())
    assert not is_ours(stream(application_process_id=str(os.getpid())), 999_999_999)
    assert not is_ours(stream(application_process_id="x"), 1)
    assert not is_ours(stream(), 1)


# -- on the card ---------------------------------------------------------------------------------------------


class Programs:
    """What plays on a card: streams of other programs, and the parent that lowers them."""

    def __init__(self, card: VirtualCard) -> None:
        self.card = card
        self.children: list[subprocess.Popen[str]] = []

    def play(self, volume: float = NORMAL) -> subprocess.Popen[str]:
        """Start a program that plays silence."""
        command = ["pacat", "--playback", "--raw", f"--volume={round(volume * 65536)}", "--client-name=other"]
        with open("/dev/zero", "rb") as zeros:
            self.children.append(subprocess.Popen(command, stdin=zeros, env=self.card.env(), text=True))
        return self.children[-1]

    def parent(self) -> subprocess.Popen[str]:
        """Start the process that lowers them."""
        self.children.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.sound.others_parent"],
                env=self.card.env(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            )
        )  # fmt: skip
        return self.children[-1]

    def end(self) -> None:
        for child in self.children:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()


def tell(child: subprocess.Popen[str], line: str) -> None:
    assert child.stdin
    child.stdin.write(f"{line}\n")


def await_(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def programs(card) -> Iterator[Programs]:
    pytest.importorskip("pulsectl")
    programs = Programs(card)
    yield programs
    programs.end()


@pytest.fixture
def volumes(programs, monkeypatch) -> Iterator[Callable[[], list[float]]]:
    """The volumes of all streams on the card, in the order they began."""
    import pulsectl

    for key, value in programs.card.env().items():
        if os.environ.get(key) != value and key != "PYTHONPATH":
            monkeypatch.setenv(key, value)
    with pulsectl.Pulse("test") as pulse:
        yield lambda: [round(one.volume.values[0], 2) for one in pulse.sink_input_list()]


LOW_ON_CARD = round(NORMAL * FACTOR, 2)


@pytest.mark.card
def test_on_the_card_they_are_lowered_and_put_back(programs, volumes):
    programs.play()
    parent = programs.parent()
    tell(parent, "own")
    assert await_(lambda: volumes() in ([NORMAL, 1.0], [1.0, NORMAL]))
    tell(parent, "speak 0 300")
    assert await_(lambda: LOW_ON_CARD in volumes())
    assert 1.0 in volumes()  # ours
    programs.play(0.5)
    tell(parent, "speak 0 60000")
    assert await_(lambda: 0.3 in volumes())
    tell(parent, "hush")
    assert await_(lambda: sorted(volumes()) == [0.5, NORMAL, 1.0])
    tell(parent, "speak 0 60000")
    assert await_(lambda: sorted(volumes()) == [0.3, LOW_ON_CARD, 1.0])
    tell(parent, "close")
    assert parent.stdout
    assert parent.stdout.readline() == "closed\n"
    assert sorted(volumes())[:2] == [0.5, NORMAL]


@pytest.mark.card
def test_when_the_player_is_killed_they_are_put_back(programs, volumes):
    programs.play()
    parent = programs.parent()
    tell(parent, "speak 0 60000")
    assert await_(lambda: volumes() == [LOW_ON_CARD])
    parent.send_signal(signal.SIGKILL)
    assert await_(lambda: volumes() == [NORMAL])


@pytest.mark.card
def test_a_server_that_dies_is_nothing(programs):
    with_own_card = Programs(VirtualCard())
    try:
        with_own_card.play()
        parent = with_own_card.parent()
        tell(parent, "speak 0 60000")
        with_own_card.card.kill()
        tell(parent, "hush")
        tell(parent, "speak 0 300")
        tell(parent, "close")
        assert parent.stdout
        assert parent.stdout.readline() == "closed\n"
    finally:
        with_own_card.end()
        with_own_card.card.close()
