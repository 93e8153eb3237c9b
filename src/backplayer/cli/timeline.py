"""``backplayer timeline``: what will be said when, and what does not fit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library
from backplayer.cli.settings import settings
from backplayer.coach.verbosity import Verbosity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplayer.chart.picture import Picture
    from backplayer.routine.model import Routine
    from backplayer.units import Ms

PIPE_WIDTH = 100
"""Columns where no terminal and no COLUMNS tells."""
SCALE: Ms = 500
"""A column: counts a second apart can still be read."""
FINE: Ms = 250
"""A column where only one exercise is shown."""
LEAST_SCALE = 0.05


def timeline(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine's name, or a file.")],
    *,
    step: Annotated[
        str | None, typer.Option("--step", metavar="STEP", help="Only this exercise: its number or its name.")
    ] = None,
    begin: Annotated[str | None, typer.Option("--from", metavar="TIME", help="Begin here, e.g. 1:30.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="End here.")] = None,
    scale: Annotated[
        float | None, typer.Option("--scale", max=600, metavar="SECONDS", help="Seconds for each column.")
    ] = None,
    cues: Annotated[bool, typer.Option("--cues", help="A plain list: every cue with its time in ms.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: docs/timeline.md has the fields.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page to zoom and pan in, for any browser.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of --html.")] = False,
    voice: Annotated[
        str | None, typer.Option("--voice", help="Whose phrases to measure; none: estimate their lengths.")
    ] = None,
    verbosity: Annotated[Verbosity | None, typer.Option(help="How much is said.")] = None,
    have: Annotated[list[str] | None, typer.Option(help="Equipment at hand. Can be repeated.")] = None,
    optional: Annotated[bool | None, typer.Option("--optional/--no-optional", help="With optional steps.")] = None,
    easier: Annotated[bool | None, typer.Option("--easier/--as-written", help="Take the easier alternatives.")] = None,
) -> None:
    """Show what will be said when, as a picture, and what does not fit."""
    from backplayer.chart.picture import parts_of, picture_of
    from backplayer.cli.measuring import measure
    from backplayer.cli.sources import prompt
    from backplayer.coach.course import follow
    from backplayer.routine.choices import choose
    from backplayer.routine.durations import clock_to_str

    if sum((cues, as_json, html is not None)) > 1:
        raise failure("--cues, --json and --html are three ways to show the same; choose one")
    if (as_json or html) and (step or begin or end):
        raise failure("--json and --html show everything; --step, --from and --to are for the terminal")
    if scale is not None and (cues or as_json or html):
        raise failure("--scale is for the picture in the terminal")
    if scale is not None and not scale >= LEAST_SCALE:  # no number is neither less nor more
        raise failure(f"--scale: {LEAST_SCALE} seconds for a column are the least")
    if force and not html:
        raise failure("--force is for --html")
    if html:
        from backplayer.chart.page import page

        _check_page(html, force)
    with told():
        shelf = library()
        path = shelf.find_routine(name)
        routine = shelf.read_routine(path)
        if html and html.exists() and html.samefile(path):
            raise failure(f"{html} is the routine itself and stays as it is; name another file for the page")
        chosen = settings(voice=voice, verbosity=verbosity, have=tuple(have or ()), optional=optional, easier=easier)
    picked = choose(routine, have=chosen.have, optional=chosen.optional, easier=chosen.easier)
    if not picked.steps:
        raise failure("nothing to show: every step of this routine is optional; add --optional")
    course = follow(
        picked, chosen.verbosity, wait_for_me=chosen.wait_for_me, prompt=prompt(chosen), listens=chosen.listen
    )
    steps = None if step is None else _steps(picked, step)
    first, last = _clock("--from", begin), _clock("--to", end)
    measured = measure(course, chosen)
    for line in measured.notices:
        typer.echo(line, err=True)
    picture = picture_of(routine.title, course.script, measured.timeline, measured.length_of)
    if as_json:
        _print_json(picture, measured.voice)
        return
    heading = f"{routine.title} ({clock_to_str(picture.length)})"
    if html:
        _write_page(page(picture, heading, measured.basis), html, force)
        return
    heading += f", {measured.basis}"
    parts = list(parts_of(picture, steps, first or 0, last))
    if not parts:
        raise failure(
            f"nothing is there: the routine ends at {clock_to_str(picture.length)}, and --from has to be before --to"
        )
    if cues:
        _print_cues(picture, parts, heading)
    else:
        _print_picture(picture, parts, heading, None if scale is None else round(scale * 1000), fine=steps is not None)


def _clock(option: str, text: str | None) -> Ms | None:
    from backplayer.routine.durations import parse_duration

    try:
        return None if text is None else parse_duration(text)
    except ValueError as error:
        raise failure(f"{option}: {error}") from None


def _steps(routine: Routine, wanted: str) -> frozenset[int]:
    """Find the exercises that are meant: one number, or a name that may stand for several."""
    from backplayer.routine.choices import step_numbers
    from backplayer.routine.problems import NotFound

    try:
        return step_numbers(routine, wanted)
    except NotFound as error:
        raise failure(f"--step: {error}") from None


def _print_json(picture: Picture, voice: str | None) -> None:
    import json

    from backplayer.chart.record import record

    typer.echo(json.dumps(record(picture, voice), indent=1))


def _print_cues(picture: Picture, parts: Sequence[tuple[Ms, Ms]], heading: str) -> None:
    from backplayer.chart.cue_list import cue_list

    for line in (heading, "", *cue_list(picture, parts)):
        typer.echo(line)


def _print_picture(
    picture: Picture, parts: Sequence[tuple[Ms, Ms]], heading: str, scale: Ms | None, fine: bool
) -> None:
    import os
    import shutil
    from itertools import chain

    from rich.console import Console
    from rich.text import Text

    from backplayer.chart.blocks import Drawing
    from backplayer.chart.lines import wrapped
    from backplayer.chart.looks import ASCII, UNICODE
    from backplayer.chart.picture import marks_in
    from backplayer.chart.strip import draw, legend, report
    from backplayer.letters import plain
    from backplayer.screen.choosing import has_blocks

    width = max(20, shutil.get_terminal_size((PIPE_WIDTH, 24)).columns)
    looks = UNICODE if has_blocks(os.environ, sys.stdout.encoding, sys.platform) else ASCII
    drawing = Drawing(width, scale or (FINE if fine else SCALE), looks)
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    title = [Text(line, "bold") for line in wrapped(plain(heading, looks.ascii_only), width)]
    marks = marks_in(picture, parts)
    above, below = (*title, *legend(marks, drawing), Text("")), report(marks, drawing)
    for line in chain(above, draw(picture, parts, drawing), below):
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _check_page(file: Path, force: bool) -> None:
    """Tell what stands in the way of writing *file*, before any work is done."""
    from importlib.util import find_spec

    if find_spec("plotly") is None:
        raise failure("--html needs the extra 'html': pip install 'backplayer[html]'")
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise failure(f"{file} is no ordinary file and stays as it is; name another for the page")
    if file.exists() and not force:
        raise failure(f"{file} is there already; --force replaces it")


def _write_page(text: str, file: Path, force: bool) -> None:
    from backplayer.cli.writing import create, replace

    try:
        (replace if force else create)(file, text)
    except OSError as error:
        raise failure(f"{file} cannot be written: {(error.strerror or str(error)).lower()}") from None
    typer.echo(f"Written: {file} ({len(text) / 1e6:.1f} MB; any browser shows it, without a network)", err=True)
