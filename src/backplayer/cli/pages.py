"""What ``show`` and ``exercises`` print: a routine or an exercise as a page, with where everything comes from."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from backplayer.cli.tables import table_of
from backplayer.coach.course import follow
from backplayer.coach.estimate import estimator
from backplayer.coach.layout import lay_out
from backplayer.coach.wording import DISCLAIMER
from backplayer.routine.durations import clock_to_str, duration_to_str
from backplayer.routine.library import Library
from backplayer.routine.model import (
    Dose,
    Exercise,
    ExerciseStep,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    Sides,
    Sourced,
    Step,
)


def routine_page(routine: Routine, chosen: Routine, shelf: Library) -> Iterable[Table | str]:
    """Show *routine*; its length is that of *chosen*, the steps that will be played."""
    length = lay_out(follow(chosen).script, estimator(chosen.language)).length
    yield f"{routine.title} ({clock_to_str(length)})"
    if routine.summary:
        yield routine.summary
    yield DISCLAIMER
    yield "\nFor every routine:"
    for heading, words in shelf.safety().items():
        yield f"  {heading}:"
        yield from (f"  - {_marked(text, True)}" for text in words)
    yield f"\nNeeds: {', '.join(routine.equipment) or 'nothing'}"
    if routine.equipment_optional:
        yield f"Useful: {', '.join(routine.equipment_optional)}"
    yield ""
    yield _steps_table(routine)
    for heading, texts in (("At the start", routine.safety), ("At the end", routine.closing)):
        if texts:
            yield f"\n{heading}:"
            yield from (f"  {_marked(text, bool(routine.sources))}" for text in texts)
    if routine.sources:
        yield "\nSources:"
        yield from (f"  {credit}" for credit in _credits(routine.sources, shelf))
        if routine.follows is None:
            yield "  The choice and the order of exercises are proposed, not any author's."
    if routine.notes:
        yield "\nNotes:"
        yield from (f"  {note}" for note in routine.notes)


def _steps_table(routine: Routine) -> Table:

    table = table_of("", "EXERCISE", "DOSE", "WHERE THE DOSE COMES FROM")
    number, section = 0, ""

    def add(steps: tuple[Step, ...], indent: str) -> None:
        nonlocal number, section
        for step in steps:
            if isinstance(step, ExerciseStep):
                number += 1
                if step.section and step.section != section:
                    section = step.section
                    table.add_row("", f"{section}:", "", "")
                name = indent + step.exercise.name + (" (optional)" if step.optional else "")
                table.add_row(str(number), name, dose_words(step.dose), origin_words(step, bool(routine.sources)))
                for label, other in (("easier", step.alternative), ("with", step.swap and step.swap.step)):
                    if other:
                        with_what = f" {step.swap.equipment}" if step.swap and label == "with" else ""
                        text = f"{indent}  {label}{with_what}: {other.exercise.name}"
                        table.add_row("", text, dose_words(other.dose), origin_words(other, bool(routine.sources)))
            elif isinstance(step, RepeatStep):
                between = f", {duration_to_str(step.rest)} rest between" if step.rest else ""
                table.add_row("", f"{indent}{step.rounds} rounds{between}:", "", "")
                add(step.steps, indent + "  ")
            elif isinstance(step, RestStep):
                table.add_row("", f"{indent}rest", duration_to_str(step.length), "")
            else:
                word = "say" if isinstance(step, SayStep) else "wait"
                table.add_row("", f"{indent}{word}: {step.text}", "", "")

    add(routine.steps, "")
    return table


def dose_words(dose: Dose) -> str:
    """Write a dose for reading: ``2 x 5 reps (2s turn, 3s hold, 2s return), each side``."""
    if dose.reps is not None:
        phases = ", ".join(f"{duration_to_str(phase.length)} {phase.name}".strip() for phase in dose.tempo)
        amount = f"{dose.reps} reps ({phases})"
    elif dose.hold is not None:
        amount = f"hold {duration_to_str(dose.hold)}"
    else:
        amount = duration_to_str(dose.time or 0)
    sets = f"{dose.sets} x " if dose.sets > 1 else ""
    sides = {
        Sides.NONE: "", Sides.BOTH: ", each side", Sides.ALTERNATING: ", each side in turn",
        Sides.LEFT: ", left side", Sides.RIGHT: ", right side",
    }[dose.sides]  # fmt: skip
    rest = f", {duration_to_str(dose.set_rest)} rest between sets" if dose.sets > 1 else ""
    return f"{sets}{amount}{sides}{rest}"


def origin_words(step: ExerciseStep, sourced: bool) -> str:
    """Tell which parts of a dose a source states and which are proposed."""
    dose = step.dose
    if dose.stated is None and step.own_dose and not sourced:
        return _set_words(step)
    stated = dose.stated or frozenset()
    parts = _dose_parts(dose)
    sources = dose.stated_by or step.exercise.sources
    source = f" ({', '.join(sources)})" if sources else ""
    known = [part for part in parts if part in stated]
    rest = [part for part in parts if part not in stated]
    words = f"stated: {', '.join(known)}{source}" if known else ""
    words += (", " if known and rest else "") + (f"proposed: {', '.join(rest)}" if rest else "")
    notes = "; ".join(note for note in (step.note or dose.note,) if note)
    return f"{words}. {notes}" if notes else words


def _set_words(step: ExerciseStep) -> str:
    """Tell which parts of a dose are this routine's, and that the others come with the exercise."""
    own = step.exercise.dose
    if own is None or step.exercise.slug is None:
        return "set by this routine"
    parts = _dose_parts(step.dose)
    mine = [part for part in parts if getattr(step.dose, part) != getattr(own, part)]
    if len(mine) == len(parts):
        return "set by this routine"
    return f"set by this routine: {', '.join(mine)}; the rest is the exercise's own" if mine else "the exercise's own"


def _dose_parts(dose: Dose) -> list[str]:

    parts = ["reps" if dose.reps is not None else "hold" if dose.hold is not None else "time"]
    phases = [f"tempo.{phase.name}" for phase in dose.tempo if dose.stated and f"tempo.{phase.name}" in dose.stated]
    if dose.tempo:
        parts += phases + (["tempo"] if len(phases) < len(dose.tempo) else [])
    if dose.sets > 1:
        parts.append("sets")
    if dose.sides is not Sides.NONE:
        parts.append("sides")
    return parts


def _marked(text: Sourced, sourced: bool) -> str:
    if text.proposed:
        return f"{text.text} (proposed)"
    return f"{text.text} ({text.origin})" if text.origin and sourced else text.text


def _credits(sources: Iterable[str], shelf: Library) -> Iterable[str]:
    known = shelf.credits()
    for source in sources:
        credit = known.get(source)
        yield f'{source}: "{credit.title}", author: {credit.author}' if credit else source


def exercise_page(exercise: Exercise, shelf: Library) -> Iterable[str]:
    """Show all about an exercise."""
    kind, posture = (value.value if value else None for value in (exercise.kind, exercise.posture))
    yield exercise.name
    yield ", ".join(word for word in (kind, posture, exercise.stance) if word)
    if exercise.other_names:
        yield f"Also called: {', '.join(exercise.other_names)}"
    if exercise.dose:
        step = ExerciseStep(exercise, exercise.dose)
        yield f"\nDose: {dose_words(exercise.dose)}\n  {origin_words(step, bool(exercise.sources))}"
        if exercise.dose.as_stated:
            yield f"  In the source: {exercise.dose.as_stated}"
    parts = (
        ("Targets", exercise.targets), ("Equipment", exercise.equipment), ("May be added", exercise.equipment_optional),
        ("Substitutes", exercise.substitutes), ("Start", exercise.start), ("Steps", exercise.steps),
        ("Caution, spoken", (exercise.caution,) if exercise.caution else ()), ("Cues", exercise.cues),
        ("Mistakes", exercise.mistakes), ("Breathing", exercise.breathing), ("Easier", exercise.easier),
        ("Harder", exercise.harder), ("Cautions", exercise.cautions), ("Notes", exercise.notes),
    )  # fmt: skip
    for label, texts in parts:
        if texts:
            yield f"\n{label}:"
            yield from (f"  - {_marked(text, True)}" for text in texts)
    if exercise.sources:
        yield "\nSources:"
        yield from (f"  {credit}" for credit in _credits(exercise.sources, shelf))
