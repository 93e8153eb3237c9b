"""CPU share and memory while a session plays on the virtual card, player and voice worker together."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.card.card import VirtualCard
from tests.e2e.played import COMMAND, at_home

SECONDS = 30
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def _family(pid: int) -> list[int]:
    """The process and all it started, from whichever of its threads."""
    children = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")).split()
    return [pid, *(grandchild for child in children for grandchild in _family(int(child)))]


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _rss_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def run(card: VirtualCard) -> None:
    if not Path("/proc/self/stat").exists():
        print("not run: needs /proc")
        return
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        for state in ("cold cache", "warm cache"):
            command = [*COMMAND, "play", "upper-back", "--display", "jsonl"]
            player = subprocess.Popen(
                command, env=at_home(Path(folder), card.env()), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(SECONDS)
            family = _family(player.pid)
            cpu, memory = sum(map(_cpu_s, family)), [_rss_mb(pid) for pid in family]
            player.terminate()
            player.wait()
            worker = f" + voice worker {sum(memory[1:]):.0f} MB" if memory[1:] else ""
            print(
                f"{state}: {100 * cpu / SECONDS:.1f} % of a core over the first {SECONDS} s, {memory[0]:.0f} MB{worker}"
            )
