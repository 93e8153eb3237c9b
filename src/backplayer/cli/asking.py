"""Questions on a terminal. Whoever ends one with Ctrl-C gets KeyboardInterrupt, with Ctrl-D EOFError."""

from __future__ import annotations

import sys

from backplayer.cli.wrapping import fitted, tell

YES, NO = ("y", "yes"), ("n", "no")


class Left(Exception):
    """Whoever was asked wants nothing of it."""


def ask(question: str, default: str = "", shown: str | None = None) -> str:
    """Ask, and return the answer, *default* for none. *shown*: what stands in the brackets, if not the default."""
    shown = default if shown is None else shown
    *lines, last = fitted(f"{question}{f' [{shown}]' if shown else ''}:", sys.stdout).split("\n")
    for line in lines:
        tell(line)
    return input(f"{last} ").strip() or default


def agrees(question: str, *, default: bool) -> bool:
    """Ask for a yes or a no."""
    while True:
        answer = ask(question, "y" if default else "n", "Y/n" if default else "y/N").casefold()
        if answer in (*YES, *NO):
            return answer in YES
        tell("  y or n, please")
