"""What is in a routine from somebody else: how much, how long, and which words of theirs are spoken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from backplayer.coach.course import follow
from backplayer.review.subject import Choice, Subject
from backplayer.routine.durations import clock_to_str
from backplayer.routine.model import (
    Exercise,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    Sourced,
    Step,
    WaitStep,
    played_exercises,
)
from backplayer.routine.problems import printable
from backplayer.routine.reading.source import Data, Source

MOST_TEXTS = 500
SPOKEN = ("name", "say", "start", "steps", "setup", "cues", "halfway", "caution", "side_word")
"""The texts of an exercise that are heard."""
CUT = 200
"""Characters of a text that are shown."""


def contents(source: Source, routine: Routine, beside: Path) -> Iterator[str]:
    """Tell what is in *routine*, a line each, printable and cut; *beside* is the folder of exercises next to it."""
    subject = Subject(source, routine)
    count = len(tuple(played_exercises(subject.whole.steps)))
    length = clock_to_str(follow(subject.whole).length)
    optional = "" if subject.usual.steps == subject.whole.steps else " with all that is optional"
    yield f"{count} exercise{'' if count == 1 else 's'}, {length}{optional}."
    texts = list(_spoken(subject, beside))
    yield f"Spoken in the author's words: {len(texts) or 'nothing'}{':' if texts else '.'}"
    yield from (f"  {what}: {printable(text, CUT)}" for what, text in texts[:MOST_TEXTS])
    if len(texts) > MOST_TEXTS:
        yield f"  and {len(texts) - MOST_TEXTS} more"
    in_place = [choice for choice in subject.choices if subject.in_place(choice)]
    if in_place:
        yield f"Exercises written or changed by the author: {len(in_place)}: {_names(in_place)}"
    files = [choice for choice in subject.choices if _is_beside(choice, beside)]
    if files:
        yield f"Exercises from the folder beside it: {_names(files)}"
    if routine.ignore:
        yield f"It would switch advice off: {printable(', '.join(routine.ignore), CUT)}"
    yield "It names no other file." if not files else "It names no file but these."


def _names(choices: list[Choice]) -> str:
    names = dict.fromkeys(choice.step.exercise.name for choice in choices)
    return printable(", ".join(names), 3 * CUT)


def _is_beside(choice: Choice, folder: Path) -> bool:
    slug = choice.step.exercise.slug
    return slug is not None and any((folder / f"{slug}{suffix}").is_file() for suffix in (".yaml", ".yml"))


def _spoken(subject: Subject, beside: Path) -> Iterator[tuple[str, str]]:
    """Go through the author's own words, each with the key it stands at."""
    routine = subject.routine
    written = subject.source.data if isinstance(subject.source.data, dict) else {}
    yield "title", routine.title
    for key, texts in (("safety", routine.safety), ("closing", routine.closing), ("if_it_hurts", routine.if_it_hurts)):
        if key in written:
            yield from ((key, text.text) for text in texts)
    yield from _of_steps(routine.steps)
    for choice in subject.choices:
        name = printable(choice.step.exercise.name, CUT)
        if choice.step.caution:
            yield f"{name}, caution", choice.step.caution.text
        yield from _leaves(f"{name}, tempo", _keys(subject.written((*choice.path, "tempo"))))
        if _is_beside(choice, beside):
            yield from _of_exercise(name, choice.step.exercise, SPOKEN)
        else:
            yield from _of_exercise(name, choice.step.exercise, subject.in_place(choice))
    yield from _leaves("words", written.get("words"))
    yield from _leaves("pronounce", written.get("pronounce"))


def _of_exercise(name: str, exercise: Exercise, keys: Collection[str]) -> Iterator[tuple[str, str]]:
    """Go through what is spoken of the texts of an exercise at *keys*; the start and the steps only without a setup."""
    for key in SPOKEN:
        if key not in keys or (key in ("start", "steps") and exercise.setup):
            continue
        value = getattr(exercise, key)
        texts = value if isinstance(value, tuple) else (value,) if value else ()
        for text in texts:
            yield f"{name}, {key}", text.text if isinstance(text, Sourced) else text
    if "dose" in keys and exercise.dose:
        yield from ((f"{name}, tempo", phase.name) for phase in exercise.dose.tempo if phase.name)


def _keys(data: Data | None) -> list[Data]:
    return list(data) if isinstance(data, dict) else []


def _of_steps(steps: tuple[Step, ...]) -> Iterator[tuple[str, str]]:
    for step in steps:
        if isinstance(step, SayStep | WaitStep):
            yield "say" if isinstance(step, SayStep) else "wait", step.text
        elif isinstance(step, RestStep) and step.say:
            yield "rest", step.say
        elif isinstance(step, RepeatStep):
            yield from _of_steps(step.steps)


def _leaves(key: str, data: Data | None) -> Iterator[tuple[str, str]]:
    """Go through the texts of nested keys; bounded by the depth a file may have."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _leaves(f"{key}, {printable(name)}", value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(key, value)
    elif data is not None:
        yield key, data
