"""The signals that are not words: ours, or the ones a person put in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from backplayer.clip import Clip, read_wav, resampled

CHIMES = (
    "start", "end", "halfway", "phase-up", "phase-down", "switch", "rest", "finish", "tick", "accepted", "refused",
)  # fmt: skip
"""The names; each is a file ``<name>.wav`` in a folder of sounds."""

LONGEST = 10_000
"""Milliseconds. A longer file is a mistake (a song), not a signal."""


def load_chimes(folders: Sequence[Path], rate: int, *, notice: Callable[[str], None]) -> Mapping[str, Clip]:
    """Every chime at *rate* Hz, from the first of *folders* that has a good file of its name.

    Put the person's folder first and ours last. *notice* gets one line, with the file's path, for every
    file that cannot be used, and for a chime that no folder has; that one is left out.
    """
    chimes = {}
    for name in CHIMES:
        for folder in folders:
            clip = _read(folder / f"{name}.wav", notice)
            if clip:
                chimes[name] = resampled(clip, rate)
                break
        else:
            notice(f"no sound for {name!r}: no good {name}.wav in {', '.join(map(str, folders))}")
    return chimes


def _read(path: Path, notice: Callable[[str], None]) -> Clip | None:
    try:
        clip = read_wav(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        notice(f"{path}: {error.strerror}; the next sound of that name is used instead")
        return None
    except ValueError as error:
        notice(f"{path}: {error}; the next sound of that name is used instead")
        return None
    if not clip.samples or clip.length > LONGEST:
        notice(f"{path}: {clip.length / 1000:g} s long; the next sound of that name is used instead")
        return None
    return clip
