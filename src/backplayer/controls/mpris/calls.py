"""What each D-Bus call to the media player does: a request to the session, or an answer out of its view."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

from backplayer.controls.mpris.properties import PLAYER, PROPERTIES, ROOT, TRACK, Property, Variant, can_seek, values
from backplayer.player.commands import Command, Request, Seek, SetVolume
from backplayer.player.view import State, View

OBJECT = "/org/mpris/MediaPlayer2"
STANDARD = "org.freedesktop.DBus"


class Call(NamedTuple):
    """A method call as it arrived: valid D-Bus, otherwise anything."""

    path: str
    interface: str | None
    member: str
    signature: str
    body: tuple[Any, ...]


class Answer(NamedTuple):
    """What to reply, and what is asked of the session."""

    signature: str = ""
    body: tuple[Any, ...] = ()
    request: Request | None = None


class Refused(Exception):
    """A call that gets an error as its reply: *error* is a name below ``org.freedesktop.DBus.Error``."""

    def __init__(self, error: str, text: str) -> None:
        super().__init__(text)
        self.name = f"{STANDARD}.Error.{error}"


Arguments: TypeAlias = tuple[tuple[str, str], ...]
"""Names and signatures."""


class Method(NamedTuple):
    """One method: what it takes, what it does with a view and its arguments, and what it gives back."""

    run: Callable[..., Answer]
    takes: Arguments = ()
    gives: Arguments = ()


def answer(call: Call, view: View) -> Answer:
    """Answer *call* while the session is as in *view*. Raises `Refused`."""
    method = _find(call)
    expected = _signature(method.takes)
    if call.signature != expected:
        raise Refused("InvalidArgs", f"{call.member} takes ({expected}), not ({call.signature})")
    if call.path != OBJECT:
        return _introspect_above(call.path)
    return method.run(view, *call.body)


def _find(call: Call) -> Method:
    if call.path != OBJECT and not (call.member == "Introspect" and _is_above(call.path)):
        raise Refused("UnknownObject", f"there is no object {call.path}, only {OBJECT}")
    if call.interface is not None and call.interface not in _METHODS:
        raise Refused("UnknownInterface", f"{OBJECT} has no interface {call.interface}")
    # A call may leave its interface out.
    interfaces = _METHODS.values() if call.interface is None else (_METHODS[call.interface],)
    for methods in interfaces:
        if call.member in methods:
            return methods[call.member]
    raise Refused("UnknownMethod", f"there is no method {call.member} in {call.interface or 'any interface'}")


def _asks(command: Command | None) -> Method:
    return Method(lambda _: Answer(request=command))


def _play(view: View) -> Answer:
    if view.state is State.PLAYING:
        return Answer()
    return Answer(request=Command.RESUME if view.state is State.PAUSED else Command.PLAY_PAUSE)


def _pause(view: View) -> Answer:
    return Answer(request=None if view.state is State.PAUSED else Command.PAUSE)


def _seek(view: View, offset: int) -> Answer:
    if not can_seek(view):
        return Answer()
    to = view.position + _to_ms(offset)
    return Answer(request=Command.NEXT if to > view.length else Seek(max(0, to)))


def _set_position(view: View, track: str, position: int) -> Answer:
    # A client may be behind: its position for another track is ignored, as is one outside of this.
    if not can_seek(view) or track != TRACK or not 0 <= position <= view.length * 1000:
        return Answer()
    return Answer(request=Seek(_to_ms(position)))


def _open_uri(_: View, __: str) -> Answer:
    raise Refused("NotSupported", "backplayer opens nothing while it plays")


def _property(interface: str, name: str) -> Property:
    if interface not in PROPERTIES:
        raise Refused("UnknownInterface", f"there are no properties in {interface!r}")
    if name not in PROPERTIES[interface]:
        raise Refused("UnknownProperty", f"there is no property {name!r} in {interface}")
    return PROPERTIES[interface][name]


def _get(view: View, interface: str, name: str) -> Answer:
    found = _property(interface, name)
    return Answer("v", ((found.signature, found.read(view)),))


def _get_all(view: View, interface: str) -> Answer:
    if interface not in _METHODS:
        raise Refused("UnknownInterface", f"there is no interface {interface!r}")
    return Answer("a{sv}", (values(interface, view) if interface in PROPERTIES else {},))


def _set(view: View, interface: str, name: str, value: Variant) -> Answer:
    found = _property(interface, name)
    if not found.writable:
        raise Refused("PropertyReadOnly", f"{name} cannot be set")
    signature, number = value
    if signature != found.signature or not isfinite(number):
        raise Refused("InvalidArgs", f"{name} is a finite number of type {found.signature}")
    if name == "Volume":
        return Answer(request=SetVolume(max(0.0, number)))
    return _pause(view) if number == 0 else Answer()  # Rate: there is one speed; the specification makes 0 a pause


def _to_ms(microseconds: int) -> int:
    return (microseconds + 500) // 1000


def _signature(arguments: Arguments) -> str:
    return "".join(signature for _, signature in arguments)


def _is_above(path: str) -> bool:
    return OBJECT.startswith(path.rstrip("/") + "/")


def _introspect_above(path: str) -> Answer:
    child = OBJECT.removeprefix(path.rstrip("/") + "/").partition("/")[0]
    return Answer("s", (f'<node><node name="{child}"/></node>',))


def _introspect(_: View) -> Answer:
    return Answer("s", (_description(),))


_METHODS: dict[str, dict[str, Method]] = {
    ROOT: {"Raise": _asks(None), "Quit": _asks(Command.STOP)},
    PLAYER: {
        "Play": Method(_play),
        "Pause": Method(_pause),
        "PlayPause": _asks(Command.PLAY_PAUSE),
        "Stop": _asks(Command.STOP),
        "Next": _asks(Command.NEXT),
        "Previous": _asks(Command.BACK),
        "Seek": Method(_seek, (("Offset", "x"),)),
        "SetPosition": Method(_set_position, (("TrackId", "o"), ("Position", "x"))),
        "OpenUri": Method(_open_uri, (("Uri", "s"),)),
    },
    f"{STANDARD}.Properties": {
        "Get": Method(_get, (("interface_name", "s"), ("property_name", "s")), (("value", "v"),)),
        "GetAll": Method(_get_all, (("interface_name", "s"),), (("properties", "a{sv}"),)),
        "Set": Method(_set, (("interface_name", "s"), ("property_name", "s"), ("value", "v"))),
    },
    f"{STANDARD}.Introspectable": {"Introspect": Method(_introspect, (), (("xml_data", "s"),))},
    f"{STANDARD}.Peer": {"Ping": _asks(None)},
}
_SIGNALS: dict[str, dict[str, Arguments]] = {
    PLAYER: {"Seeked": (("Position", "x"),)},
    f"{STANDARD}.Properties": {
        "PropertiesChanged": (
            ("interface_name", "s"),
            ("changed_properties", "a{sv}"),
            ("invalidated_properties", "as"),
        )
    },
}


@cache
def _description() -> str:
    """The object in D-Bus' introspection format."""
    lines = ["<node>"]
    for interface, methods in _METHODS.items():
        lines.append(f'  <interface name="{interface}">')
        for name, method in methods.items():
            lines.append(f'    <method name="{name}">')
            lines += [f'      <arg name="{arg}" type="{kind}" direction="in"/>' for arg, kind in method.takes]
            lines += [f'      <arg name="{arg}" type="{kind}" direction="out"/>' for arg, kind in method.gives]
            lines.append("    </method>")
        for name, arguments in _SIGNALS.get(interface, {}).items():
            lines.append(f'    <signal name="{name}">')
            lines += [f'      <arg name="{arg}" type="{kind}"/>' for arg, kind in arguments]
            lines.append("    </signal>")
        for name, each in PROPERTIES.get(interface, {}).items():
            access = "readwrite" if each.writable else "read"
            lines.append(f'    <property name="{name}" type="{each.signature}" access="{access}">')
            if not each.announced:
                lines.append(f'      <annotation name="{STANDARD}.Property.EmitsChangedSignal" value="false"/>')
            lines.append("    </property>")
        lines.append("  </interface>")
    return "\n".join([*lines, "</node>"])
