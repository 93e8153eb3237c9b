"""The ``backplayer`` command. Each command's own module is loaded when it is named."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS: Mapping[str, str] = {
    "play": "play:play",
    "resume": "play:resume",
    "control": "remote:control",
    "list": "browse:list_routines",
    "show": "browse:show",
    "timeline": "timeline:timeline",
    "exercises": "browse:exercises",
    "voices": "check_up:voices",
    "doctor": "check_up:doctor",
    "listen-test": "check_up:listen_test",
    "new": "new:new",
    "edit": "edit:edit",
    "watch": "watch:watch",
    "say": "say:say",
    "preview": "say:preview",
    "check": "check:check",
    "explain": "explain:explain",
    "schema": "schema:schema",
    "import": "exchange:import_",
    "export": "exchange:export",
}
"""Every command, in the order of the help: its module in this package, and its function there."""
_STYLE: dict[str, Any] = {
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


class _Named(TyperGroup):
    """The commands of the table, each made when it is named: to make them all takes longer than most of them run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the library's
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            for known in COMMANDS:  # what it may have meant is looked for among those that are made
                self.get_command(ctx, known)
            return None
        if cmd_name not in self.commands:
            module, function = COMMANDS[cmd_name].split(":")
            alone = typer.Typer(add_completion=False, **_STYLE)
            alone.command(name=cmd_name)(getattr(import_module(f"backplayer.cli.{module}"), function))
            self.commands[cmd_name] = get_command(alone)
        return self.commands[cmd_name]


app = typer.Typer(
    name="backplayer",
    cls=_Named,
    help="A hands-free workout player that coaches you by voice.",
    epilog="Start with: backplayer play upper-back",
    no_args_is_help=True,
    **_STYLE,
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
