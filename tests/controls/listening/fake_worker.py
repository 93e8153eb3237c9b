"""The process that listens, with a microphone that plays a file. ``fake_worker.py BEHAVIOUR [FILE OF SAMPLES]``."""

from __future__ import annotations

import os
import sys
import threading
import time
from itertools import chain, repeat
from pathlib import Path

from backplayer.controls.listening.microphone import BLOCK, MicrophoneFailed, Take
from backplayer.controls.listening.worker import serve
from tests.controls.listening.sounds import blocks, noise, silence

ROOT = Path(__file__).parent.parent.parent.parent
FASTER_THAN_TIME_S = 0.004
"""Between two blocks of 30 ms."""


def command(behaviour: str, file: Path | None = None) -> list[str]:
    """What to run."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); from tests.controls.listening.fake_worker import main; main()"
    return [sys.executable, "-c", code, str(ROOT), behaviour, str(file or "")]


def play(take: Take, behaviour: str, file: str) -> None:
    """Play the file and then, by its behaviour: ``zeros`` or ``noise`` for ever, or nothing (``vanishes``)."""
    ever = {"zeros": repeat(silence(0.03)), "noise": repeat(noise(0.03, 20)), "vanishes": ()}[behaviour]
    for block in chain(blocks(Path(file).read_bytes(), BLOCK) if file else [], ever):
        take(block, False)
        time.sleep(FASTER_THAN_TIME_S)


def main() -> None:
    """Listen to the fake."""
    _, _, behaviour, file = sys.argv

    def opened(take: Take) -> object:
        if behaviour == "refuses":
            raise MicrophoneFailed("no microphone can be opened (sounddevice: none there)")
        if behaviour == "crashes":
            os._exit(3)
        return threading.Thread(target=play, args=(take, behaviour, file), daemon=True).start()

    serve(opened)
