"""Plain tables and lines on standard output."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

WIDE = 200
"""Columns where nobody's terminal sets a limit."""


def print_page(*things: Table | str) -> None:
    """Print tables and lines, as wide as the terminal, or as wide as they are where there is none."""
    console = Console(markup=False, highlight=False, emoji=False, width=None if sys.stdout.isatty() else WIDE)
    for thing in things:
        console.print(thing, soft_wrap=isinstance(thing, str) and not sys.stdout.isatty())


def table_of(*headings: str) -> Table:
    """Begin a plain table."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
