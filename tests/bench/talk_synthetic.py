"""What must not be taken for a command, for the benchmark of spoken commands: sentences, people, noise."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np

from tests.bench.rooms_synthetic import pink
from tests.bench.speakers_synthetic import RATE, Sound, at_rate, trimmed

HARD = """
The coach said we should stop.
My coach is always on time.
Her couch is right over there.
Come back to the couch.
Catch the train before it leaves.
Because I said so.
The cause of the problem is clear.
What's the next one called?
Could you pass me that?
Go back to the house and get the keys.
Slow down, you are driving too fast.
I am ready when you are.
Just pause the film for a moment.
Where am I going to put all of this?
Can you help me with the shopping?
Turn the volume up, I can't hear a thing.
We need more time to finish it.
It hurts when I laugh.
Say that again, please.
Stop it.
Yes, of course.
No, thank you.
Ready or not, here I come.
Couch potatoes never exercise.
I'll approach the bench.
Coach Miller retired last year.
The football coach was fired on Monday.
She took the coach to Oxford.
A coach and four horses.
The coach will help you.
Ask the coach to repeat that exercise.
Coaches are paid more every year.
Don't poach the eggs.
Each pause was longer than the last.
Much easier than it looks.
Which pain do you mean?
Such a beautiful day.
Teach me how.
Go to the beach next week.
Catch up with me later.
Watch out!
Fetch the ball, good dog.
Which one is next?
Skip this one.
Carry on with what you were doing.
She wants to resume her studies.
Speed up or we will be late.
The workout was hard.
The roach ran under the fridge.
Keep watching the clock.
Coach class is always full.
I had a coach once, he was strict.
Our coach needs more time.
That coach, he makes it easier.
Kosher pickles are the best.
Coat hangers are in the closet.
"""
"""Sentences that hold the wake word, commands without it, and what sounds like them."""


def hard_sentences() -> list[str]:
    """Sentences chosen to be mistaken."""
    return HARD.split("\n")[1:-1]


@lru_cache
def common_sentences(count: int) -> list[str]:
    """Sentences of everyday English, drawn word by word from the trigram model that comes with pocketsphinx."""
    import pocketsphinx

    folder = Path(pocketsphinx.get_model_path("en-us"))
    model = pocketsphinx.NGramModel(pocketsphinx.Config(lm=None), pocketsphinx.LogMath(), str(folder / "en-us.lm.bin"))
    lines = (folder / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines()
    words = [word for word in (line.split()[0] for line in lines) if word.isalpha() and (len(word) > 1 or word in "ai")]
    words = sorted(words, key=lambda word: -model.prob([word]))[:3000]
    chance = random.Random(1)
    sentences = []
    for _ in range(count):
        said = ["<s>"]
        for _ in range(chance.randint(3, 11)):
            picked = chance.sample(words, 500)  # enough to choose from, and a sixth of the work
            weights = [math.pow(1.0001, model.prob([word, *reversed(said[-2:])])) for word in picked]
            said.append(chance.choices(picked, weights)[0])
        sentences.append(" ".join(said[1:]) + ".")
    return sentences


@lru_cache
def coach_phrases() -> list[str]:
    """Everything the coach says in the routines that come with backplayer."""
    command = [sys.executable, "-m", "backplayer", "play", "--instant", "--display", "jsonl"]
    texts: dict[str, None] = {}
    for routine in sorted(Path("routines").glob("*.yaml")):
        if routine.stem in ("safety", "sources"):
            continue
        told = subprocess.run([*command, routine.stem], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        texts |= dict.fromkeys(cue["text"] for cue in map(json.loads, told.stdout.splitlines()) if cue["text"])
    return list(texts)


PROMPTS = Path("/usr/share/asterisk/sounds/en_US_f_Allison")


def people() -> list[Sound]:
    """Real speech where it is installed: a telephone system's prompts (Debian: asterisk-core-sounds-en-g722)."""
    try:
        import av
    except ImportError:
        return []
    found = []
    for path in sorted(PROMPTS.rglob("*.g722")):
        with av.open(str(path), format="g722") as file:
            parts = [frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)]
            rate = file.streams.audio[0].rate
        sound = trimmed(at_rate(np.concatenate(parts) / 32768, rate))
        if len(sound) > RATE // 4:
            found.append(sound)
    return found


def noises(seconds: int, seed: int) -> Sound:
    """A household: fans, knocks, claps, clatter, a hummed tune, music with drums."""
    chance = np.random.default_rng(seed)
    length = seconds * RATE
    made = pink(length, seed) * 0.003
    at = 0
    while at < length:
        piece = _piece(chance)[: length - at]
        made[at : at + len(piece)] += piece * 10 ** (chance.uniform(-35, -8) / 20)
        at += len(piece) // 2 + int(chance.exponential(0.6) * RATE)
    return np.clip(made, -1, 1)


def _piece(chance: np.random.Generator) -> Sound:
    kind = chance.integers(6)
    if kind == 0:  # knocks and claps
        parts = [_decaying(chance, 0.03, chance.standard_normal(RATE // 4)) for _ in range(chance.integers(1, 6))]
        return np.concatenate(parts)
    if kind == 1:  # something falls and rolls
        return np.concatenate([_decaying(chance, 0.05, _tones(chance, 0.3, (800, 5000))) for _ in range(6)])
    if kind == 2:  # a vacuum cleaner passes
        length = RATE * int(chance.integers(1, 5))
        return pink(length, int(chance.integers(1e6))) * np.hanning(length) * 0.5
    if kind == 3:  # a tune is hummed
        notes = [_tones(chance, 0.35, (110, 400)) * np.hanning(int(0.35 * RATE)) for _ in range(chance.integers(2, 9))]
        return np.concatenate(notes)
    if kind == 4:  # music: chords and drums
        beats = []
        for _ in range(chance.integers(4, 17)):
            chord = sum(_tones(chance, 0.5, (100, 900)) for _ in range(3)) / 3
            beats.append(chord + 0.6 * _decaying(chance, 0.04, chance.standard_normal(len(chord))))
        return np.concatenate(beats)
    return _decaying(chance, 0.2, pink(RATE // 2, int(chance.integers(1e6))))  # a cough, a door


def _decaying(chance: np.random.Generator, seconds: float, sound: Sound) -> Sound:
    return sound * 0.5 * np.exp(-np.arange(len(sound)) / RATE / (seconds * chance.uniform(0.5, 2)))


def _tones(chance: np.random.Generator, seconds: float, between: tuple[float, float]) -> Sound:
    time = np.arange(int(seconds * RATE)) / RATE
    pitch = chance.uniform(*between)
    return sum(0.5 / n * np.sin(2 * np.pi * n * pitch * time) for n in range(1, 6))
