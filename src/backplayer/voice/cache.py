"""Phrases once recorded, kept for the next session in a SQLite file that may be deleted at any time."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from backplayer.clip import Clip
from backplayer.voice.engine import VoiceIdentity
from backplayer.voice.levelling import PROCESSING

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

LIMIT_BYTES = 256 * 1024 * 1024
"""Of sound: 46 minutes at 48 kHz, about 2,000 phrases. The file is a little larger."""

BUSY_WAIT_S = 0.25
"""How long one player waits for another that is writing."""

_TABLES = """
CREATE TABLE IF NOT EXISTS phrases (
    engine TEXT, version TEXT, voice TEXT, words_per_minute INTEGER, rate INTEGER, processing INTEGER, text TEXT,
    used INTEGER NOT NULL, bytes INTEGER NOT NULL, pcm BLOB NOT NULL,
    PRIMARY KEY (engine, version, voice, words_per_minute, rate, processing, text)
);
CREATE INDEX IF NOT EXISTS by_use ON phrases (used, bytes);
"""
_COLUMNS = ("engine", "version", "voice", "words_per_minute", "rate", "processing", "text")
_THIS_ONE = " AND ".join(f"{column} = ?" for column in _COLUMNS)
_GET = f"SELECT pcm FROM phrases WHERE {_THIS_ONE}"
_NEXT_USE = "(SELECT coalesce(max(used), 0) + 1 FROM phrases)"
_TOUCH = f"UPDATE phrases SET used = {_NEXT_USE} WHERE {_THIS_ONE}"
_PUT = f"INSERT OR REPLACE INTO phrases VALUES (?, ?, ?, ?, ?, ?, ?, {_NEXT_USE}, ?, ?)"
_EVICT = """
DELETE FROM phrases WHERE rowid IN (
    SELECT rowid FROM (SELECT rowid, sum(bytes) OVER (ORDER BY used DESC, rowid DESC) AS kept FROM phrases)
    WHERE kept > ?
)
"""


@dataclass(frozen=True, slots=True)
class PhraseKey:
    """What a recording is kept under. *text* is what the engine was given, after hygiene."""

    identity: VoiceIdentity
    text: str

    def columns(self) -> tuple[str | int, ...]:
        """The values of the table's key, in its order."""
        return (*astuple(self.identity), PROCESSING, self.text)


class PhraseCache:
    """Recordings in the file *path*, at most *limit_bytes* of them; those not used for longest go first.

    Nothing here ever raises for what is wrong with the file: a damaged one is made anew, and where none can be
    written there is no cache; *notice* is told so, once. Any number of players may share the file, and any thread may
    call.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        limit_bytes: int = LIMIT_BYTES,
        *,
        notice: Callable[[str], None],
    ) -> None:
        self._path, self._limit, self._notice = Path(path), limit_bytes, notice
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._usable = True
        self._made_anew = False
        self._told = False

    def get(self, key: PhraseKey) -> Clip | None:
        """The recording kept under *key*, or None."""
        pcm = self._attempt(lambda connection: _fetched(connection, key))
        if pcm is None or len(pcm) % 2:
            return None
        samples = array("h")
        samples.frombytes(pcm)
        return Clip(samples, key.identity.rate)

    def put(self, key: PhraseKey, clip: Clip) -> None:
        """Keep *clip* under *key*, if it fits."""
        pcm = clip.samples.tobytes()
        if len(pcm) <= self._limit:
            self._attempt(lambda connection: _stored(connection, key, pcm, self._limit))

    def close(self) -> None:
        """Close the file. Later calls find nothing and keep nothing."""
        with self._lock:
            self._usable = False
            self._disconnect()

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """The result of *work*, or None where the file does not allow it."""
        with self._lock:
            if not self._usable:
                return None
            try:
                import sqlite3  # late: 8 ms that a session without a voice need not pay
            except ImportError as error:  # some builds of Python come without it
                self._give_up(error)
                return None
            while True:
                try:
                    if self._connection is None:
                        self._connection = self._connect()
                    return work(self._connection)
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error):  # another player is writing: this phrase goes without
                        self._give_up(error)
                    return None
                except OSError as error:
                    self._give_up(error)
                    return None
                except sqlite3.DatabaseError as error:
                    if not self._begin_anew(error):
                        return None

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=BUSY_WAIT_S, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_TABLES)
        except BaseException:
            connection.close()
            raise
        return connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin_anew(self, error: Exception) -> bool:
        """Delete the damaged file; False when that was tried already, or cannot be done."""
        if self._made_anew:
            self._give_up(error)
            return False
        self._made_anew = True
        self._disconnect()
        try:
            for ending in ("", "-wal", "-shm"):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
        except OSError as second:
            self._give_up(second)
            return False
        self._tell(f"The store of recorded phrases, {self._path}, was damaged and has been begun anew.")
        return True

    def _give_up(self, error: Exception) -> None:
        self._usable = False
        self._disconnect()
        self._tell(f"Phrases are not kept for next time: {self._path}: {error}")

    def _tell(self, line: str) -> None:
        if not self._told:
            self._told = True
            self._notice(line)


def _fetched(connection: sqlite3.Connection, key: PhraseKey) -> bytes | None:
    row = connection.execute(_GET, key.columns()).fetchone()
    if row is None:
        return None
    with suppress(connection.OperationalError):  # a file that can only be read still speaks
        connection.execute(_TOUCH, key.columns())
    return bytes(row[0])


def _stored(connection: sqlite3.Connection, key: PhraseKey, pcm: bytes, limit: int) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_PUT, (*key.columns(), len(pcm), pcm))
        connection.execute(_EVICT, (limit,))
