"""A session bus for tests: a dbus-daemon of our own, apart from the desktop's, as root and as a normal user."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REQUIRED = "BACKPLAYER_TEST_CARD"
"""Set to ``required``, missing programs fail the tests that need them instead of skipping them."""

# The folder is ours alone, so whoever can reach the socket may do everything.
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <{own} own="*"/>
  </policy>
</busconfig>
"""


class PrivateBus:
    """One running bus. `close` it."""

    def __init__(self, own: str = "allow") -> None:
        """A bus where names can be owned, or, with "deny", cannot, as in sandboxes."""
        # A short path: the address of a socket holds about a hundred characters.
        short = "/tmp" if os.path.isdir("/tmp") else None
        self.folder = Path(tempfile.mkdtemp(prefix="bp", dir=short))
        config = self.folder / "bus.conf"
        config.write_text(_CONFIG.format(folder=self.folder, own=own))
        self._daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"],
            env=self._clean(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._daemon.stdout
        self.address = self._daemon.stdout.readline().strip()
        if not self.address:
            said = self._daemon.communicate()[1].strip()
            self.close()
            raise RuntimeError(f"dbus-daemon does not start: {said[-300:]}")

    def env(self) -> dict[str, str]:
        """The environment in which a child process finds this bus and no other."""
        return {**self._clean(), "DBUS_SESSION_BUS_ADDRESS": self.address}

    def playerctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run playerctl on this bus to its end."""
        return subprocess.run(
            ["playerctl", *arguments], env=self.env(), capture_output=True, text=True, timeout=20, check=False
        )

    def stop(self) -> None:
        """Let the bus take and answer nothing until `resume`."""
        self._daemon.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let the bus go on."""
        self._daemon.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the bus as a crash would."""
        self._daemon.kill()
        self._daemon.wait()

    def close(self) -> None:
        """End the bus and remove its files."""
        self.kill()
        for pipe in (self._daemon.stdout, self._daemon.stderr):
            if pipe:
                pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _clean(self) -> dict[str, str]:
        # HOME and XDG_RUNTIME_DIR: programs of the desktop keep files there, and look for its bus.
        without = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        folder = str(self.folder)
        return {**without, "HOME": folder, "XDG_RUNTIME_DIR": folder, "LC_ALL": "C.UTF-8"}


def need(*programs: str) -> None:
    """Skip the test when *programs* are not installed, or fail it where they are required."""
    missing = [name for name in programs if not shutil.which(name)]
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)} (Debian: dbus playerctl)"
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{REQUIRED}=required, but {reason}")
    pytest.skip(reason)


@pytest.fixture
def bus() -> Iterator[PrivateBus]:
    """A bus of its own for each test: it starts in some milliseconds, and tests may kill it."""
    need("dbus-daemon")
    private = PrivateBus()
    try:
        yield private
    finally:
        private.close()
