"""What the system calls the device that plays."""

from __future__ import annotations

import shutil
import subprocess


def default_device() -> str | None:
    """What PulseAudio or PipeWire calls the sink that is the default; None where they do not play or do not tell."""
    program = shutil.which("pactl")
    if program is None:
        return None
    try:
        told = subprocess.run(
            [program, "get-default-sink"], capture_output=True, text=True, errors="replace", timeout=2, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    name = told.stdout.strip()
    return name if told.returncode == 0 and name.isprintable() and 0 < len(name) <= 300 else None
