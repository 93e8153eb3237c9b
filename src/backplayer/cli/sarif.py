"""Problems as SARIF 2.1.0, which code hosts show beside the lines of a change. Needs the extra ``sarif``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import typer
from sarif_pydantic import (
    ArtifactLocation,
    Level,
    Location,
    Message,
    PhysicalLocation,
    Region,
    ReportingDescriptor,
    Result,
    Run,
    Sarif,
    Tool,
    ToolDriver,
)

from backplayer.review.rules import RULES
from backplayer.routine.problems import FORMAT, Problem


def print_sarif(problems: Iterable[Problem]) -> None:
    """Print one run of ours; a column counts characters."""
    summaries = {FORMAT: "the file cannot be played", **{name: rule.summary for name, rule in RULES.items()}}
    rules = [
        ReportingDescriptor(id=name, short_description=Message(text=message_text(summary)))
        for name, summary in summaries.items()
    ]
    driver = ToolDriver(name="backplayer", version=version("backplayer"), rules=rules)
    results = [_result(problem) for problem in problems]
    run = Run(tool=Tool(driver=driver), results=results, columnKind="unicodeCodePoints")
    typer.echo(Sarif(runs=[run]).model_dump_json(by_alias=True, exclude_none=True, indent=1))


def _result(problem: Problem) -> Result:
    place = PhysicalLocation(
        artifact_location=ArtifactLocation(uri=_uri(Path(problem.file))),
        region=Region(start_line=problem.line, start_column=problem.column),
    )
    return Result(
        rule_id=problem.rule,
        level=Level.ERROR if problem.is_error else Level.WARNING,
        message=Message(text=message_text(problem.message)),
        locations=[Location(physical_location=place)],
    )


def message_text(text: str) -> str:
    """Write *text* so that a reader of SARIF 2.1.0 shows it as it is.

    Braces stand for placeholders unless they are doubled (3.11.5). ``[text](place)`` is a link unless its brackets are
    escaped (3.11.6), as what strangers wrote may not become; where there is no such thing, brackets stay as they are,
    since not all readers take the escapes away.
    """
    if "](" in text:
        text = re.sub(r"[\\\[\]]", r"\\\g<0>", text)
    return text.replace("{", "{{").replace("}", "}}")


def _uri(path: Path) -> str:
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="replace")
