"""What the coach says, in English. Numbers stay figures: the voice reads them, the screen shows them."""

from __future__ import annotations

from collections.abc import Sequence

from backplayer.routine.model import Dose, Phase, Sides
from backplayer.units import Ms

DISCLAIMER = "This is general exercise guidance, not medical advice."
SLOW_AND_EASY = "Slow, easy, no pain."
READY = "Ready."
HALFWAY = "Halfway."
LAST_ONE = "Last one."
LAST_SET = "Last set."
LAST_ROUND = "Last round."
OTHER_SIDE = "Other side."
REST = "Rest."
PRESS_ENTER = "Press Enter when you are ready."
SAY_READY = "When you are ready, say: coach, ready."
WHENEVER = "Go on when you are ready."
DONE = "You are done."
PAUSED = "Paused."
STILL_THERE = "I am still waiting."
PAUSING = "No answer. I pause here."
ENDING = "No answer. I stop here."
SKIP_THIS = "Skip this one? Say: coach, yes."
STOP_HERE = "Stop for good? Say: coach, yes."
TAKE_EASIER = "Take the easier one? Say: coach, yes."
CAN_SAY = (
    "Say coach, and: pause, resume, skip this, go back, say again, slow down, speed up, more time, where am I, "
    "make it easier, it hurts, or stop workout."
)

LONG_PHASE: Ms = 8_000
"""A phase of a repetition this long is announced with its length, and its last three seconds are counted."""


def title(name: str) -> str:
    """Open the session."""
    return _sentence(name)


def about_minutes(length: Ms) -> str:
    """Tell the length, to the minute."""
    minutes = max(1, round(length / 60_000))
    return f"About {minutes} minute{'s' if minutes > 1 else ''}."


def equipment(items: Sequence[str]) -> str:
    """Tell what to put within reach."""
    return f"Have within reach: {_and(items)}."


def announce(name: str, first: bool) -> str:
    """Name the exercise that comes."""
    return f"{'First' if first else 'Next'}: {_sentence(name)}"


def name_alone(name: str) -> str:
    """Name an exercise and nothing else."""
    return _sentence(name)


def is_long(phase: Phase) -> bool:
    """Whether the length of a phase has to be known before it begins."""
    return bool(phase.name) and phase.length >= LONG_PHASE


def dose(dose: Dose, word: str | None = None) -> str:
    """Tell how much, and for which side."""
    each = f" each {word or 'side'}" if dose.sides in (Sides.BOTH, Sides.ALTERNATING) else ""
    if dose.reps is not None:
        held = "".join(f", {phase.name} {span(phase.length)}" for phase in dose.tempo if is_long(phase))
        amount = f"{dose.reps} repetition{'s' if dose.reps > 1 else ''}{held}"
    elif dose.hold is not None:
        amount = f"Hold {span(dose.hold)}"
    else:
        amount = span(dose.time or 0).capitalize()
    if dose.sets > 1:
        amount = f"{dose.sets} sets. {amount}"
    one_sided = f", {dose.sides.value} {word or 'side'}" if dose.sides in (Sides.LEFT, Sides.RIGHT) else ""
    return f"{amount}{each}{one_sided}."


def side_first(side: str, word: str | None = None) -> str:
    """Tell the side that begins; *word* is what is on that side, such as ``arm``."""
    return f"{side.capitalize()} {word or 'side'} first."


def now_side(side: str, word: str | None = None) -> str:
    """Call the change of sides."""
    return f"Now the {side} {word or 'side'}."


def easier(name: str) -> str:
    """Offer the easier alternative."""
    return f"Easier: {_sentence(name)}"


def place(name: str, side: str | None, word: str | None, rep: int | None, reps: int | None, left: Ms | None) -> str:
    """Tell where in an exercise the listener is: the repetition that comes, or the *left* time of a hold."""
    parts = [name]
    if side:
        parts.append(f"{side} {word or 'side'}")
    if rep is not None and reps is not None:
        parts.append(f"repetition {rep} of {reps}")
    elif left is not None:
        parts.append(f"{span(left)} left")
    return _sentence(", ".join(parts))


def comes_next(name: str) -> str:
    """Tell, in a break, what comes."""
    return f"Next: {_sentence(name)}"


def instead(name: str) -> str:
    """Name the exercise that takes another's place."""
    return f"Instead: {_sentence(name)}"


def still_to_come(exercises: int, left: Ms) -> str:
    """Tell how much is left of the session."""
    many = "Last exercise" if exercises == 0 else f"{exercises} exercise{'s' if exercises > 1 else ''} left"
    minutes = max(1, round(left / 60_000))
    return f"{many}, {minutes} minute{'s' if minutes > 1 else ''}."


def what_now(easier: bool, spoken: bool) -> str:
    """Ask what to do about pain; where the answer is *spoken*, in the words to use."""
    if spoken:
        choices = "make it easier, skip this, or stop workout" if easier else "skip this, or stop workout"
        return f"Say coach, and: {choices}."
    return "Easier, next, or stop?" if easier else "Next, or stop?"


def rest(length: Ms) -> str:
    """Call a rest; its length is told when it is long enough to matter."""
    return f"Rest {span(length)}." if length >= 20_000 else REST


def set_of(number: int, sets: int) -> str:
    """Call the set that comes."""
    return LAST_SET if number == sets else f"Set {number} of {sets}."


def round_of(number: int, rounds: int) -> str:
    """Call the round that comes."""
    return LAST_ROUND if number == rounds else f"Round {number} of {rounds}."


def number(count: int) -> str:
    """Say a count."""
    return str(count)


def number_and_phase(count: str, phase: Phase) -> str:
    """Say a count and the phase that begins with it in one breath."""
    return f"{count.rstrip('.')}, {phase.name}"


def remaining_minutes(minutes: int) -> str:
    """Tell the whole minutes left in a long piece of work."""
    return f"{minutes} minute{'s' if minutes > 1 else ''} left."


def span(length: Ms) -> str:
    """Say a length of time: ``20 seconds``, ``1 minute``, ``1 minute 30 seconds``."""
    seconds = max(1, round(length / 1000))
    minutes, rest_seconds = divmod(seconds, 60)
    if not minutes:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    whole = f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{whole} {rest_seconds} seconds" if rest_seconds else whole


def _sentence(text: str) -> str:
    return text if text[-1:] in ".!?" else f"{text}."


def _and(items: Sequence[str]) -> str:
    if len(items) < 3:
        return " and ".join(items)
    return f"{', '.join(items[:-1])}, and {items[-1]}"
