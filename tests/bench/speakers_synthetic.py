"""Synthetic speakers for the benchmark of spoken commands, split into those we tune on and those that judge.

Uses what is installed of espeak-ng (with MBROLA voices), flite, pico2wave and festival. Debian: espeak-ng flite
festival festvox-us-slt-hts festvox-kdlpc16k; from contrib and non-free: mbrola mbrola-us1 mbrola-us2 mbrola-us3
mbrola-en1 mbrola-de5 mbrola-fr4 mbrola-nl2 mbrola-sw1 libttspico-utils.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

RATE = 16_000
Sound = Any
"""A numpy array of floats, 1.0 being full scale."""


@dataclass(frozen=True)
class Speaker:
    """One voice of one program; *kind*: made of recordings of a native speaker, of somebody else, or of formants."""

    program: Literal["espeak-ng", "flite", "pico2wave", "festival"]
    voice: str
    kind: Literal["natural", "accented", "formant"]
    judges: bool
    """Whether it is kept for judging; the others are tuned on."""

    def __str__(self) -> str:
        return f"{self.program}:{self.voice}"

    @cached_property
    def here(self) -> bool:
        """Whether it can speak on this machine."""
        if not shutil.which("text2wave" if self.program == "festival" else self.program):
            return False
        try:
            return len(_spoken(self, "one two")) > RATE // 4
        except (OSError, subprocess.CalledProcessError, wave.Error, EOFError):
            return False

    def says(self, text: str) -> Sound:
        """*text* at 16 kHz, without the silence around it, its active level at -20 dBFS; kept for next time."""
        kept = FOLDER / hashlib.sha1(f"{self}|{text}".encode()).hexdigest()
        if not kept.with_suffix(".npy").exists():
            FOLDER.mkdir(parents=True, exist_ok=True)
            np.save(kept, (trimmed(_spoken(self, text)) * 32767).astype(np.int16))
        return np.load(kept.with_suffix(".npy")).astype(float) / 32767


FOLDER = Path(tempfile.gettempdir(), "backplayer-bench-speech")

SPEAKERS = (
    Speaker("flite", "rms", "natural", judges=False),
    Speaker("flite", "kal16", "natural", judges=False),
    Speaker("pico2wave", "en-GB", "natural", judges=False),
    Speaker("espeak-ng", "mb-us1", "natural", judges=False),
    Speaker("espeak-ng", "mb-us2", "natural", judges=False),
    Speaker("espeak-ng", "mb-nl2-en", "accented", judges=False),
    Speaker("espeak-ng", "mb-fr4-en", "accented", judges=False),
    Speaker("espeak-ng", "en-us", "formant", judges=False),
    Speaker("espeak-ng", "en-gb+f2", "formant", judges=False),
    Speaker("espeak-ng", "en-us+m3", "formant", judges=False),
    Speaker("flite", "slt", "natural", judges=True),
    Speaker("flite", "awb", "natural", judges=True),
    Speaker("pico2wave", "en-US", "natural", judges=True),
    Speaker("festival", "ked_diphone", "natural", judges=True),
    Speaker("festival", "cmu_us_slt_arctic_hts", "natural", judges=True),
    Speaker("espeak-ng", "mb-us3", "natural", judges=True),
    Speaker("espeak-ng", "mb-en1", "natural", judges=True),
    Speaker("espeak-ng", "mb-de5-en", "accented", judges=True),
    Speaker("espeak-ng", "mb-sw1-en", "accented", judges=True),
    Speaker("espeak-ng", "en-us+f3", "formant", judges=True),
    Speaker("espeak-ng", "en-gb-x-rp+m4", "formant", judges=True),
    Speaker("espeak-ng", "en-gb-scotland+f4", "formant", judges=True),
)


def speakers(judging: bool) -> list[Speaker]:
    """Those of one half that can speak here."""
    return [speaker for speaker in SPEAKERS if speaker.judges is judging and speaker.here]


def _spoken(speaker: Speaker, text: str) -> Sound:
    with tempfile.TemporaryDirectory(prefix="bp-") as folder:
        wav = Path(folder, "spoken.wav")
        command, given = {
            "espeak-ng": (["espeak-ng", "-v", speaker.voice, "-w", str(wav), "--stdin"], text),
            "flite": (["flite", "-voice", speaker.voice, "-t", text, "-o", str(wav)], None),
            "pico2wave": (["pico2wave", "-l", speaker.voice, "-w", str(wav), text], None),
            "festival": (["text2wave", "-eval", f"(voice_{speaker.voice})", "-o", str(wav)], text),
        }[speaker.program]
        subprocess.run(command, input=given, text=True, check=True, capture_output=True, timeout=60)
        return read(wav.read_bytes())


def read(data: bytes) -> Sound:
    """A WAV of 16-bit sound, mono and at 16 kHz."""
    with wave.open(io.BytesIO(data)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)[:: file.getnchannels()]
        return at_rate(samples / 32768, file.getframerate())


def at_rate(sound: Sound, rate: int) -> Sound:
    """*sound* of *rate* at 16 kHz, through its spectrum."""
    length = round(len(sound) * RATE / rate)
    if length in (0, len(sound)):
        return sound
    spectrum = np.fft.rfft(sound)
    kept = np.zeros(length // 2 + 1, complex)
    most = min(len(kept), len(spectrum))
    kept[:most] = spectrum[:most]
    return np.fft.irfft(kept, length) * (length / len(sound))


def trimmed(sound: Sound) -> Sound:
    """*sound* without silence before and after, where it is active at -20 dBFS."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    level = np.sqrt((frames**2).mean(axis=1))
    active = np.flatnonzero(level > level.max() / 100) if len(level) else []
    if not len(active):
        return sound
    sound = sound[active[0] * 160 : (active[-1] + 1) * 160]
    loud = level[level > level.max() / 30]
    return np.clip(sound * (0.1 / np.sqrt((loud**2).mean())), -1, 1)
