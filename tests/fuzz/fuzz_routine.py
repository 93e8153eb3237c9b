"""``python -m tests.fuzz.fuzz_routine -runs=1000000``: hostile routines."""

from __future__ import annotations

import sys

from tests.fuzz.running import CORPUS, fuzz

if __name__ == "__main__":
    fuzz("tests.fuzz.reading", CORPUS / "routine", sys.argv[1:])
