"""The control socket: lines of words from scripts, pedals and phones; JSON lines back (docs/control.md)."""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from backplayer.controls.control_words import STATUS, WATCH, NotUnderstood, plain, request
from backplayer.controls.socket_path import identity, listen_at
from backplayer.controls.source import Leave
from backplayer.controls.status import Status, status, without_position
from backplayer.player.commands import Wish
from backplayer.player.view import View

CLIENTS = 8
"""At most; for one more, the one that has been silent for longest has to go."""
LONGEST_LINE = 1024
"""Bytes."""
MOST_LINES = 50
"""Lines a second, of all clients together: whoever writes more is cut off, lest the session does nothing else."""
MOST_UNREAD = 65_536
"""Bytes of answers that wait for a client to read them."""
LOOK_AGAIN = 0.25
"""Seconds between two looks for changes that watchers are told of."""
PATIENCE = 0.5
"""Seconds that closing waits for the thread."""


@dataclass(eq=False, slots=True)
class _Client:
    socket: socket.socket
    active: float
    typed: bytes = b""
    unread: bytes = b""
    listening: bool = True
    """It has not said yet that it sends no more."""
    watching: bool = False
    told: Status = field(default_factory=dict)


class ControlSocket:
    """Leaves the wishes that come through a Unix socket at *path*, and tells there what *view* shows.

    *view* is called from a thread. `SourceFailed` when there can be no socket at *path*.
    """

    def __init__(self, path: str | os.PathLike[str], leave: Leave, view: Callable[[], View]) -> None:
        self._path = os.fspath(path)
        self._leave = leave
        self._view = view
        self._listener = listen_at(self._path, CLIENTS)
        self._identity = identity(self._path)
        self._clients: set[_Client] = set()
        self._second, self._lines = 0, 0
        self._closed = False
        self._news, self._tell = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._news, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._serve, name="control socket", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Tell watchers the last change, hang up and remove the socket."""
        if self._closed:
            return
        self._closed = True
        if identity(self._path) == self._identity:
            with suppress(OSError):
                os.unlink(self._path)
        self._tell.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(PATIENCE)

    def _serve(self) -> None:
        # A signal that came to this thread would not wake the main thread, whose handlers it waits for.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        look_at = 0.0
        while not self._closed:
            watched = any(client.watching for client in self._clients)
            for key, events in self._selector.select(max(0.0, look_at - time.monotonic()) if watched else None):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.data in self._clients:
                    if events & selectors.EVENT_WRITE:
                        self._flush(key.data)
                    if events & selectors.EVENT_READ and key.data in self._clients:
                        self._read(key.data)
            if time.monotonic() >= look_at:
                self._tell_watchers()
                look_at = time.monotonic() + LOOK_AGAIN
        self._tell_watchers()
        for client in list(self._clients):
            self._drop(client)
        self._selector.close()
        self._listener.close()
        self._news.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # it has gone already, or there are too many open files
            return
        connection.setblocking(False)
        if len(self._clients) == CLIENTS:
            self._drop(min(self._clients, key=lambda client: client.active))
        client = _Client(connection, time.monotonic())
        self._clients.add(client)
        self._selector.register(connection, selectors.EVENT_READ, client)

    def _drop(self, client: _Client) -> None:
        self._clients.discard(client)
        with suppress(KeyError, ValueError):  # not registered; closed before
            self._selector.unregister(client.socket)
        client.socket.close()

    def _read(self, client: _Client) -> None:
        try:
            data = client.socket.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            self._drop(client)
            return
        client.active = time.monotonic()
        *lines, client.typed = (client.typed + data).split(b"\n")
        if not data and client.typed:  # the last line may lack its end
            lines.append(client.typed)
        for line in lines:
            self._answer(client, line)
            if client not in self._clients:
                return
        if len(client.typed) > LONGEST_LINE:
            self._refuse(client, f"a line has at most {LONGEST_LINE} bytes")
        elif not data and client.watching:
            client.listening = False
            self._attend(client)
        elif not data:
            self._drop(client)

    def _answer(self, client: _Client, line: bytes) -> None:
        if len(line) > LONGEST_LINE:
            self._refuse(client, f"a line has at most {LONGEST_LINE} bytes")
            return
        if self._too_many():
            self._refuse(client, f"at most {MOST_LINES} lines a second")
            return
        words = plain(line.decode("utf-8", errors="replace"))
        try:
            if words == WATCH:
                client.watching = True
            elif words != STATUS:
                self._leave(Wish(request(words)))
        except NotUnderstood as error:
            self._send(client, {"ok": False, "error": str(error)})
            return
        now = status(self._view())
        if words == WATCH:
            client.told = without_position(now)
        self._send(client, {"ok": True, **now})

    def _too_many(self) -> bool:
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._lines = second, 0
        self._lines += 1
        return self._lines > MOST_LINES

    def _tell_watchers(self) -> None:
        watchers = [client for client in self._clients if client.watching and not client.unread]
        if not watchers:
            return
        now = status(self._view())
        lasting = without_position(now)
        for client in watchers:
            if client.told != lasting:
                client.told = lasting
                client.active = time.monotonic()
                self._send(client, now)

    def _refuse(self, client: _Client, error: str) -> None:
        """Say why, and hang up."""
        self._send(client, {"ok": False, "error": error})
        self._drop(client)

    def _send(self, client: _Client, message: Status) -> None:
        client.unread += json.dumps(message).encode("ascii") + b"\n"
        self._flush(client)

    def _flush(self, client: _Client) -> None:
        try:
            sent = client.socket.send(client.unread)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(client)
            return
        client.unread = client.unread[sent:]
        if len(client.unread) > MOST_UNREAD:
            self._drop(client)
            return
        self._attend(client)

    def _attend(self, client: _Client) -> None:
        """Have the selector wait for what *client* can still do."""
        events = selectors.EVENT_READ * client.listening | selectors.EVENT_WRITE * bool(client.unread)
        with suppress(KeyError):
            self._selector.unregister(client.socket)
        if events:
            self._selector.register(client.socket, events, client)
