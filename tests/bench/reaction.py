"""From a key to what is heard of it: pause to silence, next to the first new word, any command to its short sound."""

from __future__ import annotations

import os
import pty
import random
import statistics
import subprocess
import tempfile
import time
import wave
from pathlib import Path

from backplayer.clip import Clip, read_wav
from tests.card.card import Recording, VirtualCard
from tests.card.onsets import find
from tests.e2e.played import COMMAND, RATE, at_home, clips_of
from tests.library import ROOT

TRIALS = 20
LOUD = 100
TALK = "Slowly and calmly, breathe all the way in, and all the way out, and let your shoulders melt into the mat. " * 3


def _routine() -> str:
    steps = "".join(
        f"  - exercise: {{name: 'Move {number}', setup: ['{TALK.strip()}']}}\n    hold: 20s\n"
        for number in range(3 * TRIALS)
    )
    return f"title: Reaction\nsteps:\n{steps}"


class _Player:
    """A session in a terminal of its own, recorded."""

    def __init__(self, card: VirtualCard, home: Path, recording: Recording) -> None:
        self._recording = recording
        self._master, slave = pty.openpty()
        env = {**at_home(home, card.env()), "TERM": "xterm-256color"}
        self._process = subprocess.Popen(
            [*COMMAND, "play", "reaction.yaml", "--display", "none"],
            env=env, cwd=home, stdin=slave, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(slave)

    def press(self, key: bytes) -> int:
        """Press a key; return the frame that is being recorded."""
        at = self._recording.frames
        os.write(self._master, key)
        return at

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        os.close(self._master)


def _silent(folder: Path) -> None:
    """Sounds of the user's own that cannot be heard, so that only the coach is."""
    folder.mkdir(parents=True)
    for name in ("accepted", "refused"):
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(bytes(2 * 480))


def _last_loud(recording: Clip, start: int, end: int) -> int:
    samples = recording.samples
    return next(at for at in range(min(end, len(samples)) - 1, start, -1) if abs(samples[at]) > LOUD)


def _told(name: str, frames: list[int], goal: str) -> None:
    values = [1000 * count / RATE for count in frames]
    spread = f"median {statistics.median(values):.0f}, {min(values):.0f} to {max(values):.0f}"
    print(f"{name}: mean {statistics.mean(values):.0f} ms ({spread}; {len(values)} trials); goal {goal}")


def run(card: VirtualCard) -> None:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        home = Path(folder)
        (home / "reaction.yaml").write_text(_routine())
        _silent(home / "data" / "backplayer" / "sounds")
        pauses, nexts = _silence_and_words(card, home, chance)
        loud = home / "loud"
        loud.mkdir()
        (loud / "reaction.yaml").write_text(_routine())
        acknowledged = _acknowledgements(card, loud, chance)
    _told("pause key to silence", pauses, "150 ms mean")
    _told("next key to the first new word", nexts, "400 ms mean")
    _told("key to its short sound", acknowledged, "150 ms")
    print("(the recorder's own delay, some 10 ms, is in all of them)")


def _silence_and_words(card: VirtualCard, home: Path, chance: random.Random) -> tuple[list[int], list[int]]:
    """Pause while it speaks; go to the next exercise; and again."""
    pressed: list[tuple[int, int]] = []
    with card.record() as recording:
        player = _Player(card, home, recording)
        time.sleep(6 + chance.random())
        player.press(b"n")  # past the words at the beginning
        time.sleep(4)
        for _ in range(TRIALS):
            paused = player.press(b" ")
            time.sleep(0.8 + chance.random() / 5)
            following = player.press(b"n")
            time.sleep(4 + chance.random())  # into the long set-up
            pressed.append((paused, following))
        player.close()
    words = clips_of(home, [f"Next: Move {number}." for number in range(1, 2 * TRIALS)])
    silences = [_last_loud(recording.clip, paused, following) - paused for paused, following in pressed]
    firsts = []
    for _, following in pressed:
        near = following + RATE // 4
        found = max((find(recording.clip, clip, near, within=250) for clip in words.values()), key=lambda m: m.likeness)
        assert found.likeness > 0.95, "the next exercise's name is not in the recording"
        firsts.append(found.frame - following)
    return silences, firsts


def _acknowledgements(card: VirtualCard, home: Path, chance: random.Random) -> list[int]:
    """Ask for what changes nothing that is heard: louder and quieter, in a pause."""
    sound = read_wav(ROOT / "sounds" / "accepted.wav")
    pressed = []
    with card.record() as recording:
        player = _Player(card, home, recording)
        time.sleep(3)
        player.press(b" ")
        time.sleep(1)
        for number in range(TRIALS):
            pressed.append(player.press(b"-" if number % 2 else b"+"))
            time.sleep(0.6 + chance.random() / 5)
        player.close()
    return [find(recording.clip, sound, at + RATE // 8, within=250).frame - at for at in pressed]
