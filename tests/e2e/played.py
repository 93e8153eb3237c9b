"""Plays a routine for real in a process of its own, and compares what was recorded with what was planned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from backplayer.clip import Clip
from backplayer.sound.chimes import load_chimes
from backplayer.units import ms_to_frames
from backplayer.voice.cache import PhraseCache
from backplayer.voice.engine import VoiceOptions
from backplayer.voice.engines import engines_for
from backplayer.voice.studio import Studio
from tests.card.onsets import Match, find
from tests.library import ROOT

RATE = 48_000
COMMAND = (sys.executable, "-m", "backplayer")


def at_home(folder: Path, env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a user whose own files are in *folder*."""
    return {
        **env,
        **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")},
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


@dataclass(frozen=True)
class Played:
    """What a session said it played, and what was recorded."""

    cues: list[dict]
    recording: Clip
    code: int
    errors: str


def play(card, home: Path, routine: Path, *options: str, env: Mapping[str, str] | None = None) -> Played:
    """Play *routine* on the virtual card, recorded, as JSON lines; *env* is added to the card's environment."""
    command = [*COMMAND, "play", str(routine), "--display", "jsonl", *options]
    with card.record() as recording:
        done = subprocess.run(
            command, env={**at_home(home, card.env()), **(env or {})}, capture_output=True, text=True, cwd=home
        )
    cues = [json.loads(line) for line in done.stdout.splitlines()]
    return Played(cues, recording.clip, done.returncode, done.stderr)


def clips_of(home: Path, phrases: Iterable[str]) -> dict[str, Clip]:
    """The phrases as the session in *home* spoke them, out of its cache."""
    wanted = list(phrases)
    notices: list[str] = []
    cache = PhraseCache(home / "cache" / "backplayer" / "phrases.db", notice=notices.append)
    studio = Studio(engines_for("espeak", VoiceOptions(rate=RATE)), cache, notice=notices.append)
    studio.order(wanted)
    assert studio.wait_for(wanted, 60), notices
    clips = {phrase: clip for phrase in wanted if (clip := studio.clip(phrase))}
    studio.close()
    cache.close()
    return clips


def chimes() -> Mapping[str, Clip]:
    return load_chimes([ROOT / "sounds"], RATE, notice=print)


def anchor(played: Played, clips: Mapping[str, Clip]) -> int:
    """The frame of the recording that is the session's time 0: where its title, said once, begins."""
    title = played.cues[0]
    assert title["at_ms"] == 0
    match = find(played.recording, clips[title["text"]], near=10 * RATE, within=10_000)
    assert match.likeness > 0.99, "the session's first words are not in the recording"
    return match.frame


def matches(played: Played, clips: Mapping[str, Clip], cues: Iterable[dict]) -> list[tuple[dict, int, Match]]:
    """Find *cues* in the recording: each with the frame where it should be and the one where it is.

    Cues that begin together (the start signal and the first count) are looked for together: one alone is not alike.
    """
    zero = anchor(played, clips)
    found: list[tuple[dict, int, Match]] = []
    for cue in cues:
        expected = zero + ms_to_frames(cue["at_ms"], RATE)
        together = [clips[other["sound"] or other["text"]] for other in played.cues if other["at_ms"] == cue["at_ms"]]
        found.append((cue, expected, find(played.recording, _mixed(together), expected, within=80)))
    return found


def _mixed(clips: Iterable[Clip]) -> Clip:
    values = zip_longest(*(clip.samples for clip in clips), fillvalue=0)
    return Clip(array("h", map(sum, values)), RATE)
