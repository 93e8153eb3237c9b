"""The JSON Schemas: an independent validator says of a file what our reader says, as far as a schema can see."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel
from ruamel.yaml import YAML

from backplayer.routine.format.description import described
from backplayer.routine.format.exercise import DoseDoc, InlineExerciseDoc
from backplayer.routine.format.routine import (
    DefaultsDoc,
    EquipmentDoc,
    ExerciseStepDoc,
    RepeatStepDoc,
    RestStepDoc,
    RoutineDoc,
    SayStepDoc,
    SwapDoc,
    WaitStepDoc,
)
from backplayer.routine.format.schema import FILES, file_name, modeline, schema
from backplayer.routine.kinds import kind_by_name
from backplayer.routine.library import Library
from backplayer.routine.problems import RoutineError
from backplayer.routine.reading.source import parse_source
from tests import documents
from tests.library import ROOT, ROUTINES, library

VALIDATORS = {file: Draft202012Validator(schema(file)) for file in FILES}
READINGS: dict[str, Callable[[str], Any]] = {
    "all text": lambda text: yaml.load(text, yaml.BaseLoader),
    "YAML 1.1": yaml.safe_load,
    "YAML 1.2": lambda text: YAML(typ="safe", pure=True).load(text),
}
"""As our reader takes it, as PyYAML guesses, and as language servers do."""
ROUTINE_FILES = sorted(path for path in ROUTINES.glob("*.yaml") if not kind_by_name(path.stem))
EXERCISE_FILES = sorted((ROUTINES / "exercises").glob("*.yaml"))
OURS = [
    *(("routine", path) for path in ROUTINE_FILES),
    *(("exercise", path) for path in EXERCISE_FILES),
    *(("translation", path) for path in sorted((ROUTINES / "exercises").glob("*/*.yaml"))),
    *((kind, path) for path in sorted(ROUTINES.glob("*.yaml")) if (kind := kind_by_name(path.stem))),
    *(("words", path) for path in sorted((ROOT / "src" / "backplayer" / "routine" / "words").glob("*.yaml"))),
]


@pytest.fixture(scope="module")
def shelf() -> Library:
    return library()


def reads(shelf: Library, file: str, text: str) -> bool:
    source = parse_source(text, "x.yaml")
    try:
        if file == "routine":
            shelf.routine_from(source, "x")
        else:
            shelf.exercise_from(source, "x")
    except RoutineError:
        return False
    return True


def complaints(file: str, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[file].iter_errors(data)]


@pytest.mark.parametrize("file", FILES)
def test_it_is_a_schema(file: str) -> None:
    Draft202012Validator.check_schema(schema(file))


@pytest.mark.parametrize("reading", READINGS)
def test_our_own_files_are_valid(reading: str) -> None:
    found = {
        path.name: told
        for file, path in OURS
        if (told := complaints(file, READINGS[reading](path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def keys_of(model: type[BaseModel]) -> Iterator[tuple[str, dict[str, Any]]]:
    found = described(model)
    for made in (found, *found["$defs"].values()):
        for key, node in made.get("properties", {}).items():
            yield f"{made['title']}: {key}", node


@pytest.mark.parametrize("file", ["routine", "exercise", "translation", "sources", "safety"])
def test_every_key_is_explained_by_a_sentence_and_an_example(file: str) -> None:
    for key, node in keys_of(FILES[file]):
        assert node.get("examples"), key
        if "$ref" not in node:  # what it refers to has a description
            assert re.fullmatch(r"[A-Z].*\.", node["description"]), key


@pytest.mark.parametrize("file", FILES)
def test_every_mapping_has_a_title_and_knows_its_keys(file: str) -> None:
    found = schema(file)
    for name, made in {file: found, **found["$defs"]}.items():
        made = made.get("else", made) if name != "step" else made
        assert not re.search("Doc$", made.get("title", "")), name
        assert "properties" not in made or made["additionalProperties"] is False, name


def routine_of(step: Any, **keys: Any) -> dict[str, Any]:
    return {"title": "T", "steps": [step], **keys}


PLACES: dict[type[BaseModel], Callable[[dict[str, Any]], dict[str, Any]]] = {
    RoutineDoc: lambda keys: {**routine_of("bridge"), **keys},
    DefaultsDoc: lambda keys: routine_of("bridge", defaults=keys),
    EquipmentDoc: lambda keys: routine_of("bridge", equipment=keys),
    ExerciseStepDoc: lambda keys: routine_of({"exercise": "bridge", **keys}),
    SwapDoc: lambda keys: routine_of({"exercise": "bridge", "swap": {"with": "x", "exercise": "bridge", **keys}}),
    RestStepDoc: lambda keys: routine_of({"rest": "5s", **keys}),
    SayStepDoc: routine_of,
    WaitStepDoc: routine_of,
    RepeatStepDoc: lambda keys: routine_of({"repeat": 2, "steps": ["bridge"], **keys}),
    InlineExerciseDoc: lambda keys: routine_of({"exercise": {"name": "X", **keys}, "reps": 3}),
    DoseDoc: lambda keys: routine_of({"exercise": {"like": "bridge", "dose": keys}}),
}
EXAMPLES = [
    (model, key, example)
    for model in PLACES
    for made in (described(model), described(model)["$defs"].get(model.__name__, {}))
    for key, node in made.get("properties", {}).items()
    for example in node.get("examples", ())
]


@pytest.mark.parametrize(("model", "key", "example"), EXAMPLES)
def test_every_example_may_be_written(shelf: Library, model: type[BaseModel], key: str, example: Any) -> None:
    data = PLACES[model]({key: example})
    assert complaints("routine", data) == []
    assert reads(shelf, "routine", yaml.safe_dump(data, sort_keys=False))


STEP = "title: T\nsteps:\n- "
EXERCISE = STEP + "exercise: "
BROKEN = [
    "title: T", "steps: [bridge]", "title:\nsteps: [bridge]", "title: T\nsteps: []", "title: T\nsteps: bridge", "[]",
    "x",    "title: T\nsafty: x\nsteps: [bridge]", "title: [a]\nsteps: [bridge]", "title: {a: b}\nsteps: [bridge]",
    "format: 2\ntitle: T\nsteps: [bridge]", "title: T\nlanguage: English\nsteps: [bridge]",
    "title: T\nlength: 14\nsteps: [bridge]", "title: T\nfor_pain: maybe\nsteps: [bridge]",
    'title: "a\\u202eb"\nsteps: [bridge]', f"title: {'x' * 501}\nsteps: [bridge]", 'title: " "\nsteps: [bridge]',
    "title: T\nsafety: [{proposd: x}]\nsteps: [bridge]", "title: T\nsafety: {from: x}\nsteps: [bridge]",
    "title: T\nsafety: [{text: a, proposed: b}]\nsteps: [bridge]", "title: T\nsafety: [[a]]\nsteps: [bridge]",
    "title: T\nequipment: {need: mat}\nsteps: [bridge]", "title: T\nequipment: [{mat: x}]\nsteps: [bridge]",
    "title: T\ndefaults: {rest: 10}\nsteps: [bridge]", "title: T\ndefaults: {tempo: {a: 1s}}\nsteps: [bridge]",
    "title: T\ndefaults: {counting: all}\nsteps: [bridge]", "title: T\npronounce: [a]\nsteps: [bridge]",
    "title: T\npronounce: {lats: [a]}\nsteps: [bridge]", "title: T\nnotes: {a: b}\nsteps: [bridge]",
    STEP, STEP + "[]", STEP + "{}", STEP + "foo: 3", STEP + "name: bridge", STEP + "reps: 3",
    STEP + "rest: 20", STEP + "rest: 20x", STEP + "rest: 20 - 30s", STEP + "rest: 2,5s", STEP + "rest: -2s",
    STEP + "rest: 1:5", STEP + "rest: 1:60", STEP + "rest: 1m30", STEP + "rest: ''", STEP + "rest: [20s]",
    STEP + "rest: 20s\n  reps: 3", STEP + "say: x\n  wait: y", STEP + "say:", STEP + "wait: [a]",
    STEP + "repeat: 3", STEP + "repeat: 0\n  steps: [bridge]", STEP + "repeat: 101\n  steps: [bridge]",
    STEP + "repeat: twice\n  steps: [bridge]", STEP + "repeat: 3\n  steps: []",
    STEP + "repeat: 3\n  steps: [{rest: 5}]",
    EXERCISE, EXERCISE + "[bridge]", EXERCISE + "{}", EXERCISE + "{nam: X}\n  reps: 3", EXERCISE + "{name: X}",
    EXERCISE + "{name: X, dose: {sets: 3}}",
    EXERCISE + "{name: X, kind: yoga}\n  reps: 3", EXERCISE + "{name: X, posture: flying}\n  reps: 3",
    EXERCISE + "{name: X, rounds_back: 2}\n  reps: 3", f"{EXERCISE}{{name: X, side_word: {'a' * 21}}}\n  reps: 3",
    EXERCISE + "{name: X, halfway: [a]}\n  reps: 3", EXERCISE + "{name: X, reps: 3}",
    EXERCISE + "bridge\n  rep: 3", EXERCISE + "bridge\n  reps: 0", EXERCISE + "bridge\n  reps: 1001",
    EXERCISE + "bridge\n  reps: 8-10", EXERCISE + "bridge\n  reps: 2.5", EXERCISE + "bridge\n  reps: 10x",
    EXERCISE + "bridge\n  reps: [8]", EXERCISE + "bridge\n  sets: 51", EXERCISE + "bridge\n  sides: Both",
    EXERCISE + "bridge\n  hold: 20", EXERCISE + "bridge\n  hold: 0s", EXERCISE + "bridge\n  hold: 0:00",
    EXERCISE + "bridge\n  reps: 3\n  hold: 3s", EXERCISE + "bridge\n  hold: 3s\n  time: 3s",
    EXERCISE + "bridge\n  hold: 3s\n  tempo: 4s", EXERCISE + "bridge\n  time: 3s\n  sides: alternating",
    EXERCISE + "bridge\n  reps: 3\n  tempo: 4", EXERCISE + "bridge\n  reps: 3\n  tempo: {lift: 2}",
    EXERCISE + "bridge\n  reps: 3\n  tempo: {}", EXERCISE + "bridge\n  reps: 3\n  tempo: {1st: 2s}",
    EXERCISE + f"bridge\n  reps: 3\n  tempo: {{{'a' * 21}: 2s}}", EXERCISE + "bridge\n  reps: 3\n  tempo: [2s]",
    EXERCISE + f"bridge\n  reps: 3\n  tempo: {{{', '.join(f'{name}: 1s' for name in 'abcdefghi')}}}",
    EXERCISE + "bridge\n  optional: maybe", EXERCISE + "bridge\n  stated: [rep]", EXERCISE + "bridge\n  as_stated: x",
    EXERCISE + "bridge\n  alternative: {reps: 3}", EXERCISE + "bridge\n  alternative: [plank]",
    EXERCISE + "bridge\n  alternative: {exercise: plank, rest: 3s}", EXERCISE + "bridge\n  swap: plank",
    EXERCISE + "bridge\n  swap: {exercise: plank}", EXERCISE + "bridge\n  caution: [a, b]",
]  # fmt: skip
ONLY_THE_READER_SEES = [
    STEP + "brigde",
    EXERCISE + "{like: brigde}",
    STEP + "rest: 61m",
    EXERCISE + "bridge\n  hold: 999ms",
    EXERCISE + "{name: X, dose: {hold: 3s}}\n  tempo: 3s",
    STEP + "repeat: 7\n  rest: 1h\n  steps: [bridge]",
    "title: T\ntitle: U\nsteps: [bridge]",
    "title: !x T\nsteps: [bridge]",
    "title: T\nwords: no-such-set\nsteps: [bridge]",
    STEP + "say: '\U000e0041'",
]
ONLY_THE_READER_TAKES = [
    "title: ~\nsteps: [bridge]",
    EXERCISE + "bridge\n  reps: '1_0'",
    EXERCISE + "{name: X, dose: {}}\n  reps: 3",
]
"""What is more often forgotten than meant, and what nobody writes."""
FINE = [
    "title: 2026\nsteps: [bridge]", "title: yes\nsteps: [bridge]", "title: 1.5\nlanguage: no\nsteps: [bridge]",
    "format: '1'\ntitle: T\nequipment: mat\nsteps: [bridge]",
    f"title: T\nsummary: |\n  {('x' * 99 + chr(10) + '  ') * 5}\nsteps: [bridge]",
    "title: T\nsafety: a\nclosing: [a, {proposed: b}, {text: c, from: d}]\nif_it_hurts: {proposed: b}\nsteps: [bridge]",
    "title: T\nsources: a\nnotes: [a, 3, no]\npronounce: {lats: latts}\nignore: no-warm-up\nsteps: [bridge]",
    "title: T\nlength: 6h\ndefaults: {rest: 0s, tempo: 1.5 s, get_ready: 500 ms}\nsteps: [bridge]",
    STEP + "rest: 0:20", STEP + "rest: 1M 30 Seconds", STEP + "rest: 1h", STEP + "say: 3", STEP + "wait: 'a: b'",
    EXERCISE + "bridge\n  reps: '8'\n  optional: Yes\n  stated: tempo.lift",
    EXERCISE + "bridge\n  reps: 08\n  optional: NO",
    EXERCISE + "{like: bridge, dose: {sets: 3}}", EXERCISE + "{name: X}\n  time: 40s\n  sides: both",
    EXERCISE + "bridge\n  reps: 3\n  tempo: {hoch: 2s, drücken: 2 s, l'eau: 500ms}\n  sides: alternating",
    EXERCISE + "bridge\n  alternative: plank\n  swap: {with: ball, exercise: {name: X}, hold: 3s}",
    STEP + "repeat: 2\n  steps: [bridge, {repeat: 2, steps: [{say: x}]}]",
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_both_refuse(shelf: Library, text: str) -> None:
    assert not reads(shelf, "routine", text)
    for read in READINGS.values():
        assert complaints("routine", read(text)), text


@pytest.mark.parametrize("text", FINE)
def test_both_take(shelf: Library, text: str) -> None:
    assert reads(shelf, "routine", text)
    for read in READINGS.values():
        assert complaints("routine", read(text)) == []


@pytest.mark.parametrize("text", ONLY_THE_READER_SEES)
def test_only_the_reader_sees(shelf: Library, text: str) -> None:
    assert not reads(shelf, "routine", text)
    if "!x" not in text and text.count("title") == 1:  # other parsers stop there
        assert complaints("routine", READINGS["YAML 1.2"](text)) == []


@pytest.mark.parametrize("text", ONLY_THE_READER_TAKES)
def test_only_the_reader_takes(shelf: Library, text: str) -> None:
    assert reads(shelf, "routine", text)
    assert complaints("routine", READINGS["YAML 1.2"](text))


def holds(shelf: Library, file: str, data: Any) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    if reads(shelf, file, text):
        for read in READINGS.values():
            assert complaints(file, read(text)) == []


@given(data=documents.routines)
def test_what_the_reader_takes_is_valid(shelf: Library, data: Any) -> None:
    holds(shelf, "routine", data)


@given(data=documents.exercises)
def test_an_exercise_the_reader_takes_is_valid(shelf: Library, data: Any) -> None:
    holds(shelf, "exercise", data)


FREE = ("tempo", "pronounce", "words")
"""Mappings whose keys are the author's own."""


def mappings(data: Any, key: str = "") -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from mappings(item)
    elif isinstance(data, dict) and key not in FREE:
        yield data
        for name, value in data.items():
            yield from mappings(value, name)


@given(data=st.data())
def test_both_refuse_a_key_that_is_spelt_wrong(shelf: Library, data: st.DataObject) -> None:
    file, path = data.draw(st.sampled_from([ours for ours in OURS if ours[0] in ("routine", "exercise")]))
    found = copy.deepcopy(LOADED[path])
    place = data.draw(st.sampled_from(list(mappings(found))))
    key = data.draw(st.sampled_from(list(place)))
    place[f"{key}x"] = place.pop(key)
    assert not reads(shelf, file, yaml.safe_dump(found, allow_unicode=True, sort_keys=False))
    assert complaints(file, found)


LOADED = {path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (*ROUTINE_FILES, *EXERCISE_FILES)}


def test_names_of_exercises_are_offered_and_any_other_may_be_written() -> None:
    known = schema("routine", {"my-pull": "My pull"})
    assert known["$defs"]["exercise"]["anyOf"][0] == {"enum": ["my-pull"], "enumDescriptions": ["My pull"]}
    validator = Draft202012Validator(known)
    assert validator.is_valid({"title": "T", "steps": ["my-pull", "other"]})
    assert not validator.is_valid({"title": "T", "steps": [""]})


def test_the_modeline_names_the_schema_of_routines() -> None:
    assert modeline() == f"# yaml-language-server: $schema={file_name('routine')}"
