"""Writes the sound files that tests read."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import BinaryIO

from backplayer.clip import Clip


def write_wav(target: Path | BinaryIO, clip: Clip) -> None:
    """Write *clip* as a 16-bit mono WAV."""
    with wave.open(str(target) if isinstance(target, Path) else target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.rate)
        file.writeframes(clip.samples.tobytes())
