"""Stands in for sherpa_onnx: as much of its keyword spotter as we use, with its ways, and loudness for a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

CHUNK = 5_120
"""Samples that the real one decodes at a time."""


class OnlineStream:
    def __init__(self) -> None:
        self.samples: list[float] = []
        self.loud = 0
        self.result = ""

    def accept_waveform(self, sample_rate: float, waveform: Sequence[float]) -> None:
        assert sample_rate == 16_000
        assert all(-1 <= value <= 1 for value in waveform)
        self.samples += waveform


class KeywordSpotter:
    """Spots the keyword "slow down" in what was loud for 0.3 s and is quiet now."""

    def __init__(
        self, tokens: str, encoder: str, decoder: str, joiner: str, keywords_file: str, num_threads: int = 2
    ) -> None:
        for path in (tokens, encoder, decoder, joiner, keywords_file):
            assert Path(path).is_file(), f"{path} does not exist"
        if not Path(encoder).read_bytes():
            raise RuntimeError("Protobuf parsing failed")
        known = {line.split()[0] for line in Path(tokens).read_text(encoding="utf-8").splitlines()}
        for line in Path(keywords_file).read_text(encoding="utf-8").splitlines():
            *spelling, name = line.split()
            assert set(spelling) <= known, f"Cannot encode {line}"
            assert name.startswith("@")

    def create_stream(self) -> OnlineStream:
        return OnlineStream()

    def is_ready(self, stream: OnlineStream) -> bool:
        return len(stream.samples) >= CHUNK

    def decode_stream(self, stream: OnlineStream) -> None:
        chunk, stream.samples = stream.samples[:CHUNK], stream.samples[CHUNK:]
        loud = max(map(abs, chunk)) > 0.05
        stream.result = "coach_slow_down" if stream.loud and not loud else ""
        stream.loud = stream.loud + 1 if loud else 0

    def get_result(self, stream: OnlineStream) -> str:
        return stream.result

    def reset_stream(self, stream: OnlineStream) -> None:
        stream.result, stream.loud = "", 0
