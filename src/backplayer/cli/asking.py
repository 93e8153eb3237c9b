"""The question which exercises a new routine has, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from backplayer.authoring.draft import dose_keys
from backplayer.authoring.picking import (
    HOW_MUCH,
    Amount,
    DoseMissing,
    Pick,
    PickRefused,
    amount,
    find_slug,
    guess,
    lacking,
    offered,
    pick,
)
from backplayer.cli.tables import print_page, table_of
from backplayer.routine.library import Library
from backplayer.routine.model import Exercise, Kind, Posture
from backplayer.routine.problems import NotFound, RoutineError, printable


def asked_exercises(shelf: Library, have: Sequence[str] | None) -> tuple[Pick, ...]:
    """Ask for exercises until there are no more; none where the listener wants the small example."""
    typer.echo("\nWhich exercises? Names, or a kind or a posture to see those there are; ? shows all. Enter when done.")
    typer.echo(f"  kinds: {', '.join(kind.value for kind in Kind)}")
    typer.echo(f"  postures: {', '.join(posture.value for posture in Posture)}")
    typer.echo("  A dose of yours, not the exercise's own: bridge=6x, plank=20s. To take back the last one: -\n")
    picks: list[Pick] = []
    shown: list[Pick] = []
    while True:
        done = "when done" if picks else "for a small example"
        words = typer.prompt(f"Exercise {len(picks) + 1} (Enter {done})", default="", show_default=False).strip()
        if not words:
            return tuple(picks)
        if words == "-":
            typer.echo(f"  without {picks.pop().slug}" if picks else "  there is none yet")
            continue
        found = offered(words, shelf, have)
        if found:
            shown = found
            _show(shown)
            continue
        for part in filter(None, (part.strip() for part in words.split(","))):
            picked = _picked(part, shown, shelf)
            if picked:
                picks.append(picked)
                _tell(picked, have)


def _show(picks: Sequence[Pick]) -> None:
    table = table_of("", "EXERCISE", "POSTURE", "ITS OWN DOSE", "NEEDS")
    for number, found in enumerate(picks, start=1):
        exercise = found.exercise
        dose = dose_keys(exercise.dose) if exercise.dose else "none"
        flag = f" ({exercise.stance})" if exercise.stance in ("debated", "discouraged") else ""
        posture = exercise.posture.value if exercise.posture else ""
        needs = ", ".join(item.text for item in exercise.equipment)
        table.add_row(str(number), found.slug + flag, posture, dose, needs)
    print_page(table, "Choose by number or name.")


def _picked(words: str, shown: Sequence[Pick], shelf: Library) -> Pick | None:
    name, equals, dose = words.partition("=")
    name = name.strip()
    if name.isascii() and name.isdecimal() and len(name) < 4:
        if not 1 <= int(name) <= len(shown):
            typer.echo(f"  no exercise {name} is shown; type a kind, a posture or ? first")
            return None
        name = shown[int(name) - 1].slug
    slug = find_slug(name, shelf)
    if slug is None:
        near = guess(name, shelf)
        if near is None:
            typer.echo(f"  no exercise is called '{printable(name)}'; ? shows all")
            return None
        if not typer.confirm(f"  no exercise is called '{printable(name)}'; did you mean {near}?", default=True):
            return None
        slug = near
    try:
        return pick(f"{slug}{equals}{dose}", shelf)
    except DoseMissing:
        exercise = shelf.exercise(slug)
        asked = _asked_amount(exercise)
        return Pick(slug, exercise, asked) if asked else None
    except (PickRefused, NotFound) as error:
        typer.echo(f"  {error}")
    except RoutineError as error:
        typer.echo(f"  this exercise's file has problems: {error.problems[0]}")
    return None


def _asked_amount(exercise: Exercise) -> Amount | None:
    """Ask for the dose of an exercise that has none; None leaves the exercise out."""
    typer.echo(f"  {printable(exercise.name)} has no dose of its own; {HOW_MUCH}.")
    while True:
        words = typer.prompt("  How much (Enter leaves it out)", default="", show_default=False).strip()
        if not words:
            return None
        try:
            return amount(words, exercise)
        except PickRefused as error:
            typer.echo(f"  {error}")


def _tell(picked: Pick, have: Sequence[str] | None) -> None:
    exercise = picked.exercise
    own = dose_keys(exercise.dose) if exercise.dose else ""
    dose = f"{picked.amount.key}: {picked.amount.value}" if picked.amount else own
    typer.echo(f"  + {picked.slug}: {dose}")
    if exercise.stance == "discouraged":
        typer.echo(f"    a source advises against it: backplayer exercises {picked.slug}")
    elif exercise.stance == "debated":
        typer.echo(f"    sources disagree about it: backplayer exercises {picked.slug}")
    if have is not None and (missing := lacking(exercise, have)):
        typer.echo(f"    needs {', '.join(missing)}, too")
