"""Single keys from a terminal, which is always given back as it was."""

from __future__ import annotations

import atexit
import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from backplayer.controls.key_parser import KeyParser

assert sys.platform != "win32"

LOOK_AGAIN = 0.25
"""Seconds between two looks whether a program in the background was brought to the foreground: no signal tells."""
PATIENCE = 0.5
"""Seconds that closing waits for the reading thread; the terminal is given back before."""

SUSPEND, CONTINUE = b"s", b"c"
PASTES_MARKED, PASTES_PLAIN = b"\x1b[?2004h", b"\x1b[?2004l"
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class TerminalInput:
    """Calls *pressed* from a thread with the name of each key, as `KeyParser` names them.

    The terminal gives single keys without echo while it is ours; Ctrl-C, Ctrl-Z and Ctrl-\\ stay signals. Ctrl-S does
    not hold the screen: the session would stand still with it.

    Ctrl-Z takes two turns through the signal's handler: the first has the thread call *suspending* and give the
    terminal back, which may need a lock that the interrupted main thread holds; the second really stops.
    """

    def __init__(
        self,
        pressed: Callable[[str], None],
        suspending: Callable[[], None],
        resumed: Callable[[], None],
        descriptor: int,
    ) -> None:
        self._pressed = pressed
        self._suspending = suspending
        self._resumed = resumed
        self._terminal = descriptor
        self._before: list[Any] | None = None  # the terminal's settings that are to be given back
        self._may_stop = False
        self._stands_still = False
        self._closed = False
        self._news, self._tell = os.pipe()
        os.set_blocking(self._tell, False)
        self._handlers: dict[signal.Signals, Any] = {}
        self._catch(signal.SIGTSTP, self._asked_to_stop)
        self._catch(signal.SIGCONT, self._continued)
        for number in ENDING:
            self._catch(number, self._ending)
        self._taken = self._take()
        atexit.register(self.close)
        self._thread = threading.Thread(target=self._read, name="keyboard", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Give the terminal back and stop reading."""
        self._give_back()
        if self._closed:
            return
        self._closed = True
        self._wake(CONTINUE)
        self._thread.join(PATIENCE)
        self._give_back()  # had the thread just taken it again
        if threading.current_thread() is threading.main_thread():
            for number, handler in self._handlers.items():
                if signal.getsignal(number) in (self._asked_to_stop, self._continued, self._ending):
                    signal.signal(number, handler)
        atexit.unregister(self.close)
        if not self._thread.is_alive():
            os.close(self._news)
            os.close(self._tell)

    def _take(self) -> bool:
        """Have the terminal give single keys, if it is ours; tell whether it does."""
        if self._closed or not self._in_foreground():
            return False
        try:
            settings = termios.tcgetattr(self._terminal)
            if self._before is None:  # else it was never given back: a shell may have kept our own settings
                self._before = [*settings[:6], settings[6][:]]
                termios.tcflush(self._terminal, termios.TCIFLUSH)  # typed before there was a session to command
            settings[0] = settings[0] & ~termios.IXON | termios.ICRNL
            settings[3] &= ~(termios.ICANON | termios.ECHO)
            settings[6][termios.VMIN], settings[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._terminal, termios.TCSANOW, settings)
        except termios.error:  # it hung up
            return False
        self._mark_pastes(PASTES_MARKED)
        return True

    def _give_back(self) -> None:
        """Set the terminal as it was before, unless it is someone else's now; drop what was typed ahead."""
        before = self._before
        if before is None or not self._in_foreground():
            return
        self._mark_pastes(PASTES_PLAIN)
        with suppress(termios.error):
            termios.tcsetattr(self._terminal, termios.TCSANOW, before)
            termios.tcflush(self._terminal, termios.TCIFLUSH)
        self._before = None

    def _mark_pastes(self, sequence: bytes) -> None:
        if os.environ.get("TERM", "dumb") != "dumb":
            with suppress(OSError):  # may be open for reading only
                os.write(self._terminal, sequence)

    def _in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self._terminal) == os.getpgrp()
        except OSError:  # not the terminal that controls us: there is no background
            return True

    def _read(self) -> None:
        # A signal that came to this thread would not wake the main thread, whose handlers it waits for. And a key that
        # is read in the very moment we lose the terminal is an error then, no reason to be stopped.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        parser = KeyParser()
        stopping = False
        while not self._closed:
            sources = [self._news, self._terminal] if self._taken else [self._news]
            ready, _, _ = select.select(sources, [], [], parser.pause if self._taken else LOOK_AGAIN)
            if self._news in ready:
                news = os.read(self._news, 64)
                if SUSPEND in news and not stopping:
                    stopping = True
                    self._stop()
                elif CONTINUE in news:
                    stopping = False
                    self._taken = False
            elif self._terminal in ready:
                if not self._read_keys(parser):
                    return
            else:
                parser.rest()
            if not self._taken and not stopping and self._take():
                self._taken = True
                parser = KeyParser()
                self._resumed()

    def _read_keys(self, parser: KeyParser) -> bool:
        """Read what was typed; False when the terminal hung up."""
        if not self._in_foreground():
            self._taken = False
            return True
        try:
            data = os.read(self._terminal, 1024)
        except OSError:
            data = b""
        for key in parser.feed(data):
            self._pressed(key)
        return bool(data)

    def _stop(self) -> None:
        self._taken = False
        self._suspending()
        self._give_back()
        self._may_stop = True
        os.kill(os.getpid(), signal.SIGTSTP)

    def _wake(self, news: bytes) -> None:
        with suppress(BlockingIOError):  # then it has enough to wake up for
            os.write(self._tell, news)

    def _catch(self, number: signal.Signals, handler: Callable[[int, FrameType | None], None]) -> None:
        before = signal.getsignal(number)
        if before != signal.SIG_IGN and before is not None:
            self._handlers[number] = before
            signal.signal(number, handler)

    def _asked_to_stop(self, number: int, _frame: FrameType | None) -> None:
        if not self._may_stop and not self._closed:
            self._wake(SUSPEND)
            return
        self._may_stop = False
        signal.signal(number, signal.SIG_DFL)
        self._stands_still = True
        signal.raise_signal(number)  # stands still here, until ``fg`` or ``bg``
        signal.signal(number, self._asked_to_stop)
        self._stands_still = False
        self._continued(number, None)

    def _continued(self, _number: int, _frame: FrameType | None) -> None:
        if not self._closed and not self._stands_still:  # one continuation is told of once
            self._wake(CONTINUE)

    def _ending(self, number: int, frame: FrameType | None) -> None:
        self.close()
        before = self._handlers[signal.Signals(number)]
        if callable(before):
            before(number, frame)
        else:
            signal.raise_signal(number)
