"""The question which exercises a new routine has, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import typer

from backplayer.authoring.amounts import HOW_MUCH, Amount, PickRefused, amount
from backplayer.authoring.draft import dose_keys, minutes
from backplayer.authoring.picking import (
    NEAR,
    DoseMissing,
    Near,
    Pick,
    is_sort,
    lacking,
    named,
    near,
    offered,
    pick,
)
from backplayer.authoring.reckoning import dose_of, drafted, estimated_length_of
from backplayer.cli.asking import NO, YES, Left, agrees, ask
from backplayer.cli.tables import print_page, table_of
from backplayer.routine.library import Library
from backplayer.routine.model import Exercise, Kind, Posture
from backplayer.routine.problems import NotFound, RoutineError, printable

_DONE, _HELP, _LEAVE = ("", "done"), ("help", "h"), ("q", "quit", "exit")


def asked_exercises(shelf: Library, have: Sequence[str] | None, wanted: int | None) -> tuple[Pick, ...]:
    """Ask for exercises until there are no more; none where the author wants the small example.

    *have*: equipment at hand; *wanted*: about how many minutes it shall take.

    Raises:
        Left: nothing is to be written.
    """
    asking = _Asking(shelf, have, wanted)
    _explain()
    while True:
        try:
            words = ask(asking.question())
            if words.casefold() in _LEAVE:
                raise KeyboardInterrupt
            if words.casefold() in _DONE:
                return tuple(asking.picks)
            asking.take(words)
        except KeyboardInterrupt:
            typer.echo()
            if asking.picks and _keeps(len(asking.picks)):
                return tuple(asking.picks)
            raise Left from None
        except EOFError:
            typer.echo()
            if asking.picks:
                return tuple(asking.picks)
            raise Left from None


def _explain() -> None:
    typer.echo("\nWhich exercises? Names, or a kind or a posture to see those there are; ? shows all. Enter when done.")
    typer.echo(f"  kinds: {', '.join(kind.value for kind in Kind)}")
    typer.echo(f"  postures: {', '.join(posture.value for posture in Posture)}")
    typer.echo("  A dose of yours, not the exercise's own: bridge=6x, plank 20s, 2x6 bridge.")
    typer.echo("  What the library lacks can be one of your own. To take back the last one: -. Ctrl-C leaves.\n")


def _keeps(count: int) -> bool:
    try:
        return agrees(f"Keep {'this one' if count == 1 else f'these {count}'}?", default=True)
    except (KeyboardInterrupt, EOFError):
        typer.echo()
        return False


class _Asking:
    """What was chosen so far, and what the last list showed."""

    def __init__(self, shelf: Library, have: Sequence[str] | None, wanted: int | None) -> None:
        self._shelf, self._have, self._wanted = shelf, have, wanted
        self.picks: list[Pick] = []
        self._shown: list[Pick] = []

    def question(self) -> str:
        if not self.picks:
            return "Exercise 1 (Enter for a small example)"
        takes = minutes(estimated_length_of(drafted(tuple(self.picks), self._shelf)))
        of = f"{takes} min" if self._wanted is None else f"{takes} of {self._wanted} min"
        return f"Exercise {len(self.picks) + 1}, about {of} so far (Enter when done)"

    def take(self, words: str) -> None:
        """Take an answer: what to show, or exercises."""
        if words.casefold() in _HELP:
            _explain()
        elif words == "-":
            typer.echo(f"  without {_name(self.picks.pop())}" if self.picks else "  there is none yet")
        elif found := offered(words, self._shelf, self._have):
            self._shown = found
            _show(found)
        elif is_sort(words):
            typer.echo(f"  the library has none of these that need no more than {', '.join(self._have or ())}")
        else:
            for part in filter(None, (part.strip() for part in words.split(","))):
                self._add(part)

    def _add(self, words: str) -> None:
        if is_sort(words):
            typer.echo(f"  '{printable(words)}' is no exercise; type it alone to see those there are")
            return
        name, dose = named(words, self._shelf)
        if name.isascii() and name.isdecimal() and len(name) < 4:
            if dose is None and not 1 <= int(name) <= len(self._shown):
                typer.echo(f"  no exercise {name} is shown; type a kind, a posture or ? first")
                return
            if 1 <= int(name) <= len(self._shown):
                name = self._shown[int(name) - 1].slug
        slug = self._shelf.slug_of(name)
        if not name:
            typer.echo(f"  {printable(words)} of which exercise? Write it like bridge 6x")
        elif slug is not None:
            self._pick(slug, dose)
        else:
            self._unknown(name, dose)

    def _unknown(self, name: str, dose: str | None) -> None:
        """Ask what is meant by a name that nobody knows; any other answer is taken as one to the question before."""
        told = f"  no exercise is called '{printable(name)}'"
        found = near(name, self._shelf)
        if found:
            answer = _which(told, found)
            if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:4]) <= len(found):
                self._pick(found[int(answer[:4]) - 1].slug, dose)
                return
            if answer.casefold() not in NO:
                self.take(answer)
                return
        else:
            typer.echo(told)
        if agrees(f"  Write '{printable(name)}' as one of your own?", default=False):
            self._own(name, dose)

    def _pick(self, slug: str, dose: str | None) -> None:
        try:
            try:
                self._keep(pick(slug if dose is None else f"{slug}={dose}", self._shelf))
            except DoseMissing:
                exercise = self._shelf.exercise(slug)
                typer.echo(f"  {printable(exercise.name)} has no dose of its own; {HOW_MUCH}.")
                if asked := _asked_amount(exercise):
                    self._keep(Pick(slug, exercise, asked))
        except (PickRefused, NotFound) as error:
            typer.echo(f"  {error}")
        except RoutineError as error:
            typer.echo(f"  this exercise's file has problems: {error.problems[0]}")

    def _own(self, name: str, dose: str | None) -> None:
        """Add an exercise that the library lacks; what is said in it is for the author to write."""
        own = Pick("", Exercise(name))
        try:
            how_much = None if dose is None else amount(dose, own.exercise)
        except PickRefused as error:
            typer.echo(f"  {error}")
            how_much = None
        if how_much is None:
            how_much = _asked_amount(own.exercise)
        try:
            if how_much and self._keep(replace(own, amount=how_much)):
                typer.echo("    say how it is done in the file, where setup and cues stand")
        except RoutineError as error:
            typer.echo(f"  this cannot be written: {error.problems[0].message}")

    def _keep(self, picked: Pick) -> bool:
        dose = dose_of(picked, self._shelf)
        drafted((*self.picks, picked), self._shelf)  # refused now, not when all is lost
        self.picks.append(picked)
        _tell(picked, dose_keys(dose), self._have)
        return True


def _which(told: str, found: Sequence[Near]) -> str:
    """Ask which of some exercises is meant; return its number, a no, or whatever was typed instead."""
    if len(found) == 1 or found[0].likeness >= NEAR:
        likely = found[0].likeness >= NEAR
        default, shown = ("y", "Y/n") if likely else ("n", "y/N")
        answer = ask(f"{told}; did you mean {found[0].slug}?", default, shown)
        return "1" if answer.casefold() in YES else answer
    typer.echo(f"{told}; these are near:")
    for number, candidate in enumerate(found, start=1):
        typer.echo(f"    {number} {candidate.slug}")
    return ask("  Which (a number, another name, Enter for none)", "n", "")


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


def _asked_amount(exercise: Exercise) -> Amount | None:
    """Ask for the dose of an exercise that has none; None leaves the exercise out."""
    while True:
        words = ask("  How much: 8x, 20s, 2x6 (Enter leaves it out)")
        if not words:
            return None
        try:
            return amount(words, exercise)
        except PickRefused as error:
            typer.echo(f"  {error}")


def _name(picked: Pick) -> str:
    return picked.slug or printable(picked.exercise.name)


def _tell(picked: Pick, dose: str, have: Sequence[str] | None) -> None:
    exercise = picked.exercise
    typer.echo(f"  + {_name(picked)}: {dose}")
    if exercise.stance == "discouraged":
        typer.echo(f"    a source advises against it: backplayer exercises {picked.slug}")
    elif exercise.stance == "debated":
        typer.echo(f"    sources disagree about it: backplayer exercises {picked.slug}")
    if have is not None and (missing := lacking(exercise, have)):
        typer.echo(f"    needs {', '.join(missing)}, too")
