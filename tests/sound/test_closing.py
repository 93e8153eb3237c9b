"""Closing what may not want to be closed."""

import threading

from backplayer.sound.outputs.closing import Closing


def test_it_closes_once_and_waits_for_it():
    closed = []
    closing = Closing(lambda: closed.append("closed"))
    assert not closing.asked
    closing()
    closing()
    assert closed == ["closed"]
    assert closing.asked
    assert closing.done


def test_a_close_that_never_returns_is_left_behind():
    never = threading.Event()
    closing = Closing(never.wait, limit=0.01)
    closing()
    assert closing.asked
    assert not closing.done
    never.set()


def test_a_close_that_fails_is_a_close():
    def fail():
        raise OSError("gone")

    closing = Closing(fail)
    closing()
    assert closing.done
