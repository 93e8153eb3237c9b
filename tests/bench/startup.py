"""Start-up of the commands, beside ``python -c "import typer"``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
BARE = (sys.executable, "-c", "import typer")
COMMANDS = {
    "--version": (sys.executable, "-m", "backplayer", "--version"),
    "list": (sys.executable, "-m", "backplayer", "list"),
    "show upper-back": (sys.executable, "-m", "backplayer", "show", "upper-back"),
    "play upper-back --instant": (sys.executable, "-m", "backplayer", "play", "upper-back", "--instant"),
}


def _seconds(command: tuple[str, ...]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def run() -> None:
    for name, command in COMMANDS.items():
        _seconds(command)
        pairs = [(_seconds(command), _seconds(BARE)) for _ in range(RUNS)]
        ratio = statistics.median(ours / bare for ours, bare in pairs)
        ours, bare = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{name:<26} {ratio:5.2f} x import typer   ({ours:4.0f} ms / {bare:3.0f} ms, median of {RUNS} pairs)")
