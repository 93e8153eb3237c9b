"""Looks at a routine with every rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from backplayer.review.rules import RULES
from backplayer.review.subject import Subject
from backplayer.routine.problems import MAX_PROBLEMS, Problem


def review(subject: Subject, ignore: Collection[str] = ()) -> list[Problem]:
    """Return the advice on *subject*, but for the rules in *ignore* and those that the routine says to ignore.

    Of each rule it is the first MAX_PROBLEMS findings.
    """
    return sorted(set(_advice(subject, {*ignore, *subject.routine.ignore})))


def _advice(subject: Subject, ignored: Collection[str]) -> Iterator[Problem]:
    for name, rule in RULES.items():
        if name in ignored or (subject.is_exercise and not rule.alone):
            continue
        for number, (path, message) in enumerate(islice(rule.find(subject), MAX_PROBLEMS + 1)):
            if number == MAX_PROBLEMS:
                message = "there is more of this; see to these first"
            yield subject.source.problem(path, message, rule=name)
