"""Keeps the chatter of audio libraries off the person's terminal."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Iterator

_lock = threading.Lock()
_depth = 0
_kept = -1


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """While inside, whatever this process writes to descriptor 2 is lost. Threads may overlap.

    So: only around the opening and closing of a device, never around anything of our own that reports.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


def mute_alsa() -> None:
    """Make ALSA, where there is one, keep its messages to itself, for good.

    It also writes them later and from threads of its own (an underrun, a server that went away), where
    `quiet_stderr` cannot reach.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            # ALSA's handler of errors returns nothing and may ignore its arguments. That must be a C function,
            # since ALSA calls it from threads that know nothing of Python; getpid harms nobody.
            nothing = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(nothing)


def _enter() -> None:
    global _depth, _kept
    with _lock:
        _depth += 1
        if _depth > 1:
            return
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.flush()
        try:
            _kept = os.dup(2)
        except OSError:  # there is no descriptor 2 (pythonw, a daemon)
            _kept = -1
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _leave() -> None:
    global _depth, _kept
    with _lock:
        _depth -= 1
        if _depth == 0 and _kept >= 0:
            os.dup2(_kept, 2)
            os.close(_kept)
            _kept = -1
