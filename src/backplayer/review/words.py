"""Advice on what is said: cues that fit no gap, words that outlast a rest, exercises that are only named."""

from __future__ import annotations

from collections.abc import Iterator

from backplayer.coach.script import Break
from backplayer.coach.timeline import Dropped
from backplayer.review.subject import Choice, Finding, Subject
from backplayer.routine.durations import duration_to_str
from backplayer.routine.model import ExerciseStep, Path_, RepeatStep, RestStep, Step, played_exercises
from backplayer.routine.problems import printable
from backplayer.routine.words import missing_translations
from backplayer.units import Ms

NOTICED: Ms = 2_000
"""Words that outlast a rest by less than this are not worth a word; estimates of their length are no better."""


def cues(subject: Subject) -> Iterator[Finding]:
    """Find form cues that fit no gap, where they are written or else where their exercise is named."""
    by_step = {id(choice.step): choice for choice in subject.choices}
    heard = [(subject.whole, subject.heard)]
    if subject.offered.steps:
        heard.append((subject.offered, subject.hear(subject.offered)))
    for routine, (_, timeline) in heard:
        steps = tuple(played_exercises(routine.steps)) if timeline.dropped else ()
        for drop in timeline.dropped:
            choice = by_step[id(steps[drop.step - 1])]
            yield (
                _cue_path(subject, choice, drop.text),
                f"the cue '{printable(drop.text)}' fits no gap of {printable(drop.exercise)}: {drop.missing} ms are "
                f"missing{_room(drop)}; shorten it, or leave more time between what is counted",
            )


def _room(drop: Dropped) -> str:
    """Tell how much of a cue fits, where that is something."""
    words = len(drop.text.split())
    fit = words * (drop.length - drop.missing) // drop.length if drop.length else 0
    return f", about {fit} of its {words} words fit" if fit > 0 else ""


def _cue_path(subject: Subject, choice: Choice, text: str) -> Path_:
    place = subject.exercise_path(choice)
    if "cues" not in (subject.in_place(choice)):
        return place
    index = next((index for index, cue in enumerate(choice.step.exercise.cues) if cue.text == text), 0)
    return (*place, "cues", index)


def untranslated(subject: Subject) -> Iterator[Finding]:
    """Find what will be said in another language than the routine's."""
    for missing in missing_translations(subject.routine):
        yield missing.path, missing.message


def no_set_up(subject: Subject) -> Iterator[Finding]:
    """Find exercises of which only the name is said."""
    for choice in subject.choices:
        exercise = choice.step.exercise
        if not exercise.spoken_setup:
            where = "" if subject.in_place(choice) else ", written in place with 'like'"
            yield (
                subject.exercise_path(choice),
                f"nothing tells how {printable(exercise.name)} is done; add start or setup{where}",
            )


def longer(subject: Subject) -> Iterator[Finding]:
    """Find rests the author wrote that are shorter than the words before the next exercise; each place once."""
    script, timeline = subject.heard
    places = dict(_rests(subject))
    most: dict[Path_, tuple[Ms, Break, Ms]] = {}
    first = 0
    for piece, span in zip(script, timeline.spans, strict=True):
        cues, first = timeline.cues[first : span.cues], span.cues
        if not isinstance(piece, Break) or piece.kind != "transition" or piece.place.step is None or not piece.least:
            continue
        place = places.get(piece.place.step)
        said = [cue for cue in cues if cue.kind not in ("count", "signal")]
        more = said[-1].end - said[0].at - piece.least if said else 0
        if place and more >= NOTICED and (place not in most or more > most[place][0]):
            most[place] = more, piece, span.length
    for place, (more, piece, length) in most.items():
        yield (
            place,
            f"a rest of {duration_to_str(piece.least)} is {more / 1000:.1f} s shorter than the words before "
            f"{printable(piece.place.title)}: it will last {round(length / 1000)} s; shorten the setup, or write a "
            "longer rest",
        )


def _rests(subject: Subject) -> Iterator[tuple[int, Path_ | None]]:
    """Go through the exercises by number, as played, with where the rest before each is written."""
    written = subject.source.values
    number = 0
    place: Path_ | None = None
    rest: Ms = 0

    def walk(steps: tuple[Step, ...]) -> Iterator[tuple[int, Path_ | None]]:
        nonlocal number, place, rest
        for step in steps:
            if isinstance(step, ExerciseStep):
                number += 1
                yield number, place
                own = (*step.path, "rest")
                place = next((path for path in (own, ("defaults", "rest")) if path in written), None)
                rest = step.rest
            elif isinstance(step, RestStep):
                place = (*step.path, "rest")
            elif isinstance(step, RepeatStep):
                for turn in range(step.rounds):
                    if turn and step.rest > rest:
                        place = (*step.path, "rest")
                    yield from walk(step.steps)

    yield from walk(subject.whole.steps)
