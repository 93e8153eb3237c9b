"""``check`` on generated routines beside check-jsonschema with our schema, and its memory with many files."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.library import ROOT, library

FILES = 1_000
RUNS = 3
GROWING = (100, 1_000, 5_000)
SCHEMA = ROOT / "docs" / "schema" / "routine.schema.json"
CHECK = (sys.executable, "-m", "backplayer", "check")
_SAID = ("Drink some water.", "Roll over to the other side.", "Half of it is done.", "Take your time.")


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds by the wall, seconds of processor time, and MB at its peak."""

    wall: float
    cpu: float
    peak: float
    code: int


def routine_text(number: int) -> str:
    """Return a routine as people write them; each *number* always gives the same one."""
    chance = random.Random(number)
    exercises = sorted(library().exercise_paths())
    lines = [f"title: Routine {number}", f"summary: {chance.choice(_SAID)}", "equipment: [mat]"]
    if chance.random() < 0.5:
        lines.append("defaults: {get_ready: 5s, rest: 15s}")
    if chance.random() < 0.5:
        lines += ["safety:", "- Stop when it hurts.", f"- {chance.choice(_SAID)}"]
    lines.append("steps:")
    for _ in range(chance.choice((4, 6, 6, 8, 12, 20))):
        lines += _step(chance, exercises)
    return "\n".join(lines) + "\n"


def _step(chance: random.Random, exercises: Sequence[str]) -> list[str]:
    kind = chance.random()
    if kind < 0.1:
        return [f"- say: {chance.choice(_SAID)}"]
    if kind < 0.2:
        return [f"- {{rest: {chance.randint(1, 9) * 10}s, say: {chance.choice(_SAID)}}}"]
    if kind < 0.3:
        inner = [f"  {line}" for _ in range(2) for line in _exercise(chance, exercises)]
        return [f"- repeat: {chance.randint(2, 4)}", "  rest: 30s", "  steps:", *inner]
    return _exercise(chance, exercises)


def _exercise(chance: random.Random, exercises: Sequence[str]) -> list[str]:
    if chance.random() < 0.2:
        named = ["- exercise:", "    name: Towel pull", "    start: Sit tall.", "    cues: [Shoulders low., Breathe.]"]
    else:
        named = [f"- exercise: {chance.choice(exercises)}"]
    amount = chance.choice(
        (
            [f"  reps: {chance.randint(3, 15)}", "  tempo: {lift: 1s, hold: 2s, lower: 2s}"],
            [f"  hold: {chance.randint(2, 12) * 5}s", "  sides: both"],
            [f"  time: {chance.randint(1, 4) * 30}s", "  sides: none"],
        )
    )
    return [*named, *amount, *([f"  sets: {chance.randint(2, 3)}"] if chance.random() < 0.4 else [])]


def _written(folder: Path, count: int) -> list[str]:
    folder.mkdir()
    paths = [folder / f"routine-{number:04}.yaml" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(routine_text(number), encoding="utf-8")
    return [str(path) for path in paths]


def _spent(command: Sequence[str]) -> Spent:
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
    return Spent(wall, used.ru_utime + used.ru_stime, _mb(used), child.returncode)


def _mb(used: resource.struct_rusage) -> float:
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def _told(name: str, spent: Spent) -> None:
    per_file = 1000 * spent.wall / FILES
    print(
        f"{name:<26} {spent.wall:6.2f} s wall, {spent.cpu:6.2f} s CPU, {per_file:.2f} ms a file, "
        f"{spent.peak:.0f} MB, exit {spent.code}"
    )


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="bp") as name:
        folder = Path(name)
        files = _written(folder / "thousand", FILES)
        size = sum(os.path.getsize(path) for path in files) / FILES
        print(f"{FILES} routines of {size:.0f} bytes on average, seeded; best of {RUNS} runs, in turn")
        commands = {
            "check": [*CHECK, str(folder / "thousand")],
            "check --errors-only": [*CHECK, "--errors-only", str(folder / "thousand")],
        }
        beside = _check_jsonschema()
        if beside and SCHEMA.exists():
            commands["check-jsonschema"] = [beside, "--schemafile", str(SCHEMA), *files]
        else:
            print("check-jsonschema not run: " + ("no schema yet" if beside else "pip install check-jsonschema"))
        runs: dict[str, list[Spent]] = {what: [] for what in commands}
        for _ in range(RUNS):
            for what, command in commands.items():
                runs[what].append(_spent(command))
        best = {what: min(several, key=lambda spent: spent.wall) for what, several in runs.items()}
        for what, spent in best.items():
            _told(what, spent)
        if theirs := best.get("check-jsonschema"):
            for what in ("check", "check --errors-only"):
                ours = best[what]
                print(f"{what}: {ours.wall / theirs.wall:.2f} x its wall time, {ours.cpu / theirs.cpu:.2f} x its CPU")
        for count in GROWING:
            several = folder / f"of-{count}"
            _written(several, count)
            print(f"{count:5} files: {_spent([*CHECK, str(several)]).peak:.0f} MB at the peak")


def _check_jsonschema() -> str | None:
    return shutil.which(
        "check-jsonschema", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    )
