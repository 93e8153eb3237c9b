"""Standard error goes nowhere inside, comes back after, and does so for several at once."""

import os

import pytest

from backplayer.sound.outputs.quiet import quiet_stderr


def say(line: str) -> None:
    os.write(2, f"{line}\n".encode())


def test_only_what_is_inside_is_lost(capfd):
    say("before")
    with quiet_stderr():
        say("inside")
    say("after")
    assert capfd.readouterr().err == "before\nafter\n"


def test_nested_it_ends_with_the_outermost(capfd):
    with quiet_stderr():
        with quiet_stderr():
            say("inner")
        say("outer")
    say("after")
    assert capfd.readouterr().err == "after\n"


def test_an_error_gets_out_and_ends_it(capfd):
    with pytest.raises(RuntimeError), quiet_stderr():
        raise RuntimeError
    say("after")
    assert capfd.readouterr().err == "after\n"
