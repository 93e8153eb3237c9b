"""The options that more than one command has."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from backplayer.cli.settings import Display

Text = Annotated[bool, typer.Option("--text", help="As text, without sound.")]
Show = Annotated[
    Display | None,
    typer.Option("--display", help="How to show it (auto)."),
]
Headphones = Annotated[
    bool | None,
    typer.Option("--headphones/--speakers", help="Listen all the time: the microphone cannot hear the coach."),
]
ListenModel = Annotated[
    str | None,
    typer.Option("--listen-model", metavar="DIR", help="A sherpa-onnx model of your own to listen with."),
]
Clap = Annotated[bool | None, typer.Option("--clap/--no-clap", help="A double clap pauses and goes on.")]
Force = Annotated[bool | None, typer.Option("--force", help="Replace the file of --output.")]
TakeOver = Annotated[bool, typer.Option("--take-over", help="Stop another backplayer that is speaking.")]


@dataclass(frozen=True)
class Playing:
    """With what a session is played: settings by their names, None for what was not given."""

    voice: Annotated[
        str | None,
        typer.Option("--voice", help="auto, espeak, pyttsx3, none, or with a voice's name: espeak:en-gb."),
    ] = None
    rate: Annotated[int | None, typer.Option("--rate", min=80, max=400, help="Words a minute (175).")] = None
    output: Annotated[
        str | None,
        typer.Option(
            "--output", help="auto, miniaudio, sounddevice, pipe, simpleaudio, silence, or a file ending in .wav."
        ),
    ] = None
    force: Force = None
    music: Annotated[
        str | None,
        typer.Option("--music", metavar="PATH", help="A file, or a folder of files, to play under the coach."),
    ] = None
    music_level: Annotated[
        int | None,
        typer.Option("--music-level", min=-40, max=0, help="How loud the music is, in dB below speech (-12)."),
    ] = None
    lower_others: Annotated[
        bool | None,
        typer.Option("--lower-others/--leave-others", help="Lower other programs while the coach speaks (Linux)."),
    ] = None
    media_keys: Annotated[
        bool | None,
        typer.Option("--media-keys/--no-media-keys", help="Answer media keys and headset buttons (Linux)."),
    ] = None
    listen: Annotated[
        bool | None,
        typer.Option("--listen/--no-listen", help="Listen for spoken commands: 'coach, pause'."),
    ] = None
    headphones: Headphones = None
    listen_model: ListenModel = None
    clap: Clap = None
    control: Annotated[
        str | None,
        typer.Option("--control", metavar="PATH", help="Take commands from programs at this Unix socket."),
    ] = None


def playing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the options of `Playing`, in place of its parameter *playing*, which gets them all.

    Typer makes one option of each parameter, so it is shown a signature that has them one by one.
    """
    hints = get_type_hints(Playing, include_extras=True)
    shared = [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )
        for field in fields(Playing)
    ]
    shown: list[inspect.Parameter] = []
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        shown += shared if parameter.name == "playing" else [parameter]

    @wraps(command)
    def with_options(**given: Any) -> None:
        playing = Playing(**{parameter.name: given.pop(parameter.name) for parameter in shared})
        command(playing=playing, **given)

    with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    with_options.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    return with_options
