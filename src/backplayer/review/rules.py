"""The rules of advice, by name. Each has a page in docs/rules/."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from backplayer.review import cuts, equipment, moves, order, plan, sides, words
from backplayer.review.subject import Finding, Subject
from backplayer.routine.problems import FORMAT, did_you_mean, printable


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule finds, in one line, and the function that finds it. *alone*: in exercise files, too."""

    summary: str
    find: Callable[[Subject], Iterator[Finding]]
    alone: bool = False


def _unknown_rule(subject: Subject) -> Iterator[Finding]:
    for index, name in enumerate(subject.routine.ignore):
        if name == FORMAT:
            yield ("ignore", index), "what stops a file from being played cannot be ignored"
        elif name not in RULES:
            hint = did_you_mean(name, RULES) or "; 'backplayer explain' lists them"
            yield ("ignore", index), f"no rule is called '{printable(name)}'{hint}"


RULES: Mapping[str, Rule] = {
    "cue-does-not-fit": Rule("a form cue is too long to be said while the exercise is done", words.cues, alone=True),
    "debated": Rule("the sources of an exercise disagree about it", moves.debated),
    "discouraged": Rule("an exercise that its sources only name to advise against it", moves.discouraged),
    "equipment-not-listed": Rule("an exercise needs equipment the routine does not list", equipment.not_listed),
    "equipment-not-used": Rule("no exercise needs something the routine's equipment lists", equipment.not_used),
    "get-ups": Rule("another order of the same exercises needs fewer changes of posture", order.get_ups),
    "length-differs": Rule("the routine takes much longer or shorter than its length says", plan.length_differs),
    "no-set-up": Rule("nothing tells how an exercise is done", words.no_set_up),
    "no-warm-up": Rule("stretching or strengthening comes before anything that warms up", plan.no_warm_up),
    "one-side-only": Rule("one side is trained and the other never", sides.one_side_only),
    "rounding": Rule("the back is rounded in a routine for somebody whose back hurts", moves.rounding),
    "sides-missing": Rule("a one-sided exercise is done without saying which sides", sides.missing, alone=True),
    "text-cut": Rule("a comma between brackets, or a #, cuts a sentence in two", cuts.cut, alone=True),
    "too-many-exercises": Rule("a short plan has many exercises", plan.too_many),
    "unknown-rule": Rule("the key ignore names a rule that does not exist", _unknown_rule),
    "untranslated": Rule("something will be said in another language than the routine's", words.untranslated),
    "words-longer-than-rest": Rule("the words before an exercise outlast the rest that was written", words.longer),
}
"""Every rule by its name, which is also the name of its page."""
