"""Pace: how fast the listener wants to move, in per cent of what the routine says; 110 takes a tenth longer."""

from __future__ import annotations

from dataclasses import replace

from backplayer.routine.model import Dose, Phase
from backplayer.units import Ms

NORMAL = 100
STEP = 10
FASTEST, SLOWEST = 70, 160

_HELD = ("hold", "squeeze", "pause", "stay")


def is_held(phase: Phase) -> bool:
    """Whether the phase is a hold by its name. How long one holds is part of the dose."""
    return phase.name.casefold().startswith(_HELD)


def stretched(length: Ms, pace: int) -> Ms:
    """Return *length* at *pace*."""
    return length * pace // NORMAL


def paced(dose: Dose, pace: int) -> Dose:
    """Return *dose* with its repetitions at *pace*; holds, timed work and the held phases stay as they are."""
    if pace == NORMAL or not dose.tempo:
        return dose
    tempo = (phase if is_held(phase) else Phase(phase.name, stretched(phase.length, pace)) for phase in dose.tempo)
    return replace(dose, tempo=tuple(tempo))
