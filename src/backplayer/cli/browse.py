"""``backplayer list``, ``show`` and ``exercises``: what there is to play, and what it consists of."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli.errors import told
from backplayer.cli.folders import library, own
from backplayer.routine.problems import NotFound, as_slug, did_you_mean, printable

if TYPE_CHECKING:
    from backplayer.routine.library import Library
    from backplayer.routine.model import Exercise


def list_routines() -> None:
    """List the routines there are."""
    from backplayer.cli.tables import print_page, table_of

    table = table_of("NAME", "LENGTH", "NEEDS", "WHAT IT IS")
    for found in library().listed():
        table.add_row(found.name, _length(found.length), found.equipment or "nothing", found.summary or found.title)
    print_page(table, f"\nYour own go into {own('routines')}")


def _length(stated: str) -> str:
    """Write the length a routine states in whole minutes; what is no length stays as it is."""
    from backplayer.routine.durations import parse_duration

    with suppress(ValueError):
        return f"{max(1, round(parse_duration(stated) / 60_000))} min"
    return stated


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine's name, or a file.")],
    optional: Annotated[bool, typer.Option("--optional", help="With optional steps in the length.")] = False,
) -> None:
    """Show a routine: exercises, doses and where they come from, equipment, length and sources."""
    from backplayer.cli.pages import routine_page
    from backplayer.cli.tables import print_page
    from backplayer.routine.choices import choose

    with told():
        shelf = library()
        routine = shelf.read_routine(shelf.find_routine(name))
        print_page(*routine_page(routine, choose(routine, optional=optional), shelf))


def exercises(
    wanted: Annotated[
        str | None,
        typer.Argument(metavar="[NAME|WORD]", help="One, to see all about it; or a part of a name, a kind, a posture."),
    ] = None,
) -> None:
    """List the exercises of the library, or show one."""
    from backplayer.cli.pages import exercise_page
    from backplayer.cli.tables import print_page, table_of

    with told():
        shelf = library()
        if wanted is not None and (slug := shelf.slug_of(wanted)):
            print_page(*exercise_page(shelf.exercise(slug), shelf))
            return
        table = table_of("EXERCISE", "NAME", "KIND", "POSTURE", "")
        for slug in shelf.exercise_paths() if wanted is None else _found(wanted, shelf):
            found = shelf.exercise(slug)
            kind, posture = _sorts(found)
            flag = found.stance if found.stance not in (None, "recommended") else ""
            table.add_row(slug, found.name, kind, posture, flag)
        print_page(table)


def _found(words: str, shelf: Library) -> list[str]:
    """Return the exercises of the kind or posture that *words* name, or with them in one of their names.

    Raises:
        NotFound: there are none; the message suggests the nearest.
    """
    from backplayer.authoring.picking import is_sort, with_part

    if is_sort(words):
        return [slug for slug in shelf.exercise_paths() if as_slug(words) in _sorts(shelf.exercise(slug))]
    named = with_part(words, shelf)
    if not named:
        hint = did_you_mean(words, shelf.exercise_names()) or "; 'backplayer exercises' lists them"
        raise NotFound(f"no exercise is called '{printable(words)}'{hint}")
    return named


def _sorts(exercise: Exercise) -> tuple[str, str]:
    """Return the kind and the posture of an exercise, as words."""
    return exercise.kind.value if exercise.kind else "", exercise.posture.value if exercise.posture else ""
