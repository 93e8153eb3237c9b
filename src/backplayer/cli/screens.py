"""Which screen a session is seen on."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import typer

from backplayer.cli.settings import Display

if TYPE_CHECKING:
    from backplayer.screen.jsonl import JsonLines
    from backplayer.screen.live import Live
    from backplayer.screen.quiet import Quiet
    from backplayer.screen.transcript import Transcript


def open_screen(display: Display, heading: str) -> tuple[Transcript | JsonLines | Live | Quiet, Live | None]:
    """Open the screen that was asked for, or that suits this terminal; *heading* stands above plain lines.

    Returns:
        The screen, and once more if it is one that draws on the whole terminal.
    """
    from backplayer.controls.keys import BINDINGS
    from backplayer.screen.choosing import chosen_display, why_not_live

    if display is Display.JSONL:
        from backplayer.screen.jsonl import JsonLines

        return JsonLines(sys.stdout, sys.stderr), None
    if display is Display.NONE:
        from backplayer.screen.quiet import Quiet

        return Quiet(sys.stderr), None
    if display is Display.LIVE and (reason := why_not_live(os.environ, sys.stdout.isatty(), sys.platform)):
        typer.echo(f"No live view here: {reason}. Plain lines instead.", err=True)
        display = Display.PLAIN
    size = tuple(shutil.get_terminal_size((0, 0)))
    if display is Display.AUTO:
        display = Display(chosen_display(os.environ, sys.stdout.isatty(), (size[0], size[1]), sys.platform))
    if display is Display.LIVE:
        from backplayer.screen.key_help import Key
        from backplayer.screen.live import Live

        live = Live(sys.stdout, [Key(binding.label, binding.command, binding.short) for binding in BINDINGS])
        return live, live
    typer.echo(f"{heading}\n")
    return plain_lines(), None


def plain_lines() -> Transcript:
    """Return a screen of plain lines, which tells the keys when it is asked."""
    from backplayer.controls.keys import BINDINGS
    from backplayer.screen.transcript import Transcript

    return Transcript(sys.stdout, [f"{binding.label:8} {binding.words}" for binding in BINDINGS])
