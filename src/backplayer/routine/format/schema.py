"""The format as JSON Schema, made of the models of this room: editors complete and explain by it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field, create_model

from backplayer.routine.format import shapes
from backplayer.routine.format.description import described, named
from backplayer.routine.format.exercise import LANGUAGE, ExerciseDoc, TranslationDoc
from backplayer.routine.format.routine import STEP_DOCS, RoutineDoc
from backplayer.routine.format.shapes import Shape
from backplayer.routine.format.shelf import SafetyDoc, SourcesDoc
from backplayer.routine.format.words import PronunciationDoc, SentenceDoc, WordsDoc
from backplayer.routine.sentences import SENTENCES

_SENTENCES: dict[str, Any] = {
    name: (SentenceDoc | None, Field(None, description=f"Said: {sentence.about}."))
    for name, sentence in SENTENCES.items()
}
AllWordsDoc = create_model(
    "WordsDoc",
    __base__=WordsDoc,
    __doc__=WordsDoc.__doc__,
    __cls_kwargs__={"extra": "forbid"},
    **_SENTENCES,
)
"""The model of a file of words with its sentences by name; the reader takes them as they come, which is faster."""
FILES: dict[str, type[BaseModel]] = {
    "routine": RoutineDoc,
    "exercise": ExerciseDoc,
    "translation": TranslationDoc,
    "sources": SourcesDoc,
    "safety": SafetyDoc,
    "words": AllWordsDoc,
    "pronunciation": PronunciationDoc,
}
"""The sorts of file there are."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_AMOUNTS = ("reps", "hold", "time")
_AMOUNT: Shape = {
    "anyOf": [{"required": [amount], "errorMessage": "How much? Add reps, hold or time."} for amount in _AMOUNTS]
}
_ONE_SIDE_AFTER_THE_OTHER = {"enum": ["none", "both", "left", "right"]}
_ONE_DOSE: Shape = {
    "dependentSchemas": {
        amount: {
            "properties": {
                **{other: False for other in _AMOUNTS if other != amount},
                **({} if amount == "reps" else {"tempo": False, "sides": _ONE_SIDE_AFTER_THE_OTHER}),
            },
            "errorMessage": "Two doses; keep one." if amount == "reps" else f"This does not go with {amount}.",
        }
        for amount in _AMOUNTS
    }
}
_LIKE: Shape = {"required": ["like"]}
_NEEDS_A_DOSE: Shape = {
    "if": {
        "properties": {"exercise": {"type": "object", "not": {"anyOf": [_LIKE, {"required": ["dose"]}]}}},
        "required": ["exercise"],
    },
    "then": _AMOUNT,
}
_RULES: dict[str, Shape] = {
    "ExerciseDoc": {"properties": {"dose": _AMOUNT}},
    "InlineExerciseDoc": {
        "anyOf": [{"required": ["name"], "errorMessage": "Give it a name, or like: and a library exercise."}, _LIKE],
        "if": {"not": _LIKE},
        "then": {"properties": {"dose": _AMOUNT}},
    },
    "SourcedText": {"oneOf": [{"required": ["text"]}, {"required": ["proposed"]}]},
    "DoseDoc": _ONE_DOSE,
    **{name: {**_ONE_DOSE, **_NEEDS_A_DOSE} for name in ("ChoiceDoc", "SwapDoc", "ExerciseStepDoc")},
}
"""What the reader looks at beside types and bounds (``checks``, and validators of the model)."""
_SHORT_FORMS: dict[str, list[Shape]] = {
    "SourcedText": [shapes.reference("text")],
    "EquipmentDoc": [shapes.reference("text"), {"type": "array", "items": shapes.reference("text")}],
}
"""What may stand in place of a mapping."""
_OF_KINDS = ("x-kind", "least", "most", "values", "meanings", "anyOf")
_SNIPPETS = [
    {"label": "exercise: reps", "body": {"exercise": "${1:bridge}", "reps": "${2:8}", "rest": "${3:10s}"}},
    {"label": "exercise: hold", "body": {"exercise": "${1:plank}", "hold": "${2:20s}", "rest": "${3:10s}"}},
    {
        "label": "exercise in place",
        "body": {
            "exercise": {"name": "$1", "posture": "${2:sitting}", "setup": ["$3"], "cues": ["$4"]},
            "reps": "${5:8}",
        },
    },
    {"label": "rest", "body": {"rest": "${1:30s}"}},
    {"label": "repeat", "body": {"repeat": "${1:3}", "rest": "${2:40s}", "steps": [{"exercise": "${3:bridge}"}]}},
]


def schema(file: str, exercises: Mapping[str, str] | None = None) -> Shape:
    """Return the JSON Schema of a sort of *file* (one of `FILES`). Names of *exercises*, with titles, are offered."""
    found = described(FILES[file])
    definitions = found.pop("$defs", {})
    kinds = {
        "text": shapes.text(),
        "time": shapes.time(0),
        "some-time": shapes.time(1),
        "yes-no": shapes.yes_no(),
        "phase": shapes.phase(),
        "part": shapes.part(),
        "language": shapes.language(LANGUAGE),
        "exercise": shapes.exercise_name(dict(exercises or {})),
        "step": _step(),
    }
    models = {named(name): _completed(name, _shaped(definition)) for name, definition in definitions.items()}
    root = _completed(FILES[file].__name__, _shaped(found))
    head = {"$schema": DIALECT, "title": root["title"], "description": root["description"]}
    return {**head, **root, "$defs": _needed(root, {**models, **kinds})}


def modeline() -> str:
    """Return the first line of a routine in the user's folder, by which a YAML language server finds its schema."""
    return f"# yaml-language-server: $schema={file_name('routine')}"


def file_name(file: str) -> str:
    """Return the name of the schema's own file."""
    return f"{file}.schema.json"


def written(schema: Shape) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _step() -> Shape:
    """Tell the kinds of step apart by the key that makes them so, as the reader does."""
    models = {kind: shapes.reference(named(model.__name__)) for kind, model in STEP_DOCS.items()}
    chain: Shape = {
        "if": {"minProperties": 1, "type": "object"},
        "then": {"required": ["exercise"], "errorMessage": f"A step has one of {', '.join(models)}."},
        "else": {"anyOf": list(models.values())},
    }
    for kind, model in reversed(models.items()):
        chain = {"if": {"type": "object", "required": [kind]}, "then": model, "else": chain}
    return {
        "title": "Step",
        "description": "One of five: an exercise, a rest, words, a wait, or a repeat.",
        **shapes.one_of_the_forms(
            [shapes.reference("exercise"), {"type": "object", **chain, "defaultSnippets": _SNIPPETS}]
        ),
    }


def _shaped(node: Any) -> Any:
    """Put shapes in place of kinds."""
    if isinstance(node, list):
        return [_shaped(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-kind" in node:
        made = {**_shape(node), **{key: value for key, value in node.items() if key not in _OF_KINDS}}
    elif "$ref" in node:
        made = {**node, "$ref": named(node["$ref"])}
    else:
        made = {key: value if key in ("examples", "default") else _shaped(value) for key, value in node.items()}
    if "anyOf" in made and "x-kind" not in node:
        made = {**shapes.one_of_the_forms(made.pop("anyOf")), **made}
    return _with_snippets(made)


def _with_snippets(made: Shape) -> Shape:
    """Offer mappings among other examples as snippets: language servers cannot show them in a list of values."""
    examples = made.get("examples", [])
    if "if" not in made or not any(isinstance(example, dict) for example in examples):
        return made
    snippets = [
        {"label": ", ".join(f"{key}: …" for key in example), "body": example}
        for example in examples
        if isinstance(example, dict)
    ]
    others = [example for example in examples if not isinstance(example, dict)]
    return {**made, "examples": others, "defaultSnippets": snippets}


def _shape(node: Shape) -> Shape:
    match node["x-kind"]:
        case "choice":
            return shapes.choice(node["values"], node.get("meanings", {}))
        case "number":
            return shapes.number(node["least"], node["most"])
        case "time":
            return shapes.reference("some-time" if node["least"] else "time")
        case kind:
            return shapes.reference(kind)


def _completed(model: str, made: Shape) -> Shape:
    """Add to a mapping what else the reader looks at, and what may stand in its place."""
    rules = _RULES.get(model, {})
    made = {**made, **({"allOf": [rules]} if rules else {})}
    if model not in _SHORT_FORMS:
        return made
    about = {key: made.pop(key) for key in ("title", "description")}
    return {**about, **shapes.one_of_the_forms([*_SHORT_FORMS[model], made])}


def _needed(root: Shape, definitions: Mapping[str, Shape]) -> dict[str, Shape]:
    """Keep the definitions that *root* refers to, by way of others or not."""
    needed: dict[str, Shape] = {}
    open_nodes: list[Any] = [root]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, list):
            open_nodes += node
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in needed:
                needed[name] = definitions[name]
                open_nodes.append(needed[name])
            open_nodes += node.values()
    return dict(sorted(needed.items()))
