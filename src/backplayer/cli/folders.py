"""Where things are: what comes with backplayer, and the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import backplayer

if TYPE_CHECKING:
    from backplayer.routine.library import Library

_PACKAGE = Path(backplayer.__file__).parent


def shipped(name: str) -> Path:
    """Return our ``routines`` or ``sounds``: inside an installed package, or at the top of a checkout."""
    packaged = _PACKAGE / "_library" / name
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / name


def own(name: str) -> Path:
    """Return the user's own folder of that name, by the platform's convention. It need not exist."""
    from platformdirs import user_data_path

    return user_data_path("backplayer", appauthor=False) / name


def config_file() -> Path:
    """Return the user's settings. The file need not exist."""
    from platformdirs import user_config_path

    return user_config_path("backplayer", appauthor=False) / "config.yaml"


def phrase_cache() -> Path:
    """Return where spoken phrases are kept; safe to delete."""
    from platformdirs import user_cache_path

    return user_cache_path("backplayer", appauthor=False) / "phrases.db"


def kept(name: str) -> Path:
    """Return where something that backplayer keeps between sessions is: a place, a lock, measured delays."""
    from platformdirs import user_state_path

    return user_state_path("backplayer", appauthor=False) / name


def library(trusting: bool = True) -> Library:
    """Return the user's routines and exercises laid over ours; *trusting* off: every file may be a stranger's."""
    from backplayer.routine.library import Library

    return Library([own("routines"), shipped("routines")], trusting=trusting)
