"""What the coach says, in the words of the routine's language. Numbers stay figures: the voice reads them, the screen
shows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from backplayer.routine.model import Dose, Phase, Plural, Sides, Words, english_words
from backplayer.units import Ms

DISCLAIMER = "This is general exercise guidance, not medical advice."
"""For screens."""
PRESS_ENTER, SAY_READY, WHENEVER = "press_enter", "say_ready", "whenever"
"""The sentences that tell how to go on from a wait."""

LONG_PHASE: Ms = 8_000
"""A phase of a repetition this long is announced with its length, and its last three seconds are counted."""

_HOLE = re.compile(r"\{(\w+)\}(\.?)")


def is_long(phase: Phase) -> bool:
    """Whether the length of a phase has to be known before it begins."""
    return bool(phase.name) and phase.length >= LONG_PHASE


@dataclass(frozen=True, slots=True)
class Wording:
    """The coach's sentences, made of *words*. Their names and placeholders: ``routine/sentences.py``."""

    words: Words

    def text(self, name: str, /, **values: str | int) -> str:
        """Say the sentence called *name*; of *values*, the one that is a number decides whether it is one or more.

        A text that ends a sentence itself gets no second full stop; ``{Name}`` is ``{name}`` with a capital letter.
        """
        sentence = self.words.sentences[name]
        if isinstance(sentence, Plural):
            count = next(value for value in values.values() if isinstance(value, int))
            sentence = sentence.one if count in self.words.singular else sentence.other

        def filled(hole: re.Match[str]) -> str:
            key = hole[1]
            value = str(values[key] if key in values else values[key[:1].lower() + key[1:]])
            if key not in values:
                value = value[:1].upper() + value[1:]
            return value if value[-1:] in (".", "!", "?", "…") else value + hole[2]

        return _HOLE.sub(filled, sentence)

    # -- the beginning, and what comes -------------------------------------------------------------

    def about_minutes(self, length: Ms) -> str:
        """Tell the length, to the minute."""
        return self.text("about_minutes", minutes=_minutes(length))

    def equipment(self, items: Sequence[str]) -> str:
        """Tell what to put within reach, in the words of the language where it has them."""
        return self.text("equipment", items=self._and([self.words.things.get(item.casefold(), item) for item in items]))

    def announce(self, name: str, first: bool) -> str:
        """Name the exercise that comes."""
        return self.text("first" if first else "next", name=name)

    def dose(self, dose: Dose, word: str | None = None) -> str:
        """Tell how much, and for which side; *word* is what is on that side, such as ``arm``."""
        if dose.reps is not None:
            long = [self.text("dose_phase", phase=phase.name, time=self.span(phase.length))
                    for phase in dose.tempo if is_long(phase)]  # fmt: skip
            amount = ", ".join([self.text("dose_reps", reps=dose.reps), *long])
        elif dose.hold is not None:
            amount = self.text("dose_hold", time=self.span(dose.hold))
        else:
            amount = self.text("dose_time", time=self.span(dose.time or 0))
        if dose.sets > 1:
            amount = self.text("dose_sets", sets=dose.sets, amount=amount)
        if dose.sides in (Sides.BOTH, Sides.ALTERNATING):
            amount = self.text("dose_each", amount=amount, word=self._side_word(word))
        elif dose.sides in (Sides.LEFT, Sides.RIGHT):
            amount = self.text("dose_side", amount=amount, side=self.side(dose.sides.value, word))
        return self.text("dose", dose=amount)

    # -- sides -------------------------------------------------------------------------------------

    def side(self, side: str, word: str | None = None) -> str:
        """Name what is on the ``left`` or the ``right``."""
        known = self.words.sides.get((word or "side").casefold())
        if known:
            return known.left if side == "left" else known.right
        return self.text(side, word=word or "side")

    def _side_word(self, word: str | None) -> str:
        known = self.words.sides.get((word or "side").casefold())
        return known.word if known else word or "side"

    def side_first(self, side: str, word: str | None = None) -> str:
        """Tell the side that begins."""
        return self.text("side_first", side=self.side(side, word))

    def now_side(self, side: str, word: str | None = None) -> str:
        """Call the change of sides."""
        return self.text("now_side", side=self.side(side, word))

    # -- in between, and while it works ------------------------------------------------------------

    def rest(self, length: Ms) -> str:
        """Call a rest; its length is told when it is long enough to matter."""
        return self.text("rest_for", time=self.span(length)) if length >= 20_000 else self.text("rest")

    def set_of(self, number: int, sets: int) -> str:
        """Call the set that comes."""
        return self.text("last_set") if number == sets else self.text("set_of", set=number, sets=sets)

    def round_of(self, number: int, rounds: int) -> str:
        """Call the round that comes."""
        return self.text("last_round") if number == rounds else self.text("round_of", round=number, rounds=rounds)

    def count_and_phase(self, count: str, phase: Phase) -> str:
        """Say a count and the phase that begins with it in one breath."""
        return self.text("count_and_phase", count=count.rstrip("."), phase=phase.name)

    def minutes_left(self, minutes: int) -> str:
        """Tell the whole minutes left in a long piece of work."""
        return self.text("minutes_left", minutes=minutes)

    # -- answers -----------------------------------------------------------------------------------

    def place(
        self, name: str, side: str | None, word: str | None, rep: int | None, reps: int | None, left: Ms | None
    ) -> str:
        """Tell where in an exercise the listener is: the repetition that comes, or the *left* time of a hold."""
        parts = [name]
        if side:
            parts.append(self.side(side, word))
        if rep is not None and reps is not None:
            parts.append(self.text("place_rep", rep=rep, reps=reps))
        elif left is not None:
            parts.append(self.text("place_left", time=self.span(left)))
        return self.text("place", place=", ".join(parts))

    def still_to_come(self, exercises: int, left: Ms) -> str:
        """Tell how much is left of the session."""
        many = self.text("exercises_left", exercises=exercises) if exercises else self.text("last_exercise")
        return self.text("still_to_come", exercises=many, minutes=self.text("minutes", minutes=_minutes(left)))

    def what_now(self, easier: bool, spoken: bool) -> str:
        """Ask what to do about pain; where the answer is *spoken*, in the words to use."""
        return self.text(f"{'say_' if spoken else ''}what_now{'_easier' if easier else ''}")

    # -- what sentences are made of ----------------------------------------------------------------

    def span(self, length: Ms) -> str:
        """Say a length of time: ``20 seconds``, ``1 minute``, ``1 minute 30 seconds``."""
        minutes, seconds = divmod(max(1, round(length / 1000)), 60)
        if not minutes:
            return self.text("seconds", seconds=seconds)
        whole = self.text("minutes", minutes=minutes)
        if not seconds:
            return whole
        return self.text("minutes_and_seconds", minutes=whole, seconds=self.text("seconds", seconds=seconds))

    def _and(self, items: Sequence[str]) -> str:
        if len(items) < 3:
            return self.text("two", first=items[0], last=items[1]) if len(items) == 2 else "".join(items)
        first = reduce(lambda first, following: self.text("more", first=first, next=following), items[:-1])
        return self.text("and_last", first=first, last=items[-1])


def english() -> Wording:
    """Return how the coach speaks where nothing else is said."""
    return Wording(english_words())


def _minutes(length: Ms) -> int:
    return max(1, round(length / 60_000))
