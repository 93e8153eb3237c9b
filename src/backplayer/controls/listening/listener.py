"""Spoken commands and double claps as a source of wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from backplayer.controls.listening.vocabulary import PHRASES
from backplayer.controls.listening.worker import Options
from backplayer.controls.listening.worker_process import WorkerProcess
from backplayer.controls.source import Leave, SourceFailed
from backplayer.player.commands import Command, Wish

ONLY_ZEROS = "The microphone delivers only silence (on a Mac: allow the terminal to use it)."


@dataclass(frozen=True, slots=True)
class ListenOptions:
    """How the listener wants to be heard."""

    headphones: bool = False
    """Nobody but the listener hears the coach, so there is no need to be deaf while it speaks."""
    model: Path | None = None
    """The folder of a model of one's own, for sherpa-onnx."""
    words: bool = True
    claps: bool = False


class Listener:
    """A microphone that is listened to in a process of its own; leaves what was asked for.

    *plan_texts* is all that the coach may say in this plan; *notice* gets one line about a microphone that does not
    work (from a thread). Raises `SourceFailed` at once where something has to be installed.
    """

    def __init__(
        self,
        leave: Leave,
        plan_texts: Iterable[str],
        options: ListenOptions,
        notice: Callable[[str], None],
        command: Sequence[str] | None = None,
    ) -> None:
        check_installed(options)
        self._leave, self._notice = leave, notice
        self._headphones = options.headphones
        self._told_of_zeros = False
        self._worker = WorkerProcess(asdict(worker_options(options, plan_texts)), self._told, command)

    def mute(self, from_s: float, to_s: float) -> None:
        """Our own coach will be heard between these times, in seconds of `time.monotonic`."""
        if not self._headphones:
            self._worker.send({"mute": [from_s, to_s]})

    def unmute_from(self, now: float) -> None:
        """Our own coach was hushed at *now*; what was told of later times no longer holds."""
        if not self._headphones:
            self._worker.send({"unmute_from": now})

    def close(self) -> None:
        """Stop listening."""
        self._worker.close()

    def _told(self, line: Mapping[str, Any]) -> None:
        if line.get("accepted"):
            self._leave(Wish(PHRASES[line["heard"]], spoken=True))
        elif "clap" in line:
            self._leave(Wish(Command.PLAY_PAUSE, spoken=True))
        elif "only_zeros" in line and not self._told_of_zeros:
            self._told_of_zeros = True
            self._notice(ONLY_ZEROS)
        elif "failed" in line:
            self._notice(f"Spoken commands are off: {line['failed']}.")


def check_installed(options: ListenOptions) -> None:
    """Raise `SourceFailed` where something has to be installed first."""
    if options.words and options.model is None and find_spec("pocketsphinx") is None:
        raise SourceFailed("spoken commands need the extra 'listen': pip install 'backplayer[listen]'")
    if options.model is not None and find_spec("sherpa_onnx") is None:
        raise SourceFailed("your own model needs sherpa-onnx: pip install sherpa-onnx")
    if options.model is not None and not options.model.is_dir():
        raise SourceFailed(f"there is no folder '{options.model}' with a model to listen with")


def worker_options(options: ListenOptions, plan_texts: Iterable[str], levels: bool = False) -> Options:
    """What the process is told."""
    return Options(
        own_texts=tuple(plan_texts),
        words=options.words,
        claps=options.claps,
        model=None if options.model is None else str(options.model),
        levels=levels,
    )
