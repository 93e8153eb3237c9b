"""What is wrong with the coach's sentences as somebody wrote them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backplayer.routine.model import Path_
from backplayer.routine.problems import Problem, RoutineError, did_you_mean, printable
from backplayer.routine.reading.source import Data, Source
from backplayer.routine.sentences import SENTENCES, Sentence

if TYPE_CHECKING:
    from backplayer.routine.format.words import WordsDoc

LONGEST = 240
"""Characters of a sentence."""
MOST = 200
"""Sentences of a file; each that is wrong is looked at."""

_HOLE = re.compile(r"\{([^{}]*)\}")


def checked_words(source: Source, *, fixed_too: bool, singular: Collection[int]) -> WordsDoc:
    """Check a file of words; *singular* holds where it says nothing of that itself.

    Raises:
        RoutineError: with every problem of the file.
    """
    from backplayer.routine.format.words import WordsDoc
    from backplayer.routine.reading.complaints import validate

    data = source.data if isinstance(source.data, dict) else {}
    sentences = {name: value for name, value in data.items() if name not in WordsDoc.model_fields}
    own = data.get("singular")
    if isinstance(own, list):  # whether these are numbers, validation tells
        singular = [int(number) for number in own if isinstance(number, str) and number.isdecimal()]
    problems = list(sentence_problems(source, (), sentences, fixed_too=fixed_too, singular=singular))
    if len(sentences) > MOST:
        raise RoutineError(problem.problem for problem in problems)
    wrong = [problem.path for problem in problems]
    return validate(WordsDoc, without(source, wrong), (problem.problem for problem in problems))


def without(source: Source, paths: Collection[Path_]) -> Source:
    """Return *source* without the values at *paths*, of which enough was said."""
    gone = set(paths)
    above = {path[:length] for path in paths for length in range(len(path))}

    def left(data: Data, path: Path_) -> Data:
        if not isinstance(data, dict):
            return data
        inside = {name: left(value, (*path, name)) if (*path, name) in above else value for name, value in data.items()}
        return {name: value for name, value in inside.items() if (*path, name) not in gone}

    return replace(source, data=left(source.data, ())) if paths else source


@dataclass(frozen=True, slots=True)
class Wrong:
    """A problem, and the path of what it is about."""

    path: Path_
    problem: Problem


def sentence_problems(
    source: Source, path: Path_, sentences: Mapping[str, Data], *, fixed_too: bool, singular: Collection[int]
) -> Iterator[Wrong]:
    """Find sentences that the coach does not have, and placeholders that a sentence does not have or lacks.

    What is no text at all is left to the validation. With *fixed_too*, the fixed ones may be changed as well: only in a
    language's own file. The form for one may leave its number out where no other takes that form: *singular* are those
    that do, and the coach never says 0.
    """
    tells = set(singular) <= {0, 1}
    if len(sentences) > MOST:
        yield Wrong(path, source.problem(path, f"more than {MOST} sentences; the coach has {len(SENTENCES)}"))
        return
    for name, written in sentences.items():
        here = (*path, name)

        def wrong(message: str, *, key: bool = False, here: Path_ = here) -> Wrong:
            return Wrong(here, source.problem(here, message, key=key))

        sentence = SENTENCES.get(name)
        if sentence is None:
            hint = did_you_mean(name, SENTENCES) or f"; some it has are {', '.join(list(SENTENCES)[:3])}"
            yield wrong(f"the coach has no sentence '{printable(name)}'{hint}", key=True)
        elif sentence.fixed and not fixed_too:
            yield wrong(f"{name} stays as the language has it; delete it here", key=True)
        elif isinstance(written, list):
            yield wrong(f"{name} is one text, not a list")
        elif not written:
            yield wrong(f"{name} is empty; write what the coach is to say, or delete the line")
        elif isinstance(written, dict) and written.keys() != {"one", "other"}:
            quotes = "; put quotes around a text that starts with {" if not written.keys() & {"one", "other"} else ""
            yield wrong(f"{name} is one text, or has the two keys one and other{quotes}")
        elif isinstance(written, dict) and sentence.counts is None:
            yield wrong(f"{name} has no number that could be one; write one text")
        else:
            forms = written if isinstance(written, dict) else {"other": written}
            for form, text in forms.items():
                if isinstance(text, str) and (message := _misfit(name, sentence, text, form == "one" and tells)):
                    yield wrong(message)


def _misfit(name: str, sentence: Sentence, text: str, tells: bool) -> str | None:
    """Say what is wrong with the placeholders of *text*; one that *tells* its number by its form may leave it out."""
    if len(text) > LONGEST:
        return f"{name} has {len(text)} characters; {LONGEST} is the most"
    known = " and ".join(f"{{{hole}}}" for hole in sentence.placeholders) or "none"
    if set("{}") & set(_HOLE.sub("", text)):
        return f"{name} has a {{ or }} that stands alone; its placeholders: {known}"
    written = [hole[:1].lower() + hole[1:] for hole in _HOLE.findall(text)]
    for hole in written:
        if hole not in sentence.placeholders:
            hint = did_you_mean(hole, sentence.placeholders) or f"; it has {known}"
            return f"{name} has no placeholder {{{printable(hole)}}}{hint}"
        if written.count(hole) > 1:
            return f"{name} has {{{hole}}} twice; once is enough"
    spared = {sentence.counts} if tells else set()
    for hole in sentence.placeholders:
        if hole not in written and hole not in spared:
            return f"{name} lacks its placeholder {{{hole}}}; it has {known}"
    return None
