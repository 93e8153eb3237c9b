"""Music under the coach: files decoded a little ahead of their time, shuffled, endless, and well below speech."""

from __future__ import annotations

import math
import os
import random
import threading
from array import array
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from itertools import islice
from operator import mul
from pathlib import Path
from typing import Any

from backplayer.sound.bed import Scale
from backplayer.units import Ms, ms_to_frames

SUFFIXES = (".wav", ".mp3", ".flac", ".ogg", ".oga")
"""What miniaudio decodes; other files in a folder are passed over."""
SPEECH = -22.0
"""dBFS: what speech is levelled to."""
LEVEL = -12.0
"""dB: where music lies relative to speech, unless asked otherwise. While the coach speaks it sinks further."""
MOST_BOOST = 12.0
"""dB: a track that is quieter than this makes up for stays quiet; it would only bring up its noise."""
MEASURED: Ms = 120_000
"""How much of a track is measured for its loudness. It takes a fraction of a second, which `AHEAD` bridges."""
AHEAD: Ms = 3_000
"""How much is decoded before it is heard."""
CHUNK: Ms = 100
"""How much is decoded at a time, so that the thread never keeps the interpreter from the device for long."""
PAUSE_FADE: Ms = 400
"""How long a pause takes to fade the music out, and going on to fade it in."""

_MEASURING_RATE = 8_000  # Hz; enough for loudness
_GATE = 1000  # 30 dB: blocks further below the loudest one are taken for silence

Decode = Callable[[Path, int], Generator["array[int]", None, None]]
"""A file and a rate in Hz to its samples, mono, chunk by chunk. Raises `CannotDecode` at the first chunk."""


class MusicFailed(Exception):
    """There is no music to play. The message is one line that a person can act on."""


class CannotDecode(Exception):
    """A file that is no music, or none that can be read."""


def open_music(
    path: Path,
    rate: int,
    *,
    notice: Callable[[str], None],
    level: float = LEVEL,
    order: random.Random | None = None,
    patient: bool = False,
) -> Music:
    """Music at *rate* Hz from a file, or from a folder and the folders in it, as a bed for the mixer.

    *level* is in dB relative to speech. Raises `MusicFailed` when there is nothing to play or no decoder;
    files of a folder that cannot be decoded are passed over later, each with one *notice*, which comes from
    a thread. *patient* is for a session written to a file: it waits for the decoder where a device cannot.
    """
    tracks = find_tracks(path)
    try:
        import_module("miniaudio")
    except ImportError as error:
        raise MusicFailed(f"music: miniaudio is not installed here ({error}); without it there is no music") from None
    if len(tracks) == 1:
        try:
            with closing(decoded(tracks[0], rate)) as chunks:
                next(chunks, None)
        except CannotDecode as error:
            raise MusicFailed(f"music: {error}") from None
    playlist = shuffled(tracks, rate, level=level, order=order or random.Random(), notice=notice)
    return Music(playlist, rate, notice=notice, patient=patient)


def find_tracks(path: Path) -> list[Path]:
    """The file *path*, or the audio files in the folder *path* and below, sorted. Raises `MusicFailed` for none."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        wrong = "this is neither a file nor a folder" if path.exists() else "there is no such file or folder"
        raise MusicFailed(f"music: {_printable(path)}: {wrong}")
    found = [
        Path(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if name.lower().endswith(SUFFIXES) and not name.startswith(".")
    ]
    found = sorted(track for track in found if track.is_file())  # a pipe of that name would block for ever
    if not found:
        raise MusicFailed(f"music: {_printable(path)}: no {', '.join(SUFFIXES)} file in this folder")
    return found


def decoded(path: Path, rate: int) -> Generator[array[int], None, None]:
    """The samples of the file *path*, mono at *rate* Hz, in chunks of 100 ms. The decoder works outside the GIL."""
    library: Any = import_module("miniaudio")
    try:
        yield from library.stream_file(
            os.fspath(path), library.SampleFormat.SIGNED16, 1, rate, frames_to_read=ms_to_frames(CHUNK, rate)
        )
    except (library.MiniaudioError, OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a sound file that can be decoded"
        raise CannotDecode(f"{_printable(path)}: {reason} (can be: {', '.join(SUFFIXES)})") from None


def shuffled(
    tracks: Sequence[Path],
    rate: int,
    *,
    level: float,
    order: random.Random,
    notice: Callable[[str], None],
    decode: Decode = decoded,
) -> Iterator[array[int]]:
    """The samples of *tracks* in a new order every round, without an end and without gaps, levelled.

    It ends, with a notice, when no track can be played. No track is played twice in a row if there are others.
    """
    scales: dict[Path, Scale] = {}
    left = list(tracks)
    last: Path | None = None
    while left:
        order.shuffle(left)
        if left[0] == last:
            left.append(left.pop(0))
        for track in list(left):
            try:
                if track not in scales:
                    scales[track] = Scale(_factor(track, level, decode))
                for chunk in decode(track, rate):
                    last = track
                    yield scales[track].of(chunk)
                if last != track:
                    raise CannotDecode(f"{_printable(track)}: it is empty")
            except CannotDecode as error:
                notice(f"Music: {error}; it is left out.")
                left.remove(track)
    notice("Music: nothing left that can be played.")


def _factor(track: Path, level: float, decode: Decode) -> float:
    """What brings *track* to *level* relative to speech."""
    chunks = islice(decode(track, _MEASURING_RATE), MEASURED // CHUNK)
    powers = [sum(map(mul, chunk, chunk)) / len(chunk) for chunk in chunks if chunk]
    loudest = max(powers, default=0.0)
    if not loudest:
        return 1.0
    sounding = [power for power in powers if power * _GATE >= loudest]
    measured = 10.0 * math.log10(sum(sounding) / len(sounding) / 32768**2)
    return float(10.0 ** (min(SPEECH + level - measured, MOST_BOOST) / 20.0))


class Music:
    """A bed of *chunks*, which a thread makes ahead of their time. Methods may be called from any thread."""

    def __init__(
        self, chunks: Iterator[array[int]], rate: int, *, notice: Callable[[str], None], patient: bool = False
    ) -> None:
        """Begin at once to make chunks. *patient*: `read` waits for what is not made yet."""
        self._chunks = chunks
        self._notice = notice
        self._patient = patient
        self._room = ms_to_frames(AHEAD, rate)
        self._fade = ms_to_frames(PAUSE_FADE, rate)
        self._changed = threading.Condition()  # over everything below
        self._made: deque[array[int]] = deque()
        self._frames = 0  # in _made
        self._playing = True
        self._volume = 0  # of _fade; the music comes in softly
        self._closed = self._ended = False
        self._thread = threading.Thread(target=self._make, name="decode music", daemon=True)
        self._thread.start()

    def read(self, frames: int) -> array[int]:
        """The next *frames* samples; none while it stands. What is not made yet is silence, unless it is patient."""
        with self._changed:
            way = self._fade - self._volume if self._playing else self._volume
            if not self._playing and not way:
                return array("h")
            ramp = min(frames, way)
            samples = self._taken(frames if self._playing else ramp)
            step = 1 if self._playing else -1
            for n in range(min(ramp, len(samples))):
                samples[n] = samples[n] * (self._volume + step * n) // self._fade
            self._volume += step * ramp
            if self._playing and len(samples) < frames:
                self._volume = 0  # it starves, and comes in softly again
            self._changed.notify_all()
        samples.frombytes(bytes(2 * (frames - len(samples))))
        return samples

    def pause(self) -> None:
        """Fade out, and stand there."""
        with self._changed:
            self._playing = False

    def resume(self) -> None:
        """Fade in from where it stands."""
        with self._changed:
            self._playing = True

    def close(self) -> None:
        """Make no more; what is made is forgotten."""
        with self._changed:
            self._closed = True
            self._playing, self._volume = False, 0
            self._made.clear()
            self._changed.notify_all()
        self._thread.join(1.0)

    def _taken(self, frames: int) -> array[int]:
        if self._patient:
            self._changed.wait_for(lambda: self._frames >= min(frames, self._room) or self._ended or self._closed)
        samples = array("h")
        while self._made and len(samples) < frames:
            chunk = self._made.popleft()
            wanted = frames - len(samples)
            samples += chunk[:wanted]
            if wanted < len(chunk):
                self._made.appendleft(chunk[wanted:])
        self._frames -= len(samples)
        return samples

    def _make(self) -> None:
        try:
            for chunk in self._chunks:
                with self._changed:
                    self._made.append(chunk)
                    self._frames += len(chunk)
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._closed or self._frames < self._room)
                    if self._closed:
                        return
        except Exception as error:  # the session goes on without music, and the person is told why
            self._notice(f"Music stopped ({type(error).__name__}: {error}).")
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()


def _printable(path: Path) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in os.fspath(path))
