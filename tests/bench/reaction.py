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
from array import array
from collections.abc import Sequence
from operator import mul
from pathlib import Path
from typing import NamedTuple, TypeAlias

from backplayer.clip import Clip
from tests.card.card import Recording, VirtualCard
from tests.card.onsets import find
from tests.e2e.played import COMMAND, RATE, at_home, clips_of

TRIALS = 20
LOUD = 100
TALK = (
    "slowly and calmly breathe all the way in and all the way out and let your shoulders melt into the mat " * 3
).strip()
"""Without a stop or a comma, so that it sounds whenever it is broken off."""

KEYS = {
    "pause": b" ", "resume": b" ", "next": b"n", "back": b"b", "repeat": b"r", "slower": b"s", "faster": b"f",
    "more-time": b"t", "where": b"w", "louder": b"+", "quieter": b"-",
}  # fmt: skip
HUSHING = ("pause", "resume", "next", "back", "repeat")
IN_A_PAUSE = ("louder in a pause", "quieter in a pause", "resume")

Asked: TypeAlias = tuple[tuple[str, float], ...]
"""What is asked for in one round, and how many seconds are left for what comes of it."""
SPEAKING: Asked = (
    ("where", 1.0), ("slower", 1.0), ("pause", 1.0), ("quieter in a pause", 0.7), ("louder in a pause", 0.7),
    ("resume", 2.0), ("more-time", 1.0), ("repeat", 1.5), ("faster", 1.0), ("back", 1.5), ("louder", 0.8),
    ("quieter", 0.8), ("next", 2.0),
)  # fmt: skip
WORKING: Asked = (
    ("slower", 1.0), ("where", 4.0), ("faster", 1.0), ("pause", 1.0), ("louder in a pause", 0.7),
    ("quieter in a pause", 0.7), ("resume", 7.0), ("more-time", 2.0), ("repeat", 6.0), ("louder", 0.8),
    ("quieter", 0.8), ("back", 6.0), ("next", 6.0),
)  # fmt: skip
ROUNDS = 6
SHORT = RATE * 11 // 100
"""How long the short sounds are, in frames."""
LEVEL = 1640
"""How loud they are, as 16-bit amplitude; both as the ones that are shipped."""
EACH = 4
"""Frames that each value of the noise lasts which stands in for them: so it can be looked for in every fourth frame."""
WITHIN = RATE * 7 // 10
"""Frames after a key in which its short sound is looked for."""
GOAL_MS = 150


def _routine(exercise: str, dose: str, count: int) -> str:
    steps = "".join(f"  - {{exercise: {{name: 'Move {n}'{exercise}}}, {dose}}}\n" for n in range(count))
    return f"title: Reaction\ndefaults: {{get_ready: 1s}}\nsteps:\n{steps}"


TALKING = _routine(f", setup: ['{TALK}']", "hold: 20s", 3 * TRIALS)
MOVING = _routine("", "reps: 30, tempo: {lift: 1s, lower: 1s}", 12)


class _Player:
    """A session in a terminal of its own, recorded."""

    def __init__(self, card: VirtualCard, home: Path, recording: Recording) -> None:
        self._recording = recording
        self._master, slave = pty.openpty()
        self._said = home / "said"
        env = {**at_home(home, card.env()), "TERM": "xterm-256color"}
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [*COMMAND, "play", "reaction.yaml", "--display", "none"],
                env=env, cwd=home, stdin=slave, stdout=subprocess.DEVNULL, stderr=said,
            )  # fmt: skip
        os.close(slave)

    def press(self, key: bytes) -> int:
        """Press a key; return the frame that is being recorded."""
        at = self._recording.frames
        os.write(self._master, key)
        return at

    def close(self) -> None:
        """End the session, which must not have ended by itself."""
        code = self._process.poll()
        assert code is None, f"the session ended with {code}: {self._said.read_text()}"
        self._process.terminate()
        self._process.wait()
        os.close(self._master)


def _own_sounds(home: Path, **sounds: Sequence[int]) -> None:
    """Put sounds of the user's own in the place of some that are shipped."""
    folder = home / "data" / "backplayer" / "sounds"
    folder.mkdir(parents=True)
    for name, samples in sounds.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(array("h", samples).tobytes())


def _last_loud(recording: Clip, start: int, end: int) -> int:
    samples = recording.samples
    return next(at for at in range(min(end, len(samples)) - 1, start, -1) if abs(samples[at]) > LOUD)


def _told(name: str, frames: list[int], goal: str) -> None:
    values = [1000 * count / RATE for count in frames]
    spread = f"median {statistics.median(values):.0f}, {min(values):.0f} to {max(values):.0f}"
    print(f"{name}: mean {statistics.mean(values):.0f} ms ({spread}; {len(values)} trials); goal {goal}", flush=True)


def run(card: VirtualCard) -> None:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        home = Path(folder)
        (home / "reaction.yaml").write_text(TALKING)
        _own_sounds(home, accepted=[0] * 480, refused=[0] * 480)  # only the coach is to be heard
        pauses, nexts = _silence_and_words(card, home, chance)
    _told("pause key to silence", pauses, "150 ms mean")
    _told("next key to the first new word", nexts, "400 ms mean")
    _tell_of_answers(_answers(card, "speaking", TALKING, SPEAKING, chance))
    _tell_of_answers(_answers(card, "working", MOVING, WORKING, chance))
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


class _Answer(NamedTuple):
    """What came of a key: which short sound was heard whole, if any, and how many frames after the key it began."""

    situation: str
    command: str
    heard: str | None
    after: int


def _answers(card: VirtualCard, situation: str, routine: str, round_: Asked, chance: random.Random) -> list[_Answer]:
    """Ask for one thing after the other, and look for the short sounds.

    Noise stands in for them, as long and as loud: it is found under whatever else is heard, and in one place only.
    """
    noise = _noise()
    pressed: list[tuple[str, str, int]] = []
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        home = Path(folder)
        (home / "reaction.yaml").write_text(routine)
        _own_sounds(home, accepted=noise, refused=[-value for value in noise])
        with card.record() as recording:
            player = _Player(card, home, recording)
            time.sleep(6)
            player.press(b"n")  # past the words at the beginning
            time.sleep(round_[-1][1])
            for command, seconds in ROUNDS * round_:
                where = "paused" if command in IN_A_PAUSE else situation
                pressed.append((where, command.split()[0], player.press(KEYS[command.split()[0]])))
                time.sleep(seconds + chance.random() / 5)
            player.close()
    samples = recording.clip.samples
    return [_Answer(where, command, *_heard(samples[at : at + WITHIN], noise)) for where, command, at in pressed]


def _noise() -> list[int]:
    chance = random.Random(0)
    return [value for _ in range(SHORT // EACH) for value in [chance.choice((-LEVEL, LEVEL))] * EACH]


def _heard(samples: Sequence[int], noise: Sequence[int]) -> tuple[str | None, int]:
    """Find *noise*, or its opposite, with both of its halves at least half as loud as it was made."""
    few, half = samples[::EACH], len(noise) // EACH // 2
    first, second = noise[::EACH][:half], noise[::EACH][half:]
    places = range(len(few) - 2 * half + 1)
    at = max(places, key=lambda place: abs(_loudness(few[place : place + half], first)))
    begins, ends = _loudness(few[at : at + half], first), _loudness(few[at + half : at + 2 * half], second)
    if min(begins, ends) > 0.5:
        return "accepted", at * EACH
    return ("refused", at * EACH) if max(begins, ends) < -0.5 else (None, 0)


def _loudness(heard: Sequence[int], noise: Sequence[int]) -> float:
    """How much of *noise* is in *heard*: 1 is all, -1 is its opposite; speech alone stays within 0.3."""
    return sum(map(mul, heard, noise)) / (LEVEL * LEVEL * len(noise))


def _tell_of_answers(answers: Sequence[_Answer]) -> None:
    groups = {
        f"{where}, that {'hush' if hushes else 'do not hush'}": [
            answer for answer in answers if answer.situation == where and (answer.command in HUSHING) == hushes
        ]
        for where in dict.fromkeys(answer.situation for answer in answers)
        for hushes in (True, False)
    }
    by_command = {command: [answer for answer in answers if answer.command == command] for command in KEYS}
    for name, group in (groups | by_command).items():
        if not group:
            continue
        took = sorted(1000 * answer.after / RATE for answer in group if answer.heard)
        refused = sum(answer.heard == "refused" for answer in group)
        told = f"key to its short sound, {name}: {len(took)} of {len(group)} heard"
        if refused:
            told += f" ({refused} as refused)"
        if took:
            in_time = sum(ms <= GOAL_MS for ms in took)
            told += (
                f"; mean {statistics.mean(took):.0f} ms, deviation {statistics.pstdev(took):.0f}, "
                f"median {statistics.median(took):.0f}, {took[0]:.0f} to {took[-1]:.0f}; "
                f"{100 * in_time / len(group):.0f} % within {GOAL_MS} ms"
            )
        print(told, flush=True)
