"""A 30-second counted hold, recorded: worst onset error and drift, beside the naive loop of pyttsx3."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from backplayer.units import frames_to_ms
from tests.card.card import VirtualCard
from tests.card.onsets import onsets
from tests.e2e.played import RATE, at_home, chimes, clips_of, matches, play

ROUTINE = """
title: Hold
defaults: {get_ready: 3s, counting: every-second}
steps:
  - exercise: {name: Plank}
    hold: 30s
"""
NAIVE = """
import time, pyttsx3
engine = pyttsx3.init()
for n in range(30, 0, -1):
    engine.say(str(n))
    engine.runAndWait()
    time.sleep(1)
"""
COUNTS = 30


def _ours(card: VirtualCard, home: Path) -> tuple[float, float]:
    (home / "hold.yaml").write_text(ROUTINE)
    played = play(card, home, home / "hold.yaml", "--verbosity", "counts", "--voice", "espeak")
    start = next(index for index, cue in enumerate(played.cues) if cue["sound"] == "start")
    counts = [cue for cue in played.cues[start:] if cue["kind"] == "count"]
    clips = {**chimes(), **clips_of(home, {cue["text"] for cue in played.cues if cue["text"]})}
    errors = [frames_to_ms(abs(match.frame - expected) * 1000, RATE) / 1000 for _, expected, match in
              matches(played, clips, counts)]  # fmt: skip
    found = [match.frame for _, _, match in matches(played, clips, counts)]
    planned = counts[-1]["at_ms"] - counts[0]["at_ms"]
    drift = (found[-1] - found[0]) * 1000 / RATE - planned
    return max(errors), drift * 60_000 / planned


def _naive(card: VirtualCard, home: Path) -> tuple[float, float] | str:
    with card.record() as recording:
        done = subprocess.run(
            [sys.executable, "-c", NAIVE], env=at_home(home, card.env()), capture_output=True, text=True
        )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    found = onsets(recording.clip, silence=600)
    if len(found) < COUNTS - 2:
        return f"only {len(found)} of {COUNTS} counts were heard"
    times = [frame * 1000 / RATE for frame in found]
    errors = [abs(at - times[0] - 1000 * index) for index, at in enumerate(times)]
    planned = 1000 * (len(times) - 1)
    return max(errors), (times[-1] - times[0] - planned) * 60_000 / planned


def run(card: VirtualCard) -> None:
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        worst, drift = _ours(card, Path(folder))
        print(f"backplayer: worst onset error {worst:.3f} ms, drift {drift:+.3f} ms a minute")
        naive = _naive(card, Path(folder))
    if isinstance(naive, str):
        print(f"naive loop: not measured ({naive})")
    else:
        print(f"naive loop: worst onset error {naive[0]:.0f} ms, drift {naive[1]:+.0f} ms a minute")
