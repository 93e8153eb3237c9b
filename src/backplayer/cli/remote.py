"""``backplayer control``: a command for a session that plays elsewhere."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from backplayer.cli.errors import failure


def control(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The socket that was given to play --control.")],
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS...", help="pause, next, where, seek 120, volume 0.8, status, watch …")
    ],
) -> None:
    """Send a command to a session that was started with --control; its answer is one line of JSON."""
    from backplayer.controls.socket_client import ask, watch
    from backplayer.controls.source import SourceFailed

    asked = " ".join(words)
    try:
        if asked.strip().casefold() == "watch":
            for line in watch(path):
                typer.echo(line)
            return
        answer = ask(path, asked)
    except SourceFailed as error:
        raise failure(str(error)) from None
    typer.echo(answer)
    if not json.loads(answer).get("ok"):
        raise typer.Exit(1)
