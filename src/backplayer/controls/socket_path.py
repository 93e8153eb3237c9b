"""A Unix socket at a path: made so that nobody but its owner can ever use it, and put away again."""

from __future__ import annotations

import os
import socket
import stat
import sys
from contextlib import suppress

from backplayer.controls.source import SourceFailed

LONGEST = 107 if sys.platform == "linux" else 103
"""Bytes of a path; the systems' own bound, without its final zero."""


def listen_at(path: str, backlog: int) -> socket.socket:
    """Return a listening socket at *path*, for its owner only; it may take the place of one that was left behind.

    `SourceFailed` when something else is there, or the path is unfit.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise SourceFailed("control socket: off, this system has none that Python can use")
    if not 0 < (size := len(os.fsencode(path))) <= LONGEST:
        raise SourceFailed(f"control socket: its path has {size} bytes and may have 1 to {LONGEST}; choose another")
    _make_room(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    umask = os.umask(0o177)  # the file is made with 0600: changing it afterwards would leave a moment
    try:
        listener.bind(path)
        listener.listen(backlog)
    except OSError as error:
        listener.close()
        raise SourceFailed(f"control socket: {path}: {_reason(error)}") from None
    finally:
        os.umask(umask)
    listener.setblocking(False)
    return listener


def identity(path: str) -> tuple[int, int] | None:
    """Return what tells the file at *path* from any other, None if there is none."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_room(path: str) -> None:
    """Remove a socket of ours at *path* that nobody listens on; refuse to touch anything else."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise SourceFailed(f"control socket: {path}: {_reason(error)}") from None
    if not stat.S_ISSOCK(found.st_mode):
        raise SourceFailed(f"control socket: {path} is not a socket and is left alone; choose another path")
    if found.st_uid != os.geteuid():
        raise SourceFailed(f"control socket: {path} belongs to someone else; choose another path")
    if _answers(path):
        raise SourceFailed(f"control socket: another program listens at {path}; choose another path")
    with suppress(FileNotFoundError):
        os.unlink(path)


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.setblocking(False)
        try:
            caller.connect(path)
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:  # busy: someone is there
            return True
        return True


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
