"""The coach's idea of the chimes is what the chimes are."""

from __future__ import annotations

from backplayer.clip import read_wav
from backplayer.coach.layout import SIGNAL_LENGTHS
from tests.library import ROOT


def test_the_signals_are_as_long_as_the_sounds() -> None:
    lengths = {path.stem: read_wav(path).length for path in (ROOT / "sounds").glob("*.wav")}
    assert {name: lengths[name] for name in SIGNAL_LENGTHS} == SIGNAL_LENGTHS
