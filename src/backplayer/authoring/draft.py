"""The text of a new routine: short, valid, and with notes that say what to change next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backplayer.authoring.picking import Pick
from backplayer.routine.durations import duration_to_str
from backplayer.routine.model import Dose, Exercise, Posture, Sides
from backplayer.routine.writing import dumped, quoted
from backplayer.units import Ms

_NOTES_AT = 26
"""The column at which notes stand behind short lines."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a routine that is to be written; *length* as the coach reckons it."""

    name: str
    title: str
    picks: tuple[Pick, ...]
    language: str = "en"
    length: Ms | None = None

    @property
    def equipment(self) -> tuple[str, ...]:
        """What its exercises need, each once."""
        return tuple(dict.fromkeys(item.text for pick in self.picks for item in pick.exercise.equipment))


def draft_text(draft: Draft, modeline: str) -> str:
    """Write the routine; *modeline* is the line by which editors know the format."""
    return "\n".join((modeline.rstrip("\n"), *_head(draft), *_steps(draft), *_foot())) + "\n"


def _head(draft: Draft) -> Iterator[str]:
    yield "# A routine for backplayer. What stands behind a # is a note to you and is never played."
    yield "# Every key there is: backplayer new everything --example full"
    yield f"title: {quoted(draft.title)}"
    yield "# summary: One sentence, shown in lists."
    if draft.language != "en":
        yield _noted(f"language: {quoted(draft.language)}", "what the coach says; write your own texts in it, too")
    if draft.length is not None:
        yield _noted(f"length: {minutes(draft.length)} min", "about; for lists, the player reckons the real one")
    if draft.equipment:
        yield _noted(dumped({"equipment": list(draft.equipment)}).rstrip("\n"), "said at the start")
    yield "# safety: [Words said at the start.]"
    yield '# defaults: {rest: 10s, get_ready: 5s}  # at least: between exercises, and for "Ready, three, two, one"'
    yield ""


def _steps(draft: Draft) -> Iterator[str]:
    yield "# An exercise is done with its own dose, from the library, unless you write another below it."
    yield "steps:"
    for pick in draft.picks:
        yield from _of_library(pick) if pick.slug else _in_place(pick)
        yield from (f"    {key}: {value}" for key, value in (pick.amount.keys if pick.amount else {}).items())
        if pick.exercise.dose:
            yield f"    # its own dose: {dose_keys(pick.exercise.dose)}"
            yield f"    # {dose_origin(pick.exercise, pick.exercise.dose)}"
        if pick.exercise.stance in ("debated", "discouraged"):
            why = "sources disagree about it" if pick.exercise.stance == "debated" else "a source advises against it"
            yield f"    # {why}: backplayer exercises {pick.slug}"


def _of_library(pick: Pick) -> Iterator[str]:
    yield _noted(f"  - exercise: {pick.slug}", " ".join(pick.exercise.name.split()))


def _in_place(pick: Pick) -> Iterator[str]:
    """Write an exercise the library lacks; what the author has to say about it is never made up."""
    yield "  - exercise:              # your own; take the # away and write what is to be said"
    yield f"      name: {quoted(pick.exercise.name)}"
    first, *others = (posture.value for posture in Posture)
    yield f"      # posture: {first}  # or {', '.join(others)}"
    yield "      # setup: [How to get into position., What to do.]  # said before it"
    yield "      # cues: [What to mind.]  # said while it is done"


def _foot() -> Iterator[str]:
    yield "  # Other steps:"
    yield "  # - rest: 30s"
    yield "  # - say: Well done so far."
    yield "  # - wait: Fetch a chair and sit down."
    yield "  # An exercise of the library with other cues (said while it is done), and one of your own:"
    yield "  # - exercise: {like: can-opener, cues: [Slowly.]}"
    yield "  # - exercise: {name: Hand wave, posture: sitting, setup: [Sit with one hand up.], cues: [Softly.]}"
    yield "  #   reps: 4"
    yield ""
    yield "# closing: [Words said at the end.]"


def _noted(line: str, note: str) -> str:
    return f"{line:<{_NOTES_AT}}  # {note}" if "\n" not in line else f"{line}\n# {note}"


def minutes(length: Ms) -> int:
    """Return *length* in whole minutes, 1 at least."""
    return max(1, round(length / 60_000))


def dose_keys(dose: Dose) -> str:
    """Write a dose as the keys a routine would have: ``reps: 5, tempo: {turn: 2s, hold: 3s}, sides: both``."""
    amount, value = next((key, value) for key in ("reps", "hold", "time") if (value := getattr(dose, key)) is not None)
    parts = [f"{amount}: {value if amount == 'reps' else duration_to_str(value)}"]
    if dose.reps is not None and "tempo" not in dose.unsaid:
        named = [f"{phase.name}: {duration_to_str(phase.length)}" for phase in dose.tempo if phase.name]
        parts.append(f"tempo: {{{', '.join(named)}}}" if named else f"tempo: {duration_to_str(dose.rep_length)}")
    if dose.sets > 1:
        parts.append(f"sets: {dose.sets}")
    if dose.sides is not Sides.NONE:
        parts.append(f"sides: {dose.sides.value}")
    return ", ".join(parts)


def dose_origin(exercise: Exercise, dose: Dose) -> str:
    """Tell which parts of an exercise's own dose a source states; everything else is proposed."""
    if dose.stated is None and not exercise.sources:
        return "(as its file says)"
    known = sorted(dose.stated or ())
    if not known:
        return "(proposed, no source states it)"
    sources = ", ".join(dose.stated_by or exercise.sources)
    return f"(stated by {sources}: {', '.join(known)}; anything else is proposed)"
