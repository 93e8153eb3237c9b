"""``backplayer import``, ``export`` and ``play --quick`` as a user types them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backplayer.cli.folders import kept
from backplayer.cli.main import app
from backplayer.coach.course import Point
from backplayer.keeping.place import Landmark, Manner, Place, write_place
from backplayer.player.progress import Progress
from tests.exchange.asking import FIXTURES


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def backplayer(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_import_prints_a_routine_that_plays(tmp_path: Path) -> None:
    result = backplayer("import", str(FIXTURES / "openset.json"))
    assert result.exit_code == 0
    assert "yaml-language-server" not in result.stdout  # wherever it goes, no schema is beside it
    assert "lost: blocks[1].series[0].exercises[0].sets[0]: load 10 kg: kept as a note only" in result.stderr
    path = tmp_path / "tuesday.yaml"
    path.write_text(result.stdout, encoding="utf-8")
    played = backplayer("play", str(path), "--instant")
    assert played.exit_code == 0
    assert "Band row, as many as you can." in played.stdout


def test_import_writes_into_the_folder_of_the_user_and_never_over(tmp_path: Path) -> None:
    lines = str(FIXTURES / "lines.txt")
    result = backplayer("import", lines, "--to", "my-lines")
    path = tmp_path / "data" / "backplayer" / "routines" / "my-lines.yaml"
    assert result.exit_code == 0
    assert f"Written: {path}" in result.stdout
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
    assert (path.parent / "routine.schema.json").is_file()
    assert backplayer("play", "my-lines", "--instant").exit_code == 0
    before = path.read_text(encoding="utf-8")
    again = backplayer("import", lines, "--to", "my-lines")
    assert again.exit_code == 1
    assert "is there already and stays as it is" in again.stderr
    assert path.read_text(encoding="utf-8") == before
    path.rename(path.with_suffix(".yml"))  # by the same name
    assert backplayer("import", lines, "--to", "my-lines").exit_code == 1
    hiding = backplayer("import", lines, "--to", "desk-break")
    assert "'desk-break' now means this one, and no longer ours." in hiding.stdout


def test_import_writes_to_a_file_anywhere(tmp_path: Path) -> None:
    result = backplayer("import", str(FIXTURES / "lines.txt"), "--to", "here/lines.yaml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Written: here/lines.yaml" in result.stderr
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["lines.yaml"]
    assert "yaml-language-server" not in (tmp_path / "here" / "lines.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["..", "con", "sources", "x\ny"])
def test_import_writes_only_where_a_routine_may_stand(name: str, tmp_path: Path) -> None:
    result = backplayer("import", str(FIXTURES / "lines.txt"), "--to", name)
    assert result.exit_code == 1
    assert not list(tmp_path.rglob("*.yaml"))
    assert "Traceback" not in result.output


def test_strict_writes_nothing_where_anything_is_lost(tmp_path: Path) -> None:
    result = backplayer("import", str(FIXTURES / "table.csv"), "--strict", "--to", "table")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing is written, because of --strict" in result.stderr
    assert not (tmp_path / "data").exists()
    assert backplayer("import", str(FIXTURES / "lines.txt"), "--strict").exit_code == 0


def test_one_of_several_is_picked() -> None:
    file = str(FIXTURES / "workout-timer.json")
    result = backplayer("import", file)
    assert result.exit_code == 1
    assert "2 workouts, and a routine is one; add --pick with a number or a name: 1 Morgens, 2 Evening" in result.stderr
    assert "title: Evening" in backplayer("import", file, "--pick", "2").stdout
    assert "title: Evening" in backplayer("import", file, "--pick", "Evening").stdout
    assert "no workout '3' here" in backplayer("import", file, "--pick", "3").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "nothing.json"], "nothing.json:1:1: no such file"),
        (["import", "."], "this is a folder; name a routine file inside it"),
        (["import", "x", "--from", "opnset"], "no format 'opnset'; did you mean 'openset'?"),
        (["export", "upper-back", "--as", "lines"], "no format 'lines'; there are openset, workout-timer"),
        (["export", "nothing", "--as", "csv"], "no routine is called 'nothing'"),
    ],
)
def test_what_goes_wrong_is_told_in_a_line(words: list[str], said: str) -> None:
    result = backplayer(*words)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(("name", "named"), [("x.yaml", "x.yaml"), ("x.YML", "x.YML"), ("x.txt", "x.txt.yaml")])
def test_a_routine_of_ours_is_not_imported_but_played_or_copied(name: str, named: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("title: Mine\nsteps:\n  - bridge\n  - plank\n", encoding="utf-8")
    result = backplayer("import", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "in our own format already" in result.stderr
    assert f"backplayer play {named}; or copy it: backplayer new NAME --from {named}" in result.stderr


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    os.mkfifo(tmp_path / "pipe")
    assert "this is a pipe or a device" in backplayer("import", "pipe").stderr


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"name\n" + b"x\n" * 200_000)
    assert "larger than 256 KiB" in backplayer("import", str(path)).stderr


@pytest.mark.parametrize("form", ["openset", "workout-timer", "timer-machine", "csv"])
def test_a_routine_of_ours_goes_out_and_comes_back(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"ours.{form}"
    result = backplayer("export", "posture-rehab", "--as", form, "--out", str(path))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "lost: the routine: " in result.stderr
    assert backplayer("import", str(path), "--to", "again").exit_code == 0
    assert backplayer("play", "again", "--instant").exit_code == 0


def test_export_prints_and_never_writes_over(tmp_path: Path) -> None:
    printed = backplayer("export", "desk-break", "--as", "openset")
    assert json.loads(printed.stdout)["name"] == "Desk break"
    path = tmp_path / "desk.json"
    path.write_text("mine", encoding="utf-8")
    assert backplayer("export", "desk-break", "--as", "openset", "--out", str(path)).exit_code == 1
    assert path.read_text(encoding="utf-8") == "mine"


def test_quick_plays() -> None:
    result = backplayer("play", "--quick", "10x 3s 5s 1s; Row / 30s; side-plank", "--instant")
    assert result.exit_code == 0
    assert "First: Row." in result.stdout
    assert "lift hold lower" in result.stdout
    assert "Hold 30 seconds each side." in result.stdout


def test_quick_tells_every_problem_at_its_place() -> None:
    result = backplayer("play", "--quick", "10; Row / 5z; Sit", "--instant")
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["--quick:1:1", "--quick:1:11"]


@pytest.mark.parametrize("words", [[], ["upper-back", "--quick", "10x; Row"]])
def test_either_a_routine_or_quick(words: list[str]) -> None:
    result = backplayer("play", *words, "--instant")
    assert result.exit_code == 1
    assert "one of both" in result.stderr


def test_resume_makes_a_quick_routine_of_its_line_again() -> None:
    manner = Manner("10x; Row / 30s; Sit", "", "Row and 1 more", "full")
    elsewhere = Landmark("Work", "Plank", 7, None, 1)
    write_place(kept("place.json"), Place(manner, elsewhere, Progress(Point(99)), 1e9))
    result = backplayer("resume", "--text")
    assert result.exit_code == 1
    assert "'Plank' is no longer in it; begin anew: backplayer play --quick '10x; Row / 30s; Sit'" in result.stderr
