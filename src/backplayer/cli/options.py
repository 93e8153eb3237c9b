"""The options that ``play`` and ``resume`` share: how it sounds, how it is shown and how it is commanded."""

from __future__ import annotations

from typing import Annotated

import typer

from backplayer.cli.settings import Display

Text = Annotated[bool, typer.Option("--text", help="As text, without sound.")]
Show = Annotated[
    Display | None,
    typer.Option("--display", help="How to show it (auto)."),
]
Voice = Annotated[
    str | None,
    typer.Option("--voice", help="auto, espeak, pyttsx3, none, or with a voice's name: espeak:en-gb."),
]
Rate = Annotated[int | None, typer.Option("--rate", min=80, max=400, help="Words a minute (175).")]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", help="auto, miniaudio, sounddevice, pipe, simpleaudio, silence, or a file ending in .wav."
    ),
]
Music = Annotated[
    str | None,
    typer.Option("--music", metavar="PATH", help="A file, or a folder of files, to play under the coach."),
]
MusicLevel = Annotated[
    int | None,
    typer.Option("--music-level", min=-40, max=0, help="How loud the music is, in dB below speech (-12)."),
]
LowerOthers = Annotated[
    bool | None,
    typer.Option("--lower-others/--leave-others", help="Lower other programs while the coach speaks (Linux)."),
]
MediaKeys = Annotated[
    bool | None,
    typer.Option("--media-keys/--no-media-keys", help="Answer media keys and headset buttons (Linux)."),
]
Listen = Annotated[
    bool | None,
    typer.Option("--listen/--no-listen", help="Listen for spoken commands: 'coach, pause'."),
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
Control = Annotated[
    str | None,
    typer.Option("--control", metavar="PATH", help="Take commands from programs at this Unix socket."),
]
TakeOver = Annotated[bool, typer.Option("--take-over", help="Stop another backplayer that is speaking.")]
