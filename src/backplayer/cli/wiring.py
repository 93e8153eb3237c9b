"""Which engines, outputs and chimes a session is made of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING

from backplayer.cli.errors import failure
from backplayer.cli.folders import own, phrase_cache, shipped
from backplayer.cli.settings import Settings
from backplayer.coach.layout import SIGNAL_LENGTHS
from backplayer.coach.script import Script
from backplayer.coach.timeline import Cue
from backplayer.player.score import Score
from backplayer.units import Ms

if TYPE_CHECKING:
    from backplayer.clip import Clip
    from backplayer.player.commands import Inbox
    from backplayer.sound.file_speakers import FileSpeakers
    from backplayer.sound.speakers import Speakers
    from backplayer.voice.studio import Studio


SLICE_S = 0.2
"""How long (s) to wait for the voice between two looks at what the listener asks for."""


class Notices:
    """Lines about the session, from any thread, until the session takes them to show."""

    def __init__(self) -> None:
        self._lines: SimpleQueue[str] = SimpleQueue()

    def __call__(self, line: str) -> None:
        """Leave a line."""
        self._lines.put(line)

    def take(self) -> list[str]:
        """Take all lines left since the last time."""
        lines = []
        while not self._lines.empty():
            lines.append(self._lines.get())
        return lines


class AudibleCues:
    """Cues as sound: words as the studio recorded them, signals as chimes."""

    def __init__(self, speakers: Speakers | FileSpeakers, studio: Studio | None, chimes: dict[str, Clip]) -> None:
        self._speakers = speakers
        self._studio = studio
        self._chimes = chimes

    def start(self, cue: Cue, at: Ms) -> None:
        """Hand the cue to the mixer."""
        clip = self._chimes.get(cue.sound) if cue.sound else None
        if cue.text and self._studio:
            clip = self._studio.clip(cue.text)
        if clip is not None:
            self._speakers.play(clip, at)

    def hush(self) -> None:
        """Be silent at once."""
        self._speakers.hush()


@dataclass(frozen=True, slots=True)
class Performance:
    """A session's parts that sound."""

    score: Score
    speakers: Speakers | FileSpeakers
    sound: AudibleCues
    notices: Notices
    heading: str
    offline: bool
    abandon: Callable[[], None]

    @property
    def clock(self) -> Speakers | FileSpeakers:
        """The device's clock."""
        return self.speakers


def aloud(script: Script, chosen: Settings, language: str, inbox: Inbox, stack: ExitStack) -> Performance:
    """Open the speakers and the studio; both are closed by *stack*."""
    from backplayer.coach.estimate import estimated_length
    from backplayer.coach.layout import lay_out
    from backplayer.sound.chimes import load_chimes
    from backplayer.sound.file_speakers import FileSpeakers
    from backplayer.sound.opening import open_speakers
    from backplayer.sound.output import OutputFailed
    from backplayer.voice.engines import AUTO

    notices = Notices()
    try:
        speakers = open_speakers(chosen.output, notice=notices, go_on_silent=chosen.output == "auto")
    except OutputFailed as error:
        raise failure(f"output: {error}") from None
    stack.callback(speakers.close)
    chimes = dict(load_chimes([own("sounds"), shipped("sounds")], speakers.rate, notice=notices))
    signals = {**SIGNAL_LENGTHS, **{name: clip.length for name, clip in chimes.items()}}
    studio = open_studio(script, chosen, language, speakers.rate, notices, stack)
    score = Score(
        script,
        studio.lengths if studio else dict,
        studio.settled if studio else lambda: True,
        signals,
    )
    offline = chosen.output.lower().endswith(".wav")
    voice = (AUTO[0] if chosen.voice == "auto" else chosen.voice) if studio else "none"
    heading = f"Voice: {voice}. Sound: {speakers.output_name or 'none'}."
    if offline and studio:  # nothing to hear meanwhile: have all phrases before the file begins
        phrases = lay_out(script, estimated_length).phrases
        while not studio.wait_for(phrases, SLICE_S) and not studio.settled() and not inbox.wait(0):
            pass
    abandon = speakers.abandon if isinstance(speakers, FileSpeakers) else lambda: None
    return Performance(score, speakers, AudibleCues(speakers, studio, chimes), notices, heading, offline, abandon)


def open_studio(
    script: Script, chosen: Settings, language: str, rate: int, notices: Notices, stack: ExitStack
) -> Studio | None:
    """Have the script's phrases spoken, at *rate* frames a second; None for a session without a voice."""
    from backplayer.coach.estimate import estimated_length
    from backplayer.coach.layout import lay_out
    from backplayer.voice.cache import PhraseCache
    from backplayer.voice.engine import VoiceOptions
    from backplayer.voice.engines import engines_for
    from backplayer.voice.studio import Studio

    try:
        options = VoiceOptions(language=language, words_per_minute=chosen.rate, rate=rate)
        engines = engines_for(chosen.voice, options)
    except ValueError as error:
        raise failure(f"voice: {error}") from None
    if not engines:
        return None
    cache = PhraseCache(phrase_cache(), notice=notices)
    studio = Studio(engines, cache, notice=notices, language=language)
    studio.order(lay_out(script, estimated_length).phrases)
    stack.callback(cache.close)
    stack.callback(studio.close)
    return studio
