"""``backplayer play`` and ``backplayer resume``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli import options
from backplayer.cli.errors import failure, told
from backplayer.cli.folders import kept, library
from backplayer.cli.settings import Settings, settings
from backplayer.coach.verbosity import Verbosity

if TYPE_CHECKING:
    from backplayer.coach.course import Course
    from backplayer.keeping.place import Place
    from backplayer.player.progress import Progress
    from backplayer.routine.model import Routine


@options.playing_options
def play(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A routine's name, or a file.")] = None,
    *,
    quick: Annotated[
        str | None,
        typer.Option("--quick", metavar="LINE", help="Play this instead: '10x 3s 5s 1s; Row / 30s; Plank'."),
    ] = None,
    text: options.Text = False,
    instant: Annotated[bool, typer.Option("--instant", help="As text, without waiting.")] = False,
    display: options.Show = None,
    verbosity: Annotated[Verbosity | None, typer.Option(help="How much is said.")] = None,
    start_at: Annotated[
        str | None, typer.Option("--start-at", help="Begin with this exercise: its number or its name.")
    ] = None,
    have: Annotated[
        list[str] | None, typer.Option(help="Equipment at hand, e.g. --have 'foam roller'. Can be repeated.")
    ] = None,
    optional: Annotated[bool | None, typer.Option("--optional/--no-optional", help="With optional steps.")] = None,
    easier: Annotated[bool | None, typer.Option("--easier/--as-written", help="Take the easier alternatives.")] = None,
    wait_for_me: Annotated[
        bool | None, typer.Option("--wait-for-me/--by-the-clock", help="Every rest lasts until you are ready.")
    ] = None,
    playing: options.Playing,
    take_over: options.TakeOver = False,
) -> None:
    """Play a routine."""
    from backplayer.cli.performing import Sitting, perform
    from backplayer.cli.sources import able, prompt
    from backplayer.coach.course import follow
    from backplayer.keeping.place import Manner

    if (name is None) == (quick is None):
        raise failure("name a routine, or give exercises with --quick; one of both, as in: backplayer play upper-back")
    with told():
        chosen = settings(
            display=display, verbosity=verbosity, have=tuple(have or ()), optional=optional, easier=easier,
            wait_for_me=wait_for_me, **asdict(playing),
        )  # fmt: skip
        shelf = library()
        if quick is not None:
            from backplayer.cli.exchange import quick_routine

            routine, where = quick_routine(quick, shelf), ""
        else:
            path = shelf.find_routine(name or "")
            routine, where = shelf.read_routine(path), str(path.resolve())
    chosen = able(chosen)
    picked = _picked(routine, chosen, have)
    start = 1 if start_at is None else _number_of(picked, start_at)
    manner = Manner(
        quick or name or "", where, routine.title, chosen.verbosity.value, start,
        chosen.have, chosen.optional, chosen.easier, chosen.wait_for_me,
    )  # fmt: skip
    course = follow(
        picked, chosen.verbosity, start, wait_for_me=chosen.wait_for_me, prompt=prompt(chosen), listens=chosen.listen
    )
    perform(Sitting(course, manner, chosen, None, text, instant, take_over))


@options.playing_options
def resume(
    *,
    text: options.Text = False,
    display: options.Show = None,
    playing: options.Playing,
    take_over: options.TakeOver = False,
) -> None:
    """Go on with the last session where it was, whatever ended it."""
    from backplayer.cli.performing import Sitting, perform
    from backplayer.cli.sources import able, prompt
    from backplayer.coach.course import follow
    from backplayer.keeping.place import NoPlace, read_place
    from backplayer.routine.choices import choose

    try:
        place = read_place(kept("place.json"))
    except NoPlace as error:
        raise failure(str(error)) from None
    manner = place.manner
    with told():
        chosen = settings(display=display, verbosity=Verbosity(manner.verbosity), **asdict(playing))
        routine = _routine_of(place)
    chosen = able(chosen)
    picked = choose(routine, have=manner.have, optional=manner.optional, easier=manner.easier)
    course = follow(
        picked,
        chosen.verbosity,
        manner.start,
        wait_for_me=manner.wait_for_me,
        prompt=prompt(chosen),
        listens=chosen.listen,
    )
    course, begun = _found_again(course, place)
    typer.echo(
        f"{routine.title}, stopped {_ago(place.saved_at)}{f' at {begun.where}' if begun.where else ''}.", err=True
    )
    perform(Sitting(course, manner, chosen, begun, text, False, take_over))


def _picked(routine: Routine, chosen: Settings, have: list[str] | None) -> Routine:
    from backplayer.routine.choices import choose, swappable

    known = swappable(routine)
    if have and not any(item.casefold().strip() in map(str.casefold, known) for item in have):
        wanted = f"it asks for {', '.join(sorted(known))}" if known else "it swaps no exercise"
        typer.echo(f"--have {', '.join(have)} changes nothing in this routine; {wanted}", err=True)
    picked = choose(routine, have=chosen.have, optional=chosen.optional, easier=chosen.easier)
    if not picked.steps:
        raise failure("nothing to play: every step of this routine is optional; add --optional")
    return picked


def _number_of(routine: Routine, start: str) -> int:
    from backplayer.routine.choices import step_number
    from backplayer.routine.problems import NotFound

    try:
        return step_number(routine, start)
    except NotFound as error:
        raise failure(f"--start-at: {error}") from None


def _routine_of(place: Place) -> Routine:
    """Read the routine again, from where it was, or by its name if it was moved; one of --quick is its own name."""
    from pathlib import Path

    shelf = library()
    if not place.manner.path:
        from backplayer.cli.exchange import quick_routine

        return quick_routine(place.manner.name, shelf)
    path = Path(place.manner.path)
    if not path.is_file():
        moved = shelf.routine_paths().get(place.manner.name)
        if moved is None:
            raise failure(f"'{place.manner.title}' cannot go on: {path} is no longer there; begin anew with another")
        path = moved
    return shelf.read_routine(path)


def _found_again(course: Course, place: Place) -> tuple[Course, Progress]:
    """Find the place in the routine, which may have been changed meanwhile."""
    from dataclasses import replace

    from backplayer.coach.script import Work

    progress, mark = place.progress, place.landmark
    taken = []
    for step in progress.easier:
        if 1 <= step <= len(course.exercises) and course.has_easier(step):
            course = course.easier(step)
            taken.append(step)
    progress = replace(progress, easier=tuple(taken))

    def stands(index: int) -> bool:
        piece = course.script[index]
        there = piece.place
        found = (type(piece).__name__, there.title, there.step, there.side, there.set)
        return found == (mark.kind, mark.title, mark.step, mark.side, mark.set)

    def fits(index: int) -> bool:
        piece = course.script[index]
        if not isinstance(piece, Work):
            return True
        return progress.point.reps < piece.dose.reps if piece.dose.reps else progress.point.done < piece.dose.work

    index = progress.point.piece
    if not (0 <= index < len(course.script) and stands(index) and fits(index)):
        same = [
            (abs(other - index), other)
            for other, piece in enumerate(course.script)
            if mark.title
            and (piece.place.title, piece.place.side, piece.place.set) == (mark.title, mark.side, mark.set)
        ]
        if not same:
            raise failure(
                f"'{place.manner.title}' was changed since, and '{mark.title or 'the place'}' is no longer in it; "
                f"begin anew: backplayer play {'' if place.manner.path else '--quick '}'{place.manner.name}' "
                "(--start-at NAME begins later)"
            )
        typer.echo("The routine was changed since; going on with the same exercise from its beginning.", err=True)
        progress = replace(progress, point=replace(progress.point, piece=min(same)[1], reps=0, done=0))
    return course, progress


def _ago(moment: float) -> str:
    from time import time

    minutes = max(0, round((time() - moment) / 60))
    if minutes < 1:
        return "just now"
    if minutes < 90:
        return f"{minutes} minute{'s' if minutes > 1 else ''} ago"
    hours = round(minutes / 60)
    return f"{hours} hours ago" if hours < 48 else f"{round(hours / 24)} days ago"
