"""Spoken commands: hits by speakers not tuned on, false accepts, delay, CPU and memory.

``python -m tests.bench.listening [--full] [--tuning]``: ``--full`` for three hours of talk and noise, ``--tuning`` with
the speakers for tuning instead. All speakers are synthetic (see ``speakers_synthetic``); needs numpy, and PyAV for the
recordings of real speech.
"""

from __future__ import annotations

import os
import queue
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.card.card import VirtualCard

if TYPE_CHECKING:
    from backplayer.controls.listening.engine import Engine
    from tests.bench.rooms_synthetic import Place
    from tests.bench.speakers_synthetic import Sound, Speaker

MINUTES = {"own cues": 6, "hard talk": 6, "talk": 6, "people": 6, "noise": 3}
FULL_MINUTES = {"own cues": 60, "hard talk": 20, "talk": 60, "people": 47, "noise": 30}
RATE = 16_000
BLOCK_BYTES = 960
COMMANDS_LIVE = 16


@dataclass
class Hits:
    """What one speaker got through in one place."""

    speaker: Speaker
    place: Place
    said: list[str] = field(default_factory=list)
    heard: list[str | None] = field(default_factory=list)
    """The phrase acted on, None where there was none."""
    delays_ms: list[float] = field(default_factory=list)
    """From the end of the word to the action, decoding included."""
    decoding_s: float = 0.0
    seconds: float = 0.0


def pcm(sound: Sound) -> bytes:
    """As the microphone delivers it."""
    import numpy as np

    samples: bytes = np.clip(sound * 32767, -32768, 32767).astype(np.int16).tobytes()
    return samples


def sentence(phrase: str, number: int) -> str:
    """Half of them with a pause after the wake word, half without."""
    return f"coach, {phrase}." if number % 2 else f"coach {phrase}."


def say_all(speaker: Speaker, place: Place) -> Hits:
    """Every phrase once, each in a place of its own in the room."""
    import numpy as np

    from backplayer.controls.listening.engines.pocketsphinx import PocketsphinxEngine
    from backplayer.controls.listening.vocabulary import PHRASES
    from tests.bench.talk_synthetic import coach_phrases

    engine, hits = PocketsphinxEngine(coach_phrases()), Hits(speaker, place)
    for number, phrase in enumerate(PHRASES):
        said = speaker.says(sentence(phrase, number))
        before = int(0.7 * RATE)
        sound = np.concatenate([np.zeros(before), place.hears(said, number), np.zeros(int(1.5 * RATE))])
        data = pcm(sound + place.noise(len(sound), number))
        acted: str | None = None
        for at in range(0, len(data), BLOCK_BYTES):
            began = time.thread_time()
            heard = engine.feed(data[at : at + BLOCK_BYTES])
            took = time.thread_time() - began
            hits.decoding_s += took
            for utterance in heard:
                if utterance.accepted and acted is None:
                    acted = utterance.phrase
                    end = (before + len(said)) / RATE
                    hits.delays_ms.append(1000 * ((at + BLOCK_BYTES) / 2 / RATE - end + took))
        hits.said.append(phrase)
        hits.heard.append(acted)
        hits.seconds += len(data) / 2 / RATE
    return hits


def other_sound(kind: str, minutes: int, speakers: list[Speaker]) -> Iterator[Sound]:
    """Sound that holds no command: utterances near and in a room in turn, with pauses that differ."""
    import numpy as np

    from tests.bench.rooms_synthetic import NEAR, ROOM
    from tests.bench.speakers_synthetic import Speaker
    from tests.bench.talk_synthetic import coach_phrases, common_sentences, hard_sentences, noises, people

    if kind == "noise":
        for minute in range(minutes):
            yield noises(60, 7 + minute)
        return
    coaches = [Speaker("espeak-ng", voice, "formant", judges=True) for voice in ("en-us", "en-gb", "mb-us1")]
    texts = {"own cues": coach_phrases, "hard talk": hard_sentences, "talk": lambda: common_sentences(1200)}
    recorded = people() if kind == "people" else []
    if kind == "people" and not recorded:
        return
    lines = texts[kind]() if kind in texts else []
    chance = np.random.default_rng(5)
    left, number = minutes * 60 * RATE, 0
    while left > 0:
        place = (NEAR, ROOM)[number // 7 % 2]
        if recorded:
            said = recorded[number % len(recorded)]
        else:
            voices = coaches if kind == "own cues" else speakers
            said = voices[number % len(voices)].says(lines[(number * 7) % len(lines)])
        gap = np.zeros(int(chance.choice([0.05, 0.2, 0.45, 0.8, 1.5]) * RATE))
        sound = np.concatenate([place.hears(said, number % 20), gap])
        yield sound + place.noise(len(sound), number % 50)
        left -= len(sound)
        number += 1


def listen_through(
    kind: str, minutes: int, speakers: list[Speaker]
) -> tuple[str, float, list[tuple[str, float]], float]:
    """Kind, seconds listened, what was wrongly acted on, seconds of CPU."""
    from backplayer.controls.listening.engines.pocketsphinx import PocketsphinxEngine
    from tests.bench.talk_synthetic import coach_phrases

    engine: Engine = PocketsphinxEngine(coach_phrases())
    seconds, wrong, cpu = 0.0, [], 0.0
    for sound in other_sound(kind, minutes, speakers):
        data = pcm(sound)
        began = time.thread_time()
        heard = engine.feed(data)
        cpu += time.thread_time() - began
        seconds += len(sound) / RATE
        wrong += [(str(each.phrase), each.confidence) for each in heard if each.accepted]
    return kind, seconds, wrong, cpu


def hit_rates(judging: bool, pool: ProcessPoolExecutor) -> None:
    """Print hits by place and kind of speaker, by speaker and by command."""
    from backplayer.controls.listening.vocabulary import PHRASES
    from tests.bench.rooms_synthetic import PLACES
    from tests.bench.speakers_synthetic import speakers

    who = speakers(judging)
    turns = [(speaker, place) for speaker in who for place in PLACES]
    all_hits = list(pool.map(say_all, *zip(*turns, strict=True)))
    for place in PLACES:
        rates = {
            "natural": Counter[str](),
            "accented": Counter[str](),
            "formant": Counter[str](),
            "all": Counter[str](),
        }
        delays: list[float] = []
        for hits in all_hits:
            if hits.place == place:
                outcome = Counter(_outcome(said, heard) for said, heard in zip(hits.said, hits.heard, strict=True))
                rates[hits.speaker.kind] += outcome
                rates["all"] += outcome
                delays += hits.delays_ms
        print(f"{place.name} ({place.metres} m, RT60 {place.rt60_s} s, SNR {place.snr_db:.0f} dB):")
        for kind, outcome in rates.items():
            if total := outcome.total():
                print(f"  {kind:9} {_percent(outcome['hit'], total)} hits, {_percent(outcome['wrong'], total)} wrong")
        if delays:
            high = sorted(delays)[int(0.95 * len(delays))]
            print(f"  from word end to action: median {statistics.median(delays):.0f} ms, 95 % within {high:.0f} ms")
    print("by speaker:", *(f"{place.name:>10}" for place in PLACES))
    for speaker in who:
        row = [hits for hits in all_hits if hits.speaker == speaker]
        print(f"  {speaker!s:34} {speaker.kind:9}", *(f"{_rate(hits):>6}" for hits in row))
    print("by command, natural voices:", *(place.name for place in PLACES))
    for command in dict.fromkeys(PHRASES.values()):
        rows = []
        for place in PLACES:
            told = [
                _outcome(said, heard)
                for hits in all_hits
                if hits.place == place and hits.speaker.kind == "natural"
                for said, heard in zip(hits.said, hits.heard, strict=True)
                if PHRASES[said] is command
            ]
            rows.append(_percent(told.count("hit"), len(told)))
        print(f"  {command.value:10}", *rows)
    cpu, seconds = sum(hits.decoding_s for hits in all_hits), sum(hits.seconds for hits in all_hits)
    every = seconds / sum(len(hits.said) for hits in all_hits)
    print(f"{100 * cpu / seconds:.1f} % of a core with a command every {every:.1f} s")


def false_accepts(minutes: dict[str, int], pool: ProcessPoolExecutor) -> None:
    """Print what was taken for a command in sound that holds none; speakers of both halves."""
    from tests.bench.speakers_synthetic import speakers

    everybody = speakers(True) + speakers(False)
    jobs = list(minutes.items())
    results = pool.map(listen_through, *zip(*jobs, strict=True), [everybody] * len(jobs))
    total, heard, cpu = 0.0, 0, 0.0
    for kind, seconds, wrong, busy in results:
        if not seconds:
            print(f"  {kind}: not run (nothing installed to play)")
            continue
        words = ", ".join(f"{phrase} ({confidence:.2f})" for phrase, confidence in wrong)
        rate = 3600 * len(wrong) / seconds
        print(f"  {kind:9} {seconds / 60:5.1f} min: {len(wrong)} false accepts ({rate:.1f}/h) {words}", flush=True)
        total, heard, cpu = total + seconds, heard + len(wrong), cpu + busy
    share = 100 * cpu / total
    print(f"  together {total / 3600:.2f} h: {heard}; {share:.1f} % of a core while somebody talks or something plays")


def live(card: VirtualCard) -> None:
    """Print delay, CPU and memory of the real process at a virtual microphone."""
    import numpy as np

    from backplayer.controls.listening.listener import Listener, ListenOptions
    from backplayer.controls.listening.vocabulary import PHRASES
    from backplayer.player.commands import Wish
    from tests.bench.load import _cpu_s, _family, _rss_mb
    from tests.bench.rooms_synthetic import NEAR
    from tests.bench.speakers_synthetic import speakers
    from tests.bench.talk_synthetic import coach_phrases

    who = [speaker for speaker in speakers(True) if speaker.kind == "natural"]
    track, ends, commands = [np.zeros(2 * RATE)], [], []
    for number, phrase in enumerate(list(PHRASES)[:COMMANDS_LIVE]):
        said = NEAR.hears(who[number % len(who)].says(sentence(phrase, number)), number)
        track += [said, np.zeros(2 * RATE)]
        ends.append(sum(map(len, track[:-1])) / RATE)
        commands.append(PHRASES[phrase])
    sound = np.concatenate(track)
    sound += NEAR.noise(len(sound), 3)
    before = dict(os.environ)
    os.environ |= card.env()
    came: queue.SimpleQueue[tuple[Any, int]] = queue.SimpleQueue()
    try:
        with card.record() as recording:
            listener = Listener(
                lambda wish: came.put((wish, recording.frames)), coach_phrases(), ListenOptions(), print
            )
            worker = _family(os.getpid())[-1]
            time.sleep(3)
            cpu, began = _cpu_s(worker), time.monotonic()
            layout = ["--raw", "--rate=16000", "--channels=1", "--format=s16ne", "--latency-msec=50"]
            subprocess.run(["pacat", "--playback", *layout], input=pcm(sound), check=True)
            time.sleep(1.5)
            busy = (_cpu_s(worker) - cpu) / (time.monotonic() - began)
            memory = _rss_mb(worker)
            listener.close()
            recorded = np.array(recording.clip.samples[:], float)
    finally:
        os.environ.clear()
        os.environ |= before
    start = np.flatnonzero(np.abs(recorded) > 0)[0] / 48_000 - np.flatnonzero(np.abs(pcm_array(sound)) > 0)[0] / RATE
    wishes = []
    while not came.empty():
        wishes.append(came.get())
    delays = []
    for end, command in zip(ends, commands, strict=True):
        near = [at / 48_000 - start - end for wish, at in wishes if isinstance(wish, Wish) and wish.request is command]
        delays += [1000 * delay for delay in near if -0.2 < delay < 2]
    print(f"live, {len(delays)} of {len(commands)} commands: median {statistics.median(delays):.0f} ms, "
          f"longest {max(delays):.0f} ms; {100 * busy:.1f} % of a core, {memory:.0f} MB")  # fmt: skip


def pcm_array(sound: Sound) -> Any:
    """*sound* as the samples that are played."""
    import numpy as np

    return np.frombuffer(pcm(sound), np.int16)


def _outcome(said: str, heard: str | None) -> str:
    from backplayer.controls.listening.vocabulary import PHRASES

    if heard is None:
        return "missed"
    return "hit" if PHRASES[heard] is PHRASES[said] else "wrong"


def _rate(hits: Hits) -> str:
    told = [_outcome(said, heard) for said, heard in zip(hits.said, hits.heard, strict=True)]
    return _percent(told.count("hit"), len(told))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "    -"


def run(card: VirtualCard | None, full: bool = False, judging: bool = True) -> None:
    try:
        import numpy  # noqa: F401
        import pocketsphinx  # noqa: F401
    except ImportError as missing:
        print(f"not run: {missing}")
        return
    from tests.bench.talk_synthetic import coach_phrases, common_sentences

    coach_phrases(), common_sentences(1200)  # before the processes fork, so that they are made once
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        hit_rates(judging, pool)
        print("false accepts:")
        false_accepts(FULL_MINUTES if full else MINUTES, pool)
    if card:
        live(card)


if __name__ == "__main__":
    virtual = VirtualCard()
    try:
        run(virtual, full="--full" in sys.argv, judging="--tuning" not in sys.argv)
    finally:
        virtual.close()
