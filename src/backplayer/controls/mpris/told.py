"""What the media player's clients have been told, and what they must be told next."""

from __future__ import annotations

from backplayer.controls.mpris.properties import PLAYER, PROPERTIES, Variant, values
from backplayer.player.view import View
from backplayer.units import Ms

TOLERANCE: Ms = 500
"""How far clients may believe the position to be off before they are told. It is shown in whole seconds."""


class Told:
    """The player as clients know it: properties by what was announced, the position by their own clocks since."""

    def __init__(self, view: View, now: Ms) -> None:
        self._properties = _announced(view)
        self._position = view.position
        self._at = now

    def update(self, view: View, now: Ms) -> tuple[dict[str, Variant], Ms | None]:
        """The properties to announce as changed, and the position if clients would have it wrong; *now* in ms."""
        # Clients let the position run while the player is playing and never ask again: only Seeked sets them right.
        playing = self._properties["PlaybackStatus"][1] == "Playing"
        believed = self._position + (now - self._at if playing else 0)
        properties = _announced(view)
        changed = {name: value for name, value in properties.items() if value != self._properties[name]}
        jumped = abs(view.position - believed) > TOLERANCE
        self._properties, self._at = properties, now
        self._position = view.position if jumped else believed
        return changed, view.position if jumped else None


def _announced(view: View) -> dict[str, Variant]:
    return {name: value for name, value in values(PLAYER, view).items() if PROPERTIES[PLAYER][name].announced}
