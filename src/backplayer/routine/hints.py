"""What an author probably meant: words of other languages and other programs for our keys, values and numbers."""

from __future__ import annotations

import re
from collections.abc import Collection

from backplayer.routine.problems import did_you_mean, nearest

_KEYS = {
    "repetitions": "reps", "count": "reps", "times": "reps", "duration": "time", "seconds": "time", "minutes": "time",
    "pause": "rest", "break": "rest", "rounds": "repeat", "circuit": "repeat", "speed": "tempo", "series": "sets",
    "exercises": "steps", "name": "title", "description": "summary", "comment": "note", "warning": "caution",
    "cue": "cues", "side": "sides", "set": "sets", "when": "with", "using": "with", "source": "from",
    "category": "kind", "type": "kind", "position": "posture", "instructions": "steps", "suggested": "proposed",
    # German
    "titel": "title", "sprache": "language", "ausrüstung": "equipment", "schritte": "steps", "übung": "exercise",
    "wiederholungen": "reps", "halten": "hold", "dauer": "time", "sätze": "sets", "seiten": "sides",
    "hinweise": "cues", "mit": "with",
    # French
    "titre": "title", "langue": "language", "matériel": "equipment", "étapes": "steps", "exercice": "exercise",
    "répétitions": "reps", "tenir": "hold", "durée": "time", "séries": "sets", "côtés": "sides", "repos": "rest",
    "avec": "with",
    # Spanish
    "título": "title", "idioma": "language", "pasos": "steps", "ejercicio": "exercise", "repeticiones": "reps",
    "mantener": "hold", "duración": "time", "lados": "sides", "descanso": "rest", "pausa": "rest", "con": "with",
}  # fmt: skip
_VALUES = {
    "each": "both", "each side": "both", "left and right": "both", "both sides": "both", "bilateral": "both",
    "2": "both", "yes": "both", "beide": "both", "beidseitig": "both", "links": "left", "rechts": "right",
    "les deux": "both", "gauche": "left", "droite": "right", "ambos": "both", "izquierda": "left", "derecha": "right",
    "alternate": "alternating", "seated": "sitting", "lying": "supine", "on all fours": "all-fours", "back": "supine",
}  # fmt: skip
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TIME = re.compile(r"[0-9]{1,4} ?(?:s|secs?|seconds?|m|mins?|minutes?)")
_SIDED = re.compile(r"([0-9]{1,4})x? ?(?:/|each |per |a |je |pro |par |por ) ?[^\W\d_]{1,10}")


def meant_key(key: str, known: Collection[str]) -> str | None:
    """Return the known key that is meant by *key*, or None."""
    synonym = _KEYS.get(key.lower(), key)
    return synonym if synonym in known else nearest(key, known)


def value_hint(value: object, known: Collection[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or nothing."""
    words = " and ".join(map(str, value)) if isinstance(value, list) else str(value)
    meant = _VALUES.get(words.casefold())
    if meant in known:
        return f"; did you mean '{meant}'?"
    return "" if isinstance(value, list) else did_you_mean(words, known)


def number_hint(value: object) -> str:
    """Tell what to write in place of what is no whole number."""
    words = value.strip(" \"'“”„~;").lower() if isinstance(value, str) and len(value) < 100 else ""
    if words in _NUMBERS:
        return f"; write {_NUMBERS.index(words) + 1}"
    if words.isdecimal() and len(words) <= 4:  # in quotes, or in figures of another script
        return f"; write only the number, {int(words)}"
    if span := re.fullmatch(r"([0-9]{1,4})\s*(?:-|–|to|bis)\s*[0-9]{1,4}", words):
        return f"; write the lower number, {span[1]}, and mention the range in note"
    if _TIME.fullmatch(words):
        return f", which is a time; write 'time: {words}' or 'hold: {words}' in its place"
    if sided := _SIDED.fullmatch(words):
        return f"; write {sided[1]} and add 'sides: both'"
    if sets := re.fullmatch(r"([1-9][0-9]?)\s*[x×*]\s*([1-9][0-9]{0,3})", words):
        return f"; write sets: {sets[1]} and reps: {sets[2]}"
    if glued := re.fullmatch(r"([1-9][0-9]{0,3})#.*", words):
        return f"; a comment needs a space before its #, as in {glued[1]} # …"
    if number := re.fullmatch(r"([1-9][0-9]{0,3})(?:x| [a-z(].*)", words):
        return f"; write only the number, {number[1]}"
    return ""
