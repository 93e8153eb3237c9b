"""A voice for tests that need something said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from backplayer.clip import resampled
from backplayer.controls.listening.engine import RATE
from backplayer.voice.engine import VoiceOptions
from backplayer.voice.engines import ENGINES
from tests.controls.listening.sounds import mixed, noise, quieter


@pytest.fixture(scope="session")
def spoken() -> Iterator[Callable[[str], bytes]]:
    """What the microphone delivers when somebody in a quiet room says a text, in the voice that is heard best."""
    pytest.importorskip("espeakng_loader", reason="espeakng-loader has no wheel for this platform")
    engine = ENGINES["espeak"](VoiceOptions(voice="en-us+f2"))

    def say(text: str) -> bytes:
        said = quieter(resampled(engine.synthesise(text), RATE).samples.tobytes(), 0.5)
        length = len(said) / 2 / RATE
        return noise(0.8, 20) + mixed(said, noise(length, 20, seed=2)) + noise(0.8, 20, seed=3)

    yield say
    engine.close()
