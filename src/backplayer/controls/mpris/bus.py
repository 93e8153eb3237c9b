"""A connection to the session bus that never blocks once it stands. jeepney writes and reads the messages."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_bus
from jeepney.low_level import calc_msg_size

from backplayer.controls.mpris.calls import OBJECT, STANDARD, Answer, Call, Refused
from backplayer.controls.mpris.properties import Variant

_PATIENCE = 2.0
"""Seconds that the bus has for each step of the greeting."""
_HEAD = 16
"""Bytes of a message that tell its length."""
_DO_NOT_QUEUE = 4
_OWNER = (1, 4)
"""Replies to RequestName: the name is ours, now or already."""


class NoBus(Exception):
    """There is no session bus that takes us; the message says why."""


class Bus:
    """Our connection to a session bus, for one thread at a time. `OSError` from a method means that the bus is gone."""

    def __init__(self, address: str | None = None) -> None:
        """Connect to *address*, or to the session's bus. Raises `NoBus`."""
        self._serials = count(1)
        self._arrived = bytearray()
        self._leaving = bytearray()
        path = _socket_path(address or _session_address())
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._greet(path)
        except (OSError, ValueError) as fault:
            self._socket.close()
            raise NoBus(f"the session bus does not answer ({fault})") from None

    def own(self, name: str) -> bool:
        """Take a name on the bus; tell whether it was free. Before `start`. Raises `NoBus`."""
        try:
            return self._call(message_bus.RequestName(name, _DO_NOT_QUEUE))[0] in _OWNER
        except OSError as fault:
            raise NoBus(f"the session bus gives no name ({fault})") from None

    def start(self) -> None:
        """From now on never block. Something may have arrived already: others see the name as soon as it is ours."""
        self._socket.setblocking(False)

    def fileno(self) -> int:
        """The descriptor to watch: readable when something came, writable for what is `waiting`."""
        return self._socket.fileno()

    @property
    def waiting(self) -> bool:
        """Whether something is still to be sent: see `flush`."""
        return bool(self._leaving)

    def receive(self) -> list[Message]:
        """The messages that have arrived, but for those that cannot be read."""
        with suppress(BlockingIOError):
            self._read()
        return list(self._messages())

    def reply(self, message: Message, answer: Answer) -> None:
        """Answer a call, if its sender wants to hear of it."""
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._send(new_method_return(message, answer.signature or None, answer.body))

    def refuse(self, message: Message, refused: Refused) -> None:
        """Answer a call with an error, if its sender wants to hear of it."""
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._send(new_error(message, refused.name, "s", (str(refused),)))

    def announce(self, interface: str, changed: dict[str, Variant]) -> None:
        """Tell everyone which properties have changed."""
        source = DBusAddress(OBJECT, interface=f"{STANDARD}.Properties")
        self._send(new_signal(source, "PropertiesChanged", "sa{sv}as", (interface, changed, [])))

    def announce_seek(self, interface: str, position: int) -> None:
        """Tell everyone that the *position*, in microseconds, has jumped."""
        self._send(new_signal(DBusAddress(OBJECT, interface=interface), "Seeked", "x", (position,)))

    def flush(self) -> None:
        """Send as much of what is waiting as the bus takes now."""
        try:
            sent = self._socket.send(self._leaving)
        except BlockingIOError:
            return
        del self._leaving[:sent]

    def close(self) -> None:
        """Leave the bus, which gives our names free."""
        self._socket.close()

    def _greet(self, path: str) -> None:
        self._socket.settimeout(_PATIENCE)
        self._socket.connect(path)
        login = Authenticator()
        for line in login:
            self._socket.sendall(line)
            login.feed(self._some())
        self._socket.sendall(BEGIN)
        self._call(message_bus.Hello())

    def _call(self, message: Message) -> tuple[Any, ...]:
        """Call the bus itself and wait. What came before the reply is nothing for us; what came after is kept."""
        serial = self._send(message)
        until = monotonic() + _PATIENCE
        while monotonic() < until:
            self._read()
            for each in self._messages():
                if each.header.fields.get(HeaderFields.reply_serial) == serial:
                    if each.header.message_type is MessageType.error:
                        raise OSError(" ".join(map(str, each.body)))
                    body: tuple[Any, ...] = each.body
                    return body
        raise TimeoutError("timed out")

    def _send(self, message: Message) -> int:
        serial = next(self._serials)
        self._leaving += message.serialise(serial)
        self.flush()
        return serial

    def _some(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionResetError("it closed the connection")
        return data

    def _read(self) -> None:
        self._arrived += self._some()

    def _messages(self) -> Iterator[Message]:
        while len(self._arrived) >= _HEAD:
            length = calc_msg_size(bytes(self._arrived[:_HEAD]))
            if len(self._arrived) < length:
                break
            raw = bytes(self._arrived[:length])
            del self._arrived[:length]
            try:
                message = Message.from_buffer(raw)
            except Exception:  # a kind of message or field that jeepney does not know, which D-Bus says to ignore
                continue
            yield message


def to_call(message: Message) -> Call | None:
    """What *message* calls, None when it is no method call."""
    if message.header.message_type is not MessageType.method_call:
        return None
    fields = message.header.fields
    return Call(
        path=fields[HeaderFields.path],
        interface=fields.get(HeaderFields.interface),
        member=fields[HeaderFields.member],
        signature=fields.get(HeaderFields.signature, ""),
        body=message.body,
    )


def _session_address() -> str:
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    usual = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere", "bus")
    try:
        if stat.S_ISSOCK(usual.stat().st_mode):
            return f"unix:path={usual}"
    except OSError:
        pass
    raise NoBus("there is no session bus here (DBUS_SESSION_BUS_ADDRESS is not set)")


def _socket_path(address: str) -> str:
    try:
        path: str = get_bus(address)
    except (ValueError, RuntimeError, StopIteration):
        raise NoBus(f"the session bus has an address that cannot be used: {address!r}") from None
    return path
