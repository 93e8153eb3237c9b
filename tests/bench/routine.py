"""The whole upper-back routine in real time, recorded and examined cue by cue (takes a quarter of an hour)."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from backplayer.units import ms_to_frames
from tests.card.card import CardMissing, VirtualCard
from tests.e2e.played import RATE, anchor, chimes, clips_of, matches, play


def run() -> None:
    try:
        card = VirtualCard()
    except CardMissing as reason:
        print(f"not run: {reason}")
        return
    with tempfile.TemporaryDirectory(prefix="bp") as folder:
        home = Path(folder)
        played = play(card, home, Path("upper-back"))
        card.close()
        clips = {**chimes(), **clips_of(home, {cue["text"] for cue in played.cues if cue["text"]})}
        found = matches(played, clips, played.cues)
        zero = anchor(played, clips)
    beats = [entry for entry in found if entry[0]["kind"] in ("count", "signal", "phase")]
    words = [entry for entry in found if entry[0]["kind"] not in ("count", "signal", "phase")]
    for name, entries in (("counts, phases and signals", beats), ("other words", words)):
        worst = max(abs(match.frame - expected) for _, expected, match in entries)
        alike = min(match.likeness for _, _, match in entries)
        print(f"{len(entries)} {name}: worst offset {worst} frames of {RATE} a second, likeness at least {alike:.3f}")
    overlaps = sum(
        cue["at_ms"] + cue["length_ms"] > following["at_ms"]
        for cue, following in pairwise([cue for cue in played.cues if cue["text"]])
    )
    noisy = gaps = 0
    for cue, following in pairwise(played.cues):
        over = zero + ms_to_frames(cue["at_ms"] + cue["length_ms"], RATE)
        between = played.recording.samples[over : zero + ms_to_frames(following["at_ms"], RATE)]
        gaps += len(between) > 0
        noisy += any(between)
    peak = max(max(played.recording.samples), -min(played.recording.samples))
    print(f"overlapping words: {overlaps}; gaps between cues that are not silent: {noisy} of {gaps}")
    print(f"loudest sample: {peak} of 32767; exit code {played.code}; {played.cues[-1]['at_ms'] / 60_000:.1f} minutes")
