"""The place of a session in a small file, so that it can go on after whatever happened."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Literal

from backplayer.coach.pace import FASTEST, SLOWEST
from backplayer.player.progress import Progress

VERSION = 1


class NoPlace(Exception):
    """There is no place to go on from. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a routine was being played: what decides which script it has."""

    name: str
    path: str
    title: str
    verbosity: Literal["full", "brief", "counts"]
    start: int = 1
    have: tuple[str, ...] = ()
    optional: bool = False
    easier: bool = False
    wait_for_me: bool = False


@dataclass(frozen=True, slots=True)
class Landmark:
    """What stands at the place in the script, to find it again in a routine that was changed meanwhile."""

    kind: str
    title: str
    step: int | None
    side: str | None
    set: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session was, and when (seconds since the epoch)."""

    manner: Manner
    landmark: Landmark
    progress: Progress
    saved_at: float


def read_place(path: Path) -> Place:
    """Read the place that was kept.

    Raises:
        NoPlace: there is none, or the file cannot be used.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise NoPlace("no session to go on with: the last one was played to its end, or none was begun") from None
    except OSError as error:
        raise NoPlace(f"{path}: {error.strerror}") from None
    try:
        version, place = TypeAdapter(tuple[int, Place]).validate_json(text)
    except ValidationError:
        raise NoPlace(f"{path}: this is not a place that backplayer kept; delete the file") from None
    if version != VERSION:
        raise NoPlace(f"{path}: kept by another version of backplayer; begin anew with 'backplayer play'")
    point = place.progress.point
    if (
        not isfinite(place.saved_at)
        or min(point.piece, point.reps, point.done, place.manner.start - 1, *place.progress.easier, 0) < 0
        or not FASTEST <= place.progress.pace <= SLOWEST
        or not f"{place.manner.title}{place.progress.where}".isprintable()
    ):
        raise NoPlace(f"{path}: this is not a place that backplayer kept; delete the file")
    return place


def write_place(path: Path, place: Place) -> None:
    """Write the place; at no moment is there half a file. Raises `OSError`."""
    from pydantic_core import to_json

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(to_json((VERSION, asdict(place))))
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


class Keeper:
    """Writes places on a thread of its own, always the latest: a slow disk must not stop the session.

    *notice* gets one line when that fails; the session goes on.
    """

    def __init__(self, path: Path, notice: Callable[[str], None]) -> None:
        self._path, self._notice = path, notice
        self._latest: Place | None = None
        self._wanted = threading.Condition()
        self._closed = False
        self._failed = False
        self._thread = threading.Thread(target=self._work, name="place", daemon=True)
        self._thread.start()

    def keep(self, place: Place) -> None:
        """Have *place* written."""
        with self._wanted:
            self._latest = place
            self._wanted.notify()

    def close(self) -> None:
        """Write what is still to be written."""
        with self._wanted:
            self._closed = True
            self._wanted.notify()
        self._thread.join(2.0)

    def forget(self) -> None:
        """Remove the place: the session was played to its end."""
        with self._wanted:
            self._latest = None
        self.close()
        self._path.unlink(missing_ok=True)

    def _work(self) -> None:
        while True:
            with self._wanted:
                self._wanted.wait_for(lambda: self._closed or self._latest)
                place, self._latest = self._latest, None
                if place is None:
                    return
            try:
                write_place(self._path, place)
                self._failed = False
            except OSError as error:
                if not self._failed:
                    self._failed = True
                    self._notice(f"The session's place cannot be kept: {self._path}: {error.strerror}.")
