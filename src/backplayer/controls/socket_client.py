"""The other end of the control socket: what ``backplayer control`` does."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

from backplayer.controls.source import SourceFailed

PATIENCE = 2.0
"""Seconds until a session must have answered."""
LONGEST_ANSWER = 65_536
"""Bytes."""


def ask(path: str | os.PathLike[str], words: str) -> str:
    """Say *words* to the session that listens at *path*; return its answer, one line of JSON.

    `SourceFailed` when none listens there or no answer comes.
    """
    for answer in _answers(os.fspath(path), words):
        return answer
    raise SourceFailed(f"{os.fspath(path)}: the session hung up without an answer")


def watch(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the session's status, and again whenever something but the position changes, until it ends.

    `SourceFailed` when no session listens at *path* or it does not answer.
    """
    return _answers(os.fspath(path), "watch")


def _answers(path: str, words: str) -> Iterator[str]:
    if not hasattr(socket, "AF_UNIX"):
        raise SourceFailed("this system has no control sockets that Python can use")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as session:
        session.settimeout(PATIENCE)
        try:
            session.connect(path)
            session.sendall(" ".join(words.split()).encode() + b"\n")
            with session.makefile("rb") as answers:
                line = answers.readline(LONGEST_ANSWER)
                session.settimeout(None)
                while line:
                    yield line.decode("utf-8", errors="replace").rstrip("\n")
                    line = answers.readline(LONGEST_ANSWER)
        except (FileNotFoundError, ConnectionRefusedError):
            raise SourceFailed(
                f"no session listens at {path}; start one with: backplayer play NAME --control {path}"
            ) from None
        except TimeoutError:
            raise SourceFailed(f"{path}: the session does not answer") from None
        except OSError as error:
            raise SourceFailed(f"{path}: {(error.strerror or str(error)).lower()}") from None
