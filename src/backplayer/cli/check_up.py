"""``backplayer voices`` and ``doctor``: what this machine can do, and what would help."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from typing import Annotated

import typer

from backplayer.cli import options
from backplayer.cli.errors import failure
from backplayer.cli.folders import config_file, kept, own, phrase_cache, shipped

TEST_PHRASE = "Ready. Three, two, one."
"""Spoken by the doctor."""


def voices(
    engine: Annotated[str | None, typer.Argument(help="Only this engine's voices.")] = None,
) -> None:
    """List the voices, as --voice takes them."""
    from backplayer.voice.engine import VoiceFailed, VoiceOptions
    from backplayer.voice.engines import ENGINES

    if engine is not None and engine not in ENGINES:
        raise failure(f"no voice engine is called '{engine}'; there are {', '.join(ENGINES)}")
    found = False
    for name in [engine] if engine else ENGINES:
        try:
            opened = ENGINES[name](VoiceOptions())
            try:
                for voice in opened.voices():
                    found = True
                    typer.echo(f"{name}:{voice.id:<24} {voice.language:<10} {voice.name}")
            finally:
                opened.close()
        except VoiceFailed as error:
            typer.echo(f"{name}: {error}", err=True)
    if not found:
        raise typer.Exit(1)


def doctor(
    quiet: Annotated[bool, typer.Option("--quiet", help="Look, but play no test phrase.")] = False,
    latency: Annotated[
        bool, typer.Option("--latency", help="Tap along with clicks, to tell how late the device is heard.")
    ] = False,
    microphone: Annotated[
        bool, typer.Option("--microphone", help="With --latency: let the microphone hear the clicks instead.")
    ] = False,
    output: Annotated[str, typer.Option("--output", help="With --latency: which output.")] = "auto",
) -> None:
    """Tell what was found here: voices, sound, folders, versions; play a test phrase; say what would help."""
    from importlib.metadata import version

    if latency:
        _latency(output, microphone)
        return

    python = platform.python_version()
    typer.echo(f"backplayer {version('backplayer')}, Python {python}, {platform.platform(terse=True)}\n")
    _folders()
    clip = _voices()
    _outputs(None if quiet else clip)


def _folders() -> None:
    typer.echo("Folders")
    places = {
        "your routines": own("routines"), "your exercises": own("routines") / "exercises", "your sounds": own("sounds"),
        "settings": config_file(), "phrase cache": phrase_cache(), "library": shipped("routines"),
    }  # fmt: skip
    for name, path in places.items():
        typer.echo(f"  {name:<15} {path}{'' if path.exists() else '  (not there yet)'}")


def _voices() -> object:
    from backplayer.voice.engine import VoiceFailed, VoiceOptions
    from backplayer.voice.engines import ENGINES

    typer.echo("\nVoices")
    clip: object = None
    for name, open_engine in ENGINES.items():
        try:
            engine = open_engine(VoiceOptions())
            try:
                spoken = engine.synthesise(TEST_PHRASE)
                about = f"{len(engine.voices())} voices, version {engine.identity().version}"
                typer.echo(f"  {name:<12} works ({about})")
                clip = clip or spoken
            finally:
                engine.close()
        except VoiceFailed as error:
            typer.echo(f"  {name:<12} no: {error}")
    if clip is None:
        typer.echo("  Without a voice, sessions run with chimes and text.")
    return clip


def _outputs(clip: object) -> None:
    from backplayer.clip import Clip
    from backplayer.player.commands import Inbox
    from backplayer.sound.opening import open_speakers
    from backplayer.sound.output import OutputFailed
    from backplayer.sound.outputs import AUTO, OUTPUTS

    typer.echo("\nSound outputs")
    works: list[str] = []
    for name in OUTPUTS:
        try:
            speakers = open_speakers(name, notice=lambda line: typer.echo(f"  {line}"))
            typer.echo(f"  {name:<12} works ({speakers.output_name}, {speakers.rate} Hz)")
            speakers.close()
            works.append(name)
        except OutputFailed as error:
            typer.echo(f"  {name:<12} no: {str(error).removeprefix(f'{name}: ')}")
    best = next((name for name in AUTO if name in works), None)
    if best is None:
        typer.echo("  Without a sound output, sessions run as text.")
        if sys.platform == "linux":
            typer.echo("  Is a sound server running (PipeWire or PulseAudio), and may you use it?")
    elif isinstance(clip, Clip):
        speakers = open_speakers(best, notice=lambda line: typer.echo(f"  {line}"))
        typer.echo(f'\nPlaying "{TEST_PHRASE}" through {speakers.output_name} …')
        speakers.play(clip, 0)
        speakers.wait(clip.length + speakers.ahead, Inbox())
        speakers.close()
        typer.echo("If you heard nothing, check the volume and which device is the default.")


def _latency(output: str, microphone: bool) -> None:
    """Find out how much later than its clock the device is heard, and keep it for the display."""
    from backplayer.controls.source import SourceFailed
    from backplayer.player.commands import Inbox
    from backplayer.sound.file_speakers import FileSpeakers
    from backplayer.sound.latency import LatencyBook, LatencyFailed, by_microphone, by_tapping, device_key
    from backplayer.sound.opening import open_speakers
    from backplayer.sound.output import OutputFailed

    try:
        speakers = open_speakers(output, notice=lambda line: typer.echo(line, err=True))
    except OutputFailed as error:
        raise failure(f"output: {error}") from None
    if isinstance(speakers, FileSpeakers):
        speakers.abandon()
        raise failure("--latency: a file has no delay")
    key = device_key(speakers.output_name, speakers.device_name)
    inbox = Inbox()
    try:
        if microphone:
            typer.echo("Clicks will be played for 15 seconds; keep quiet, with the microphone near the loudspeaker.")
            delay = by_microphone(speakers, inbox)
        else:
            from backplayer.controls.keyboard import Keyboard

            typer.echo("Press the space bar with every click, for 15 seconds. The first clicks only give you the beat.")
            keyboard = Keyboard(inbox.put)
            try:
                delay = by_tapping(speakers, lambda seconds: inbox.wait(seconds) and inbox.take() is not None)
            finally:
                keyboard.close()
        LatencyBook(kept("latency.json")).put(key, delay)
    except (LatencyFailed, SourceFailed) as error:
        raise failure(f"--latency: {error}") from None
    finally:
        speakers.close()
    typer.echo(f"{key}: heard {delay} ms after its time. Kept; what is shown will be as late.")


def listen_test(
    seconds: Annotated[
        float | None, typer.Option("--seconds", min=1, help="How long; until Ctrl-C, if not said.")
    ] = None,
    headphones: options.Headphones = None,
    listen_model: options.ListenModel = None,
    clap: options.Clap = None,
) -> None:
    """Show what the microphone hears: its level, spoken commands, and how sure we are of them."""
    from backplayer.controls.listening.listen_test import listen_test as listen
    from backplayer.controls.listening.listener import ListenOptions
    from backplayer.controls.source import SourceFailed

    model = Path(listen_model).expanduser() if listen_model else None
    chosen = ListenOptions(bool(headphones), model, True, bool(clap))
    terminal = sys.stdout.isatty()

    def meter(line: str) -> None:
        typer.echo(f"\r{line}", nl=False)

    def write(line: str) -> None:
        typer.echo(f"\r{line:<60}" if terminal else line)

    try:
        listen(chosen, write, seconds, meter if terminal else None)
    except SourceFailed as error:
        raise failure(str(error)) from None
