"""How long a phrase takes to say, estimated from its text: for sessions without a voice."""

from __future__ import annotations

import re
from functools import lru_cache

from backplayer.units import Ms

_CHARACTER: Ms = 47
_DIGIT: Ms = 198
_PAUSE: Ms = 334
_PHRASE: Ms = 183
_PAUSES = re.compile(r"[.,:;!?] ")


@lru_cache(maxsize=4096)
def estimated_length(text: str) -> Ms:
    """Return about how long *text* takes at 175 words a minute.

    The figures are a least-squares fit to the 531 phrases of our own routines as eSpeak NG 1.52 says them (en-us);
    the estimate is off by 8 % on average.
    """
    digits = sum(character.isdigit() for character in text)
    pauses = len(_PAUSES.findall(text))
    return _CHARACTER * (len(text) - digits - pauses) + _DIGIT * digits + _PAUSE * pauses + _PHRASE
