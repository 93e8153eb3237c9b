"""How much later than the session's clock says the sound is really heard: measured, and kept per device."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from array import array
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, Protocol

from backplayer.clip import Clip
from backplayer.sound.speakers import Inbox
from backplayer.units import Ms

EVERY: Ms = 1_000
"""From one click to the next."""
CLICKS = 14
"""How many clicks are played."""
WARM_UP = 4
"""The first ones are not counted: a headset wakes up, and a listener finds the beat."""
EARLIEST: Ms = -250
"""A delay lies within a beat from here on: listeners tap up to a quarter of a second early."""
FEWEST = 5
"""The least agreeing answers that make a result."""
SPREAD: Ms = 40
"""Answers within this of the middle, or within three times their usual distance from it, agree."""
CREDIBLE = range(-500, 3_001)
"""Milliseconds that a delay may be."""
LARGEST_BOOK = 65_536
"""Bytes; a longer file was not written here."""

_MICROPHONE_RATE = 48_000
_MICROPHONE_BUFFER: Ms = 10


class LatencyFailed(Exception):
    """No result. The message is one line that a person can act on."""


class Playing(Protocol):
    """The speakers, as far as they are needed here."""

    @property
    def rate(self) -> int:
        """Hz."""

    @property
    def ahead(self) -> Ms:
        """How long before it is due a clip must be handed over."""

    def now(self) -> Ms:
        """The session's time."""

    def play(self, clip: Clip, at: Ms, *, ducks: bool = True) -> None:
        """Let *clip* be heard at *at*."""

    def wait(self, until: Ms, inbox: Inbox) -> None:
        """Return when it is *until*, or when something has come."""


def delay(clicks: Sequence[Ms], heard: Sequence[Ms]) -> Ms:
    """The usual time from a click to when it was *heard*, both by the session's clock; positive: heard later.

    Each of *heard* belongs to the last click that it is at most `EARLIEST` before; so it is told within one
    beat. What lies far from the middle is left out. Raises `LatencyFailed` when fewer than `FEWEST` agree.
    """
    late = []
    for moment in heard:
        before = [click for click in clicks if click + EARLIEST <= moment]
        if before and moment - before[-1] < EVERY + EARLIEST:
            late.append(moment - before[-1])
    if len(late) < FEWEST:
        raise LatencyFailed(f"only {len(late)} of {len(clicks)} clicks were answered; at least {FEWEST} are needed")
    middle = median(late)
    reach = max(SPREAD, 3 * median(abs(value - middle) for value in late))
    agreeing = [value for value in late if abs(value - middle) <= reach]
    if len(agreeing) < FEWEST or reach > EVERY // 4:
        raise LatencyFailed("the answers are too far apart to tell a delay")
    return round(median(agreeing))


def by_tapping(speakers: Playing, tapped: Callable[[float], bool]) -> Ms:
    """Play clicks and let the listener tap along. Raises `LatencyFailed`.

    *tapped* waits at most so many seconds for a tap and tells whether one came. Who taps along with a
    beat is some 20 to 50 ms early, so the result is as much too small.
    """
    clicks = _play_clicks(speakers)
    taps = []
    end = clicks[-1] + EVERY + EARLIEST
    while (left := end - speakers.now()) > 0:
        if tapped(min(left / 1000, 0.2)):
            taps.append(speakers.now())
    counted = clicks[WARM_UP:]
    return delay(counted, [tap for tap in taps if tap >= counted[0] + EARLIEST])


def by_microphone(
    speakers: Playing,
    inbox: Inbox,
    *,
    open_microphone: Callable[[], Microphone] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Ms:
    """Play clicks and listen for them with the default microphone. Raises `LatencyFailed`.

    The microphone's own delay is part of the result: some 10 to 40 ms with a wired one, a Bluetooth one is of
    no use. Something in *inbox* ends it.
    """
    microphone = (open_microphone or Microphone)()
    try:
        clicks = _play_clicks(speakers)
        ahead_of_clock = []  # how far the session's clock is ahead of the other one, in seconds
        while speakers.now() < clicks[-1] + EVERY:
            speakers.wait(speakers.now() + 50, inbox)
            if inbox.wait(0):
                raise LatencyFailed("stopped")
            ahead_of_clock.append(speakers.now() / 1000 - monotonic())
    finally:
        microphone.close()
    samples, begun = microphone.recorded()
    if not any(samples):
        raise LatencyFailed(
            "the microphone delivers only silence; is it muted, and may this terminal use it (privacy settings)?"
        )
    begun_at = round((begun + median(ahead_of_clock)) * 1000)
    counted = clicks[WARM_UP:]
    return delay(counted, [moment + begun_at for moment in beats(Clip(samples, _MICROPHONE_RATE))])


def beats(recording: Clip) -> list[Ms]:
    """When, in *recording*, something short and much louder than what was before begins."""
    step = recording.rate // 1000
    powers = [
        sum(value * value for value in recording.samples[at : at + step]) / step
        for at in range(0, len(recording.samples) - step + 1, step)
    ]
    if not powers:
        return []
    ranked = sorted(powers)
    noise, loudest = ranked[len(ranked) // 2], ranked[-(len(ranked) // 500) - 1]  # but for a few odd ones
    loud = max(16 * noise, loudest / 64, 100.0)
    found: list[Ms] = []
    last_loud: Ms = -EVERY
    for moment, power in enumerate(powers):
        if power >= loud:
            if moment - last_loud > EVERY // 4:  # what follows at once is its echo
                found.append(moment)
            last_loud = moment
    return found


class Microphone:
    """Records from the default microphone until it is closed."""

    def __init__(self) -> None:
        """Begin to record. Raises `LatencyFailed`."""
        from backplayer.sound.outputs.closing import Closing
        from backplayer.sound.outputs.miniaudio import back_ends
        from backplayer.sound.outputs.quiet import mute_alsa, quiet_stderr

        try:
            library: Any = import_module("miniaudio")
        except ImportError as error:
            raise LatencyFailed(f"miniaudio is not installed here ({error}); tap along instead") from None
        mute_alsa()
        self._blocks: list[tuple[float, bytes]] = []
        hear = self._hear()
        next(hear)
        try:
            with quiet_stderr():
                device = library.CaptureDevice(
                    input_format=library.SampleFormat.SIGNED16, nchannels=1, sample_rate=_MICROPHONE_RATE,
                    buffersize_msec=_MICROPHONE_BUFFER, backends=back_ends(library), app_name="backplayer",
                )  # fmt: skip
                self._closing = Closing(device.close)
                device.start(hear)
        except library.MiniaudioError as error:
            raise LatencyFailed(f"no microphone ({error.args[0]}); tap along instead") from None

    def recorded(self) -> tuple[array[int], float]:
        """The samples, and the moment of the first one by the monotonic clock."""
        samples, begun = array("h"), float("inf")
        for moment, block in self._blocks:
            samples.frombytes(block)
            # A block may be handed over late but never early, so the earliest one tells best.
            begun = min(begun, moment - len(samples) / _MICROPHONE_RATE)
        return samples, begun

    def close(self) -> None:
        """Record no more."""
        self._closing()

    def _hear(self) -> Any:
        while True:
            block = yield
            self._blocks.append((time.monotonic(), bytes(block)))


def _play_clicks(speakers: Playing) -> list[Ms]:
    """Hand over all clicks. When they are heard, by the session's clock."""
    first = speakers.now() + speakers.ahead + EVERY
    clicks = [first + number * EVERY for number in range(CLICKS)]
    sound = _click(speakers.rate)
    for at in clicks:
        speakers.play(sound, at)
    return clicks


def _click(rate: int) -> Clip:
    """20 ms of a fading 2 kHz square wave: loud at once, heard by every microphone and let through by filters."""
    half = max(1, rate // 4000)
    length = rate // 50
    return Clip(
        array("h", [(1 - 2 * (n // half % 2)) * round(16_000 * (1 - n / length) ** 2) for n in range(length)]), rate
    )


def device_key(output_name: str | None, device_name: str | None) -> str:
    """Under what a delay is kept: the output and the device, as far as they are known."""
    return f"{output_name or 'none'}: {device_name or 'default'}"


class LatencyBook:
    """The delays measured so far, by device, in a small JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, device: str) -> Ms | None:
        """The delay of *device*; None when it was not measured, or the file cannot be read."""
        return self._read().get(device)

    def put(self, device: str, delay: Ms) -> None:
        """Keep *delay*. A damaged file is written anew. Raises `LatencyFailed` when that cannot be."""
        known = {**self._read(), device: delay}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._path.parent, prefix=self._path.name, delete=False
            ) as file:
                try:
                    json.dump(known, file, indent=1, sort_keys=True)
                    file.close()
                    os.replace(file.name, self._path)
                except BaseException:
                    with contextlib.suppress(OSError):
                        os.unlink(file.name)
                    raise
        except OSError as error:
            raise LatencyFailed(f"{self._path}: {error.strerror}; the delay is not kept") from None

    def _read(self) -> dict[str, Ms]:
        try:
            with open(self._path, "rb") as file:
                known = json.loads(file.read(LARGEST_BOOK + 1)[:LARGEST_BOOK])
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(known, dict):
            return {}
        return {device: value for device, value in known.items() if type(value) is int and value in CREDIBLE}
