"""``backplayer list``, ``show`` and ``exercises``: what there is to play, and what it consists of."""

from __future__ import annotations

from typing import Annotated

import typer

from backplayer.cli.errors import told
from backplayer.cli.folders import library, own


def list_routines() -> None:
    """List the routines there are."""
    from backplayer.cli.tables import print_page, table_of

    table = table_of("NAME", "LENGTH", "NEEDS", "WHAT IT IS")
    for found in library().listed():
        table.add_row(found.name, found.length, found.equipment or "nothing", found.summary or found.title)
    print_page(table, f"\nYour own go into {own('routines')}")


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
    slug: Annotated[str | None, typer.Argument(metavar="[SLUG]", help="One exercise, to see all about it.")] = None,
) -> None:
    """List the exercises of the library, or show one."""
    from backplayer.cli.pages import exercise_page
    from backplayer.cli.tables import print_page, table_of

    with told():
        shelf = library()
        if slug is not None:
            print_page(*exercise_page(shelf.exercise(slug), shelf))
            return
        table = table_of("EXERCISE", "NAME", "KIND", "POSTURE", "")
        for name in shelf.exercise_paths():
            found = shelf.exercise(name)
            kind, posture = (value.value if value else "" for value in (found.kind, found.posture))
            flag = found.stance if found.stance not in (None, "recommended") else ""
            table.add_row(name, found.name, kind, posture, flag)
        print_page(table)
