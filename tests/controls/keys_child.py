"""A program that does nothing but read keys and write them to a file: python keys_child.py LOG [crash|stubborn]."""

from __future__ import annotations

import fcntl
import os
import queue
import signal
import sys
import termios

from backplayer.controls.keyboard import Keyboard
from backplayer.controls.source import SourceFailed
from backplayer.player.commands import Command, Wish


def main(log: str, way: str = "") -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # both are ignored where the tests run
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)  # as a job in the background of a shell without job control,
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # and this one by nohup
    if os.getsid(0) == os.getpid() and os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    wishes: queue.SimpleQueue[Wish] = queue.SimpleQueue()

    def say(text: str) -> None:
        with open(log, "a") as file:
            file.write(f"{text}\n")

    def stop(number: int, _frame: object) -> None:
        say(signal.Signals(number).name)
        wishes.put(Wish(Command.STOP))
        signal.signal(number, signal.SIG_DFL)

    if way != "crash":
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
    try:
        keyboard = Keyboard(wishes.put, suspending=lambda: say("suspending"), resumed=lambda: say("resumed"))
    except SourceFailed as error:
        say(str(error))
        return
    say("started")
    while True:
        request = wishes.get(timeout=30).request
        assert isinstance(request, Command)
        say(request.value)
        if way == "crash" and request is Command.NEXT:
            raise RuntimeError("crashed")
        if request is Command.STOP and way != "stubborn":
            break
    keyboard.close()
    say("closed")


if __name__ == "__main__":
    main(*sys.argv[1:])
