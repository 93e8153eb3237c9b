"""``backplayer edit`` with editors that are small programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backplayer.cli import edit
from backplayer.cli.main import app

ROUTINE = "title: Mine\nsteps:\n  - {exercise: bridge, reps: 2}\n  - {exercise: superman, reps: 3}\n"


@pytest.fixture(autouse=True)
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the author's own folder of routines, with one in it."""
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    folder = tmp_path / "data" / "backplayer" / "routines"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(ROUTINE)
    return folder


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backplayer.cli.edit.on_a_terminal", lambda: True)
    monkeypatch.setattr(edit, "AT_ONCE_S", -1.0)  # nobody is quicker than that


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that replaces texts as ``changes`` says, each change once, and saves by renaming."""
    program = tmp_path / "an editor.py"
    program.write_text(
        "import os, pathlib, sys\n"
        "assert sys.argv[1] == '--wait', sys.argv\n"
        "changes = pathlib.Path(__file__).with_name('changes')\n"
        "old, new, *more = changes.read_text().splitlines()\n"
        "changes.write_text('\\n'.join(more))\n"
        "path = pathlib.Path(sys.argv[2])\n"
        "other = path.with_name('.saving')\n"
        "other.write_text(path.read_text().replace(old, new))\n"
        "os.replace(other, path)\n"
    )
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{program}" --wait')
    return tmp_path / "changes"


def backplayer(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, words, input=typed)


def test_the_editor_gets_its_options_and_the_file_and_the_result_is_checked(editor: Path, mine: Path) -> None:
    editor.write_text("reps: 2\nreps: 5\n")
    result = backplayer("edit", "own")
    assert result.exit_code == 0, result.output
    assert "reps: 5" in (mine / "own.yaml").read_text()
    assert "2 exercises, about" in result.stdout


def test_without_a_terminal_problems_are_told_and_the_code_is_1(editor: Path) -> None:
    editor.write_text("reps: 2\nreps: two\n")
    result = backplayer("edit", "own")
    assert result.exit_code == 1
    assert "own.yaml:3:30: error: reps is a whole number" in result.stdout
    assert "Edit again?" not in result.stdout


def test_with_errors_it_offers_to_edit_again_until_they_are_gone(terminal: None, editor: Path) -> None:
    editor.write_text("reps: 2\nreps: two\nreps: two\nreps: zwei\nreps: zwei\nreps: 2\n")
    result = backplayer("edit", "own", typed="y\n\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("Edit again?") == 2
    assert "Play what was changed" not in result.stdout  # nothing was, in the end


def test_what_was_changed_can_be_heard(terminal: None, editor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[list[str]] = []
    monkeypatch.setattr(
        "backplayer.cli.rehearsing.rehearse",
        lambda course, *_, **__: heard.append([step.exercise.name for step in course.exercises]),
    )
    editor.write_text("reps: 3\nreps: 4\n")
    result = backplayer("edit", "own", typed="y\n")
    assert "Play what was changed (Superman)? [y/N]:" in result.stdout
    assert heard == [["Superman"]]


@pytest.mark.parametrize(("answer", "seen"), [("y\n", True), ("\n", False), ("", False)])
def test_an_editor_that_is_back_at_once_may_be_open_in_a_window(
    answer: str, seen: bool, terminal: None, editor: Path, monkeypatch: pytest.MonkeyPatch, mine: Path
) -> None:
    watched: list[Path] = []
    monkeypatch.setattr(edit, "AT_ONCE_S", 60.0)
    monkeypatch.setattr("backplayer.cli.watch.watch_file", lambda path, *_: watched.append(path))
    editor.write_text("nothing of it\nat all\n")
    result = backplayer("edit", "own", typed=answer)
    assert result.exit_code == 0
    assert "was back at once. Is it open in a window?" in result.stdout
    assert watched == ([mine / "own.yaml"] if seen else [])
    assert ("2 exercises, about" in result.stdout) != seen


@pytest.mark.parametrize("name", ["vim", "vim.basic", "nano", "emacs -nw", "emacsclient -t", "sensible-editor"])
def test_an_editor_in_the_terminal_is_closed_when_it_is_back(
    name: str, terminal: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program, *options = name.split()
    (tmp_path / program).write_text("#!/bin/sh\n")
    (tmp_path / program).chmod(0o755)
    monkeypatch.setattr(edit, "AT_ONCE_S", 60.0)
    monkeypatch.setenv("EDITOR", " ".join([str(tmp_path / program), *options]))
    result = backplayer("edit", "own")
    assert "window" not in result.stdout
    assert "2 exercises, about" in result.stdout


def test_leaving_the_question_to_edit_again_says_what_became_of_the_file(
    terminal: None, editor: Path, mine: Path
) -> None:
    editor.write_text("reps: 2\nreps: two\n")
    result = backplayer("edit", "own", typed="")
    assert result.exit_code == 1
    assert f"{mine / 'own.yaml'} is saved as it is." in result.stdout


def test_one_of_ours_is_not_changed_but_copied(terminal: None, editor: Path, mine: Path) -> None:
    editor.write_text("title: Desk break\ntitle: My break\n")
    declined = backplayer("edit", "desk-break", typed="n\n")
    assert declined.exit_code == 1
    assert not (mine / "my-desk-break.yaml").exists()
    result = backplayer("edit", "desk-break", typed="\n")
    assert result.exit_code == 0, result.output
    assert "title: My break" in (mine / "my-desk-break.yaml").read_text()
    editor.write_text("My\nOur\n")
    again = backplayer("edit", "desk-break")
    assert "this is your copy, my-desk-break" in again.stdout
    assert "title: Our break" in (mine / "my-desk-break.yaml").read_text()


def test_without_a_terminal_it_says_how_to_copy_one_of_ours(editor: Path) -> None:
    result = backplayer("edit", "desk-break")
    assert result.exit_code == 1
    assert "backplayer new my-desk-break --from desk-break" in result.stderr


def test_without_an_editor_one_line_names_the_file(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.setattr(edit, "FALLBACKS", ())
    result = backplayer("edit", "own")
    assert (result.exit_code, result.stderr) == (
        1, f"backplayer: no editor was found; set EDITOR, or open the file yourself: {mine / 'own.yaml'}\n"
    )  # fmt: skip


def test_an_editor_that_is_not_there_is_told_with_the_file(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    monkeypatch.setenv("EDITOR", "/nowhere/editor --wait")
    result = backplayer("edit", "own")
    assert result.exit_code == 1
    assert result.stderr.startswith("backplayer: the editor '/nowhere/editor --wait' cannot be started")
    assert str(mine / "own.yaml") in result.stderr


@pytest.mark.parametrize(
    ("name", "expected"), [("ownn", "did you mean 'own'?"), ("./nothing.yaml", "no such file; 'backplayer new NAME'")]
)
def test_what_is_not_there_is_told(name: str, expected: str) -> None:
    result = backplayer("edit", name)
    assert result.exit_code == 1
    assert expected in result.stderr


def test_visual_comes_before_editor_and_quotes_keep_words_together() -> None:
    assert edit.find_editor({"VISUAL": "'my editor' -w", "EDITOR": "vi"}) == ["my editor", "-w"]
    assert edit.find_editor({"VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    assert edit.find_editor({"EDITOR": "it's"}) == ["it's"]
