"""``backplayer explain``: the rules of advice, and the page of each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from backplayer.cli.errors import failure
from backplayer.cli.folders import shipped
from backplayer.routine.problems import FORMAT, did_you_mean, printable


def explain(
    rule: Annotated[
        str | None, typer.Argument(metavar="[RULE]", help="A rule, as 'check' names it; all are listed unless said.")
    ] = None,
) -> None:
    """Tell what a rule of 'backplayer check' finds, why, and how to switch it off."""
    from backplayer.review.rules import RULES

    if rule is None:
        from backplayer.cli.tables import print_page, table_of

        table = table_of("RULE", "WHAT IT FINDS")
        for name, known in RULES.items():
            table.add_row(name, known.summary)
        print_page(table)
        return
    if rule != FORMAT and rule not in RULES:
        raise failure(unknown(rule))
    text = page(rule).read_text(encoding="utf-8")
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        typer.echo(text.rstrip())


def unknown(rule: str) -> str:
    """Say that there is no such rule."""
    from backplayer.review.rules import RULES

    if rule == FORMAT:
        return "'format' stands for what stops a file from being played, which cannot be left out"
    hint = did_you_mean(rule, RULES) or "; 'backplayer explain' lists them"
    return f"no rule is called '{printable(rule)}'{hint}"


def page(rule: str) -> Path:
    """Return the page of a rule: inside an installed package, or in the docs of a checkout."""
    packaged = shipped("rules")
    folder = packaged if packaged.is_dir() else shipped("docs") / "rules"
    return folder / f"{rule}.md"
