"""``python -m tests.bench [NAME …]``: run the benchmarks, all of them or those named."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHES = ("startup", "layout", "first_sound", "hold", "load")


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(BENCHES)
    if unknown:
        sys.exit(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    for name in wanted or BENCHES:
        module = import_module(f"tests.bench.{name}")
        print(f"== {name}: {module.__doc__.splitlines()[0]}", flush=True)
        module.run()
        print(flush=True)


main(sys.argv[1:])
