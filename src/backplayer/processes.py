"""Processes of our own."""

from __future__ import annotations

import sys


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs ``main()`` of *module*, with *arguments*, in a Python of its own.

    Not ``python -m``: that would put the current folder in front of everything, and a ``json.py`` lying beside
    somebody's routines would be imported.
    """
    code = f"import sys; sys.path = [p for p in sys.path if p]; from {module} import main; main()"
    return [sys.executable, "-c", code, *arguments]
