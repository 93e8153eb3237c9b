"""The fuzzer, atheris, and the settings all harnesses share."""

from __future__ import annotations

import faulthandler  # noqa: F401 - atheris imports it where an input takes too long, and the guard lets no module in
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
SETTINGS = ("-timeout=10", "-rss_limit_mb=700", "-max_len=1536", "-print_final_stats=1")
"""Seconds by the wall for one input (the guard counts its CPU time more strictly), and bounds on memory and size."""


def fuzz(module: str, seeds: Path, arguments: Sequence[str]) -> None:
    """Hand inputs to *module*'s ``try_bytes`` until one fails. *arguments* are libFuzzer's; folders keep what is found.

    ``--pure-yaml`` reads with PyYAML's own parser in place of libyaml's, so that coverage sees it too.
    """
    try:
        import atheris
    except ImportError:
        sys.exit("the fuzzer is not installed: pip install atheris (Linux and macOS)")

    pure = "--pure-yaml" in arguments
    given = [argument for argument in arguments if argument != "--pure-yaml"]
    with atheris.instrument_imports(include=["backplayer", "yaml"] if pure else ["backplayer"]):
        if pure:
            _without_libyaml()
        try_bytes: Callable[[bytes], object] = import_module(module).try_bytes
    from tests.fuzz.mutating import dictionary, mutated

    def one_input(raw: bytes) -> None:
        try_bytes(raw)

    def mutator(raw: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(raw, most))
        text = raw.decode("utf-8", "replace")
        for _ in range(chance.randint(1, 4)):
            text = mutated(text, chance)
        return text.encode("utf-8", "replace")[:most]

    with tempfile.TemporaryDirectory(prefix="backplayer-fuzz-") as folder:
        words = Path(folder, "words.dict")
        words.write_text(dictionary(), encoding="ascii")
        if all(argument.startswith("-") for argument in given):
            Path(folder, "found").mkdir()
            given.append(f"{folder}/found")
        atheris.Setup([sys.argv[0], *SETTINGS, f"-dict={words}", *given, str(seeds)], one_input, custom_mutator=mutator)
        atheris.Fuzz()


def _without_libyaml() -> None:
    import yaml

    vars(yaml).pop("CBaseLoader", None)
