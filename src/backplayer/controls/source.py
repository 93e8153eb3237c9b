"""What a source of commands is: something that runs beside the session and leaves wishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from backplayer.player.commands import Wish

Leave: TypeAlias = Callable[[Wish], None]
"""Where a source leaves a wish; may be called from any thread."""


class SourceFailed(Exception):
    """A source that cannot work here. The message is one line that a person can act on; the session goes on without."""


class Source(Protocol):
    """One way to command, working since it was made (making it raises `SourceFailed` where it cannot)."""

    def close(self) -> None:
        """Stop, and leave everything (terminal, bus, files) as it was. Quick, any number of times, from any thread."""
