"""``backplayer schema`` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from backplayer.cli import schema as command
from backplayer.cli.main import app
from backplayer.routine.format.schema import FILES, schema


@pytest.fixture(autouse=True)
def routines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "routines"
    (folder / "exercises").mkdir(parents=True)
    monkeypatch.setattr(command, "own", lambda name: tmp_path / name)
    monkeypatch.setattr("backplayer.cli.folders.own", lambda name: tmp_path / name)
    return folder


def backplayer(*words: str) -> Result:
    return CliRunner().invoke(app, ["schema", *words])


@pytest.mark.parametrize("file", FILES)
def test_it_prints_a_schema(file: str) -> None:
    done = backplayer(file)
    assert done.exit_code == 0
    made = json.loads(done.output)
    Draft202012Validator.check_schema(made)
    if file != "routine":
        assert made == schema(file)


def test_there_is_one_for_every_sort_of_file() -> None:
    assert [file.value for file in command.File] == list(FILES)


def test_it_offers_the_users_own_exercises_too(routines: Path) -> None:
    (routines / "exercises" / "Towel pull.yaml").write_text("name: Towel pull\n", encoding="utf-8")
    (routines / "exercises" / "broken.yaml").write_text("nam: x\n", encoding="utf-8")
    made = json.loads(backplayer().output)
    offered = made["$defs"]["exercise"]["anyOf"][0]
    titles = dict(zip(offered["enum"], offered["enumDescriptions"], strict=True))
    assert titles["towel-pull"] == "Towel pull"
    assert titles["can-opener"] == "Can opener"
    assert titles["broken"] == "broken"


def test_it_writes_and_replaces(routines: Path) -> None:
    path = routines / "routine.schema.json"
    path.write_text("{}", encoding="utf-8")
    done = backplayer("--write")
    assert done.exit_code == 1
    assert "is a file of your own and stays as it is" in done.output
    path.write_text(backplayer().output.replace("a", "b", 1), encoding="utf-8")
    done = backplayer("--write")
    assert done.exit_code == 0
    assert done.output == f"Written: {path}\n"
    assert path.read_text(encoding="utf-8") == backplayer().output
    assert {found.name for found in routines.iterdir()} == {"routine.schema.json", "exercises"}


def test_a_file_that_cannot_be_written(routines: Path) -> None:
    (routines / "exercise.schema.json").mkdir()
    done = backplayer("exercise", "--write")
    assert done.exit_code == 1
    assert done.output.startswith("backplayer: the schema cannot be written: ")
    assert {found.name for found in routines.iterdir()} == {"exercise.schema.json", "exercises"}
