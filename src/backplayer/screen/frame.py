"""The live view as a pure function: what a session looks like at one moment, in a terminal of a certain size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len

from backplayer.coach.timeline import SpanKind
from backplayer.player.commands import Command
from backplayer.player.view import State, View
from backplayer.screen.big_letters import sizes
from backplayer.screen.big_number import Number, Word, beside
from backplayer.screen.cells import crop
from backplayer.screen.key_help import Key, key_line, keys_page
from backplayer.screen.room import Line, Room, Run
from backplayer.units import Ms

_NOW: dict[SpanKind, str] = {
    "intro": "Welcome", "transition": "Get ready", "switch": "Switch", "set-rest": "Rest", "lead-in": "Get ready",
    "work": "Work", "talk": "Listen", "wait": "Ready?", "finish": "Done",
}  # fmt: skip
LONGEST_PHASE = "RELEASE"
"""Names of phases come and go every second or two: they are all written as big as this one can be."""

_COUNTED: tuple[SpanKind, ...] = ("transition", "switch", "set-rest", "lead-in", "work")
"""Pieces that are counted down; in the others the words are what matters."""

NARROW, SPACIOUS, BIG_TEXT = 9, 16, 34
"""Rows from which on there are lines below the number; from which on all of them; with what to do in big letters."""

SAID_BIG = 14
"""Half rows: letters of what is said are no bigger, or a word of three letters would shout."""


def coarse(view: View) -> View:
    """Return the view with its times as fine as they are shown: views that are then alike look alike."""
    left = seconds_left(view.left)
    is_timed = _is_counted(view) and view.rep is None
    piece_left = seconds_left(view.piece_left) if is_timed else 0
    piece_length = seconds_left(view.piece_length) * 1000 if is_timed else 0
    return replace(
        view,
        position=max(0, view.length - left * 1000),
        piece_position=piece_length - piece_left * 1000,
        piece_length=piece_length,
    )


def seconds_left(left: Ms) -> int:
    """Count down as people do: the last second is 1."""
    return max(0, -(-left // 1000))


def frame(
    view: View,
    columns: int,
    rows: int,
    *,
    keys: Sequence[Key] = (),
    notices: Sequence[str] = (),
    show_keys: bool = False,
    ascii_only: bool = False,
) -> tuple[Line, ...]:
    """Return exactly *rows* lines of at most *columns* columns, without control characters."""
    view = coarse(view)
    room = Room(columns, rows, ascii_only)
    top = [_band(view, room)]
    bottom = [_bar(view, room, keys)] if rows >= 3 else []
    if notices and 3 <= rows < NARROW:
        bottom = room.wrapped(room.text(notices[-1]), 1, "strong")
    if show_keys:
        middle = keys_page(room, keys, rows - len(top) - len(bottom))
    else:
        below = _below(view, room, keys, notices)
        middle = [*_body(view, room, rows - len(top) - len(bottom) - len(below)), *below]
    blank: list[Line] = [()] * rows
    inner = [*middle, *blank][: max(0, rows - len(top) - len(bottom))]
    return tuple([*top, *inner, *bottom][:rows])


# --- the first line ---------------------------------------------------------------------------------------------


def _mood(view: View) -> tuple[str, str, bool]:
    """Return the state in a word, its style, and whether it wants an answer."""
    if view.state is State.FINISHED:
        return "Done", "work", False
    if view.state is State.HURT:
        return "It hurts", "hurt", True
    if view.question is not None:
        return f"{view.question.value.capitalize()}?", "alert", True
    if view.state is State.PAUSED:
        return "Paused", "alert", True
    if view.state is State.WAITING:
        return "Ready?", "alert", True
    return _NOW[view.kind], "work" if view.kind == "work" else "rest", False


def _band(view: View, room: Room) -> Line:
    word, style, _ = _mood(view)
    parts = [word.upper(), room.text(view.routine)]
    place = []
    if view.pace != 100:
        place.append(f"pace {view.pace} %")
    if view.step is not None and view.steps:
        place.append(f"exercise {view.step} of {view.steps}" if room.columns >= 60 else f"{view.step}/{view.steps}")
    right = "  ".join(place)
    for_left = room.width - cell_len(right) - 2
    if for_left < cell_len(parts[0]):
        return room.line(parts[0], style)
    left = crop("  ".join(part for part in parts if part), for_left, room.more)
    return room.line(f"{left}{' ' * (room.width - cell_len(left) - cell_len(right))}{right}", style)


# --- name and number --------------------------------------------------------------------------------------------


def _body(view: View, room: Room, rows: int) -> list[Line]:
    word, style, asks = _mood(view)
    airy = rows >= 12
    lines: list[Line] = []
    if asks and rows >= 6 and room.fits(word, max(3, rows // 3), 1):
        lines += room.big(word, max(3, rows // 3), style, lines=1, at_most=SAID_BIG)
        lines += [room.line("", style)] if airy else []
    if airy:
        lines.append(())
    headline = _headline(view, room)
    if headline and rows - len(lines) >= 2:
        left = rows - len(lines)
        share = max(1, round(left * 0.36), min(6, round(left * 0.46)))  # 6: two lines of small letters
        if asks and not _is_counted(view):  # what is said must stand there whole, the rest is for the name
            share = max(share, rows - len(lines) - len(room.wrapped(room.text(view.said), rows)) - 1)
        elif airy and not asks and not room.fits(headline, share) and room.fits(headline, rows - 4):
            airy, lines, share = False, [], rows - 4  # a long name: a small number rather than an ordinary name
        lines += room.big(headline, share)
        if airy:
            lines.append(())
    left = rows - len(lines) - (airy and not asks)
    if _is_counted(view):
        lines += _number(view, room, left)
    else:
        lines += room.big(room.text(view.said), left, "", lines=4, at_most=SAID_BIG)
    return [*lines, *[()] * rows][:rows] if rows > 0 else []


def _headline(view: View, room: Room) -> str:
    if view.state is State.FINISHED:
        return "Well done"
    if view.state is State.HURT:
        return choices(view)
    if view.kind == "intro":
        return room.text(view.title or view.routine)
    if view.state is State.WAITING and view.title and view.side:  # no number, and so nothing beside it
        return room.text(f"{view.title}, {view.side}")
    return room.text(view.title)


def choices(view: View) -> str:
    """Return what there is to choose from after pain."""
    words = [command.value for command in (Command.EASIER, Command.NEXT, Command.STOP) if command in view.answers]
    return f"{', '.join(words).capitalize()}?" if words else ""


def _is_counted(view: View) -> bool:
    return view.kind in _COUNTED and view.state in (State.PLAYING, State.PAUSED)


def _number(view: View, room: Room, rows: int) -> list[Line]:
    if view.kind == "work" and view.rep is not None:
        of = "" if view.reps is None else str(view.reps)
        number = Number(str(view.rep), "0" * max(len(of), len(str(view.rep))), f"/{of}" if of else "")
    else:
        text = clock(seconds_left(view.piece_left))
        longest = max(text, clock(seconds_left(view.piece_length)), key=len)
        number = Number(text, "".join("0" if char.isdigit() else char for char in longest))
    facts = [Word(room.text(view.side or ""))]
    if view.set is not None and view.sets > 1:
        facts.append(Word(f"Set {view.set}/{view.sets}"))
    now = Word(room.text(view.phase), LONGEST_PHASE) if view.kind == "work" else Word(_NOW[view.kind])
    facts.insert(0 if room.columns >= 60 else len(facts), now)
    drawn = beside(number, [fact for fact in facts if fact.text], room.width, rows, sizes(room.ascii_only))
    return [room.line(row, "" if is_big else "strong") for row, is_big in drawn]


def clock(seconds: int) -> str:
    """Return a number of seconds as it is shown big: 9, 90, 2:05, 1:00:00."""
    if seconds < 100:
        return str(seconds)
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


# --- the lines below --------------------------------------------------------------------------------------------


def _below(view: View, room: Room, keys: Sequence[Key], notices: Sequence[str]) -> list[Line]:
    """Return the lines under the body: as many for all views that are counted, so that the number stands still."""
    if room.rows < NARROW:
        return []
    doing = _doing(view, room, keys)
    told = room.text(view.said) if _is_counted(view) and view.said != view.doing else ""
    told_lines = [room.line(f'"{told}"' if room.ascii_only else f"“{told}”")] if told else []
    next_lines = [room.line(_next_up(view, room))]
    if room.rows < SPACIOUS:
        area = min(3, room.rows - NARROW + 1) if doing or _is_counted(view) else 1
        last = room.wrapped(room.text(notices[-1]), 1, "strong") if notices else next_lines
        above = [*room.wrapped(doing, area - 1, "strong"), *told_lines, (), ()][: area - 1]
        return [*above, *last]
    rows = 2 if room.rows < BIG_TEXT else 11
    if not doing and not _is_counted(view):  # what is said takes its place
        rows = 0
    lines = [*room.big(doing, min(rows, 10), at_most=SAID_BIG), *[()] * rows][:rows]
    news = _notice_lines(notices, room) or told_lines
    return [*lines, (), *next_lines, *[*news, (), ()][:2], key_line(view, room, keys)]


def _notice_lines(notices: Sequence[str], room: Room) -> list[Line]:
    """Return two lines: of the newest notice, or, when it is short, of the one before too."""
    lines = [line for notice in notices[-2:] for line in room.wrapped(room.text(notice), 2, "strong")]
    newest = room.wrapped(room.text(notices[-1]), 2, "strong") if notices else []
    return newest if len(newest) > 1 else lines[-2:]


def _next_up(view: View, room: Room) -> str:
    next_up = room.text(view.next_up)
    word = "Next" if view.kind == "work" or not view.title else "Then"
    parts = [f"Now: {room.text(view.title)}"] if view.state is State.HURT and view.title else []
    return "   ".join([*parts, *([f"{word}: {next_up}"] if next_up else [])])


def _doing(view: View, room: Room, keys: Sequence[Key]) -> str:
    ready = next((key.label for key in keys if key.command is Command.DONE), "Ready")
    if view.question is not None and view.state is not State.HURT:
        return room.text(f"{ready} means yes.")
    return room.text(view.doing) if _is_counted(view) else ""


def _bar(view: View, room: Room, keys: Sequence[Key]) -> Line:
    left = seconds_left(view.left)
    text = "under a minute left" if left < 60 else f"{-(-left // 60)} min left"
    if room.columns < 60:
        text = "< 1 min" if left < 60 else f"{-(-left // 60)} min"
    if room.rows < SPACIOUS and (asked := [key for key in keys if key.command is Command.HELP]) and room.columns >= 30:
        text += f"   {room.text(asked[0].label)} {room.text(asked[0].does)}"
    if view.state is State.FINISHED:
        text = ""
    width = room.width - cell_len(text) - (2 if text else 0)
    if width < 4:
        return room.line(text)
    done = min(width, max(0, width * view.position // view.length)) if view.length > 0 else 0
    full, empty = ("=", "-") if room.ascii_only else ("▄", "▁")
    return (Run(" " * room.margin + full * done, "done"), Run(empty * (width - done) + f"  {text}".rstrip()))
