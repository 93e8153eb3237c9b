"""A process that lowers other programs as the tests say: ``others_parent.py``, commands on standard input."""

from __future__ import annotations

import subprocess
import sys

from backplayer.sound.others import OtherPrograms

others = OtherPrograms(lambda line: print(line, flush=True))
own = None
for command in sys.stdin:
    word, *numbers = command.split()
    if word == "speak":
        others.speak(*map(int, numbers))
    elif word == "hush":
        others.hush()
    elif word == "own":  # a program of ours that plays, as the pipe output has
        own = subprocess.Popen(
            ["pacat", "--playback", "--raw", "--client-name=ours"],
            stdin=open("/dev/zero", "rb"),  # noqa: SIM115
        )
    elif word == "close":
        others.close()
        if own:
            own.terminate()
            own.wait()
        print("closed", flush=True)
