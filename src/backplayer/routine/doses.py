"""How doses are laid over one another: the step's over the exercise's own, over the routine's defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from backplayer.routine.format.exercise import DoseDoc, DoseKeys
from backplayer.routine.format.routine import DefaultsDoc
from backplayer.routine.model import Dose, Phase

AMOUNTS = ("reps", "hold", "time")
_DEFAULTED = frozenset({"set_rest", "switch", "tempo"})


def dose_from(written: DoseKeys | None, base: Dose | None, defaults: DefaultsDoc | None = None) -> Dose | None:
    """Lay what is written over *base*, the exercise's own dose. None when nobody gave a dose."""
    says = _said(written) if written else {}
    amount = next((key for key in AMOUNTS if key in says), None)
    if base is None and amount is None:
        return None
    start = base or Dose(unsaid=_DEFAULTED)
    if amount:
        tempo = start.tempo if amount == "reps" else ()
        start = replace(start, reps=None, hold=None, time=None, tempo=tempo, stated=None, as_stated=None, note=None)
    elif start.stated is not None:
        # What this changes is no longer what the source states.
        start = replace(start, stated=frozenset(part for part in start.stated if part.split(".")[0] not in says))
    return _filled(replace(start, unsaid=start.unsaid.difference(says), **says), defaults or DefaultsDoc())


def _said(written: DoseKeys) -> dict[str, Any]:
    keys = DoseDoc.model_fields.keys() & written.model_fields_set
    says = {key: value for key in keys if (value := getattr(written, key)) is not None}
    if "tempo" in says:
        tempo = says["tempo"] if isinstance(says["tempo"], dict) else {"": says["tempo"]}
        says["tempo"] = tuple(Phase(name, length) for name, length in tempo.items())
    if "stated" in says:
        says["stated"] = frozenset(says["stated"])
    if "stated_by" in says:
        says["stated_by"] = tuple(says["stated_by"])
    return says


def _filled(dose: Dose, defaults: DefaultsDoc) -> Dose:
    known: dict[str, Any] = {key: getattr(defaults, key) for key in dose.unsaid - {"tempo"}}
    if dose.reps is not None and ("tempo" in dose.unsaid or not dose.tempo):
        known["tempo"] = (Phase("", defaults.tempo),)
        known["unsaid"] = dose.unsaid | {"tempo"}
    return replace(dose, **known)
