"""``backplayer timeline`` as a user types it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backplayer.cli.main import app
from tests.library import NAMES

ROUTINE = """\
title: Small
steps:
  - exercise: {name: Shrugs, setup: [Stand tall.], cues: [Slow., "These words are too many for the time there is."]}
    reps: 3
    tempo: {lift: 2s, lower: 2s}
  - wait: Fetch the mat.
  - exercise: {name: Plank}
    hold: 10s
  - exercise: {name: Shrugs}
    hold: 5s
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "small.yaml").write_text(ROUTINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def timeline(*words: str, name: str = "small.yaml", voice: str = "none") -> Result:
    return CliRunner().invoke(app, ["timeline", name, "--voice", voice, *words])


@pytest.mark.parametrize("name", NAMES)
def test_every_routine_has_a_picture(name: str) -> None:
    result = timeline("--optional", name=name)
    assert result.exit_code == 0, result.output
    assert "phrase lengths estimated" in result.stdout
    assert "You are done." in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_words_at_the_end_are_told_as_such(home: Path) -> None:
    (home / "small.yaml").write_text(f"{ROUTINE}safety: Slowly.\nclosing: Drink something.\n", encoding="utf-8")
    for options in ((), ("--cues",)):
        lines = timeline(*options).stdout.splitlines()
        for text, kind in (("Drink something.", "finish"), ("Slowly.", "safety")):
            assert any(text in line and f" {kind} " in line for line in lines)


def test_the_picture_tells_what_does_not_fit() -> None:
    shown = " ".join(timeline().stdout.split())
    assert re.search(r"fits no gap: 'These words are too many for the time there is\.' misses \d+ ms", shown)
    assert "until the listener is ready" in shown


def test_the_voice_s_own_lengths_are_measured_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = timeline("--cues", voice="espeak")
    assert shown.exit_code == 0
    assert re.match(r"Small \(\d:\d\d\), phrases as espeak speaks them\n", shown.stdout)
    assert shown.stdout != timeline("--cues").stdout


def test_a_voice_that_cannot_be_is_told() -> None:
    result = timeline(voice="festival")
    assert result.exit_code == 1
    assert "no voice engine 'festival'" in result.stderr


def test_one_exercise_by_number_and_all_of_a_name() -> None:
    assert [*headings(timeline("--step", "1").stdout)] == ["1. Shrugs"]
    assert [*headings(timeline("--step", "shrugs").stdout)] == ["1. Shrugs", "3. Shrugs"]
    result = timeline("--step", "plink")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no exercise 'plink' in this routine; did you mean 'plank'?" in result.stderr


def headings(shown: str) -> list[str]:
    return re.findall(r"^(\d+\. \w+) \d+:\d\d-\d+:\d\d$", shown, flags=re.MULTILINE)


def test_a_part_of_the_session() -> None:
    times = re.findall(r"^. +(\d+:\d\d\.\d)", timeline("--from", "0:10", "--to", "15s", "--scale", "0.1").stdout, re.M)
    assert times
    assert all("0:10.0" <= time < "0:15.0" for time in times)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--from", "5m"], "nothing is there: the routine ends at 1:"),
        (["--from", "20"], "--from: '20' has no unit; write 20s"),
        (["--json", "--cues"], "choose one"),
        (["--json", "--step", "1"], "--json and --html show everything"),
        (["--force"], "--force is for --html"),
        (["--scale", "0"], "--scale: 0.05 seconds for a column are the least"),
        (["--scale", "nan"], "--scale"),
        (["--scale", "1e9"], "--scale"),
        (["--scale", "1", "--cues"], "--scale is for the picture"),
        (["--step", ""], "--step: no exercise '' in this routine"),
    ],
)
def test_a_wrong_option_gets_its_clear_line(words: list[str], expected: str) -> None:
    result = timeline(*words)
    assert result.exit_code != 0
    assert expected in result.stderr
    assert "Traceback" not in result.output


def test_a_routine_of_optional_steps_says_so(home: Path) -> None:
    text = "title: T\nsteps: [{exercise: bridge, reps: 3, optional: yes}]\n"
    (home / "optional.yaml").write_text(text, encoding="utf-8")
    result = timeline(name="optional.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "every step of this routine is optional; add --optional" in result.stderr


def test_the_list_of_cues_has_their_times_in_milliseconds() -> None:
    shown = timeline("--cues").stdout
    assert re.search(r"0:\d\d\.\d{3} +520 ms  signal +<start>", shown)
    assert re.search(r"1\. Shrugs: 'These words are too many for the time there is\.' misses \d+ ms", shown)


def test_json_has_every_cue_of_the_session() -> None:
    held = json.loads(timeline("--json").stdout)
    played = CliRunner().invoke(app, ["play", "small.yaml", "--instant", "--display", "jsonl"]).stdout
    heard = [record for line in played.splitlines() if (record := json.loads(line))["kind"] != "state"]
    fields = ("length_ms", "kind", "text", "sound", "step", "side", "set", "rep")
    pairs = list(zip(held["cues"], heard, strict=True))
    differing = [cue["text"] for cue, other in pairs if any(cue[field] != other[field] for field in fields)]
    assert differing == []
    assert (held["title"], held["voice"]) == ("Small", None)


def test_the_page_is_written_once_and_replaced_only_when_asked(home: Path) -> None:
    pytest.importorskip("plotly", reason="the extra html is not installed")
    first = timeline("--html", "page.html")
    assert first.exit_code == 0, first.output
    assert first.stderr.startswith("Written: page.html (")
    written = (home / "page.html").read_text(encoding="utf-8")
    assert "Fetch the mat." in written
    (home / "page.html").write_text("mine", encoding="utf-8")
    again = timeline("--html", "page.html")
    assert again.exit_code == 1
    assert "page.html is there already; --force replaces it" in again.stderr
    assert (home / "page.html").read_text(encoding="utf-8") == "mine"
    assert timeline("--html", "page.html", "--force").exit_code == 0
    assert (home / "page.html").read_text(encoding="utf-8") == written
    assert [path.name for path in home.iterdir() if "html" in path.name] == ["page.html"]


def test_a_page_that_cannot_be_written_is_told(home: Path) -> None:
    pytest.importorskip("plotly", reason="the extra html is not installed")
    result = timeline("--html", "nowhere/page.html")
    assert result.exit_code == 1
    assert "nowhere/page.html cannot be written: no such file or directory" in result.stderr


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = timeline("--html", "page.html")
    assert result.exit_code == 1
    assert result.stderr == "backplayer: --html needs the extra 'html': pip install 'backplayer[html]'\n"
    assert not (home / "page.html").exists()


@pytest.mark.parametrize(("lang", "ascii_only"), [("C", True), ("C.UTF-8", False)])
def test_it_is_drawn_in_ascii_where_there_is_nothing_else_and_without_colours_in_a_pipe(
    lang: str, ascii_only: bool
) -> None:
    environ = {**os.environ, "LC_ALL": lang}
    command = [sys.executable, "-m", "backplayer", "timeline", "small.yaml", "--voice", "none"]
    done = subprocess.run(command, capture_output=True, check=True, env=environ)
    assert done.stdout.isascii() == ascii_only
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""
