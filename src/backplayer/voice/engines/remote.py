"""An engine in a worker process, seen from the player."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import asdict

from backplayer.clip import Clip
from backplayer.voice.engine import VoiceFailed, VoiceIdentity, VoiceName, VoiceOptions
from backplayer.voice.worker import Patience, Worker


class RemoteEngine:
    """The engine that *command* runs; see `Engine` for the methods.

    The process starts now and is waited for when something is first asked of it.
    """

    def __init__(
        self, name: str, version: str, options: VoiceOptions, command: Sequence[str], patience: Patience
    ) -> None:
        self.name = name
        self._version, self._options = version, options
        self._worker = Worker(command, {"options": asdict(options)}, patience)

    def identity(self) -> VoiceIdentity:
        """Which voice this is; waits for the process only when the voice was left to the engine."""
        voice = self._options.voice or str(self._worker.opened()["voice"])
        return VoiceIdentity(self.name, self._version, voice, self._options.words_per_minute, self._options.rate)

    def synthesise(self, text: str) -> Clip:
        """Speak *text*; see `Engine`."""
        answer = self._worker.ask({"say": text})
        samples = array("h")
        samples.frombytes(answer.body)
        return Clip(samples, self._options.rate)

    def voices(self) -> list[VoiceName]:
        """Every voice the engine has here."""
        return [VoiceName(*entry) for entry in self._worker.ask({"voices": True}).line["voices"]]

    def close(self) -> None:
        """End the process."""
        self._worker.close()


def installed_version(package: str, otherwise: str) -> str:
    """The version of *package*; raises `VoiceFailed` with *otherwise* as the way out."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        raise VoiceFailed(f"{package} is not installed ({otherwise})") from None
