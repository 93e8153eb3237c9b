"""Which display suits where the session is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

Display: TypeAlias = Literal["live", "plain"]

SMALLEST = (20, 6)
"""Columns and rows below which the live view has nothing left to show."""

_NO = ("", "0", "false", "no", "off")
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python itself writes into LC_CTYPE when it starts in the C locale (PEP 538)."""


def chosen_display(
    environ: Mapping[str, str], stdout_isatty: bool, size: tuple[int, int], platform: str = "linux"
) -> Display:
    """Return the display for a listener who did not ask for one; *size* is columns and rows, *platform* `sys.platform`.

    Live in a terminal that can be drawn on; plain lines where `why_not_live` has a reason, where the window is too
    small, and where ``ACCESSIBLE`` is set, as users of screen readers do: lines that follow one another can be read
    out, a picture that changes cannot.
    """
    if why_not_live(environ, stdout_isatty, platform) is not None:
        return "plain"
    if environ.get("ACCESSIBLE", "").lower() not in _NO:
        return "plain"
    columns, rows = size
    if (columns, rows) != (0, 0) and (columns < SMALLEST[0] or rows < SMALLEST[1]):  # 0, 0: it does not know
        return "plain"
    return "live"


def why_not_live(environ: Mapping[str, str], stdout_isatty: bool, platform: str = "linux") -> str | None:
    """Return why the live view cannot work here even for a listener who asks for it; None if it can."""
    if not stdout_isatty:
        return "standard output is no terminal"
    if platform == "win32":
        if "WT_SESSION" not in environ:
            return "it needs Windows Terminal"
    elif environ.get("TERM", "") in ("", "dumb", "unknown"):
        return "this terminal cannot place text"
    return None


def has_colour(environ: Mapping[str, str]) -> bool:
    """Tell whether colours are welcome: not if ``NO_COLOR`` holds anything (https://no-color.org)."""
    return not environ.get("NO_COLOR")


def has_blocks(environ: Mapping[str, str], encoding: str | None, platform: str = "linux") -> bool:
    """Tell whether block characters can be shown: the stream can write them, and the locale says that they are read.

    Python writes UTF-8 even where the locale is C, so the stream's *encoding* alone would not tell.
    """
    try:
        "█▀▄▁“…”".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    if platform in ("win32", "darwin"):
        return True
    said = environ.get("LANG", "")
    kind = environ.get("LC_CTYPE", "")
    locale = environ.get("LC_ALL") or (kind if kind and kind not in _COERCED else "") or said
    return locale.lower().replace("-", "").partition("@")[0].endswith("utf8")
