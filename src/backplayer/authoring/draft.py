"""The text of a new routine: short, valid, and with notes that say what to change next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backplayer.authoring.picking import Pick
from backplayer.routine.durations import duration_to_str
from backplayer.routine.model import Dose, Exercise, Posture, Sides
from backplayer.routine.writing import quoted
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
    yield "# A routine for backplayer. The line above lets editors help while you type."
    yield "# A # and a space begin a note to you, which is never played. A # right before a word switches a line off:"
    yield "# delete the # to switch it on. Everything that can stand here: backplayer new everything --example full"
    yield f"title: {quoted(draft.title)}"
    yield "#summary: One sentence, shown in lists."
    if draft.language != "en":
        yield _noted(f"language: {quoted(draft.language)}", "what the coach says; write your own texts in it, too")
    if draft.length is not None:
        yield _noted(f"length: {minutes(draft.length)} min", "about; for lists, the player reckons the real one")
    if draft.equipment:
        yield _noted("equipment:", "said at the start")
        yield from (f"  - {quoted(item)}" for item in draft.equipment)
    yield _noted("#safety:", "said at the start; one sentence a line, and a # to take away on each")
    yield "#  - Words said at the start."
    yield _noted("#for_pain: yes", "made for somebody whose back hurts: 'backplayer check' is stricter then")
    yield '# The least time between exercises, between sets of one exercise, and for "Ready, three, two, one":'
    yield "#defaults: {rest: 10s, set_rest: 30s, get_ready: 5s}"
    yield ""


def _steps(draft: Draft) -> Iterator[str]:
    yield "# An exercise is done with its own dose, from the library, unless you write another below it."
    yield "steps:"
    for pick in draft.picks:
        yield from _of_library(pick) if pick.slug else _in_place(pick)


def _of_library(pick: Pick) -> Iterator[str]:
    yield _noted(f"  - exercise: {pick.slug}", " ".join(pick.exercise.name.split()))
    asked, own = pick.amount, pick.exercise.dose
    yield from (f"    {key}: {value}" for key, value in (asked.keys if asked else {}).items())
    sets = asked.sets if asked else None
    if (sets or (own.sets if own else 1)) > 1:
        yield _set_rest(own.set_rest if own else Dose().set_rest)
    if own:
        yield f"    # its own dose: {dose_keys(own)}"
        yield f"    # {dose_origin(pick.exercise, own)}"
    if pick.exercise.stance in ("debated", "discouraged"):
        why = "sources disagree about it" if pick.exercise.stance == "debated" else "a source advises against it"
        yield f"    # {why}: backplayer exercises {pick.slug}"


def _in_place(pick: Pick) -> Iterator[str]:
    """Write an exercise the library lacks; what the author has to say about it is never made up."""
    first, *others = (posture.value for posture in Posture)
    yield _noted("  - exercise:", "your own; write what is to be said, and take away the # before it")
    yield f"      name: {quoted(pick.exercise.name)}"
    yield _noted(f"      #posture: {first}", f"or {', '.join(others)}")
    yield _noted("      #setup:", "said before it; one sentence a line")
    yield "      #  - How to get into position."
    yield "      #  - What to do."
    yield _noted("      #cues:", "said while it is done; short sentences, one a line")
    yield "      #  - What to mind."
    asked = pick.amount
    if asked is None:
        return
    others_of = {"hold": "one position; for a movement write time in place of hold"}
    for key, value in asked.keys.items():
        line = f"    {key}: {value}"
        yield _noted(line, others_of[key]) if key in others_of else line
    if asked.sides is None:
        turns = ", or alternating: in turn" if asked.key == "reps" else ""
        yield _noted("    #sides: both", f"each side does all of it; or left, or right{turns}")
    if asked.key == "reps":
        yield _noted("    #tempo: 4s", "how long one repetition takes; or its parts: {lift: 2s, hold: 3s, lower: 2s}")
    if (asked.sets or 1) > 1:
        yield _set_rest(Dose().set_rest)


def _set_rest(length: Ms) -> str:
    return _noted(f"    #set_rest: {duration_to_str(length)}", "the least rest between the sets")


def _foot() -> Iterator[str]:
    yield """\
  # What else there is: a rest, words, and a wait until you are ready.
  #- rest: 30s
  #- say: Well done so far.
  #- wait: Fetch a chair and sit down.

  # An exercise of the library with other words said while it is done:
  #- exercise:
  #    like: can-opener
  #    cues:
  #      - Slowly.

  # One of your own, with what is said before it and while it is done:
  #- exercise:
  #    name: Hand wave
  #    posture: sitting
  #    setup:
  #      - Sit with one hand up.
  #    cues:
  #      - Softly.
  #    dose:
  #      reps: 4
"""
    yield _noted("#closing:", "said at the end")
    yield "#  - Words said at the end."


def _noted(line: str, note: str) -> str:
    return f"{line:<{_NOTES_AT}}  # {note}"


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
        parts.append(f"set_rest: {duration_to_str(dose.set_rest)}")
    if dose.sides is not Sides.NONE:
        parts.append(f"sides: {dose.sides.value}")
    return ", ".join(parts)


def dose_origin(exercise: Exercise, dose: Dose) -> str:
    """Tell which parts of an exercise's own dose a source states; everything else is ours."""
    if dose.stated is None and not exercise.sources:
        return "(as its file says)"
    known = sorted(dose.stated or ())
    if not known:
        return "(our suggestion: no source says how much)"
    sources = ", ".join(dose.stated_by or exercise.sources)
    return f"({', '.join(known)}: as {sources} says; all else is our suggestion)"
