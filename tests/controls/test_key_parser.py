"""What a terminal sends, as keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.controls.key_parser import KeyParser
from backplayer.controls.keys import BINDINGS, COMMAND_OF
from backplayer.player.commands import Command

BEGUN = (b"\x1b", b"\x1b[", b"\x1bO", b"\x1b]11;rgb:0/0/0", b"\x1b[200~")
WHOLE = (b" ", b"q", "é".encode(), b"\x1b[A", b"\x1bOC", b"\x1b[5~", b"\x1b[1;5C", b"\x1bn", b"\x1b[[A")
ENDS = (b"\x07", b"\x18", b"\x1b\\", b"\x1b[201~")
PIECES = st.binary(max_size=6) | st.sampled_from(BEGUN + WHOLE + ENDS)
STREAMS = st.lists(PIECES, max_size=20).map(b"".join)


def keys(*chunks: bytes) -> list[str]:
    parser = KeyParser()
    return [key for chunk in chunks for key in parser.feed(chunk)]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (b" ", "space"), (b"\r", "enter"), (b"\n", "enter"), (b"N", "n"), (b"n", "n"), (b"!", "!"),
        (b"\x1b[C", "right"), (b"\x1bOC", "right"), (b"\x1b[D", "left"), (b"\x1bOA", "up"), (b"\x1b[B", "down"),
        (b"\x1b[5~", "page-up"), (b"\x1b[6~", "page-down"), (b"\x1b[15~", "f5"), (b"\x1b[15;2~", "f5"),
        (b"\x1bOP", "f1"), (b"\x1b[[A", "f1"), (b"\x1bOM", "enter"),
    ],
)  # fmt: skip
def test_a_key(sent: bytes, key: str) -> None:
    assert keys(sent) == [key]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x1b",  # the Escape key
        b"\x1bn",  # Alt and n
        b"\x1b[1;5C",  # Ctrl and right
        b"\x1b[3~",  # Delete
        b"\x1b[<0;10;20M",  # a mouse
        b"\x1b[I",  # focus
        b"\x1b[?1;2c",  # a terminal's answers
        b"\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\",
        b"\x1b]11;rgb:1c1c/1c1c/1c1c\x07",
        b"\x1bP1$r0m\x1b\\",
        b"\x01\x04\t\x7f\x00",
        "ä€ß".encode(),
    ],
)
def test_no_key(sent: bytes) -> None:
    assert keys(sent) == []


@pytest.mark.parametrize("sent", [b"\x1b[3~", b"\x1bx", b"\x1b]0;quit\x07", b"\x1b[200~qqq\n\x1b[201~", b"\x1b[5\x18"])
def test_the_key_after_what_is_swallowed_counts(sent: bytes) -> None:
    assert keys(sent + b" ") == ["space"]


def test_what_is_pasted_is_no_key_even_with_sequences_in_it() -> None:
    assert keys(b"n\x1b[200~q \r\x1b[C\x1b[20", b"q\x1b]q\x1b[201~b") == ["n", "b"]


def test_quiet_ends_what_was_begun() -> None:
    parser = KeyParser()
    assert parser.pause is None
    for begun in (b"\x1b", b"\x1b[5", b"\x1b]11;", b"\x1b[200~q"):
        assert parser.feed(begun) == []
        assert parser.pause
        parser.rest()
        assert parser.pause is None
        assert parser.feed(b"w") == ["w"]


@given(STREAMS, st.data())
def test_where_a_stream_is_cut_changes_nothing(stream: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert keys(*chunks) == keys(stream)


@given(STREAMS)
def test_after_any_stream_and_a_rest_the_keyboard_works(stream: bytes) -> None:
    parser = KeyParser()
    parser.feed(stream)
    parser.rest()
    assert parser.feed(b"\x1b[6~ ") == ["page-down", "space"]


def test_no_key_has_two_meanings_and_the_keys_reach_every_command_that_one_key_can_give() -> None:
    assert len(COMMAND_OF) == sum(len(binding.keys) for binding in BINDINGS)
    assert {binding.command for binding in BINDINGS} == set(Command) - {Command.PAUSE, Command.RESUME}


def test_every_bound_key_can_be_typed() -> None:
    typed = {"space": b" ", "enter": b"\r", "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D"}
    typed |= {"page-up": b"\x1b[5~", "page-down": b"\x1b[6~", "f1": b"\x1bOP", "f5": b"\x1b[15~"}
    for key in COMMAND_OF:
        assert keys(typed.get(key, key.encode())) == [key]
