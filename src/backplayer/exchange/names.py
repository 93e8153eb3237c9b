"""Library exercises by any of their names."""

from __future__ import annotations

from functools import cache

from backplayer.exchange.result import Find
from backplayer.routine.library import Library
from backplayer.routine.model import Exercise
from backplayer.routine.problems import RoutineError


def finder(library: Library) -> Find:
    """Return what looks exercises of *library* up. All files are read only where no slug fits."""

    @cache
    def find(name: str) -> Exercise | None:
        slug = library.slug_of(name)
        try:
            return library.exercise(slug) if slug else None
        except RoutineError:  # a broken file of the user's; `check` tells what is wrong with it
            return None

    return find
