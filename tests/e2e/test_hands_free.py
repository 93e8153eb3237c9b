"""The whole program, driven while it plays: keys in a terminal, playerctl, the socket; and what is heard of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backplayer.controls.socket_client import ask
from tests.card.onsets import find
from tests.controls.bus import PrivateBus
from tests.e2e.played import RATE, at_home, clips_of
from tests.terminals import Tmux, need

ROUTINE = """
title: Short
if_it_hurts: Let it calm down.
defaults: {get_ready: 2s, rest: 0s}
steps:
  - exercise: {name: Plank}
    hold: 30s
  - exercise: {name: Shrugs}
    reps: 9
  - exercise: {name: Bridge}
    hold: 20s
"""


@pytest.fixture
def bus() -> Iterator[PrivateBus]:
    need("dbus-daemon", "playerctl")
    bus = PrivateBus()
    yield bus
    bus.close()


class Session:
    """A session in a terminal, on the virtual card, with a bus and a socket."""

    def __init__(self, card, bus: PrivateBus, home: Path) -> None:
        self.home, self.bus = home, bus
        (home / "short.yaml").write_text(ROUTINE)
        self.env = {**at_home(home, card.env()), "DBUS_SESSION_BUS_ADDRESS": bus.address, "LANG": "C.UTF-8"}
        self.terminal = Tmux(env=self.env)
        self.before = self.terminal.settings("before")
        self.socket = self.terminal.folder / "ctl"
        self.terminal.enter(f"clear; {sys.executable} -m backplayer play {home}/short.yaml --control {self.socket}")
        self.terminal.until(self.socket.exists)

    def status(self) -> dict:
        return json.loads(ask(self.socket, "status"))

    def control(self, *words: str) -> dict:
        command = [sys.executable, "-m", "backplayer", "control", str(self.socket), *words]
        return json.loads(subprocess.run(command, env=self.env, capture_output=True, text=True, check=False).stdout)

    def until(self, **wanted: object) -> dict:
        def holds() -> bool:
            found.update(self.status())
            return all(found[name] == value for name, value in wanted.items())

        found: dict = {}
        self.terminal.until(holds)
        return found

    def playerctl(self, *words: str) -> str:
        return self.bus.playerctl(*words).stdout.strip()

    def close(self) -> None:
        self.terminal.close()


@pytest.fixture
def session(card, bus: PrivateBus, tmp_path: Path) -> Iterator[Session]:
    session = Session(card, bus, tmp_path)
    yield session
    session.close()


def test_keys_media_keys_and_the_socket_command_one_session(card, session: Session) -> None:
    terminal = session.terminal
    session.until(kind="intro")
    assert session.control("next")["ok"]
    session.until(kind="work", title="Plank")
    terminal.until(lambda: session.status()["piece_position_ms"] > 2000)
    assert "exercise 1 of 3" in terminal.text()

    with card.record() as recording:
        terminal.keys("Space")
        paused = session.until(state="paused")
        terminal.until(lambda: "PAUSED" in terminal.text())
        assert session.playerctl("status") == "Paused"
        quiet = recording.frames
        recording.wait_for(quiet + RATE)  # while it is paused, nothing sounds
        samples = recording.clip.samples[quiet + RATE // 2 :]
        assert max(map(abs, samples)) == 0
        session.playerctl("play")
        resumed = session.until(state="playing")
        assert resumed["title"] == "Plank"
        session.until(kind="work")
        left = round(paused["piece_left_ms"] / 1000)
        words = [f"Plank, {seconds} seconds left." for seconds in (left - 1, left, left + 1)]
        clips = clips_of(session.home, words)
    heard = max(find(recording.clip, clip, quiet + RATE, within=3000).likeness for clip in clips.values())
    assert heard > 0.99, f"it has not said {words[1]}"

    session.playerctl("next")
    session.until(title="Shrugs")
    assert session.playerctl("metadata", "xesam:title") == "Next: Shrugs"
    terminal.keys("s", "s")
    assert session.until(pace=120)["title"] == "Shrugs"
    session.playerctl("volume", "0.5")
    session.until(gain=0.5)
    refused = session.control("pose")
    assert (refused["ok"], "did you mean" in refused["error"]) == (False, True)

    terminal.keys("p")
    session.until(state="hurt", said="Next, or stop?")
    terminal.keys("Space")
    assert session.status()["state"] == "hurt"
    terminal.keys("n")
    session.until(title="Bridge", state="playing")

    terminal.resize(40, 12)
    terminal.until(lambda: "BRIDGE" in terminal.text().upper() or "exercise 3" in terminal.text())
    terminal.keys("q")
    terminal.until(lambda: "Go on with: backplayer resume" in "".join(terminal.lines()))
    ended = "".join(terminal.lines())
    assert "Skipped: Plank" in ended
    assert "Skipped: Shrugs, 0 of 9 done." in ended
    assert not session.socket.exists()
    assert terminal.settings("after").split("columns")[1][10:] == session.before.split("columns")[1][10:]
    terminal.enter("clear; echo code $?")
    terminal.until(lambda: "code 0" in terminal.lines())


def test_stopped_with_control_z_the_session_is_paused_when_it_comes_back(session: Session) -> None:
    terminal = session.terminal
    session.until(kind="intro")
    session.control("next")
    session.until(kind="work")
    terminal.keys("C-z")
    terminal.until(lambda: "Stopped" in terminal.text() or "Suspended" in terminal.text())
    assert terminal.tell("alternate_on") == "0"
    terminal.enter("sleep 6; fg")
    terminal.until(lambda: terminal.tell("alternate_on") == "1")
    session.until(state="paused")
    terminal.until(lambda: "PAUSED" in terminal.text())
    terminal.keys("C-c")
    terminal.until(lambda: "Stopped at" in terminal.text())
    assert terminal.tell("alternate_on") == "0"
