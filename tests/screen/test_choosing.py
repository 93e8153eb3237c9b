"""Which display is chosen."""

from __future__ import annotations

import pytest

from backplayer.screen.choosing import chosen_display, has_blocks, has_colour, why_not_live

TERMINAL = {"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}


def test_a_terminal_gets_the_live_view() -> None:
    assert chosen_display(TERMINAL, True, (80, 24)) == "live"
    assert chosen_display(TERMINAL, True, (0, 0)) == "live"  # a serial line that does not know its size


@pytest.mark.parametrize(
    ("environ", "tty", "size"),
    [
        (TERMINAL, False, (80, 24)),
        ({**TERMINAL, "TERM": "dumb"}, True, (80, 24)),
        ({}, True, (80, 24)),
        ({**TERMINAL, "ACCESSIBLE": "1"}, True, (80, 24)),
        (TERMINAL, True, (19, 24)),
        (TERMINAL, True, (80, 5)),
    ],
)
def test_others_get_plain_lines(environ: dict[str, str], tty: bool, size: tuple[int, int]) -> None:
    assert chosen_display(environ, tty, size) == "plain"


def test_accessible_can_be_switched_off() -> None:
    assert chosen_display({**TERMINAL, "ACCESSIBLE": "0"}, True, (80, 24)) == "live"


def test_who_asks_for_the_live_view_gets_it_unless_it_cannot_work() -> None:
    assert why_not_live({**TERMINAL, "ACCESSIBLE": "1"}, True) is None
    assert why_not_live(TERMINAL, False) == "standard output is no terminal"
    assert why_not_live({"TERM": "dumb"}, True) == "this terminal cannot place text"
    assert why_not_live({}, True, "win32") == "it needs Windows Terminal"
    assert why_not_live({"WT_SESSION": "x"}, True, "win32") is None


def test_colour() -> None:
    assert has_colour({})
    assert has_colour({"NO_COLOR": ""})
    assert not has_colour({"NO_COLOR": "1"})


@pytest.mark.parametrize(
    ("environ", "encoding", "blocks"),
    [
        ({"LANG": "en_GB.UTF-8"}, "utf-8", True),
        ({"LANG": "C.utf8"}, "utf-8", True),
        ({"LANG": "de_DE.UTF-8@euro"}, "utf-8", True),
        ({"LANG": "C"}, "utf-8", False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", False),  # as Python coerces it
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "C"}, "utf-8", False),
        ({"LANG": "C", "LC_CTYPE": "en_GB.UTF-8"}, "utf-8", True),
        ({}, "utf-8", False),
        ({"LANG": "en_GB.UTF-8"}, "ascii", False),
        ({"LANG": "en_GB.UTF-8"}, "iso-8859-1", False),
        ({"LANG": "en_GB.UTF-8"}, None, False),
        ({"LANG": "en_GB.UTF-8"}, "no-such-encoding", False),
    ],
)
def test_block_characters(environ: dict[str, str], encoding: str | None, blocks: bool) -> None:
    assert has_blocks(environ, encoding) is blocks


def test_a_mac_and_windows_are_known_by_the_stream_alone() -> None:
    assert has_blocks({}, "utf-8", "darwin")
    assert not has_blocks({}, "cp437x", "win32")
