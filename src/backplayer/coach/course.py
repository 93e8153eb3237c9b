"""The course of a session: the script it follows, places in it, and what is left of it from a place on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from backplayer.coach.estimate import estimator
from backplayer.coach.layout import lay_out
from backplayer.coach.pace import NORMAL, stretched
from backplayer.coach.script import Break, Line, Piece, Script, Talk, Wait, Work
from backplayer.coach.verbosity import Verbosity
from backplayer.coach.wording import PRESS_ENTER, Wording, english
from backplayer.coach.writer import write_script
from backplayer.routine.model import Exercise, ExerciseStep, RepeatStep, Routine, Step, played_exercises
from backplayer.units import Ms

READY: Ms = 4_000
"""The get-ready before work that was interrupted: "Ready, three, two, one"."""


@dataclass(frozen=True, order=True)
class Point:
    """A place in a script: how many pieces are over, and how much of the next one.

    Work that is counted in repetitions has *reps* of them done; anything else lasted *done* milliseconds.
    """

    piece: int = 0
    reps: int = 0
    done: Ms = 0


@dataclass(frozen=True)
class Course:
    """A routine as it is done in one session, and its script. `follow` makes one."""

    routine: Routine
    verbosity: Verbosity
    start: int
    length: Ms
    """As it is announced."""
    wait_for_me: bool
    prompt: str
    """The name of the sentence that tells how to go on from a wait."""
    listens: bool = False
    """Whether the listener may answer with spoken words."""

    @property
    def wording(self) -> Wording:
        """How the coach speaks in it."""
        return Wording(self.routine.words)

    @property
    def prompt_line(self) -> Line:
        """What tells how to go on from a wait."""
        return Line("announce", self.wording.text(self.prompt))

    @cached_property
    def script(self) -> Script:
        """What is said and done."""
        script = write_script(self.routine, self.verbosity, self.length, self.start, self.prompt)
        return tuple(_waiting(script, self.prompt_line)) if self.wait_for_me else script

    @property
    def waits(self) -> bool:
        """Whether the session waits for the listener somewhere."""
        return any(isinstance(piece, Wait) for piece in self.script)

    @cached_property
    def exercises(self) -> tuple[ExerciseStep, ...]:
        """The exercises as they are played: number *n* of them is ``exercises[n - 1]``."""
        return tuple(played_exercises(self.routine.steps))

    def exercise(self, step: int | None) -> Exercise | None:
        """Return exercise number *step*."""
        return self.exercises[step - 1].exercise if step is not None else None

    def has_easier(self, step: int | None) -> bool:
        """Whether exercise number *step* has an easier alternative."""
        return step is not None and self.exercises[step - 1].alternative is not None

    def easier(self, step: int) -> Course:
        """Take the easier alternative of exercise number *step*; in a repeat, in all its rounds."""
        wanted = self.exercises[step - 1]
        return replace(self, routine=replace(self.routine, steps=_with_alternative(self.routine.steps, wanted)))


def follow(
    routine: Routine,
    verbosity: Verbosity = Verbosity.FULL,
    start: int = 1,
    *,
    wait_for_me: bool = False,
    prompt: str = PRESS_ENTER,
    listens: bool = False,
) -> Course:
    """Plan a session that begins with exercise number *start*, counted from 1 as they are played.

    It announces its length as it is estimated without a voice. With *wait_for_me* every rest lasts until the listener
    is ready; *prompt* names the sentence that tells how to say so; a session that *listens* takes spoken answers.
    """
    length = lay_out(write_script(routine, verbosity, start=start), estimator(routine.language)).length
    return Course(routine, verbosity, start, length, wait_for_me, prompt, listens)


def _with_alternative(steps: tuple[Step, ...], wanted: ExerciseStep) -> tuple[Step, ...]:
    changed: list[Step] = []
    for step in steps:
        if isinstance(step, RepeatStep):
            changed.append(replace(step, steps=_with_alternative(step.steps, wanted)))
        elif step is wanted and wanted.alternative:
            changed.append(wanted.alternative)
        else:
            changed.append(step)
    return tuple(changed)


def _waiting(script: Script, prompt: Line) -> Iterator[Piece]:
    """Let every rest last until the listener is ready; how to tell is said the first time."""
    told = False
    for piece in script:
        if not isinstance(piece, Break) or piece.kind == "switch" or piece.place.step is None:
            yield piece
            continue
        yield replace(piece, least=0, get_ready=0, moves=False)
        yield Wait(() if told else (prompt,), piece.place)
        yield Break("lead-in", piece.place, 0, piece.get_ready, wording=piece.wording)
        told = True


def group_of(script: Script, index: int) -> range:
    """Return the pieces a listener would call "this one": words in a row, or work and what leads up to it."""
    first = last = index
    while first > 0 and _together(script[first - 1], script[index]):
        first -= 1
    while last + 1 < len(script) and _together(script[index], script[last + 1]):
        last += 1
    return range(first, last + 1)


def _together(one: Piece, other: Piece) -> bool:
    if isinstance(one, Talk) or isinstance(other, Talk):
        return isinstance(one, Talk) and isinstance(other, Talk) and one.kind == other.kind
    return one.place.step is not None and one.place == other.place


def exercises_after(script: Script, index: int) -> list[int]:
    """Return the numbers of the exercises that come after the one of piece *index*, in order; from words, all."""
    here = script[index].place.step if index < len(script) else None
    later = dict.fromkeys(piece.place.step for piece in script[index:] if isinstance(piece, Work))
    return [step for step in later if step is not None and step != here]


def remainder(script: Script, point: Point) -> Script:
    """Return what is left from *point* on; a break begins anew."""
    piece = script[point.piece]
    if isinstance(piece, Work):
        piece = replace(piece, reps_done=point.reps, done=point.done)
    return (piece, *script[point.piece + 1 :])


def at_pace(script: Script, pace: int) -> Script:
    """Return *script* at *pace*, but for a break that was begun."""
    return tuple(
        replace(piece, pace=pace)
        if isinstance(piece, Work) or (isinstance(piece, Break) and not piece.begun)
        else piece
        for piece in script
    )


def led_in(script: Script, lines: Sequence[Line], ready: Ms) -> Script:
    """Put words and a count-in before the work that *script* begins with."""
    wording = next((piece.wording for piece in script if isinstance(piece, (Work, Break))), english())
    return (Break("lead-in", script[0].place, 0, ready, ahead=tuple(lines), wording=wording), *script)


def cut(piece: Break | Talk | Wait, said: int, left: Ms, lines: Sequence[Line] = (), more: Ms = 0) -> Piece:
    """Return what is left of words of which *said* lines were said, and of a break that had *left* milliseconds to go.

    New *lines* come first. A break lasts at least as long as it would have, and *more* milliseconds longer; the time to
    change posture is kept. Of a count-in that was broken off, what was left is done again, but at least `READY` of it.
    """
    if isinstance(piece, Break):
        remaining = [*piece.after, *piece.ahead][said:]
        described = not any(line.kind == "set-up" for line in remaining)
        moves = piece.moves and bool(remaining) and not (described and said)
        ready = min(stretched(piece.get_ready, piece.pace), max(left, READY))
        return replace(
            piece, least=left + more, get_ready=ready, after=(), ahead=(*lines, *remaining), moves=moves,
            pace=NORMAL, begun=True,
        )  # fmt: skip
    signal = piece.signal if isinstance(piece, Talk) else None
    remaining = list(piece.lines)[max(0, said - (signal is not None)) :]
    if isinstance(piece, Talk):
        return replace(piece, lines=(*lines, *remaining), signal=signal if said == 0 else None)
    return replace(piece, lines=(*lines, *remaining))


def preceded(piece: Break | Talk | Wait, lines: Sequence[Line]) -> Piece:
    """Return *piece*, which has not begun, with *lines* said first, unless it begins with them."""
    new, own = tuple(lines), piece.after if isinstance(piece, Break) else piece.lines
    if own[: len(new)] == new:
        return piece
    return replace(piece, after=new + own) if isinstance(piece, Break) else replace(piece, lines=new + own)
