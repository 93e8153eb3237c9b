"""From the command to the first sound on the virtual card, with a cold and a warm phrase cache."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.card.card import VirtualCard
from tests.e2e.played import COMMAND, at_home

RUNS = 5
LOUD = 300


def _first_sound_s(card: VirtualCard, home: Path) -> float:
    """Seconds from starting the command to the first loud sample, by the recorder's own frames."""
    command = [*COMMAND, "play", "upper-back", "--display", "jsonl"]
    with card.record() as recording:
        before = recording.frames
        player = subprocess.Popen(
            command, env=at_home(home, card.env()), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(2.5)
        player.terminate()
        player.wait()
    samples = recording.clip.samples[before:]
    return next(at for at, value in enumerate(samples) if abs(value) > LOUD) / 48_000


def run(card: VirtualCard) -> None:
    bare = (sys.executable, "-c", "import typer")
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        figures: dict[str, list[float]] = {"cold": [], "warm": []}
        for number in range(RUNS):
            home = Path(folder) / str(number)
            home.mkdir()
            for state in figures:
                figures[state].append(_first_sound_s(card, home))
        began = time.perf_counter()
        subprocess.run(bare, check=True)
        unit = time.perf_counter() - began
    for state, values in figures.items():
        middle = statistics.median(values)
        spread = f"{1000 * min(values):.0f} to {1000 * max(values):.0f}"
        print(f"{state}: {1000 * middle:.0f} ms ({spread}, {RUNS} runs), {middle / unit:.1f} x import typer")
    print("goal: 1000 ms cold; the lead-in and the device's buffer are included")
