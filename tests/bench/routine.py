"""The whole upper-back routine in real time, recorded and examined cue by cue (takes a quarter of an hour)."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from backplayer.units import ms_to_frames
from tests.card.card import VirtualCard
from tests.card.onsets import find
from tests.e2e.played import RATE, Played, anchor, chimes, clips_of, play

ALIKE = 0.6
COMPARED = 600
"""A first count is heard together with the start signal, and so is less like itself: more of it is compared (ms)."""


def _examine(played: Played, clips: dict) -> None:
    """Find every cue where it should be. When the device stalled, all that follows is later by the same time."""
    zero, stalls, worst, unheard, noisy, gaps = anchor(played, clips), [], 0, [], 0, 0
    for cue, following in pairwise([*played.cues, None]):
        expected = zero + ms_to_frames(cue["at_ms"], RATE)
        clip = clips[cue["sound"] or cue["text"]]
        match = find(played.recording, clip, expected, within=20, compared=COMPARED)
        if match.likeness < ALIKE:
            match = find(played.recording, clip, expected + RATE, within=1500, compared=COMPARED)
            if match.likeness < ALIKE:
                unheard.append(cue)
                continue
            stalls.append((match.frame - expected) * 1000 // RATE)
            zero += match.frame - expected
            expected = match.frame
        worst = max(worst, abs(match.frame - expected))
        if following:
            over = zero + ms_to_frames(cue["at_ms"] + cue["length_ms"], RATE)
            between = played.recording.samples[over : zero + ms_to_frames(following["at_ms"], RATE)]
            gaps += len(between) > 0
            noisy += any(between)
    print(f"{len(played.cues)} cues: {len(unheard)} not heard, worst offset {worst} frames of {RATE} a second")
    print(f"stalls of the device (ms, everything after is later by as much): {stalls or 'none'}")
    print(f"gaps between cues that are not silent: {noisy} of {gaps}")
    for cue in unheard:
        print(f"  not heard: {cue}")


def run(card: VirtualCard) -> None:
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        home = Path(folder)
        played = play(card, home, Path("upper-back"))
        clips = {**chimes(), **clips_of(home, {cue["text"] for cue in played.cues if cue["text"]})}
        _examine(played, clips)
    spoken = [cue for cue in played.cues if cue["text"]]
    overlaps = sum(cue["at_ms"] + cue["length_ms"] > following["at_ms"] for cue, following in pairwise(spoken))
    peak = max(max(played.recording.samples), -min(played.recording.samples))
    print(f"overlapping words: {overlaps}; loudest sample: {peak} of 32767; exit code {played.code}")
    print(f"length: {played.cues[-1]['at_ms'] / 60_000:.1f} minutes")
