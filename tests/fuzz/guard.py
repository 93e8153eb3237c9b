"""A guard around the reading of data: no file but our own is opened, no process started, no network used."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import backplayer
from tests.library import ROUTINES

MAX_CPU_S = 2.0
OURS = tuple(f"{folder.resolve()}{os.sep}" for folder in (ROUTINES, Path(backplayer.__file__).parent))
LISTING = ("os.listdir", "os.scandir", "pathlib.Path.glob")
HARMLESS = ("object.__getattr__", "sys._getframe", "builtins.id", "code.__new__")
"""Events of Python's audit that change nothing and reach nothing. All others stop the reading but those of OURS."""


class Escaped(BaseException):
    """Reading data did what reading data must not do. No Exception: the code under test must not catch it."""


class _Watch:
    thread: int | None = None
    escaped: str | None = None
    hooked = False


def _is_ours(path: object) -> bool:
    if not isinstance(path, (str, os.PathLike)):
        return False
    return f"{os.path.abspath(path)}{os.sep}".startswith(OURS)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _Watch.thread != threading.get_ident() or event in HARMLESS:
        return
    if event in LISTING and _is_ours(args[0]):
        return
    if event == "open" and _is_ours(args[0]) and not (args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        return
    _Watch.escaped = f"{event}{args!r:.200}"
    raise Escaped(_Watch.escaped)


@contextmanager
def guarded() -> Iterator[None]:
    """Raise `Escaped` where the block reaches out, and AssertionError where it takes more than MAX_CPU_S.

    Code that has not run before may import modules; run it once before, unguarded.
    """
    if not _Watch.hooked:  # an audit hook stays for ever
        sys.addaudithook(_audit)
        _Watch.hooked = True
    _Watch.escaped, _Watch.thread = None, threading.get_ident()
    began = time.process_time()
    try:
        yield
    finally:
        _Watch.thread = None
    if _Watch.escaped:
        raise Escaped(_Watch.escaped)
    spent = time.process_time() - began
    assert spent <= MAX_CPU_S, f"{spent:.1f} s for one input"
