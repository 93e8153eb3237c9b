"""``backplayer new``: a routine of one's own to begin with."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli.asking import Left, agrees, ask
from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library, shipped
from backplayer.cli.new_files import check_language, copy_routine, length_of, path_for, write_new
from backplayer.cli.wrapping import tell

if TYPE_CHECKING:
    from backplayer.authoring.draft import Draft
    from backplayer.authoring.picking import Pick
    from backplayer.routine.library import Library


MOST_MINUTES = 360
_MINUTES = re.compile(r"(?:about\s+)?([0-9]{1,3})\s*(?:m|mins?|minutes?)?", re.IGNORECASE)


class Example(str, Enum):
    """Which example to write."""

    SMALL = "small"
    FULL = "full"


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the file is called: quiet-ten.")],
    *,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="ROUTINE", help="Copy this routine, to change it.")
    ] = None,
    example: Annotated[
        Example | None, typer.Option(help="Ask nothing: write a small routine, or one with all that can be written.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What the routine is called when it is played.")] = None,
    minutes: Annotated[int | None, typer.Option(min=1, max=MOST_MINUTES, help="About how long it should take.")] = None,
    exercise: Annotated[
        list[str] | None,
        typer.Option(
            help="An exercise of the library, perhaps with a dose: bridge=6x, 'plank 20s each side'. Can be repeated."
        ),
    ] = None,
    have: Annotated[
        list[str] | None,
        typer.Option(help="Equipment at hand: offer only exercises that need nothing else. Can be repeated."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="The language of what the coach says: en (unless you say), de, es, fr.")
    ] = None,
) -> None:
    """Write a routine of your own to begin with; what is not given as an option is asked on a terminal."""
    given = [option for option, value in (
        ("--minutes", minutes), ("--exercise", exercise), ("--have", have)
    ) if value is not None]  # fmt: skip
    if from_ is not None and (example or given):
        raise failure(f"--from copies a routine as it is; leave out {(['--example'] if example else given)[0]}")
    if example is Example.FULL and given:
        raise failure(f"--example full is written as it is; leave out {given[0]}")
    if example is Example.FULL and language is not None:
        raise failure("--example full is in English; leave out --language, and write 'language: …' in it yourself")
    wishes = _Wishes(name, title, minutes, tuple(exercise or ()), None if have is None else tuple(have), language)
    with told():
        try:
            _new(wishes, from_, example, library())
        except (KeyboardInterrupt, EOFError, Left) as left:
            if not isinstance(left, Left):
                tell()
            raise failure("nothing was written") from None


def _new(wishes: _Wishes, from_: str | None, example: Example | None, shelf: Library) -> None:
    path = path_for(wishes.name)
    wishes = replace(wishes, name=path.stem)
    if on_a_terminal():
        _ask_to_hide(path)
    if wishes.language is not None:
        check_language(wishes.language, shelf)
    if from_ is not None:
        title = _asked_title(wishes) if on_a_terminal() else wishes.title
        copy_routine(from_, path, title, shelf, wishes.language)
    elif example is Example.FULL:
        _write_full(path, wishes.title, shelf)
    else:
        asking = example is None and on_a_terminal()
        if asking:
            tell("Enter takes what stands in brackets.\n")
            wishes = replace(wishes, title=_asked_title(wishes))
            wishes = replace(wishes, minutes=_asked_minutes() if wishes.minutes is None else wishes.minutes)
        write_new(path, _with_length(_drafted(wishes, shelf, asking), shelf), shelf, wishes.minutes)


def _ask_to_hide(path: Path) -> None:
    """Ask before a routine of ours can no longer be found by its name."""
    if (shipped("routines") / path.name).is_file() and not agrees(
        f"'{path.stem}' is one of ours; yours would be played in its place. Go on?", default=False
    ):
        raise failure(f"nothing was written; under another name: backplayer new my-{path.stem} --from {path.stem}")


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What was asked for by options."""

    name: str
    title: str | None
    minutes: int | None
    exercises: tuple[str, ...]
    have: tuple[str, ...] | None
    language: str | None


def on_a_terminal() -> bool:
    """Whether somebody is there to answer."""
    return bool(sys.stdin) and sys.stdin.isatty() and sys.stdout.isatty()


def _asked_title(wishes: _Wishes) -> str:
    from backplayer.authoring.naming import title_of

    return ask("Title", title_of(wishes.name)) if wishes.title is None else wishes.title


def _drafted(wishes: _Wishes, shelf: Library, asking: bool) -> Draft:
    """Settle what is to be written: by options, by questions, and otherwise by a small example."""
    from backplayer.authoring.draft import Draft
    from backplayer.authoring.naming import title_of

    picks = tuple(_picked(words, shelf) for words in wishes.exercises)
    if not picks and asking:
        from backplayer.cli.choosing_exercises import asked_exercises

        picks = asked_exercises(shelf, wishes.have, wishes.minutes)
    title = title_of(wishes.name) if wishes.title is None else wishes.title
    draft = Draft(wishes.name, title, picks, wishes.language or "en")
    return draft if picks else _small(draft, wishes.minutes, wishes.have, shelf)


def _asked_minutes() -> int | None:
    while True:
        words = ask("About how many minutes", "any")
        if words == "any":
            return None
        found = _MINUTES.fullmatch(words)
        if found and 1 <= int(found[1]) <= MOST_MINUTES:
            return int(found[1])
        tell(f"A number of minutes, 1 to {MOST_MINUTES}, or Enter.")


def _picked(words: str, shelf: Library) -> Pick:
    from backplayer.authoring.amounts import PickRefused
    from backplayer.authoring.picking import pick
    from backplayer.routine.problems import NotFound

    try:
        return pick(words, shelf)
    except (PickRefused, NotFound) as error:
        raise failure(f"--exercise: {error}") from None


def _small(draft: Draft, minutes: int | None, have: tuple[str, ...] | None, shelf: Library) -> Draft:
    """Take a few exercises of the library, as many as fill the minutes that are wanted."""
    from backplayer.authoring.draft import draft_text
    from backplayer.authoring.examples import MOST_MORE, small

    enough = 60_000 * 9 // 10 * (minutes or 0)
    for more in range(MOST_MORE + 1):
        draft = replace(draft, picks=small(shelf, have, more))
        if not draft.picks:
            raise failure(f"none of our small examples can be done with {', '.join(have or ())} alone; use --exercise")
        if length_of(draft_text(draft, "#"), draft.name, shelf) >= enough:
            break
    return draft


def _with_length(draft: Draft, shelf: Library) -> str:
    """Return the routine's text with the length it takes."""
    from backplayer.authoring.draft import draft_text
    from backplayer.routine.format.schema import modeline

    length = length_of(draft_text(draft, modeline()), draft.name, shelf)
    return draft_text(replace(draft, length=length), modeline())


def _write_full(path: Path, title: str | None, shelf: Library) -> None:
    from backplayer.authoring.copying import copied
    from backplayer.authoring.examples import full_text
    from backplayer.routine.format.schema import modeline

    write_new(path, copied(full_text(), modeline(), title=title), shelf)
