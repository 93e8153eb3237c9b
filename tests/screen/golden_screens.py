"""The golden screens: what the live view looks like. Write them anew with ``python -m tests.screen.golden_screens``."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len

from backplayer.screen.frame import frame
from tests.screen.situations import KEYS, NOTICES, SITUATIONS

FOLDER = Path(__file__).parent / "golden"
SIZES = ((80, 24), (40, 12), (120, 36), (20, 6))


def screen(name: str, columns: int, rows: int, ascii_only: bool = False) -> list[str]:
    """Return a situation's screen as text, without the spaces at the ends of lines."""
    lines = frame(
        SITUATIONS[name], columns, rows,
        keys=KEYS, notices=NOTICES.get(name, ()), show_keys=name == "help", ascii_only=ascii_only,
    )  # fmt: skip
    return ["".join(run.text for run in line).rstrip() for line in lines]


def page(name: str) -> str:
    """Return a situation in all sizes, in block characters and in ASCII."""
    parts = []
    for ascii_only in (False, True):
        for columns, rows in SIZES:
            edge = f"+{'-' * columns}+"
            lines = [f"|{line}{' ' * (columns - cell_len(line))}|" for line in screen(name, columns, rows, ascii_only)]
            parts += [f"{columns}x{rows}{' ascii' if ascii_only else ''}", edge, *lines, edge, ""]
    return "\n".join(parts)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SITUATIONS:
        (FOLDER / f"{name}.txt").write_text(page(name), encoding="utf-8")
