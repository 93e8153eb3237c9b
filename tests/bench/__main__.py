"""``python -m tests.bench [NAME …]``: run the benchmarks: those that take a few minutes, or those named."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module

from tests.card.card import CardMissing, VirtualCard

BENCHES = ("startup", "layout", "first_sound", "reaction", "hold", "load")
ON_REQUEST = ("routine", "killed", "leaking", "checking")


def main(wanted: list[str]) -> None:
    known = (*BENCHES, *ON_REQUEST)
    unknown = set(wanted) - set(known)
    if unknown:
        sys.exit(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    for name in wanted or BENCHES:
        module = import_module(f"tests.bench.{name}")
        print(f"== {name}: {module.__doc__.splitlines()[0]}", flush=True)
        if "card" not in inspect.signature(module.run).parameters:
            module.run()
        else:
            try:
                card = VirtualCard()
            except CardMissing as reason:
                print(f"not run: {reason}")
                continue
            try:
                module.run(card)
            finally:
                card.close()
        print(flush=True)


main(sys.argv[1:])
