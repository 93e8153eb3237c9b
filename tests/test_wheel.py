"""The built wheel, installed: it carries the library and the sounds, and plays from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.library import NAMES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return folder


def backplayer(
    installed: Path, cwd: Path, *words: str, home: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(installed), **(home or {})}
    command = [sys.executable, "-c", "import backplayer.__main__ as m; m.run()", *words]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)


def test_the_wheel_carries_the_library_and_the_sounds(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder, pattern in (
        ("routines", "*.yaml"), ("routines/exercises", "*.yaml"), ("sounds", "*.wav"), ("docs/rules", "*.md"),
        ("docs/schema", "*.json"),
    ):  # fmt: skip
        inside = f"backplayer/_library/{folder.removeprefix('docs/')}"
        expected = {f"{inside}/{path.name}" for path in (ROOT / folder).glob(pattern)}
        assert expected
        assert expected <= set(names)
    assert "backplayer/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "docs")) or "__pycache__" in name]


def test_it_plays_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import backplayer; print(backplayer.__file__)"],
        env={**os.environ, "PYTHONPATH": str(installed)}, cwd=tmp_path, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert str(installed) in where
    for name in NAMES:
        done = backplayer(installed, tmp_path, "play", name, "--instant")
        assert done.returncode == 0, done.stderr
    done = backplayer(installed, tmp_path, "play", "desk-break", "--output", str(tmp_path / "desk.wav"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "desk.wav").stat().st_size > 200 * 48_000 * 2


def test_authors_have_everything_they_need(installed: Path, tmp_path: Path) -> None:
    explained = backplayer(installed, tmp_path, "explain", "get-ups")
    assert explained.returncode == 0, explained.stderr
    assert (ROOT / "docs" / "rules" / "get-ups.md").read_text(encoding="utf-8").split("\n")[0] in explained.stdout
    env_home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    made = backplayer(installed, tmp_path, "new", "full", "--example", "full", home=env_home)
    assert made.returncode == 0, made.stderr
    written = next(tmp_path.rglob("full.yaml"))
    assert backplayer(installed, tmp_path, "check", str(written), home=env_home).returncode == 0


def test_the_command_is_declared(installed: Path) -> None:
    script = (installed / "bin" / "backplayer") if os.name != "nt" else installed / "bin" / "backplayer.exe"
    assert script.is_file()
