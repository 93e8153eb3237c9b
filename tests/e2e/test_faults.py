"""What goes wrong around a session does not end it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.e2e.played import COMMAND, at_home

ROUTINE = "title: Tiny\nsteps:\n  - {exercise: {name: Plank}, hold: 8s, get_ready: 0s}\n"
SHORT = "title: Tiny\nsteps:\n  - {exercise: {name: Plank}, hold: 2s, get_ready: 0s}\n"
PLAY = (*COMMAND, "play", "tiny.yaml", "--display", "jsonl", "--verbosity", "counts")


def signals(output: str) -> dict[str, int]:
    cues = map(json.loads, output.splitlines())
    return {cue["sound"]: cue["at_ms"] for cue in cues if cue["kind"] == "signal"}


def test_without_a_sound_device_the_session_runs_as_text(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(SHORT)
    nowhere = {"PULSE_SERVER": "unix:/nowhere", "ALSA_CONFIG_PATH": os.devnull, "XDG_RUNTIME_DIR": str(tmp_path)}
    env = at_home(tmp_path, {**os.environ, **nowhere})
    done = subprocess.run(PLAY, env=env, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "No sound device; going on as text ('backplayer doctor' says why).\n"
    assert signals(done.stdout)["end"] - signals(done.stdout)["start"] == 2000


def test_a_device_that_dies_and_comes_back_is_used_again(card, tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(ROUTINE)
    player = subprocess.Popen(
        [*PLAY, "--output", "miniaudio", "--rate", "300"], env=at_home(tmp_path, card.env()), cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert player.stdout is not None
    assert player.stderr is not None
    try:
        seen = [player.stdout.readline()]
        while '"start"' not in seen[-1]:
            seen.append(player.stdout.readline())
        card.kill()
        stopped = player.stderr.readline()
        card.restart()
        back = player.stderr.readline()
        output, errors = player.communicate(timeout=60)
    finally:
        player.kill()
        if not card.running:
            card.restart()
    assert stopped.startswith("Sound stopped (miniaudio")
    assert back == "Sound is back (miniaudio).\n"
    assert errors == ""
    assert player.returncode == 0
    found = signals("".join(seen) + output)
    assert found["end"] - found["start"] == 8_000


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for the voice's process in /proc")
def test_a_voice_that_is_killed_is_started_again(tmp_path: Path) -> None:
    phrases = "\n".join(f"  - say: Sentence number {n} is about as long as this one here." for n in range(60))
    (tmp_path / "tiny.yaml").write_text(f"title: Tiny\nsteps:\n{phrases}\n")
    command = [*COMMAND, "play", "tiny.yaml", "--output", str(tmp_path / "out.wav")]
    player = subprocess.Popen(
        command, env=at_home(tmp_path, os.environ), cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    worker = ""
    while not worker and player.poll() is None:
        worker = "".join(
            path.read_text() for path in Path(f"/proc/{player.pid}/task").glob("*/children") if path.exists()
        ).split(" ")[0]
    os.kill(int(worker), 9)
    output, _ = player.communicate(timeout=120)
    assert player.returncode == 0, output
    assert "Sentence number 59" in output
    assert "Traceback" not in output


def test_a_file_that_is_not_finished_is_not_left_behind(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(ROUTINE.replace("8s", "5 min"))
    (tmp_path / "out.wav").write_text("my old recording")
    player = subprocess.Popen(
        [*COMMAND, "play", "tiny.yaml", "--output", "out.wav", "--force"],
        env=at_home(tmp_path, os.environ), cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (tmp_path / "out.wav.part").exists():
        assert player.poll() is None
    player.terminate()
    _, errors = player.communicate(timeout=60)
    assert player.returncode == 143
    assert errors.startswith("Stopped at ")
    assert (tmp_path / "out.wav").read_text() == "my old recording"
    assert not (tmp_path / "out.wav.part").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [("list",), ("play", "tiny.yaml", "--instant")])
def test_a_full_disk_behind_the_output_is_one_line(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(SHORT)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, *words], env=at_home(tmp_path, os.environ), cwd=tmp_path,
            stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "backplayer: no space left on device\n")


def test_a_terminal_that_lacks_letters_shows_something_else(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(SHORT.replace("Plank", "Brücke"), encoding="utf-8")
    env = {**at_home(tmp_path, os.environ), "PYTHONIOENCODING": "ascii"}
    for words in (("play", "tiny.yaml", "--instant"), ("show", "tiny.yaml")):
        done = subprocess.run([*COMMAND, *words], env=env, cwd=tmp_path, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Br?cke" in done.stdout
