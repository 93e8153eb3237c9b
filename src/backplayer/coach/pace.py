"""Pace: how fast the listener wants to move, in per cent of what the routine says; 110 takes a tenth longer."""

from __future__ import annotations

from dataclasses import replace

from backplayer.routine.model import Dose, Words
from backplayer.units import Ms

NORMAL = 100
STEP = 10
FASTEST, SLOWEST = 70, 160


def with_holds(dose: Dose, words: Words) -> Dose:
    """Return *dose* with the phases marked that are holds by their names: how long one holds is part of the dose."""
    if not any(phase.name for phase in dose.tempo):
        return dose
    held = tuple(words.held)
    tempo = (replace(phase, held=phase.held or phase.name.casefold().startswith(held)) for phase in dose.tempo)
    return replace(dose, tempo=tuple(tempo))


def stretched(length: Ms, pace: int) -> Ms:
    """Return *length* at *pace*."""
    return length * pace // NORMAL


def paced(dose: Dose, pace: int) -> Dose:
    """Return *dose* with its repetitions at *pace*; holds, timed work and the held phases stay as they are."""
    if pace == NORMAL or not dose.tempo:
        return dose
    tempo = (phase if phase.held else replace(phase, length=stretched(phase.length, pace)) for phase in dose.tempo)
    return replace(dose, tempo=tuple(tempo))
