"""docs/commands.md shows the transport's table as it is."""

from __future__ import annotations

from backplayer.coach.wording import english
from backplayer.controls.keys import BINDINGS
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD
from backplayer.player.commands import Command
from backplayer.player.table import TABLE, Answer, Deed, Refusal, Situation
from tests.library import ROOT

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _said(answer: Answer) -> str:
    return answer.value if isinstance(answer, Deed) else f"“{english().text(answer.value)}”"


def table() -> str:
    """The page's table: what each command does in each situation."""
    lines = [row("command", *(situation.value for situation in Situation)), "|---" * (len(Situation) + 1) + "|"]
    for command, answers in TABLE.items():
        said = [_said(answer) for answer in answers.values()]
        lines.append(row(f"`{command.value}`", *([said[0], *"″" * (len(said) - 1)] if len(set(said)) == 1 else said)))
    return "\n".join(lines)


def ways() -> str:
    """The page's other table: the keys and the words."""
    lines = [row("command", "keys", f"words, after “{WAKE_WORD}”"), "|---|---|---|"]
    for command in Command:
        keys = " or ".join(binding.label for binding in BINDINGS if binding.command is command)
        words = ", ".join(phrase for phrase, meant in PHRASES.items() if meant is command)
        lines.append(row(f"`{command.value}`", keys, words))
    return "\n".join(lines)


def test_every_command_has_an_answer_in_every_situation() -> None:
    assert set(TABLE) == set(Command)
    for answers in TABLE.values():
        assert list(answers) == list(Situation)


def test_the_page_shows_the_tables() -> None:
    assert table() in PAGE, f"docs/commands.md should have:\n\n{table()}"
    assert ways() in PAGE, f"docs/commands.md should have:\n\n{ways()}"


def test_the_page_knows_every_refusal() -> None:
    for refusal in Refusal:
        assert f"“{english().text(refusal.value)}”" in PAGE
