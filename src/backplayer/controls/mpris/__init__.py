"""Media keys, headset buttons and widgets on Linux: the session as a media player on the session bus (MPRIS 2)."""

from backplayer.controls.mpris.media_keys import MediaKeys

__all__ = ["MediaKeys"]
