"""The thread that keeps the session on the session bus as a media player."""

from __future__ import annotations

import os
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from backplayer.controls.mpris.calls import Refused, answer
from backplayer.controls.mpris.properties import PLAYER, ROOT
from backplayer.controls.mpris.told import Told
from backplayer.controls.source import Leave, SourceFailed
from backplayer.player.commands import Wish
from backplayer.player.view import View
from backplayer.units import Ms

if TYPE_CHECKING:
    from backplayer.controls.mpris.bus import Bus

NAME = f"{ROOT}.backplayer"

_LOOK_EVERY = 0.25
"""Seconds between two looks at the session for what has changed."""
_LEAVE_WITHIN = 1.0
"""Seconds that the thread has to end."""


class MediaKeys:
    """Media keys, headset buttons and desktop widgets, through the session bus, as long as it lasts."""

    def __init__(
        self,
        leave: Leave,
        view: Callable[[], View],
        notice: Callable[[str], None] = lambda _: None,
        address: str | None = None,
    ) -> None:
        """Leave what is asked for with *leave*, show *view*, which must do for any thread; tell *notice* of a lost bus.

        *address* is another bus than the session's own. Raises `SourceFailed`.
        """
        self._leave = leave
        self._view = view
        self._notice = notice
        self._told = Told(view(), _now())
        self._bus, self.name = _join(address)
        self._woken, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="media keys", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Leave the bus."""
        self._closing = True
        with suppress(OSError):  # it is awake already, or has ended
            self._wake.send(b"\0")
        if threading.current_thread() is not self._thread:
            self._thread.join(_LEAVE_WITHIN)

    def _run(self) -> None:
        try:
            with selectors.DefaultSelector() as selector, self._woken:
                self._serve(selector)
        except OSError:
            if not self._closing:
                self._notice("media keys: the session bus is gone; the session goes on without them")
        finally:
            self._bus.close()
            self._wake.close()

    def _serve(self, selector: selectors.BaseSelector) -> None:
        selector.register(self._woken, selectors.EVENT_READ)
        selector.register(self._bus, selectors.EVENT_READ)
        look_at = monotonic() + _LOOK_EVERY
        self._answer()
        while not self._closing:
            ready = selector.select(max(0.0, look_at - monotonic()))
            if any(key.fileobj is self._bus for key, _ in ready):
                self._answer()
            if monotonic() >= look_at:
                self._announce()
                look_at = monotonic() + _LOOK_EVERY
            if self._bus.waiting:
                self._bus.flush()
            unsent = selectors.EVENT_WRITE if self._bus.waiting else 0
            selector.modify(self._bus, selectors.EVENT_READ | unsent)

    def _answer(self) -> None:
        from backplayer.controls.mpris.bus import to_call

        for message in self._bus.receive():
            call = to_call(message)
            if call is None:
                continue
            try:
                answered = answer(call, self._view())
            except Refused as refused:
                self._bus.refuse(message, refused)
                continue
            if answered.request is not None:
                self._leave(Wish(answered.request))
            self._bus.reply(message, answered)

    def _announce(self) -> None:
        if self._bus.waiting:
            return  # a bus that takes nothing gets no more; everything is made good with the next
        changed, position = self._told.update(self._view(), _now())
        if changed:
            self._bus.announce(PLAYER, changed)
        if position is not None:
            self._bus.announce_seek(PLAYER, position * 1000)


def _join(address: str | None) -> tuple[Bus, str]:
    """Connect and take a name. Raises `SourceFailed`."""
    try:
        from backplayer.controls.mpris.bus import Bus, NoBus
    except ImportError:
        raise SourceFailed("media keys are off: the package jeepney is missing (pip install jeepney)") from None
    try:
        bus = Bus(address)
    except NoBus as reason:
        raise SourceFailed(f"media keys are off: {reason}") from None
    try:
        # Several players may run; the specification has this form for the further ones.
        for name in (NAME, f"{NAME}.instance{os.getpid()}"):
            if bus.own(name):
                bus.start()
                return bus, name
        raise NoBus(f"another program has the name {name} on the session bus")
    except NoBus as reason:
        bus.close()
        raise SourceFailed(f"media keys are off: {reason}") from None


def _now() -> Ms:
    return int(monotonic() * 1000)
