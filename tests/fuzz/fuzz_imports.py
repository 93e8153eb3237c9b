"""``python -m tests.fuzz.fuzz_imports -runs=1000000``: hostile files of other programs."""

from __future__ import annotations

import sys

from tests.fuzz.running import CORPUS, fuzz

if __name__ == "__main__":
    fuzz("tests.fuzz.importing", CORPUS / "imports", sys.argv[1:])
