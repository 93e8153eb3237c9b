"""A sound card for tests: PulseAudio in user space, with a null sink whose monitor is recorded.

Works as root and as a normal user, without systemd, D-Bus or sound hardware, several at once. Needs the
programs pulseaudio, pactl and parec; for outputs that go through ALSA also its "pulse" plugin
(Debian: pulseaudio pulseaudio-utils libasound2-plugins).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backplayer.clip import Clip

REQUIRED = "BACKPLAYER_TEST_CARD"
"""Set to ``required``, a missing card fails the tests that need it instead of skipping them."""

SINK = "card"
RATE = 48_000

# norewinds: without it a recording loses the head of every new stream.
_DAEMON = f"""
load-module module-null-sink norewinds=1 sink_name={SINK} rate={RATE} format=s16le channels=2
load-module module-native-protocol-unix socket={{socket}} auth-anonymous=1 auth-cookie={{cookie}}
load-module module-rescue-streams
load-module module-always-sink
set-default-sink {SINK}
set-default-source {SINK}.monitor
"""
_ALSA = """
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


STEADY = {"PULSE_LATENCY_MSEC": "200"}
"""For the environment of a player whose timing is judged to the frame: the sound server keeps 200 ms for it, not 100.

On a machine that is busy with other tests, 100 ms run empty now and then; what follows is heard that much later.
"""


class CardMissing(Exception):
    """Why there can be no virtual card here."""


class VirtualCard:
    """One running sound server of its own. `close` it."""

    def __init__(self) -> None:
        missing = [name for name in ("pulseaudio", "pactl", "parec") if not shutil.which(name)]
        if missing:
            raise CardMissing(f"not installed: {', '.join(missing)} (Debian: pulseaudio pulseaudio-utils)")
        # A short path: the address of a socket holds about a hundred characters.
        short = "/tmp" if os.path.isdir("/tmp") else None
        self._folder = Path(tempfile.mkdtemp(prefix="bp", dir=short))
        self._socket, self._cookie = self._folder / "native", self._folder / "cookie"
        (self._folder / "asound.conf").write_text(_ALSA)
        (self._folder / "daemon.pa").write_text(_DAEMON.format(socket=self._socket, cookie=self._cookie))
        self._daemon: subprocess.Popen[bytes] | None = None
        self.restart()

    def env(self) -> dict[str, str]:
        """The environment in which a child process finds this card and no other, and our package."""
        folder = str(self._folder)
        own = {
            "XDG_RUNTIME_DIR": folder,
            "PULSE_RUNTIME_PATH": folder,
            "PULSE_STATE_PATH": folder,
            "PULSE_CONFIG_PATH": folder,
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(self._cookie),
            "ALSA_CONFIG_PATH": str(self._folder / "asound.conf"),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        return {**os.environ, **own}

    @property
    def running(self) -> bool:
        """Whether the sound server lives."""
        return self._daemon is not None and self._daemon.poll() is None

    def kill(self) -> None:
        """End the sound server as a crash would."""
        if self._daemon:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None
        self._socket.unlink(missing_ok=True)

    def restart(self) -> None:
        """Start the sound server, or start it again after `kill`; return when it answers."""
        self.kill()
        without_server = {name: value for name, value in self.env().items() if name != "PULSE_SERVER"}
        options = "--daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=yes --realtime=no"
        with (self._folder / "log").open("wb") as log:
            self._daemon = subprocess.Popen(
                ["pulseaudio", "-n", "-F", str(self._folder / "daemon.pa"), *options.split(), "--high-priority=no"],
                env=without_server, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        for _ in range(200):
            answer = subprocess.run(["pactl", "info"], env=self.env(), capture_output=True, check=False)
            if answer.returncode == 0:
                return
            try:
                self._daemon.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
        said = (self._folder / "log").read_text(errors="replace").strip()
        self.close()
        raise CardMissing(f"PulseAudio does not start: {said[-300:]}")

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Record what the card plays while inside. The recording is complete after the block has ended."""
        parec = subprocess.Popen(
            ["parec", "-d", f"{SINK}.monitor", f"--rate={RATE}", "--channels=2", "--format=s16ne", "--latency-msec=10"],
            env=self.env(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        recording = Recording(parec)
        try:
            recording.wait_for(RATE // 20)
            yield recording
            recording.wait_for(recording.frames + RATE // 5)  # what is still on its way
        finally:
            parec.send_signal(signal.SIGINT)
            recording.finish()

    def close(self) -> None:
        """End the sound server and remove its files."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


class Recording:
    """What a card has played since the recording began, growing by itself."""

    def __init__(self, recorder: subprocess.Popen[bytes]) -> None:
        self._recorder = recorder
        self._data = bytearray()
        self._grown = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def frames(self) -> int:
        """How many frames have been recorded so far."""
        return len(self._data) // 4

    @property
    def clip(self) -> Clip:
        """What has been recorded so far: the left side."""
        with self._grown:
            whole = bytes(self._data[: len(self._data) // 4 * 4])
        return Clip(array("h", whole)[::2], RATE)

    def wait_for(self, frames: int, limit: float = 30.0) -> None:
        """Wait until *frames* in all are recorded or the recorder has ended; *limit* is seconds of patience."""
        with self._grown:
            self._grown.wait_for(lambda: self._ended or self.frames >= frames, limit)

    def finish(self) -> None:
        """Wait for the recorder's end."""
        try:
            self._recorder.wait(5)
        except subprocess.TimeoutExpired:
            self._recorder.kill()
            self._recorder.wait()
        self._thread.join()
        if self._recorder.stdout:
            self._recorder.stdout.close()

    def _read(self) -> None:
        pipe = self._recorder.stdout
        while pipe and (piece := os.read(pipe.fileno(), 65536)):
            with self._grown:
                self._data += piece
                self._grown.notify_all()
        with self._grown:
            self._ended = True
            self._grown.notify_all()


@pytest.fixture(scope="session")
def card() -> Iterator[VirtualCard]:
    """A virtual sound card for the whole run; a test that kills it restarts it."""
    try:
        virtual = VirtualCard()
    except CardMissing as reason:
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(f"{REQUIRED}=required, but there is no virtual sound card: {reason}")
        pytest.skip(f"no virtual sound card: {reason}")
    try:
        yield virtual
    finally:
        virtual.close()
