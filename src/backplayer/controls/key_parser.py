"""From the bytes that a terminal sends to the names of keys."""

from __future__ import annotations

ESCAPE, BELL, CANCEL = 0x1B, 0x07, (0x18, 0x1A)

NAMES = {"\r": "enter", "\n": "enter", " ": "space"}
SEQUENCES = {
    # the first form in normal mode, the second in application mode
    b"[A": "up", b"OA": "up",
    b"[B": "down", b"OB": "down",
    b"[C": "right", b"OC": "right",
    b"[D": "left", b"OD": "left",
    b"[5~": "page-up",
    b"[6~": "page-down",
    b"OM": "enter",  # of the number pad
    b"OP": "f1", b"[11~": "f1", b"[[A": "f1",
    b"[15~": "f5", b"[15;2~": "f5", b"[[E": "f5",  # with shift: presenter clickers
}  # fmt: skip
PASTE_BEGINS, PASTE_ENDS = b"[200~", b"[201~"

SEQUENCE_PAUSE = 0.1
"""Seconds of quiet after which a begun sequence was none: the Escape key was pressed, or the rest was lost."""
PASTE_PAUSE = 1.0
"""Seconds of quiet after which a paste is over though its end never came, so that the keyboard is not lost with it."""


class KeyParser:
    """Splits a stream of bytes into keys: characters (letters in lower case) and names such as ``page-up``.

    What belongs to a sequence that is not known, and what is pasted, gives no key. Cutting the stream anywhere changes
    nothing.
    """

    def __init__(self) -> None:
        self._begun = b""  # an unfinished sequence, its ESC included
        self._pasting = False

    @property
    def pause(self) -> float | None:
        """How many seconds of quiet must pass before `rest` is due; None when nothing is begun."""
        if self._pasting:
            return PASTE_PAUSE
        return SEQUENCE_PAUSE if self._begun else None

    def rest(self) -> None:
        """Forget what was begun: nothing came for as long as `pause` says."""
        self._begun = b""
        self._pasting = False

    def feed(self, data: bytes) -> list[str]:
        """Return the keys that *data* completes."""
        return [key for byte in data if (key := self._feed(byte)) and not self._pasting]

    def _feed(self, byte: int) -> str | None:
        if byte == ESCAPE:  # begins a sequence, and breaks off any other
            self._begun = b"\x1b"
        elif not self._begun:
            return _character(byte)
        elif byte in CANCEL:
            self._begun = b""
        elif self._begun[1:2] in (b"[", b"O"):
            return self._feed_sequence(byte)
        elif self._begun[1:2] in (b"]", b"P", b"X", b"^", b"_"):  # a terminal's answer: up to BEL, or ESC and "\"
            if byte == BELL:
                self._begun = b""
        elif byte in b"[O]PX^_":
            self._begun += bytes([byte])
        else:  # a key together with Alt
            self._begun = b""
        return None

    def _feed_sequence(self, byte: int) -> str | None:
        begun = self._begun
        if not 0x20 <= byte <= 0x7E:  # not of a sequence: that one was cut off
            self._begun = b""
            return _character(byte)
        self._begun = (begun + bytes([byte]))[:32]
        if byte < 0x40 or self._begun == b"\x1b[[":  # a parameter; the Linux console's function keys
            return None
        sequence = self._begun[1:]
        self._begun = b""
        if sequence in (PASTE_BEGINS, PASTE_ENDS):
            self._pasting = sequence == PASTE_BEGINS
        return SEQUENCES.get(sequence)


def _character(byte: int) -> str | None:
    """Name the key of a single byte; None for control characters and for anything beyond ASCII."""
    character = chr(byte)
    return NAMES.get(character) or (character.lower() if 0x20 < byte < 0x7F else None)
