"""A live view for tests to look at: ``python -m tests.screen.show_live FILE`` shows the situation FILE names.

It looks into FILE again and again; ``suspend``, ``resume`` and ``quit`` are understood too, and so is ``crash``, which
ends the program without closing the view.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from backplayer.screen.live import Live
from tests.screen.situations import KEYS, SITUATIONS


def main(path: Path) -> None:
    live = Live(sys.stdout, KEYS)
    before = ""
    while (asked := path.read_text(encoding="utf-8").strip()) != "quit":
        if asked == "crash":
            raise SystemExit(3)
        if asked != before and asked == "suspend":
            live.suspend()
        elif asked != before and asked == "resume":
            live.resume()
        elif asked in SITUATIONS:
            if (asked == "help") != (before == "help"):
                live.help(True)
            live.update(SITUATIONS[asked])
        before = asked
        time.sleep(0.02)
    live.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
