"""The ``backplayer`` command."""

from __future__ import annotations

from typing import Annotated

import typer

from backplayer.cli import (
    browse,
    check,
    check_up,
    edit,
    exchange,
    explain,
    new,
    play,
    remote,
    say,
    schema,
    timeline,
    watch,
)

app = typer.Typer(
    name="backplayer",
    help="A hands-free workout player that coaches you by voice.",
    epilog="Start with: backplayer play upper-back",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"backplayer {version('backplayer')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Lie down, close your eyes, and be coached through a routine."""


app.command(name="play")(play.play)
app.command(name="resume")(play.resume)
app.command(name="control")(remote.control)
app.command(name="list")(browse.list_routines)
app.command(name="show")(browse.show)
app.command(name="timeline")(timeline.timeline)
app.command(name="exercises")(browse.exercises)
app.command(name="voices")(check_up.voices)
app.command(name="doctor")(check_up.doctor)
app.command(name="listen-test")(check_up.listen_test)
app.command(name="new")(new.new)
app.command(name="edit")(edit.edit)
app.command(name="watch")(watch.watch)
app.command(name="say")(say.say)
app.command(name="preview")(say.preview)
app.command(name="check")(check.check)
app.command(name="explain")(explain.explain)
app.command(name="schema")(schema.schema)
app.command(name="import")(exchange.import_)
app.command(name="export")(exchange.export)
