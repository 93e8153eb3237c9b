"""What the coach answers: where we are, what to do about pain, how to go on."""

from __future__ import annotations

from backplayer.coach.course import Course, Point, exercises_after
from backplayer.coach.script import Break, Line, Piece, Wait, Work
from backplayer.units import Ms

STANDING = ("paused", "still_there", "pausing", "ending", "skip_this", "stop_here", "take_easier")
"""Sentences that may be needed whatever is being done."""


def here(course: Course, point: Point, *, under_way: bool = False, side: str | None = None) -> tuple[Line, ...]:
    """Say where *point* is, in a few words; nothing where there is nothing to say.

    Work that is *under_way* is told with its repetition, or the time left, from the beginning. *side* is the one whose
    turn it is where sides alternate.
    """
    piece = course.script[point.piece]
    name = _name(course, piece)
    if name is None:
        return ()
    if not isinstance(piece, Work):
        return (Line("next-up", course.wording.text("next", name=name)),)
    exercise = course.exercise(piece.place.step)
    word = exercise.side_word if exercise else None
    lines = []
    if piece.place.set is not None and piece.place.sets > 1:
        lines.append(Line("announce", course.wording.set_of(piece.place.set, piece.place.sets)))
    begun = under_way or point.reps or point.done
    rep = point.reps + 1 if begun and piece.dose.reps is not None else None
    left = piece.dose.work - point.done if begun and piece.dose.reps is None else None
    text = course.wording.place(name, side or piece.place.side, word, rep, piece.dose.reps, left)
    return (Line("announce", text), *lines)


def what_is_left(course: Course, point: Point, left: Ms) -> Line:
    """Say how many exercises come after the one at *point*, and how much time is *left*."""
    return Line("announce", course.wording.still_to_come(len(exercises_after(course.script, point.piece)), left))


def about_pain(course: Course, step: int | None) -> tuple[Line, ...]:
    """Say the routine's stop rule and what there is to choose from."""
    rule = [Line("safety", words.text) for words in course.routine.if_it_hurts]
    return (*rule, choices(course, step))


def choices(course: Course, step: int | None) -> Line:
    """Ask what to do about pain."""
    return Line("announce", course.wording.what_now(course.has_easier(step), course.listens))


def instead(course: Course, work: Work) -> tuple[Line, ...]:
    """Announce the exercise of *work* as the one that takes another's place."""
    said: tuple[Line, ...] = ()
    for piece in course.script:
        if isinstance(piece, Break) and piece.kind == "transition" and piece.place.step == work.place.step:
            said = tuple(line for line in piece.ahead if line.kind not in ("side", "next-up"))
            break
    exercise = course.exercise(work.place.step)
    name = Line("next-up", course.wording.text("instead", name=exercise.spoken_name if exercise else work.place.title))
    if work.place.side is None:
        return (name, *said)
    return (
        name,
        *said,
        Line("side", course.wording.now_side(work.place.side, exercise.side_word if exercise else None)),
    )


def _name(course: Course, piece: Piece) -> str | None:
    exercise = course.exercise(piece.place.step)
    if exercise is None or not isinstance(piece, (Work, Break, Wait)):
        return None
    return exercise.spoken_name


def standing(course: Course) -> tuple[str, ...]:
    """Return what may have to be answered whatever is being done, to be spoken ahead."""
    return (
        *(words.text for words in course.routine.if_it_hurts),
        *(course.wording.what_now(easier, course.listens) for easier in (True, False)),
        course.prompt_line.text,
        *(course.wording.text(name) for name in STANDING),
    )
