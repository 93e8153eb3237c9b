"""Spoken commands while a routine plays, our own voice leaking into the microphone: hits, false accepts, delay, CPU.

The real program plays with ``--listen`` on the virtual card. A second sink is the microphone: the room's noise and
people's words (synthetic speakers that nothing was tuned on) are played into it, and so is what the card plays, so
much fainter, without the room's echo. About nine minutes, in real time; needs numpy and pocketsphinx.
"""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.card.card import SINK, VirtualCard
from tests.e2e.played import COMMAND, at_home, chimes
from tests.e2e.played import RATE as RATE_OUT

if TYPE_CHECKING:
    from tests.bench.rooms_synthetic import Place
    from tests.bench.speakers_synthetic import Sound, Speaker

ROUTINE = "upper-back"
LEAKS_DB = (-20.0, -10.0)
"""How much fainter our own sound is in the microphone than on the card, where speech has -20 dBFS."""
TALKING_S, STILL_S = 105, 25
"""For each place and leak: how long commands are said, and how long nobody says anything."""
REACTS_S = (0.3, 0.8)
"""In gaps, so long after the coach's last word somebody decides to speak; one cannot know whether it goes on."""
LEAD_S = 0.2
"""Silence before and after what is said: a stream's first moments may be lost on a busy machine."""
RANDOM_S = (1.0, 4.0)
"""From one command to the next at random moments."""
EVERY = 3
"""Every so many commands, one is said at a random moment."""
PATIENCE_S = 2.0
"""A command that has done nothing so long after its last word was not heard."""
POLL_S = 0.025
"""The socket takes 50 lines a second."""
AFTER_S = 0.5
"""Words that begin sooner than this after the coach's last fall to its margin of deafness: 0.35 s by the coach's
clock, to which the microphone's and the screen's delays come."""
BEFORE_S = 0.4
"""It takes so long after a command's last word to know that it was the last."""
LIKE = 0.78
"""How alike (1: the same) a stretch of the recording has to be to one of our short sounds; what else we play comes up
to 0.73."""
SHORT = 1_700
"""Samples of them that are compared: as many as the shorter one has."""
RATE = 16_000
RAW = ("--raw", f"--rate={RATE}", "--channels=1", "--format=s16ne")

MET = {
    "nothing": "while the coach was silent",
    "after": f"begun within {AFTER_S} s after it",
    "before": f"ended within {BEFORE_S} s before it",
    "words": "while it spoke",
}
"""What a command may meet: by design none is heard while the coach speaks, nor just after."""

Status = Mapping[str, Any]


class Tape:
    """What a source delivers, recorded, with the time (s, `time.monotonic`) of each sample."""

    def __init__(self, card: VirtualCard, source: str) -> None:
        self._recorder = subprocess.Popen(
            ["parec", "-d", source, *RAW, "--latency-msec=10"], env=card.env(), stdout=subprocess.PIPE
        )
        self._data = bytearray()
        self._begin = float("inf")  # a block is never early, so the least is nearest to the truth
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def between(self, begin: float, end: float) -> tuple[Sound, float]:
        """What was recorded between two times, and when that begins exactly."""
        import numpy as np

        first, last = (max(0, round((at - self._begin) * RATE)) for at in (begin, end))
        return np.frombuffer(bytes(self._data[2 * first : 2 * last]), np.int16) / 32767, self._begin + first / RATE

    def close(self) -> None:
        self._recorder.terminate()
        self._recorder.wait()
        self._thread.join()

    def _read(self) -> None:
        assert self._recorder.stdout is not None
        while piece := os.read(self._recorder.stdout.fileno(), 65536):
            self._data += piece[: len(piece) // 2 * 2]
            self._begin = min(self._begin, time.monotonic() - len(self._data) / 2 / RATE)


class Microphone:
    """A sink whose monitor is the default source; what the card plays leaks into it."""

    def __init__(self, card: VirtualCard) -> None:
        self._env = card.env()
        self._pactl("load-module", "module-null-sink", "norewinds=1", "sink_name=mic", f"rate={RATE}", "channels=1")
        self._pactl("set-default-sink", SINK)
        self._pactl("set-default-source", "mic.monitor")
        self._pactl("load-module", "module-loopback", f"source={SINK}.monitor", "sink=mic", "latency_msec=30")
        self._leak = self._pactl("list", "short", "sink-inputs").split()[0]
        self.tape = Tape(card, "mic.monitor")

    @contextmanager
    def stands(self, place: Place, leak_db: float) -> Iterator[None]:
        """Put it into *place*, so long as inside; our own sound is *leak_db* in it."""
        self._pactl("set-sink-input-volume", self._leak, f"{10 ** (leak_db / 20):.4f}")
        with tempfile.NamedTemporaryFile(prefix="bp") as noise:
            noise.write(pcm(place.noise((TALKING_S + STILL_S + 30) * RATE, 3)))
            noise.flush()
            playing = subprocess.Popen(["paplay", "--device=mic", *RAW, noise.name], env=self._env)
            try:
                yield
            finally:
                playing.terminate()
                playing.wait()

    def say(self, sound: Sound) -> None:
        """Let *sound* be heard; return when it has been sent."""
        command = ["pacat", "--playback", "--device=mic", "--latency-msec=50", *RAW]
        silence = bytes(2 * round(LEAD_S * RATE))
        subprocess.run(command, input=silence + pcm(sound) + silence, env=self._env, check=True)

    def _pactl(self, *words: str) -> str:
        return subprocess.run(["pactl", *words], env=self._env, capture_output=True, text=True, check=True).stdout


class Session:
    """The program while it plays: what the coach says when, and its status."""

    def __init__(self, card: VirtualCard, home: Path) -> None:
        path = home / "ctl"
        self.words: list[list[float]] = []
        """From when to when the coach was heard."""
        self.asked: list[float] = []
        """When the socket was told to do something."""
        self._process = subprocess.Popen(
            [*COMMAND, "play", ROUTINE, "--listen", "--voice", "espeak", "--display", "jsonl", "--control", str(path)],
            env=at_home(home, card.env()), cwd=home, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()
        until(path.exists, 20)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._answers = self._socket.makefile()

    @property
    def pid(self) -> int:
        return self._process.pid

    def status(self, words: str = "status") -> Status:
        """Ask for something; return what the session then is."""
        if words != "status":
            self.asked.append(time.monotonic())
        self._socket.sendall(words.encode() + b"\n")
        answer: Status = json.loads(self._answers.readline())
        return answer

    def quiet_since(self) -> float:
        """When the coach's last word was over; later than now while it speaks."""
        return self.words[-1][1] if self.words else 0.0

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._socket.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            cue, now = json.loads(line), time.monotonic()
            if cue["kind"] == "state" and self.words:
                self.words[-1][1] = min(self.words[-1][1], now)  # hushed
            elif cue["text"]:
                self.words.append([now, now + cue["length_ms"] / 1000])


@dataclass
class Said:
    """A command that somebody said, and what came of it."""

    phrase: str
    speaker: Speaker
    in_gap: bool
    """Whether the speaker waited for a gap."""
    begins: float
    ends: float
    acted: float | None
    """When the status showed it."""
    met: str = ""
    """One of `MET`."""
    other: bool = False
    """Something else was done instead."""


@dataclass
class Condition:
    """What was said, and done unasked, with the microphone in one place."""

    place: Place
    leak_db: float
    said: list[Said] = field(default_factory=list)
    began: float = 0.0
    still: float = 0.0
    ended: float = 0.0
    wrong: list[float] = field(default_factory=list)
    """When our short sound told of a command that nobody had said."""
    cpu: float = 0.0
    """Share of a core that listening took."""


class Listener:
    """Somebody who commands the coach."""

    def __init__(self, session: Session, microphone: Microphone, who: list[Speaker]) -> None:
        self._session, self._microphone, self._who = session, microphone, who
        self._chance = random.Random(4)
        self._number = 0

    def commands(self, condition: Condition) -> None:
        """Say commands for `TALKING_S`."""
        until_s = time.monotonic() + TALKING_S
        while time.monotonic() < until_s:
            self._number += 1
            self._wait_for_the_moment(in_gap=self._number % EVERY != 0)
            self._say(condition, self._wanted(self._session.status()), in_gap=self._number % EVERY != 0)
            self._go_on(condition)

    def _wanted(self, status: Status) -> str:
        """What to say now, so that volume and pace stay about what they were."""
        turn = self._number // 2 % 5
        if turn in (0, 3):
            return "volume up" if status["gain"] < 0.99 else "volume down"
        if turn == 1:
            return "slow down" if status["pace"] <= 100 else "speed up"
        if turn == 2 and status["kind"] in ("transition", "switch", "set-rest"):
            return "more time"
        return self._chance.choice(["pause", "pause workout"]) if turn == 4 else "volume down"

    def _wait_for_the_moment(self, in_gap: bool) -> None:
        if not in_gap:
            time.sleep(self._chance.uniform(*RANDOM_S))
            return
        wait = self._chance.uniform(*REACTS_S)
        asked = time.monotonic()
        until(lambda: time.monotonic() >= max(asked, self._session.quiet_since()) + wait, 60)

    def _say(self, condition: Condition, phrase: str, in_gap: bool) -> None:
        place, session = condition.place, self._session
        speaker = self._who[(self._number * 3) % len(self._who)]
        text = f"coach, {phrase}." if self._number % 2 else f"coach {phrase}."
        dry = speaker.says(text)
        sound = place.hears(dry, self._number)
        before, began = session.status(), time.monotonic()
        saying = threading.Thread(target=self._microphone.say, args=(sound,))
        saying.start()
        acted = None
        while acted is None and time.monotonic() < began + len(sound) / RATE + PATIENCE_S:
            time.sleep(POLL_S)
            if done(phrase, before, session.status()):
                acted = time.monotonic()
        saying.join()
        time.sleep(0.3)  # the tape's delay
        heard, at = self._microphone.tape.between(began - 0.1, time.monotonic())
        begins = at + int(likeness(heard, sound).argmax()) / RATE
        condition.said.append(Said(phrase, speaker, in_gap, begins, begins + len(dry) / RATE, acted))

    def _go_on(self, condition: Condition) -> None:
        """Resume by voice what was paused; by the socket where that is not heard, twice, or where pain was."""
        attempts = 0
        while (status := self._session.status())["state"] != "playing" or status["question"]:
            if status["question"] or attempts == 2 or status["state"] == "hurt":
                self._session.status("next" if status["state"] == "hurt" else "resume")
                time.sleep(0.5)
                continue
            attempts += 1
            time.sleep(self._chance.uniform(0.5, 1.5))
            self._say(condition, self._chance.choice(["resume", "carry on"]), in_gap=True)


def done(phrase: str, before: Status, now: Status) -> bool:
    """Whether the status shows that *phrase* was heard."""
    if phrase.startswith("pause"):
        return bool(now["state"] == "paused" and not now["question"])  # "stop workout" pauses too, and asks
    if phrase in ("resume", "carry on"):
        return bool(now["state"] == "playing")
    if phrase == "more time":  # the rest may be over meanwhile
        return bool(now["length_ms"] - before["length_ms"] > 14_000 or now["said"] == "Only in a rest.")
    name, up = {
        "volume up": ("gain", True),
        "volume down": ("gain", False),
        "slow down": ("pace", True),
        "speed up": ("pace", False),
    }[phrase]
    return bool(now[name] > before[name] if up else now[name] < before[name])


def likeness(recorded: Sound, wanted: Sound) -> Sound:
    """How alike the *wanted* sound and what was *recorded* are, wherever it may begin: at most 1."""
    import numpy as np

    size = 1 << (len(recorded) + len(wanted)).bit_length()
    places = len(recorded) - len(wanted) + 1
    product = np.fft.irfft(np.fft.rfft(recorded, size) * np.fft.rfft(wanted, size).conj(), size)[:places]
    power = np.concatenate([[0.0], np.cumsum(recorded**2)])
    there = power[len(wanted) :] - power[: -len(wanted)]
    return product / np.sqrt((there + 1e-6) * (wanted**2).sum())


def acknowledged(tape: Tape, begin: float, end: float) -> list[float]:
    """When our short sounds, of which one answers every command, were heard on the card."""
    import numpy as np

    from tests.bench.speakers_synthetic import at_rate

    sounds = [at_rate(np.array(chimes()[name].samples) / 32767, RATE_OUT) for name in ("accepted", "refused")]
    heard: list[float] = []
    while begin < end:
        piece, at = tape.between(begin, begin + 60.2)
        alike = np.max([likeness(piece, sound[:SHORT])[: 60 * RATE] for sound in sounds], axis=0)
        for place in np.flatnonzero(alike > LIKE):
            if not heard or at + place / RATE > heard[-1] + 0.2:
                heard.append(at + place / RATE)
        begin += 60
    return heard


def judge(condition: Condition, session: Session, short_sounds: list[float]) -> None:
    """Tell what each command met; what was done without one is wrong."""
    for said in condition.said:
        apart = [(said.begins - end, begin - said.ends) for begin, end in session.words]
        after = min((after for after, before in apart if before < 0), default=AFTER_S)
        before = min((before for after, before in apart if after < 0), default=BEFORE_S)
        if any(after < 0 and before < 0 for after, before in apart):
            said.met = "words"
        else:
            said.met = "after" if after < AFTER_S else "before" if before < BEFORE_S else "nothing"
    for at in short_sounds:
        if condition.began <= at < condition.ended and not any(asked < at < asked + 1 for asked in session.asked):
            near = [said for said in condition.said if said.begins < at < said.ends + PATIENCE_S]
            if not near:
                condition.wrong.append(at)
            elif near[-1].acted is None:
                near[-1].other = True


def report(condition: Condition) -> None:
    """Print what came of one condition."""
    minutes = (condition.ended - condition.began) / 60
    print(f"{condition.place.name} ({condition.place.metres} m), our own sound at {condition.leak_db:.0f} dB:")
    for in_gap, name in ((True, "in gaps"), (False, "at random")):
        said = [each for each in condition.said if each.in_gap is in_gap]
        met = ", ".join(f"{share(said, met)} {what}" for met, what in MET.items())
        print(f"  {name:9} {share(said)} heard: {met}")
    others = [said.phrase for said in condition.said if said.other]
    still = (condition.ended - condition.still) / 60
    wrong = sum(at >= condition.still for at in condition.wrong)
    print(f"  {len(others)} taken for something else {' '.join(others)}; {len(condition.wrong)} false accepts in "
          f"{minutes:.1f} min, {wrong} of them in {still:.1f} min when nobody spoke; {delays(condition.said)}",
          flush=True)  # fmt: skip


def share(said: list[Said], met: str | None = None) -> str:
    """How many were heard of how many."""
    those = [each for each in said if met in (None, each.met)]
    return f"{sum(each.acted is not None for each in those)} of {len(those)}"


def delays(said: list[Said]) -> str:
    took = sorted(1000 * (each.acted - each.ends) for each in said if each.acted is not None)
    if not took:
        return "nothing heard"
    high = took[int(0.95 * len(took))]
    return f"from word end to action: median {statistics.median(took):.0f} ms, 95 % within {high:.0f} ms"


def run(card: VirtualCard) -> None:
    try:
        import numpy  # noqa: F401
        import pocketsphinx  # noqa: F401
    except ImportError as missing:
        print(f"not run: {missing}")
        return
    from tests.bench.load import _cpu_s, _family, _rss_mb
    from tests.bench.rooms_synthetic import NEAR, ROOM
    from tests.bench.speakers_synthetic import speakers

    who = [speaker for speaker in speakers(judging=True) if speaker.kind == "natural"]
    conditions = [Condition(place, leak_db) for place in (NEAR, ROOM) for leak_db in LEAKS_DB]
    microphone = Microphone(card)
    card_tape = Tape(card, f"{SINK}.monitor")
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        session = Session(card, Path(folder))
        try:
            until(lambda: len(session.words) > 1, 30)
            session.status("next")  # not the introduction, which is all words
            worker = next(pid for pid in _family(session.pid) if "listening.worker" in _command_line(pid))
            listener = Listener(session, microphone, who)
            for condition in conditions:
                with microphone.stands(condition.place, condition.leak_db):
                    time.sleep(3)  # until it knows how loud the room is
                    condition.began, cpu = time.monotonic(), _cpu_s(worker)
                    listener.commands(condition)
                    condition.still = time.monotonic()
                    time.sleep(STILL_S)
                    condition.ended = time.monotonic()
                    condition.cpu = (_cpu_s(worker) - cpu) / (condition.ended - condition.began)
            memory = _rss_mb(worker)
        except FileNotFoundError:
            print("not judged: the process that listens has ended")
            return
        finally:
            session.close()
            microphone.tape.close()
            card_tape.close()
    short = acknowledged(card_tape, conditions[0].began, conditions[-1].ended)
    for condition in conditions:
        judge(condition, session, short)
        report(condition)
    everything = [said for condition in conditions for said in condition.said]
    heard = [said for said in everything if said.acted is not None]
    sounded = sum(any(said.begins < at < said.ends + PATIENCE_S for at in short) for said in heard)
    cpu = statistics.mean(condition.cpu for condition in conditions)
    print(f"together: {share(everything, 'nothing')} heard {MET['nothing']}; {delays(everything)}; "
          f"listening took {100 * cpu:.1f} % of a core, {memory:.0f} MB")  # fmt: skip
    print(
        f"(false accepts are found by the short sound; that of {sounded} of {len(heard)} commands that were heard was)"
    )


def _command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode()


def pcm(sound: Sound) -> bytes:
    import numpy as np

    samples: bytes = np.clip(sound * 32767, -32768, 32767).astype(np.int16).tobytes()
    return samples


def until(holds: Callable[[], bool], limit: float) -> None:
    deadline = time.monotonic() + limit
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)
