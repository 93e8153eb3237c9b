"""``backplayer show --timeline``: every cue with its time, and what fits no gap."""

from __future__ import annotations

from contextlib import ExitStack

import typer

from backplayer.cli.settings import Settings
from backplayer.routine.model import Routine

MEASURING_S = 120.0
"""How long a voice may take to speak a whole routine for measuring."""


def show_timeline(routine: Routine, chosen: Settings) -> None:
    """Lay the routine out with the voice's own phrase lengths, and print it."""
    from backplayer.cli.wiring import Notices, open_studio
    from backplayer.coach.course import follow
    from backplayer.coach.estimate import estimated_length
    from backplayer.coach.layout import lay_out
    from backplayer.player.score import Score
    from backplayer.routine.durations import clock_to_str

    script = follow(routine, chosen.verbosity).script
    notices = Notices()
    with ExitStack() as stack:
        studio = open_studio(chosen, routine.language, 48_000, notices, stack)
        voice = None
        if studio:
            phrases = lay_out(script, estimated_length).phrases
            studio.order(phrases)
            studio.wait_for(phrases, MEASURING_S)
            voice = studio.voice_name
        score = Score(script, studio.lengths) if studio else Score(script)
        latest = score.latest()
    assert latest is not None
    timeline, _ = latest
    for line in notices.take():
        typer.echo(line, err=True)
    measured = f"phrases as {voice} speaks them" if voice else "phrase lengths estimated"
    typer.echo(f"{routine.title} ({clock_to_str(timeline.length)}), {measured}\n")
    for cue in timeline.cues:
        seconds, ms = divmod(cue.at, 1000)
        side = f"  [{cue.side}]" if cue.side and cue.kind in ("count", "signal", "side") else ""
        what = cue.text if cue.text else f"<{cue.sound}>"
        typer.echo(f"{seconds // 60:3}:{seconds % 60:02}.{ms:03}  {cue.length:5} ms  {cue.kind:<8}  {what}{side}")
    if timeline.dropped:
        typer.echo("\nForm cues that fit no gap (shorten the words, or slow the tempo):")
        for drop in timeline.dropped:
            typer.echo(f"  exercise {drop.step}, {drop.exercise}: '{drop.text}' misses {drop.missing} ms")
