"""The question which exercises a new routine has, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backplayer.authoring.amounts import HOW_MUCH, Amount, PickRefused, amount, as_typed
from backplayer.authoring.draft import minutes
from backplayer.authoring.picking import (
    DoseMissing,
    Pick,
    is_search,
    is_sort,
    lacking,
    named,
    near,
    offered,
    pick,
)
from backplayer.authoring.reckoning import dose_of, drafted, estimated_length_of
from backplayer.cli.asking import NO, YES, Left, agrees, ask
from backplayer.cli.pages import dose_words
from backplayer.cli.tables import print_page, table_of
from backplayer.cli.wrapping import tell
from backplayer.routine.library import Library
from backplayer.routine.model import Dose, Exercise, Kind, Posture
from backplayer.routine.problems import NotFound, RoutineError, printable

_DONE, _HELP, _LEAVE = ("", "done"), ("help", "h"), ("q", "quit", "exit")
_TABLE = 20
"""Exercises up to which a list shows more than names; it fits a terminal then."""


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
            tell()
            if asking.picks and _keeps(len(asking.picks)):
                return tuple(asking.picks)
            raise Left from None
        except EOFError:
            tell()
            if asking.picks:
                return tuple(asking.picks)
            raise Left from None


def _explain() -> None:
    tell("\nWhich exercises? Type names, with commas between. Enter when done.")
    tell("  To see what there is: ? for all, ? twist for names with that in it, or one of these.")
    tell(f"  Kinds: {', '.join(kind.value for kind in Kind)}")
    tell(f"  Postures: {', '.join(posture.value for posture in Posture)}")
    tell("  Each has a dose; for another: bridge 6x, plank 20s, 2x6 bridge, side plank 20s each side.")
    tell("  What the library lacks can be one of your own. To take back the last one: -. Ctrl-C leaves.\n")


def _keeps(count: int) -> bool:
    try:
        return agrees(f"Keep {'this one' if count == 1 else f'these {count}'}?", default=True)
    except (KeyboardInterrupt, EOFError):
        tell()
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
            tell(f"  without {_name(self.picks.pop())}" if self.picks else "  there is none yet")
        elif found := offered(words, self._shelf, self._have):
            self._shown = found
            _show(found)
        elif is_search(words) or is_sort(words):
            need = f" that needs no more than {', '.join(self._have) or 'nothing'}" if self._have is not None else ""
            tell(f"  the library has nothing that is called so{need}" if is_search(words) else f"  it has none{need}")
        else:
            for part in filter(None, (part.strip() for part in words.split(","))):
                self._add(part)

    def _add(self, words: str) -> None:
        if is_sort(words):
            tell(f"  '{printable(words)}' is no exercise; type it alone to see those there are")
            return
        name, dose = named(words, self._shelf)
        if name.isascii() and name.isdecimal() and len(name) < 4:
            if dose is None and not 1 <= int(name) <= len(self._shown):
                tell(f"  no exercise {name} is shown; type a kind, a posture or ? first")
                return
            if 1 <= int(name) <= len(self._shown):
                name = self._shown[int(name) - 1].slug
        slug = self._shelf.slug_of(name)
        if not name:
            tell(f"  {printable(words)} of which exercise? Write it like bridge 6x")
        elif slug is not None:
            self._pick(slug, dose)
        else:
            self._unknown(name, dose)

    def _unknown(self, name: str, dose: str | None) -> None:
        """Ask what is meant by a name that nobody knows; any other answer is taken as one to the question before.

        Enter never chooses one.
        """
        found = near(name, self._shelf)
        shown = f"'{printable(name)}'"
        if found:
            tell(f"  no exercise is called {shown}; is it one of these?")
            for number, slug in enumerate(found, start=1):
                tell(f"    {number}  {slug}")
            tell(f"    {len(found) + 1}  a new one of your own, {shown}")
            answer = ask("  Which (a number; Enter for none of these)")
        else:
            answer = ask(f"  no exercise is called {shown}; write it as one of your own?", "n", "y/N")
        chosen = int(answer) if answer.isascii() and answer.isdecimal() and len(answer) < 4 else 0
        if answer.casefold() in YES and len(found) < 2:
            chosen = 1
        if 1 <= chosen <= len(found):
            self._pick(found[chosen - 1], dose)
        elif chosen == len(found) + 1:
            self._own(name, dose)
        elif answer and answer.casefold() not in NO:
            self.take(answer)

    def _pick(self, slug: str, dose: str | None) -> None:
        try:
            exercise = self._shelf.exercise(slug)
            try:
                self._keep(pick(slug if dose is None else f"{slug}={dose}", self._shelf))
            except DoseMissing:
                tell(f"  {printable(exercise.name)} has no dose of its own; {HOW_MUCH}.")
                self._ask_dose(Pick(slug, exercise))
            except PickRefused as error:
                tell(f"  {error}")
                self._ask_dose(Pick(slug, exercise))
        except NotFound as error:
            tell(f"  {error}")
        except RoutineError as error:
            tell(f"  this exercise's file has problems: {error.problems[0]}")

    def _ask_dose(self, picked: Pick) -> None:
        """Ask how much is to be done of an exercise; Enter takes its own dose, and where it has none leaves it out."""
        if asked := _asked_amount(picked.exercise):
            self._keep(replace(picked, amount=asked))
        elif picked.exercise.dose:
            self._keep(picked)

    def _own(self, name: str, dose: str | None) -> None:
        """Add an exercise that the library lacks; what is said in it is for the author to write."""
        own = Pick("", Exercise(name))
        try:
            how_much = None if dose is None else amount(dose, own.exercise)
        except PickRefused as error:
            tell(f"  {error}")
            how_much = None
        if how_much is None:
            how_much = _asked_amount(own.exercise)
        try:
            if how_much and self._keep(replace(own, amount=how_much)):
                tell("    say how it is done in the file, where setup and cues stand")
        except RoutineError as error:
            tell(f"  this cannot be written: {error.problems[0].message}")

    def _keep(self, picked: Pick) -> bool:
        dose = dose_of(picked, self._shelf)
        drafted((*self.picks, picked), self._shelf)  # refused now, not when all is lost
        self.picks.append(picked)
        _tell(picked, dose, self._have)
        return True


def _show(picks: Sequence[Pick]) -> None:
    if len(picks) > _TABLE:
        _show_names(picks)
        return
    table = table_of("", "EXERCISE", "POSTURE", "ITS OWN DOSE", "NEEDS")
    for column in table.columns[:3]:
        column.no_wrap = True
    for number, found in enumerate(picks, start=1):
        exercise = found.exercise
        dose = as_typed(exercise.dose) if exercise.dose else "none"
        posture = exercise.posture.value if exercise.posture else ""
        needs = ", ".join(item.text for item in exercise.equipment)
        table.add_row(str(number), _flagged(found), posture, dose, needs)
    print_page(table)
    tell("Choose by number or name.")


def _show_names(picks: Sequence[Pick]) -> None:
    """Show names only, kind by kind, so that many fit a terminal."""
    numbered = list(enumerate(picks, start=1))
    for kind in (*Kind, None):
        of_kind = [
            f"{number}\N{NO-BREAK SPACE}{_flagged(found)}" for number, found in numbered if found.exercise.kind is kind
        ]
        if of_kind:
            tell(f"  {kind.value if kind else 'of no kind'}: {', '.join(of_kind)}")
    tell("Choose by number or name. A kind or a posture, or ? and a word, shows doses, too.")


def _flagged(picked: Pick) -> str:
    stance = picked.exercise.stance
    return f"{picked.slug} ({stance})" if stance in ("debated", "discouraged") else picked.slug


def _asked_amount(exercise: Exercise) -> Amount | None:
    """Ask for a dose; None where there was no answer."""
    enter = f"Enter for its own, {as_typed(exercise.dose)}" if exercise.dose else "Enter leaves it out"
    while True:
        words = ask(f"  How much: 8x, 20s, 2x6, 8x each side ({enter})")
        if not words:
            return None
        try:
            return amount(words, exercise)
        except PickRefused as error:
            tell(f"  {error}")


def _name(picked: Pick) -> str:
    return picked.slug or printable(picked.exercise.name)


def _tell(picked: Pick, dose: Dose, have: Sequence[str] | None) -> None:
    exercise = picked.exercise
    tell(f"  + {_name(picked)}: {dose_words(dose)}")
    if exercise.stance == "discouraged":
        tell(f"    a source advises against it: backplayer exercises {picked.slug}")
    elif exercise.stance == "debated":
        tell(f"    sources disagree about it: backplayer exercises {picked.slug}")
    if have is not None and (missing := lacking(exercise, have)):
        tell(f"    needs {', '.join(missing)}, too")
