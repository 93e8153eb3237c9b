"""The rooms and who may import whom: docs/architecture.md's table, held against the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "backplayer"
LEAVES = {"units", "clip", "processes", "letters"}
MAY_IMPORT = {
    "routine": {"routine", "units"},
    "coach": {"coach", "routine.model", "units"},
    "review": {"review", "routine", "coach", "units"},
    "authoring": {"authoring", "routine", "coach", "units"},
    "exchange": {"exchange", "routine", "units"},
    "chart": {"chart", "coach", "routine.model", "routine.durations", "letters", "units"},
    "player": {"player", "coach", "units"},
    "voice": {"voice", "units", "clip", "processes"},
    "sound": {"sound", "units", "clip", "processes"},
    "controls": {"controls", "player.commands", "player.view", "units", "processes"},
    "screen": {"screen", "coach.timeline", "player.commands", "player.view", "letters", "units"},
    "keeping": {"keeping", "player.progress", "coach.pace"},
    "cli": {
        "cli",
        "keeping",
        "routine",
        "coach",
        "review",
        "authoring",
        "exchange",
        "chart",
        "player",
        "voice",
        "sound",
        "controls",
        "screen",
        "units",
        "clip",
        "letters",
    },
}


def imports(path: Path) -> set[str]:
    """What a file imports of ours, as ``room.module``."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("backplayer."):
            found.add(node.module.removeprefix("backplayer."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
    return found


def test_every_room_is_in_the_table() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        for module in imports(path):
            assert any(module == allowed or module.startswith(f"{allowed}.") for allowed in MAY_IMPORT[room]), (
                f"{path.relative_to(PACKAGE)} imports {module}"
            )


def test_the_format_knows_nothing_of_how_it_is_read() -> None:
    for path in (PACKAGE / "routine" / "format").glob("*.py"):
        assert not {module for module in imports(path) if module.startswith(("routine.reading", "routine.library"))}


def test_the_leaves_import_no_room() -> None:
    for leaf in LEAVES:
        assert imports(PACKAGE / f"{leaf}.py") <= LEAVES


def test_only_the_session_knows_the_transport() -> None:
    """What the transport is made of can be understood, and tested, without it."""
    knowing = {path.name for path in (PACKAGE / "player").glob("*.py") if "player.transport" in imports(path)}
    assert knowing == {"session.py"}
