"""What a routine is, after reading: plain frozen data that the coach works on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from backplayer.units import Ms

Path_: TypeAlias = "tuple[str | int, ...]"
"""Where something stands in its file: keys, and positions in lists from 0."""

PHASE = "phase "
"""Before the name of a phase, among the parts of an exercise that are not translated."""
PROPOSED = "proposed"
"""The origin of what no source states."""


class Kind(str, Enum):
    """What an exercise does for the body."""

    RELEASE = "release"
    MOBILITY = "mobility"
    STRETCH = "stretch"
    ACTIVATION = "activation"
    STABILIZATION = "stabilization"
    STRENGTH = "strength"
    CARDIO = "cardio"


class Posture(str, Enum):
    """The posture an exercise is done in. Changing it takes the listener time."""

    STANDING = "standing"
    SITTING = "sitting"
    KNEELING = "kneeling"
    ALL_FOURS = "all-fours"
    PRONE = "prone"
    SUPINE = "supine"
    SIDE_LYING = "side-lying"


class Sides(str, Enum):
    """How a dose is shared between the sides; each side named gets the full dose."""

    NONE = "none"
    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"
    ALTERNATING = "alternating"


class Counting(str, Enum):
    """What is counted aloud."""

    STANDARD = "standard"
    EVERY_SECOND = "every-second"
    LAST_FIVE = "last-five"
    TENS = "tens"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sourced:
    """A text and where it comes from: a source's id, ``"proposed"``, or None for the file's own sources or author."""

    text: str
    origin: str | None = None

    @property
    def proposed(self) -> bool:
        """Whether no source states this."""
        return self.origin == PROPOSED


@dataclass(frozen=True, slots=True)
class Phase:
    """A named part of one repetition. An unnamed one (``""``) is the whole repetition.

    How long one is *held* is part of the dose, whatever the pace; the script's writer tells by the name.
    """

    name: str
    length: Ms
    held: bool = False


@dataclass(frozen=True, slots=True)
class Dose:
    """How much: exactly one of *reps*, *hold* or *time* for each side, done *sets* times.

    *stated* names the parts that a source states (``reps``, ``tempo.hold`` …); None: nothing is said about it.
    *stated_by* are the sources that do; empty: all of the exercise's. *unsaid* are the parts nobody wrote, which
    therefore have their built-in values; a routine's defaults come before those.
    """

    reps: int | None = None
    hold: Ms | None = None
    time: Ms | None = None
    tempo: tuple[Phase, ...] = ()
    sets: int = 1
    set_rest: Ms = 30_000
    sides: Sides = Sides.NONE
    switch: Ms = 5_000
    stated: frozenset[str] | None = None
    stated_by: tuple[str, ...] = ()
    as_stated: str | None = None
    note: str | None = None
    unsaid: frozenset[str] = frozenset()

    @property
    def rep_length(self) -> Ms:
        """One repetition, all its phases."""
        return sum(phase.length for phase in self.tempo)

    @property
    def work(self) -> Ms:
        """The work of one side in one set."""
        if self.reps is not None:
            return self.reps * self.rep_length
        return self.hold or self.time or 0

    @property
    def total_work(self) -> Ms:
        """All the work: every set and side."""
        return self.work * self.sets * (2 if self.sides in (Sides.BOTH, Sides.ALTERNATING) else 1)


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise and where each part of its description comes from."""

    name: str
    slug: str | None = None
    say: str | None = None
    other_names: tuple[str, ...] = ()
    kind: Kind | None = None
    posture: Posture | None = None
    sources: tuple[str, ...] = ()
    detail: str | None = None
    stance: str | None = None
    rounds_back: bool = False
    """Whether the upper back is rounded in it, which one source advises against when it hurts."""
    targets: tuple[Sourced, ...] = ()
    equipment: tuple[Sourced, ...] = ()
    equipment_optional: tuple[Sourced, ...] = ()
    substitutes: tuple[Sourced, ...] = ()
    start: tuple[Sourced, ...] = ()
    steps: tuple[Sourced, ...] = ()
    setup: tuple[Sourced, ...] = ()
    cues: tuple[Sourced, ...] = ()
    halfway: Sourced | None = None
    caution: Sourced | None = None
    side_word: str | None = None
    mistakes: tuple[Sourced, ...] = ()
    cautions: tuple[Sourced, ...] = ()
    breathing: tuple[Sourced, ...] = ()
    easier: tuple[Sourced, ...] = ()
    harder: tuple[Sourced, ...] = ()
    notes: tuple[Sourced, ...] = ()
    dose: Dose | None = None
    language: str | None = None
    """What it is written in; None: English, or the language of the routine that it is written in."""
    untranslated: tuple[str, ...] = ()
    """Its spoken texts (``name``, ``setup`` …) that are not in the routine's language."""

    @property
    def spoken_name(self) -> str:
        """The name as it is said."""
        return self.say or self.name

    @property
    def spoken_setup(self) -> tuple[str, ...]:
        """How to get into position, as it is said."""
        if self.setup:
            return tuple(sentence.text for sentence in self.setup)
        return tuple(sentence.text for sentence in (*self.start, *self.steps))


@dataclass(frozen=True, slots=True)
class Swap:
    """Another exercise for whoever has *equipment* at hand."""

    equipment: str
    step: ExerciseStep


@dataclass(frozen=True, slots=True)
class ExerciseStep:
    """One exercise with its dose. *rest* follows it; *own_dose*: the routine, not the exercise, set the dose."""

    exercise: Exercise
    dose: Dose
    rest: Ms = 10_000
    get_ready: Ms = 5_000
    counting: Counting = Counting.STANDARD
    section: str | None = None
    caution: Sourced | None = None
    optional: bool = False
    alternative: ExerciseStep | None = None
    swap: Swap | None = None
    note: str | None = None
    own_dose: bool = True
    path: Path_ = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class RestStep:
    """A rest of at least *length*, with words of the author's own."""

    length: Ms
    say: str | None = None
    path: Path_ = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class SayStep:
    """Words, and nothing else."""

    text: str
    path: Path_ = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class WaitStep:
    """Words, then quiet until the listener is ready."""

    text: str
    path: Path_ = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class RepeatStep:
    """Rounds of steps with a rest between the rounds."""

    rounds: int
    steps: tuple[Step, ...]
    rest: Ms = 0
    path: Path_ = field(default=(), compare=False)


Step: TypeAlias = ExerciseStep | RestStep | SayStep | WaitStep | RepeatStep


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence with a number in it: as it is for one, and for any other number."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Side:
    """What is on a side: *word* is its name, *left* and *right* are the left and the right one."""

    word: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Notations:
    """How a language reads what is written short; see ``Words``. Empty: it is left to the voice."""

    units: tuple[tuple[str, Plural], ...] = ()
    """Abbreviation, and the word for one of it and for more."""
    fractions: tuple[tuple[str, str, str], ...] = ()
    """``1/2``, how it reads alone, and how after a whole number."""
    degrees: Plural | None = None
    times: str = ""
    """``3x`` before a number, as in 3x12."""
    times_alone: Plural | None = None
    """``3x`` elsewhere."""
    to: str = ""
    """Between the ends of a range."""
    out_of: str = ""
    decimal: str = "."
    phrases: tuple[tuple[str, str], ...] = ()
    """``1 Minute``, ``1/2 Minute``, and how they read where figures alone do not tell."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the coach says in a language. ``routine/sentences.py`` tells what each sentence is for.

    *singular* are the numbers that take a sentence's form for one. *sides* are by the word of the exercise, in small
    letters; *phases* are the words for the phases of our exercises, *held* is how the names of held phases begin,
    *things* are the words for equipment, by its English name in small letters.
    *missing* names the sentences that nobody has in this language: English stands in for them.
    """

    language: str
    sentences: Mapping[str, str | Plural] = field(hash=False)
    singular: frozenset[int] = frozenset({1})
    sides: Mapping[str, Side] = field(default_factory=dict, hash=False)
    phases: Mapping[str, str] = field(default_factory=dict, hash=False)
    held: tuple[str, ...] = ()
    things: Mapping[str, str] = field(default_factory=dict, hash=False)
    notations: Notations = Notations()
    missing: tuple[str, ...] = ()


def english_words() -> Words:
    """Return what the coach says in English."""
    from backplayer.routine.words import shipped_words

    return shipped_words("en")


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine, every exercise looked up and every default filled in."""

    title: str
    steps: tuple[Step, ...]
    name: str = ""
    summary: str | None = None
    language: str = "en"
    author: str | None = None
    follows: str | None = None
    sources: tuple[str, ...] = ()
    length: Ms | None = None
    equipment: tuple[str, ...] = ()
    equipment_optional: tuple[str, ...] = ()
    safety: tuple[Sourced, ...] = ()
    closing: tuple[Sourced, ...] = ()
    if_it_hurts: tuple[Sourced, ...] = ()
    """Said when the listener reports pain."""
    pain_in_english: bool = False
    """Whether ``if_it_hurts`` is English in a routine that is not, since nothing else is there."""
    for_pain: bool = False
    """Whether it is meant for somebody whose back hurts."""
    pronounce: tuple[tuple[str, str], ...] = ()
    """What the voice is to read in place of a word."""
    general_pronounce: tuple[tuple[str, str], ...] = ()
    """The same for every routine of the library; the routine's own come first."""
    ignore: tuple[str, ...] = ()
    """Rules of `check` that the author has decided against."""
    notes: tuple[str, ...] = field(default=())
    words: Words = field(default_factory=english_words, repr=False)
    """What the coach says."""


def exercise_steps(steps: tuple[Step, ...]) -> Iterator[ExerciseStep]:
    """Go through the exercises as written, those inside repeats once."""
    for step in steps:
        if isinstance(step, ExerciseStep):
            yield step
        elif isinstance(step, RepeatStep):
            yield from exercise_steps(step.steps)


def played_exercises(steps: tuple[Step, ...]) -> Iterator[ExerciseStep]:
    """Go through the exercises as they are played, every round of a repeat."""
    for step in steps:
        if isinstance(step, ExerciseStep):
            yield step
        elif isinstance(step, RepeatStep):
            for _ in range(step.rounds):
                yield from played_exercises(step.steps)
