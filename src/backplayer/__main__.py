"""``python -m backplayer``, and what the ``backplayer`` command runs."""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130


def run() -> None:
    """Run the command line; whatever happens to the terminal or the reader of our output, without a traceback."""
    try:
        try:
            _adjust_streams()
            from backplayer.cli.main import app

            app()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has gone: `backplayer list | head`
        _discard_output()
        sys.exit(1)
    except OSError as error:  # a full disk behind `> file`
        _discard_output()
        sys.stderr.write(f"backplayer: {(error.strerror or str(error)).lower()}\n")
        sys.exit(1)


def _adjust_streams() -> None:
    """Have streams that take any text: closed ones write nowhere, others replace what their encoding lacks."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as we run
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _discard_output() -> None:
    """Let what is still in the buffer go nowhere, so that leaving does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
