"""Library exercises by any of their names."""

from __future__ import annotations

from functools import cache

from backplayer.exchange.result import Find
from backplayer.routine.library import Library
from backplayer.routine.model import Exercise
from backplayer.routine.problems import RoutineError, as_slug


def finder(library: Library) -> Find:
    """Return what looks exercises of *library* up. All files are read only where no slug fits."""

    @cache
    def slugs() -> frozenset[str]:
        return frozenset(library.exercise_paths())

    @cache
    def read(slug: str) -> Exercise | None:
        try:
            return library.exercise(slug)
        except RoutineError:  # a broken file of the user's; `check` tells what is wrong with it
            return None

    @cache
    def named() -> dict[str, str]:
        names: dict[str, str] = {}
        others: dict[str, str] = {}
        for slug in sorted(slugs()):
            if exercise := read(slug):
                names.setdefault(as_slug(exercise.name), slug)
                for other in (exercise.say or "", *exercise.other_names):
                    others.setdefault(as_slug(other), slug)
        return {**others, **names}

    def find(name: str) -> Exercise | None:
        wanted = as_slug(name)
        if not wanted:
            return None
        if wanted in slugs():
            return read(wanted)
        slug = named().get(wanted)
        return read(slug) if slug else None

    return cache(find)
