"""Makes ``reference.md`` and ``schema/`` beside this file: ``python docs/make_reference.py [FOLDER]``.

Both are made of the models that read the files, in ``backplayer.routine.format``. A test tells when they are old.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from backplayer.routine.durations import duration_to_str
from backplayer.routine.format import schema, values
from backplayer.routine.format.description import described
from backplayer.routine.format.exercise import DoseDoc, DoseKeys, ExerciseDoc, InlineExerciseDoc, TranslationDoc
from backplayer.routine.format.routine import (
    ChoiceDoc,
    DefaultsDoc,
    EquipmentDoc,
    ExerciseStepDoc,
    RepeatStepDoc,
    RestStepDoc,
    RoutineDoc,
    SayStepDoc,
    SwapDoc,
    WaitStepDoc,
)
from backplayer.routine.format.shelf import SafetyDoc, SourceDoc, SourcesDoc
from backplayer.routine.format.words import FractionsDoc, NotationsDoc, PluralDoc, PronunciationDoc, SideDoc

HERE = Path(__file__).parent
HEAD = """# The format, key by key

Made by `python docs/make_reference.py` from the model that reads your files, so it is complete. How the keys work
together is told in [the guide](format.md). A key in **bold** is needed.
"""
# What is on the page, in order; a model takes the keys of those it is built on from there.
PARTS: dict[str, tuple[type[BaseModel], ...]] = {
    "A routine": (RoutineDoc, DefaultsDoc, EquipmentDoc),
    "A step": (
        DoseKeys, ExerciseStepDoc, ChoiceDoc, SwapDoc, RestStepDoc,
        SayStepDoc, WaitStepDoc, RepeatStepDoc,
    ),
    "An exercise": (ExerciseDoc, InlineExerciseDoc, DoseDoc, values.SourcedText),
    "Other files": (
        TranslationDoc, SourcesDoc, SourceDoc, SafetyDoc, schema.AllWordsDoc,
        SideDoc, NotationsDoc, FractionsDoc, PluralDoc,
        PronunciationDoc,
    ),
}  # fmt: skip
SHOWN = [model for models in PARTS.values() for model in models]
KINDS = {
    "text": "text", "yes-no": "yes or no", "phase": "name of a phase", "part": "part of a dose", "step": "step",
    "language": "code of a language", "exercise": "name of an exercise",
}  # fmt: skip
PLURALS = {"whole number": "whole numbers", "step": "steps", "part of a dose": "parts of a dose", "text": "texts"}


def page() -> str:
    """Return the whole page."""
    lines = [HEAD]
    for part, models in PARTS.items():
        lines.append(f"## {part}\n")
        for model in models:
            lines += section(model)
    return "\n".join(lines)


def section(model: type[BaseModel]) -> list[str]:
    """Describe the keys of one mapping."""
    found = described(model)
    found = {**found, **found["$defs"].get(str(found.get("$ref")).rpartition("/")[2], {})}
    lines = [f"### {found['title']}\n", f"{found['description']}\n"]
    base = next((other for other in model.__mro__[1:] if other in SHOWN), None)
    if base:
        lines.append(f"All keys of {link(described(base)['title'])}, and:\n")
    if "properties" not in found:
        return [*lines, f"It holds a {value(found, found['$defs'])}.\n"]
    lines += ["| key | what it is | what may stand there | example |", "|---|---|---|---|"]
    inherited = described(base)["properties"] if base else {}
    meanings = []
    for key, node in found["properties"].items():
        if node != inherited.get(key):
            lines.append(row(key, node, key in found.get("required", ()), found["$defs"]))
            if "meanings" in node:
                meanings += [f"\n`{key}`:\n", *(f"- `{word}`: {told}" for word, told in node["meanings"].items())]
    return [*lines, *meanings, ""]


def row(key: str, node: dict[str, Any], needed: bool, models: dict[str, Any]) -> str:
    """Describe one key."""
    about = node.get("description") or models[node["$ref"].rpartition("/")[2]]["description"]
    unless = f"; `{node['default']}` unless said" if isinstance(node.get("default"), str) else ""
    examples = "<br>".join(f"`{key}: {flow(example)}`" for example in node.get("examples", []))
    name = f"**`{key}`**" if needed else f"`{key}`"
    cells = (name, about, value(node, models) + unless, examples)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def value(node: dict[str, Any], models: dict[str, Any]) -> str:
    """Say in words what may stand somewhere."""
    if "$ref" in node:
        return link(models[node["$ref"].rpartition("/")[2]]["title"])
    match node.get("x-kind", node.get("type")):
        case "time":
            return f"time, {duration_to_str(node['least'])} to {node['most'] // 3_600_000}h"
        case "number":
            return f"whole number, {node['least']} to {node['most']}"
        case "choice":
            return ", ".join(f"`{word}`" for word in node["values"])
        case "array":
            return f"list of {plural(value(node['items'], models))}"
        case "object":
            return f"mapping: {value(node['propertyNames'], models)} → {value(node['additionalProperties'], models)}"
        case "string":
            return str(node["title"])
        case None:
            return either(node["anyOf"], models)
        case kind:
            return KINDS[kind] + (f" of up to {node['maxLength']} characters" if "maxLength" in node else "")


def either(options: list[dict[str, Any]], models: dict[str, Any]) -> str:
    """Say what one of several forms may stand; a list with one entry may stand without a list."""
    if options[-1].get("type") == "array":
        one = value(options[0], models)
        return f"{one}, or a list of {plural(one)}"
    return ", or ".join(value(option, models) for option in options)


def plural(words: str) -> str:
    """Say several of something."""
    one, comma, bounds = words.partition(",")
    return PLURALS.get(one, "them" if words.startswith("[") else one) + comma + bounds


def link(title: str) -> str:
    """Link to a section."""
    return f"[{title[0].lower()}{title[1:]}](#{re.sub(r'[^a-z]+', '-', title.lower())})"


def flow(example: Any) -> str:
    """Write an example as an author would, on one line."""
    if isinstance(example, bool):
        return "yes" if example else "no"
    text: str = yaml.safe_dump([example], default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
    return text.strip()[1:-1]


def main(folder: Path) -> None:
    """Write all files."""
    (folder / "schema").mkdir(parents=True, exist_ok=True)
    (folder / "reference.md").write_text(page(), encoding="utf-8")
    for file in schema.FILES:
        text = schema.written(schema.schema(file))
        (folder / "schema" / schema.file_name(file)).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
