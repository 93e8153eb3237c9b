"""What media players are asked for by MPRIS 2, from a view of the session. Times are in microseconds there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from backplayer.player.commands import Command
from backplayer.player.view import State, View

ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"

TRACK = "/backplayer/session"
"""The id of the one track there is: the whole session, since position and length are the session's. Were every exercise
a track, clients would put the position back to zero at each."""

Variant: TypeAlias = tuple[str, Any]
"""A D-Bus signature, and a value of it."""

_STATUS = {
    State.PLAYING: "Playing",
    State.PAUSED: "Paused",
    State.WAITING: "Paused",
    State.HURT: "Paused",
    State.FINISHED: "Stopped",
}
_BREAKS = ("transition", "switch", "set-rest")


class Property(NamedTuple):
    """One property: its D-Bus signature, how it is read, and whether it can be written and announces its changes."""

    signature: str
    read: Callable[[View], Any]
    writable: bool = False
    announced: bool = True


def title(view: View) -> str:
    """What is done now, or next: "Can opener, left side"."""
    if not view.title:
        return view.routine
    parts = [view.title]
    if view.side:
        parts.append(f"{view.side} side")
    if view.set and view.sets > 1:
        parts.append(f"set {view.set} of {view.sets}")
    name = ", ".join(parts)
    if view.state is State.WAITING:
        return f"Ready? {name}"
    return f"Next: {name}" if view.kind in _BREAKS else name


def metadata(view: View) -> dict[str, Variant]:
    """The track: the exercise as its title, the routine as its album."""
    found: dict[str, Variant] = {
        "mpris:trackid": ("o", TRACK),
        "xesam:title": ("s", title(view)),
        "xesam:album": ("s", view.routine),
        "xesam:artist": ("as", ["backplayer"]),
    }
    if view.length:
        found["mpris:length"] = ("x", view.length * 1000)
    if view.step:
        found["xesam:trackNumber"] = ("i", view.step)
    return found


def can_seek(view: View) -> bool:
    """Whether the session can go elsewhere: not while pain is unanswered, and not after the end."""
    return view.state in (State.PLAYING, State.PAUSED, State.WAITING) and view.length > 0


def _unfinished(view: View) -> bool:
    return view.state is not State.FINISHED


def _always(value: object) -> Callable[[View], Any]:
    return lambda _: value


# LoopStatus, Shuffle and Fullscreen may be left out by players without them; widgets then show no button for them.
PROPERTIES: dict[str, dict[str, Property]] = {
    ROOT: {
        "CanQuit": Property("b", _always(True)),
        "CanRaise": Property("b", _always(False)),
        "HasTrackList": Property("b", _always(False)),
        "Identity": Property("s", _always("backplayer")),
        "SupportedUriSchemes": Property("as", _always([])),
        "SupportedMimeTypes": Property("as", _always([])),
    },
    PLAYER: {
        "PlaybackStatus": Property("s", lambda view: _STATUS[view.state]),
        "Rate": Property("d", _always(1.0), writable=True),
        "MinimumRate": Property("d", _always(1.0)),
        "MaximumRate": Property("d", _always(1.0)),
        "Metadata": Property("a{sv}", metadata),
        "Volume": Property("d", lambda view: float(view.gain), writable=True),
        "Position": Property("x", lambda view: view.position * 1000, announced=False),
        "CanGoNext": Property("b", lambda view: Command.NEXT in view.answers),
        "CanGoPrevious": Property("b", lambda view: Command.BACK in view.answers),
        "CanPlay": Property("b", _unfinished),
        "CanPause": Property("b", _unfinished),
        "CanSeek": Property("b", can_seek),
        "CanControl": Property("b", _always(True)),
    },
}


def values(interface: str, view: View) -> dict[str, Variant]:
    """All properties of an interface."""
    return {name: (each.signature, each.read(view)) for name, each in PROPERTIES[interface].items()}
