"""Changes to a text that keep most of its structure: lines and values, and the words of the format."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from pydantic import BaseModel

YAML = (
    "- ", "? ", ": ", "&a ", "*a", "!t ", "!!str ", "!<x> ", "|", ">-", "|2+", "[", "]", "{", "}", ",", "'", '"', "#",
    "---\n", "...\n", "%YAML 1.1\n", "%TAG ! x\n", "<<: ", "~", "\t", "\r", "\r\n", "\ufeff", "\x85", "\u2028",
    "\\u202e", "\\ud800", "\\U0010ffff", "\\Uffffffff", "\\x00", "\\e", "\u200d", "\u202e", "\x1b[31m", "\U0001f4aa",
)  # fmt: skip
VALUES = (
    "bridge", "plank", "can-opener", "Can Opener", "x" * 501, "9" * 5000, "-1", "0", "1", "1000", "3x10", "8-10",
    "1s", "20s", "1m30s", "1:30", "500ms", "6h", "1e9s", "0.001s", "٣s", "yes", "no", "both", "left", "alternating",
    "standard", "en", "de", "fr", "{lift: 1s, lower: 2s}", "{proposed: a}", "{text: a, from: b}", "[a, b]",
    "\n- exercise: bridge\n  reps: 3\n", "\n- {repeat: 100, steps: [{rest: 1s}]}\n",
)  # fmt: skip
_VALUE = re.compile(r"(?<=: )[^\n]*")


@cache
def keys() -> tuple[str, ...]:
    """The keys of the format, from its model."""
    from backplayer.routine.format import exercise, routine

    models = [
        model
        for model in {**vars(exercise), **vars(routine)}.values()
        if isinstance(model, type) and issubclass(model, BaseModel)
    ]
    return tuple(sorted({info.alias or name for model in models for name, info in model.model_fields.items()}))


def dictionary() -> str:
    """The words in libFuzzer's format."""
    words = (*YAML, *(value for value in VALUES if len(value) < 40), *(f"{key}: " for key in keys()))
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) for word in words)
    return "".join(f'"{word}"\n' for word in quoted)


def mutated(text: str, chance: random.Random) -> str:
    """Change one thing."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))

    def duplicate() -> None:
        lines.insert(other, lines[at])

    def delete() -> None:
        del lines[at : at + chance.randint(1, 3)]

    def swap() -> None:
        lines[at], lines[other] = lines[other], lines[at]

    def indent() -> None:
        lines[at] = " " * chance.choice((0, 1, 2, 4)) + lines[at].lstrip()

    def add_key() -> None:
        indented = len(lines[at]) - len(lines[at].lstrip(" -"))
        lines.insert(at + 1, f"{' ' * indented}{chance.choice(keys())}: {chance.choice(VALUES)}")

    def put_value() -> None:
        lines[at] = _VALUE.sub(lambda _: chance.choice(VALUES), lines[at], count=1)

    def put_token() -> None:
        where = chance.randint(0, len(lines[at]))
        lines[at] = lines[at][:where] + chance.choice((*YAML, *VALUES)) + lines[at][where:]

    def repeat() -> None:
        lines[at:at] = lines[at : at + 4] * chance.choice((2, 4, 20))

    changes: tuple[Callable[[], None], ...] = (
        duplicate, delete, swap, indent, add_key, add_key, put_value, put_value, put_token, repeat,
    )  # fmt: skip
    chance.choice(changes)()
    return "\n".join(lines)
