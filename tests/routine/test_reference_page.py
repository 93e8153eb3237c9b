"""The reference page and the schema files are what the model gives now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backplayer.routine.format.schema import FILES
from tests.library import ROOT

DOCS = ROOT / "docs"
NAMES = ["reference.md", *(f"schema/{file}.schema.json" for file in FILES)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    subprocess.run([sys.executable, str(DOCS / "make_reference.py"), str(folder)], check=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_it_is_current(made: Path, name: str) -> None:
    text = (made / name).read_text(encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == text, "the model has changed; run python docs/make_reference.py"


def test_nothing_is_left_over() -> None:
    assert {path.name for path in (DOCS / "schema").iterdir()} == {f"{file}.schema.json" for file in FILES}


def test_every_link_leads_somewhere(made: Path) -> None:
    import re

    page = (made / "reference.md").read_text(encoding="utf-8")
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\(#([^)]+)\)", page)) <= headings
