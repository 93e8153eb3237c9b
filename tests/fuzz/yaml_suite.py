"""``python -m tests.fuzz.yaml_suite FOLDER``: a verdict on every input of a checked-out YAML test suite.

Knows the public suite's two forms (``src/*.yaml`` with visible blanks, and the data branch's ``in.yaml`` files), and
the ``*.data`` and ``*.loader-error`` files of PyYAML. Exits with 1 where an input has no clear verdict.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from backplayer.routine.problems import RoutineError
from backplayer.routine.reading.source import parse_source
from tests.fuzz.guard import Escaped
from tests.fuzz.reading import NAME, check_problems, try_bytes

MAX_S = 1.0
LOOSE = ("*.data", "*.canonical", "*.loader-error", "*.stream-error", "*.single-loader-error", "*.recursive")


def _written(shown: str) -> str:
    """Undo the suite's marks for what cannot be seen."""
    shown = re.sub("—*»", "\t", shown).replace("␣", " ").replace("←", "\r").replace("⇔", "\ufeff").replace("↵", "")
    return re.sub("∎\n?$", "", shown)


def inputs(folder: Path) -> Iterator[tuple[str, bytes, bool | None]]:
    """Go through a suite: each input's name, bytes, and whether it is valid YAML (None where nothing says so)."""
    for path in sorted(folder.rglob("in.yaml")):
        if not any(part in ("name", "tags") for part in path.parts):  # the suite's lists by name hold links
            yield str(path.parent.relative_to(folder)), path.read_bytes(), not (path.parent / "error").exists()
    for path in sorted((folder / "src").glob("*.yaml")):
        case: dict[str, Any] = {}
        for index, given in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            case = {**case, "fail": False, **given}  # what else is not given is as before
            yield f"{path.stem}/{index:02}", _written(case["yaml"]).encode(), not case.get("fail", False)
    for pattern in LOOSE:
        for path in sorted(folder.rglob(pattern)):
            yield str(path.relative_to(folder)), path.read_bytes(), None


def verdict(raw: bytes) -> tuple[str, str]:
    """Return the kind of verdict, and the first complaint."""
    began = time.perf_counter()
    try:
        if try_bytes(raw):
            return "a routine", ""
        text = raw.decode("utf-8-sig", "replace")
        try:
            problems = tuple(parse_source(text, NAME).problems)
        except RoutineError as error:
            problems = error.problems
            check_problems(problems, text)
            message = next((str(problem) for problem in problems if "not valid YAML" in problem.message), None)
            return ("refused: not valid YAML", message) if message else ("refused: bounds", str(problems[-1]))
        return ("refused: YAML we leave out", str(problems[0])) if problems else ("read, but no routine", "")
    except (Exception, Escaped) as error:
        return "NO CLEAR VERDICT", f"{type(error).__name__}: {error}"
    finally:
        if (spent := time.perf_counter() - began) > MAX_S:
            print(f"NO CLEAR VERDICT: {spent:.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="print every verdict, not only those that differ")
    wanted = parser.parse_args()
    counted: Counter[tuple[str, str]] = Counter()
    for name, raw, valid in inputs(wanted.folder):
        kind, complaint = verdict(raw)
        expected = {True: "valid", False: "invalid", None: "unstated"}[valid]
        counted[kind, expected] += 1
        differs = (kind == "refused: not valid YAML") is bool(valid) if valid is not None else False
        if wanted.all or differs or kind.isupper():
            print(f"{name} ({expected}): {kind} {complaint}")
    for (kind, expected), count in sorted(counted.items()):
        print(f"{count:5}  {kind} ({expected} YAML by the suite)")
    print(f"{counted.total()} inputs")
    return 1 if any(kind.isupper() for kind, _ in counted) or not counted else 0


if __name__ == "__main__":
    raise SystemExit(main())
