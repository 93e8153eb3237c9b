"""What an author wrote, read as plain YAML with every value a text, and the figures it is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
AMOUNTS = ("reps", "hold", "time")
DOSE_PARTS = (*AMOUNTS, "tempo", "sets", "sides")
SPOKEN = ("say", "start", "steps", "setup", "cues", "halfway", "caution")
ARTICLES = {
    "posture-rehab": "fit4less-rehab",
    "stabilization": "dr-bill-stabilization",
    "extend-and-push": "motion-is-lotion",
    "thoracic-mobility": "cavaliere-mobilization",
    "seventeen-exercises": "seventeen-exercises",
}
ON_EACH_COUNT, AT_THE_SIGNAL = "On each count, ", "At the signal, "
EFFORTFUL_HOLDS = {"plank", "forearm-plank", "side-plank", "downward-dog"}
EFFORTFUL_HOLDS |= {"thoracic-spine-release", "foam-roller-extension"}
NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}


def routines_folder() -> Path:
    for parent in HERE.parents:
        if (parent / "routines" / "exercises").is_dir():
            return parent / "routines"
    raise FileNotFoundError("no routines folder above the tests")


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


FOLDER = routines_folder()
FIGURES: dict[str, Any] = yaml.safe_load((HERE / "facts_figures.yaml").read_text(encoding="utf-8"))
EXPECTED: dict[str, dict[str, Any]] = FIGURES["exercises"]
EXERCISES: dict[str, dict[str, Any]] = {path.stem: read(path) for path in sorted((FOLDER / "exercises").glob("*.yaml"))}
ROUTINES: dict[str, dict[str, Any]] = {
    path.stem: read(path) for path in sorted(FOLDER.glob("*.yaml")) if not path.stem.startswith(("sources", "safety"))
}
SOURCES: dict[str, dict[str, str]] = read(FOLDER / "sources.yaml")


def items(value: Any) -> list[Any]:
    """The texts of a field, be it one or a list; none for a field that is not there."""
    return [] if value is None else value if isinstance(value, list) else [value]


def text_of(item: Any) -> str:
    return item if isinstance(item, str) else item.get("proposed") or item["text"]


def texts(value: Any) -> list[str]:
    return [text_of(item) for item in items(value)]


def is_proposed(item: Any) -> bool:
    return isinstance(item, dict) and "proposed" in item


def seconds(text: str) -> float:
    """Read a time such as ``90s`` or ``5m``."""
    amount, unit = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m)", text).groups()  # type: ignore[union-attr]
    return float(amount) * (60 if unit == "m" else 1)


def rep_length(tempo: Any) -> float:
    return sum(map(seconds, tempo.values())) if isinstance(tempo, dict) else seconds(tempo)


def figure(dose: dict[str, Any], part: str) -> Any:
    """One part of a dose as a figure: a hold is either the dose itself or a phase of the tempo."""
    if part == "hold" and "hold" not in dose:
        return seconds(dose["tempo"]["hold"])
    if part == "rep":
        return rep_length(dose["tempo"])
    if part == "sides":
        return dose["sides"]
    return seconds(dose[part]) if part in ("hold", "time") else int(dose[part])


def written_as(dose: dict[str, Any], part: str) -> str:
    """The name of a stated part in ``stated``."""
    return "tempo.hold" if part == "hold" and "hold" not in dose else part


def bounds(said: Any) -> tuple[Any, Any]:
    return tuple(said) if isinstance(said, list) else (said, said)


def numbers_in(text: str) -> set[int]:
    """The numbers of a text, in figures or words; minutes also as seconds."""
    found = {int(digits) for digits in re.findall(r"\d+", text)}
    found |= {number for word, number in NUMBER_WORDS.items() if re.search(rf"\b{word}\b", text)}
    return found | {number * 60 for number in found} if "minute" in text else found


def slug_of(exercise: Any) -> str | None:
    return exercise if isinstance(exercise, str) else exercise.get("like")


def exercise_steps(steps: list[Any]) -> Iterator[dict[str, Any]]:
    for step in steps:
        if isinstance(step, str):
            yield {"exercise": step}
        elif "exercise" in step:
            yield step
        elif "repeat" in step:
            yield from exercise_steps(step["steps"])


def dose_of(step: dict[str, Any]) -> dict[str, Any]:
    """What a step plays: its own dose laid over the exercise's."""
    dose = dict(EXERCISES[slug_of(step["exercise"]) or ""].get("dose", {}))
    own = {part: step[part] for part in DOSE_PARTS if part in step}
    if any(part in own for part in AMOUNTS):
        for part in AMOUNTS:
            dose.pop(part, None)
        dose.pop("stated", None)
        if "reps" not in own:
            dose.pop("tempo", None)
    return {**dose, **own, **({"stated": step["stated"]} if "stated" in step else {})}


def spoken_problems(text: str) -> list[str]:
    """What a listener could not understand: figures, symbols, brackets, abbreviations, names of files."""
    found = re.findall(r"\d|[^\w\s.,;:!?'’-]|\b(?:cm|kg|lb|approx|etc|vs)\b|\be\.g", text)
    return found + re.findall(r"\b[a-z]+-[a-z]+-[a-z-]+\b", text)


def lead_in_problems(slug: str, setup: Any, dose: dict[str, Any]) -> list[str]:
    """What would have a listener move before the first beat, as the setup is spoken ahead of the count-in."""
    sentences = texts(setup)
    found = []
    if "reps" in dose and not any(sentence.startswith(ON_EACH_COUNT) for sentence in sentences):
        found.append("the movement of a repetition begins on each count")
    if "reps" not in dose and any(sentence.startswith(ON_EACH_COUNT) for sentence in sentences):
        found.append("nothing is counted here")
    if slug in EFFORTFUL_HOLDS and not sentences[-1].startswith(AT_THE_SIGNAL):
        found.append("the effort begins at the signal")
    if sentences and sentences[0].startswith((ON_EACH_COUNT, AT_THE_SIGNAL)):
        found.append("the position comes first")
    return found
