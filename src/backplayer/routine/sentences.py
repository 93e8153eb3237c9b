"""The sentences of the coach: their names, their placeholders and what each is for. The words are in ``words/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """When a sentence is said (*about*), and its placeholders; one that *counts* may have a form of its own for one.

    A *fixed* one cannot be changed by a routine or a set of words.
    """

    about: str
    placeholders: tuple[str, ...] = ()
    counts: str | None = None
    fixed: bool = False


def _is(about: str, *placeholders: str, counts: str | None = None, fixed: bool = False) -> Sentence:
    return Sentence(about, placeholders, counts, fixed)


SENTENCES: Mapping[str, Sentence] = {
    # the beginning and the end
    "title": _is("opens the session", "title"),
    "about_minutes": _is("how long the session is", "minutes", counts="minutes"),
    "equipment": _is("what to put within reach", "items"),
    "disclaimer": _is("that this is no medical advice", fixed=True),
    "slow_and_easy": _is("the routine's rules in short, where little is said"),
    "done": _is("the end"),
    # what comes
    "first": _is("names the first exercise", "name"),
    "next": _is("names the exercise that comes", "name"),
    "easier": _is("offers the easier exercise", "name"),
    "instead": _is("names the exercise that takes another's place", "name"),
    "name": _is("names an exercise, where little is said", "name"),
    # how much
    "dose_reps": _is("how many repetitions", "reps", counts="reps"),
    "dose_phase": _is("how long a long phase of a repetition is", "phase", "time"),
    "dose_hold": _is("how long to hold", "time"),
    "dose_time": _is("how long to go on", "time"),
    "dose_sets": _is("how many sets of an amount", "sets", "amount"),
    "dose_each": _is("an amount that is for each side", "amount", "word"),
    "dose_side": _is("an amount that is for one side", "amount", "side"),
    "dose": _is("all of it, as a sentence", "dose"),
    # sides
    "left": _is("what is on the left, by its name", "word"),
    "right": _is("what is on the right, by its name", "word"),
    "side_first": _is("the side that begins", "side"),
    "now_side": _is("calls the change of sides", "side"),
    "other_side": _is("the count of a repetition that changes sides"),
    # work
    "ready": _is("begins the count-in"),
    "halfway": _is("half of a hold or a movement is over"),
    "last_one": _is("the last repetition"),
    "count_and_phase": _is("a count, and the phase that begins with it", "count", "phase"),
    "minutes_left": _is("whole minutes left in long work", "minutes", counts="minutes"),
    # rests, sets, rounds
    "rest": _is("calls a short rest"),
    "rest_for": _is("calls a rest and tells its length", "time"),
    "set_of": _is("the set that comes", "set", "sets"),
    "last_set": _is("the last set"),
    "round_of": _is("the round that comes", "round", "rounds"),
    "last_round": _is("the last round"),
    # waiting
    "press_enter": _is("how to go on, with a keyboard"),
    "say_ready": _is("how to go on, with spoken commands"),
    "whenever": _is("to go on, where it is not known how"),
    "still_there": _is("reminds in a long wait"),
    "pausing": _is("nobody answered a wait"),
    "ending": _is("nobody answered after pain"),
    "paused": _is("the session was paused while the computer slept"),
    # answers
    "place": _is("where we are, as a sentence", "place"),
    "place_rep": _is("where we are: the repetition", "rep", "reps"),
    "place_left": _is("where we are: the time left", "time"),
    "still_to_come": _is("what is left of the session", "exercises", "minutes"),
    "exercises_left": _is("how many exercises come after this one", "exercises", counts="exercises"),
    "last_exercise": _is("none comes after this one"),
    "what_now": _is("asks what to do about pain"),
    "what_now_easier": _is("the same, where there is an easier exercise"),
    "say_what_now": _is("the same, with spoken commands"),
    "say_what_now_easier": _is("the same, with spoken commands and an easier exercise"),
    "can_say": _is("what can be said"),
    "skip_this": _is("asks whether to skip was meant"),
    "stop_here": _is("asks whether to stop was meant"),
    "take_easier": _is("asks whether the easier exercise was meant"),
    # refusals
    "not_paused": _is("refuses to resume"),
    "already_paused": _is("refuses to pause"),
    "waiting": _is("refuses, since it waits"),
    "not_now": _is("refuses"),
    "only_in_a_rest": _is("refuses more time"),
    "no_easier": _is("refuses an easier exercise"),
    "slowest": _is("refuses to slow down"),
    "fastest": _is("refuses to speed up"),
    "loudest": _is("refuses to be louder"),
    "quietest": _is("refuses to be quieter"),
    # what sentences are made of
    "seconds": _is("a length of time", "seconds", counts="seconds"),
    "minutes": _is("a length of time", "minutes", counts="minutes"),
    "minutes_and_seconds": _is("a length of time of both", "minutes", "seconds"),
    "two": _is("a list of two", "first", "last"),
    "more": _is("a longer list begins", "first", "next"),
    "and_last": _is("a longer list ends", "first", "last"),
}
