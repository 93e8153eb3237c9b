"""kill -9 at random instants of a session with sound: is the place kept that it was at, to the repetition?"""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from tests.card.card import VirtualCard
from tests.e2e.played import COMMAND, at_home

KILLS = 20
REPS, HOLD = 12, 40
ROUTINE = f"""
title: Killed
defaults: {{get_ready: 1s, rest: 1s}}
steps:
  - exercise: {{name: Shrugs}}
    reps: {REPS}
    tempo: {{lift: 900ms, lower: 900ms}}
    sides: both
  - exercise: {{name: Plank}}
    hold: {HOLD}s
    counting: every-second
"""


class _Session:
    """A session, and the last cue of work that was seen of it, with when."""

    def __init__(self, card: VirtualCard, home: Path, *command: str) -> None:
        self.last: dict | None = None
        self.seen = 0.0
        self._process = subprocess.Popen(
            [*COMMAND, *command, "--display", "jsonl"], env=at_home(home, card.env()), cwd=home, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        begun = False
        for line in self._process.stdout:
            cue = json.loads(line)
            begun = begun or cue["sound"] == "start"
            if begun and cue["kind"] in ("count", "phase") and (cue["rep"] or (cue["text"] or "").isdigit()):
                self.last, self.seen = cue, time.monotonic()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()


def run(card: VirtualCard) -> None:
    chance = random.Random(11)
    right = 0
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        home = Path(folder)
        (home / "killed.yaml").write_text(ROUTINE)
        session = _Session(card, home, "play", "killed.yaml", "--verbosity", "counts")
        for number in range(1, KILLS + 1):
            while session.last is None:
                time.sleep(0.05)
            time.sleep(chance.uniform(0.3, 3.5))
            session.kill()
            was, kept = _seen(session.last), _kept(home)
            # once a side is done, the place is before the next one
            good = was == kept or (was[1] == REPS and kept[1] in (1, HOLD) and was[0] != kept[0])
            right += good
            print(f"kill {number}: {was}, kept {kept}{'' if good else ': wrong'}", flush=True)
            session = _Session(card, home, "resume")
        session.kill()
    print(f"{right} of {KILLS} places right")


def _seen(cue: dict) -> tuple[str, int]:
    """What was seen last: the side and its repetition, or the seconds left of the hold."""
    return (cue["side"], cue["rep"]) if cue["rep"] else ("hold", int(cue["text"]))


def _kept(home: Path) -> tuple[str, int]:
    """The same, of the place that was kept."""
    place = json.loads((home / "state" / "backplayer" / "place.json").read_bytes())[1]
    point = place["progress"]["point"]
    if place["landmark"]["title"] == "Shrugs":
        return place["landmark"]["side"], point["reps"] + 1
    return "hold", -(-(1000 * HOLD - point["done"]) // 1000)
