"""Which engines, outputs and chimes a session is made of."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from backplayer.cli.errors import failure
from backplayer.cli.folders import kept, own, phrase_cache, shipped
from backplayer.cli.settings import Settings
from backplayer.coach.answers import standing
from backplayer.coach.course import Course
from backplayer.coach.estimate import estimator
from backplayer.coach.layout import SIGNAL_LENGTHS, lay_out
from backplayer.coach.script import Script
from backplayer.coach.timeline import Cue
from backplayer.player.leg import Latest
from backplayer.player.score import Score
from backplayer.player.session import Timing
from backplayer.player.table import Refusal
from backplayer.routine.model import Routine
from backplayer.units import Ms

if TYPE_CHECKING:
    from backplayer.clip import Clip
    from backplayer.controls.listening.listener import Listener
    from backplayer.player.commands import Inbox
    from backplayer.sound.file_speakers import FileSpeakers
    from backplayer.sound.music import Music
    from backplayer.sound.others import OtherPrograms
    from backplayer.sound.speakers import Speakers
    from backplayer.voice.hygiene import Reading
    from backplayer.voice.studio import Studio


FADE_OUT: Ms = 700
"""What the music takes to fade out, the device's buffers included."""
SLICE_S = 0.2
"""How long (s) to wait for the voice between two looks at what the listener asks for."""


class Notices:
    """Lines about the session, from any thread, until the session takes them to show."""

    def __init__(self) -> None:
        self._lines: SimpleQueue[str] = SimpleQueue()
        self.taken: list[str] = []
        """All that were taken so far."""

    def __call__(self, line: str) -> None:
        """Leave a line."""
        self._lines.put(line)

    def take(self) -> list[str]:
        """Take all lines left since the last time."""
        lines = []
        while not self._lines.empty():
            lines.append(self._lines.get())
        self.taken += lines
        return lines


@dataclass(slots=True)
class AudibleCues:
    """Cues as sound: words as the studio recorded them, signals as chimes; what else sounds or listens gives way."""

    speakers: Speakers | FileSpeakers
    studio: Studio | None
    chimes: dict[str, Clip]
    delay: Ms = 0
    music: Music | None = None
    others: OtherPrograms | None = None
    listener: Listener | None = None
    """Set once it listens; it must not hear the coach."""

    def start(self, cue: Cue, at: Ms) -> None:
        """Hand the cue to the mixer."""
        if cue.text is None:
            chime = self.chimes.get(cue.sound or "")
            if chime:
                self.speakers.play(chime, at, ducks=False)
            return
        clip = self.studio.clip(cue.text) if self.studio else None
        if clip is None:
            return
        self.speakers.play(clip, at, ducks=cue.kind not in ("count", "phase"))
        if self.others or self.listener:
            begins = at - self.speakers.now() + self.delay
            if self.others:
                self.others.speak(begins, clip.length)
            if self.listener:
                begins_s = time.monotonic() + begins / 1000
                self.listener.mute(begins_s, begins_s + clip.length / 1000)

    def hush(self) -> None:
        """Be silent at once."""
        self.speakers.hush()
        if self.others:
            self.others.hush()
        if self.listener:
            left = self.speakers.soonest() - self.speakers.now() + self.delay
            self.listener.unmute_from(time.monotonic() + left / 1000)

    def acknowledge(self, accepted: bool) -> None:
        """Let a short sound be heard at once."""
        chime = self.chimes.get("accepted" if accepted else "refused")
        if chime:
            self.speakers.play_next(chime)

    def set_gain(self, gain: float) -> None:
        """Set the volume."""
        self.speakers.gain = gain

    def end(self, whole: bool) -> None:
        """Let the music fade, and whoever stopped the session hear that it was taken."""
        from backplayer.player.commands import Inbox

        if self.music:
            self.music.pause()
        if self.music or not whole:
            self.speakers.wait(self.speakers.now() + FADE_OUT, Inbox())

    def rest(self, resting: bool) -> None:
        """Let the music stand still with the session."""
        if self.music and resting:
            self.music.pause()
        elif self.music:
            self.music.resume()


@dataclass(frozen=True, slots=True)
class Performance:
    """A session's parts that keep time and sound."""

    timing: Timing
    sound: AudibleCues | None
    open_score: Callable[[Script], Latest]
    notices: Notices
    heading: str
    offline: bool = False
    abandon: Callable[[], None] = field(default=lambda: None)


def aloud(course: Course, chosen: Settings, inbox: Inbox, stack: ExitStack) -> Performance:
    """Open the speakers and the studio; both are closed by *stack*."""
    from backplayer.player.clock import awake_seconds
    from backplayer.sound.chimes import load_chimes
    from backplayer.sound.file_speakers import FileSpeakers
    from backplayer.sound.opening import open_speakers
    from backplayer.sound.output import OutputFailed
    from backplayer.voice.engines import AUTO

    notices = Notices()
    refuse_to_replace(chosen)
    try:
        speakers = open_speakers(chosen.output, notice=notices, go_on_silent=chosen.output == "auto")
    except OutputFailed as error:
        raise failure(f"output: {error}") from None
    stack.callback(speakers.close)
    offline = isinstance(speakers, FileSpeakers)
    if isinstance(speakers, FileSpeakers):
        written = speakers
        stack.push(lambda error, *_: written.abandon() if error else None)
    chimes = dict(load_chimes([own("sounds"), shipped("sounds")], speakers.rate, notice=notices))
    signals = {**SIGNAL_LENGTHS, **{name: clip.length for name, clip in chimes.items()}}
    studio = open_studio(chosen, course.routine.language, speakers.rate, notices, stack, reading_of(course.routine))

    estimate = estimator(course.routine.language)

    def open_score(script: Script) -> Latest:
        if studio:
            studio.order(lay_out(script, estimate, signals, chosen.listen).phrases)
            return Score(script, studio.lengths, studio.settled, signals, chosen.listen, estimate).latest
        return Score(script, signals=signals, attentive=chosen.listen, estimate=estimate).latest

    if studio and not offline:
        studio.order([*standing(course), *(course.wording.text(refusal.value) for refusal in Refusal)])
    delay = 0 if offline else _delay(speakers)
    sound = AudibleCues(speakers, studio, chimes, delay)
    _open_beside(sound, chosen, notices, stack, offline)
    voice = (AUTO[0] if chosen.voice == "auto" else chosen.voice) if studio else "none"
    heading = f"Voice: {voice}. Sound: {speakers.output_name or 'none'}."
    if offline and studio:  # nothing to hear meanwhile: have all phrases before the file begins
        phrases = lay_out(course.script, estimate).phrases
        studio.order(phrases)
        while not studio.wait_for(phrases, SLICE_S) and not studio.settled() and not inbox.wait(0):
            pass
    timing = Timing(
        speakers,
        ahead=lambda: speakers.ahead,
        soonest=speakers.soonest,
        delay=lambda: delay,
        awake=None if offline else awake_seconds,
    )
    abandon = speakers.abandon if isinstance(speakers, FileSpeakers) else lambda: None
    return Performance(timing, sound, open_score, notices, heading, offline, abandon)


def refuse_to_replace(chosen: Settings) -> None:
    """Let a file that is written stand in place of another only where that was asked for."""
    file = Path(chosen.output)
    if chosen.output.lower().endswith(".wav") and (file.exists() or file.is_symlink()) and not chosen.force:
        raise failure(f"{file} is there already; --force replaces it")


def as_text(course: Course, instant: bool) -> Performance:
    """Make the parts of a session without sound; *instant*: nobody waits."""
    from backplayer.player.clock import MonotonicClock, OfflineClock, awake_seconds

    timing = Timing(OfflineClock()) if instant else Timing(MonotonicClock(), awake=awake_seconds)
    estimate = estimator(course.routine.language)
    return Performance(timing, None, lambda script: Score(script, estimate=estimate).latest, Notices(), "", instant)


def reading_of(routine: Routine) -> Reading:
    """Return how the voice reads what is said in *routine*: its notations, and the words it would say wrongly."""
    from backplayer.voice.hygiene import reading

    return reading(routine.words.notations, (*routine.pronounce, *routine.general_pronounce))


def open_studio(
    chosen: Settings, language: str, rate: int, notices: Notices, stack: ExitStack, reading: Reading
) -> Studio | None:
    """Open a voice that speaks at *rate* frames a second; None for a session without one.

    *reading* is how it reads what it is given; see `reading_of`.
    """
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
    studio = Studio(engines, cache, notice=notices, reading=reading)
    stack.callback(cache.close)
    stack.callback(studio.close)
    return studio


def _delay(speakers: Speakers | FileSpeakers) -> Ms:
    """How much later than it says the device is heard, if that was measured: see ``doctor --latency``."""
    from backplayer.sound.latency import LatencyBook, device_key

    path = kept("latency.json")
    if not path.is_file():
        return 0
    return LatencyBook(path).get(device_key(speakers.output_name, speakers.device_name)) or 0


def _open_beside(sound: AudibleCues, chosen: Settings, notices: Notices, stack: ExitStack, offline: bool) -> None:
    """Begin the music, and be ready to lower other programs."""
    if chosen.music:
        from backplayer.sound.music import MusicFailed, open_music

        if sound.speakers.output_name == "simpleaudio":
            raise failure("--music does not work with --output simpleaudio: it would stutter every two seconds")
        try:
            sound.music = open_music(
                Path(chosen.music).expanduser(),
                sound.speakers.rate,
                notice=notices,
                level=float(chosen.music_level),
                patient=offline,
            )
        except MusicFailed as error:
            raise failure(str(error)) from None
        stack.callback(sound.music.close)
        sound.speakers.bed = sound.music
    if chosen.lower_others and not offline:
        from backplayer.sound.others import OtherPrograms, OthersFailed

        try:
            sound.others = OtherPrograms(notices)
        except OthersFailed as error:
            notices(f"Other programs stay as loud as they are: {error}.")
        else:
            stack.callback(sound.others.close)
