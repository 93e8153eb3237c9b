"""The rules where the pages' examples do not go."""

from __future__ import annotations

import json
import re

import pytest

from backplayer.review.review import review
from backplayer.review.subject import Subject, as_routine
from backplayer.routine.library import kind_by_name
from backplayer.routine.problems import MAX_PROBLEMS
from backplayer.routine.reading.source import parse_source
from tests.library import ROUTINES, library

from .phrasings import BOTH_SIDED, NOT_ROUNDING, ONE_SIDED, ROUNDING
from .written import found, subject

HEAD = "title: T\nsteps:\n"


def of_exercise(text: str) -> set[str]:
    source = parse_source(text, "exercises/some.yaml")
    alone = as_routine(library().exercise_from(source, "some"))
    return {problem.rule for problem in review(Subject(source, alone, is_exercise=True))} if alone else set()


def test_a_cue_is_told_where_it_is_written() -> None:
    cue = "Keep both of your shoulders well away from your ears all the time."
    step = f"  - exercise: {{like: pelvic-tilt, cues: [Slow., {cue}]}}\n    reps: 4\n    tempo: 2s\n"
    (problem,) = found(f"{HEAD}{step}")["cue-does-not-fit"]
    assert (problem.line, problem.column) == (3, step.index("Keep") + 1)
    assert "fits no gap of Pelvic tilt: 2096 ms are missing" in problem.message


def test_a_cue_of_the_library_is_told_at_the_step_and_also_in_an_alternative() -> None:
    text = (
        f"{HEAD}  - exercise: {{name: A, setup: Sit.}}\n    time: 20s\n"
        "    alternative:\n      exercise: can-opener\n      reps: 2\n      tempo: 500 ms\n"
    )
    problems = found(text)["cue-does-not-fit"]
    assert {(problem.line, problem.column) for problem in problems} == {(6, 17)}


def test_an_exercise_file_is_told_of_its_cues_and_sides() -> None:
    text = "name: A\nstart: Sit.\ncues: [Keep both of your shoulders well away from your ears all the time.]\n"
    assert of_exercise(f"{text}dose: {{reps: 5, tempo: 2s}}\n") == {"cue-does-not-fit"}
    assert of_exercise("name: A\nstart: Lift one arm.\ndose: {reps: 5, tempo: 2s}\n") == {"sides-missing"}
    assert of_exercise("name: A\nstart: Lift one arm.\ndose: {reps: 5, tempo: 2s, sides: none}\n") == set()
    assert of_exercise("name: A\nstart: Lift one arm.\n") == set()


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("  - exercise: walking\n    rest: 5s\n    time: 60s\n", 4),
        ("  - exercise: walking\n    rest: 0s\n    time: 60s\n", None),
        ("  - exercise: walking\n    time: 60s\n", None),
        ("  - exercise: walking\n    time: 60s\n  - rest: 5s\n", 5),
    ],
    ids=["own", "none", "built in", "step"],
)
def test_only_a_rest_that_was_written_can_be_too_short(first: str, line: int | None) -> None:
    problems = found(f"{HEAD}{first}  - {{exercise: spinal-twist-seated, hold: 20s}}\n").get(
        "words-longer-than-rest", []
    )
    assert [problem.line for problem in problems] == ([] if line is None else [line])


def test_a_default_rest_is_told_once_where_it_is_written() -> None:
    steps = "".join(
        f"  - {{exercise: {name}, hold: 20s}}\n"
        for name in ("cross-body-stretch", "upper-neck-stretch", "eleven-fifteen-stretch")
    )
    (problem,) = found(f"title: T\ndefaults:\n  rest: 1s\nsteps:\n{steps}")["words-longer-than-rest"]
    assert problem.line == 3


@pytest.mark.parametrize(
    ("first", "trips"),
    [
        ("{exercise: cross-body-stretch, hold: 20s}", True),
        ("{exercise: shoulder-rolls, time: 30s}", False),
        ("{exercise: shoulder-rolls, time: 30s, optional: yes}", True),
        ("{exercise: cross-body-stretch, hold: 20s, section: Warm-up}", False),
        ("{exercise: {name: Anything, start: Sit.}, hold: 20s}", False),
        ("{exercise: cross-body-stretch, hold: 20s, section: Aufwärmen}", False),
        ("{exercise: cross-body-stretch, hold: 20s, section: Échauffement}", False),
        ("{exercise: cross-body-stretch, hold: 20s, section: Calentamiento}", False),
        ("{exercise: cross-body-stretch, hold: 20s, section: Dehnen}", True),
        ("{exercise: {name: Échauffement des épaules, start: Sit., kind: activation}, hold: 20s}", False),
        ("say: Now we stretch.", True),
        ("say: I hope you are warm already.", False),
        ("wait: 'Erst ein paar Minuten aufwärmen, dann Enter.'", False),
        ("{rest: 60s, say: Caliente un poco.}", False),
        ("{repeat: 2, steps: [{say: Échauffe-toi.}]}", False),
    ],
)
def test_what_counts_as_a_warm_up(first: str, trips: bool) -> None:
    text = f"{HEAD}  - {first}\n  - {{exercise: cross-body-stretch, hold: 20s}}\n"
    assert ("no-warm-up" in found(text)) is trips


MISSED = {
    "Arch up towards the ceiling like a cat.",
    "Slowly roll down your spine, one vertebra at a time.",
    "Roll down towards your toes, chin on your chest.",
    "Peel down through the spine until your hands reach the floor.",
    "Make a C-shape with your back.",
    "Bring your spine into a C-curve.",
    "Tuck your chin and roll your spine up into a ball.",
    "Drop your head and lift the upper back up, so it humps.",
    "Drop the chin to the chest and let the weight of your head round you forward.",
}
"""What is written in so many ways that looking for it would find other things, too."""


def rounds(words: str, pain: str = "yes") -> bool:
    exercise = json.dumps({"name": "A", "start": words})
    return "rounding" in found(f"for_pain: {pain}\n{HEAD}  - {{exercise: {exercise}, time: 60s}}\n")


def test_words_that_round_the_back() -> None:
    assert {words for words in ROUNDING if not rounds(words)} == MISSED
    assert not [words for words in ROUNDING if rounds(words, pain="no")]


def test_words_that_do_not_round_the_back() -> None:
    assert [words for words in NOT_ROUNDING if rounds(words)] == []


def test_rounding_is_found_in_any_sentence_and_in_the_name() -> None:
    assert rounds("Kneel down. Round your back.")
    assert not rounds("Kneel down; do not round your back.")
    assert "rounding" in found(
        f"for_pain: yes\n{HEAD}  - {{exercise: {{name: Angry cat, start: Kneel.}}, time: 60s}}\n"
    )


def test_rounding_in_what_is_offered_counts_too() -> None:
    text = (
        f"for_pain: yes\nignore: debated\n{HEAD}  - exercise: cat-camel-extension-only\n"
        "    alternative: cat-cow\n    reps: 5\n"
    )
    (problem,) = found(text)["rounding"]
    assert problem.line == 6


@pytest.mark.parametrize(
    ("exercise", "dose", "trips"),
    [
        ("can-opener", "reps: 4", False),
        ("can-opener", "reps: 4, sides: none", True),
        ("{name: A, start: Sit., side_word: leg}", "reps: 4", True),
        ("{name: A, start: Sit., side_word: leg}", "reps: 4, sides: none", False),
        ("{name: Left leg lift, start: Lie.}", "reps: 4", True),
        ("{name: Left leg lift, start: Lie.}", "reps: 4, sides: left", False),
        ("{name: March, start: 'Lift one knee, then the other knee.'}", "reps: 4", False),
        ("{name: Twist, start: 'Turn to the left side, then to the right side.'}", "reps: 4", False),
        ("{name: Squat, start: 'Stand, one fist between your feet.'}", "reps: 4", False),
        ("{name: Leg lift, start: Lie down., posture: side-lying}", "reps: 4", True),
        ("{name: Leg lift, start: Lie down., posture: side-lying}", "reps: 4, sides: none", False),
        ("{name: Leg lift, start: Lie down., posture: side-lying, halfway: Roll over.}", "time: 60s", False),
        ("{name: Leg swing, start: Swing one leg., halfway: Change legs.}", "time: 60s", False),
        ("cobra-cervical-retraction", "reps: 4", False),  # "as for the one-arm ball cobra", with both
    ],
)
def test_what_is_one_sided(exercise: str, dose: str, trips: bool) -> None:
    assert ("sides-missing" in found(f"{HEAD}  - {{exercise: {exercise}, {dose}}}\n")) is trips


def one_sided(phrasing: str) -> bool:
    name, _, said = phrasing.partition(": ")
    return "sides-missing" in found(f"{HEAD}  - {{exercise: {json.dumps({'name': name, 'start': said})}, reps: 4}}\n")


def test_words_of_one_side() -> None:
    assert [phrasing for phrasing in ONE_SIDED if not one_sided(phrasing)] == []


def test_words_of_both_sides() -> None:
    assert [phrasing for phrasing in BOTH_SIDED if one_sided(phrasing)] == []


def test_words_after_the_first_exercise_warm_nobody_up() -> None:
    assert "no-warm-up" in found(f"{HEAD}  - {{exercise: cross-body-stretch, hold: 20s}}\n  - say: You are warm now.\n")


def test_left_and_right_may_be_apart() -> None:
    steps = "".join(f"  - {{exercise: can-opener, reps: 4, sides: {side}}}\n" for side in ("left", "right"))
    assert "one-side-only" not in found(f"{HEAD}{steps}")


@pytest.mark.parametrize(
    ("listed", "trips"),
    [
        ("[foam roller, mat]", False),
        ("[Foam Rollers, mats]", False),
        ("{optional: [mat, 'a long foam roller']}", False),
        ("[mat]", True),
        ("[]", True),
    ],
)
def test_equipment_by_any_name(listed: str, trips: bool) -> None:
    text = f"title: T\nequipment: {listed}\nsteps:\n  - {{exercise: thoracic-spine-release, time: 60s}}\n"
    assert ("equipment-not-listed" in found(text)) is trips


@pytest.mark.parametrize(
    ("needed", "listed"),
    [
        ("box", "boxes"),
        ("benches", "bench"),
        ("straps", "strap"),
        ("pillow", "two pillows"),
        ("two pillows", "Three pillows"),
        ("dumbbells", "a pair of dumbbells"),
        ("toothbrushes", "toothbrush"),
        ("glasses", "glass"),
        ("hoses", "hose"),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_one_and_many_of_a_thing_are_the_same(needed: str, listed: str, swapped: bool) -> None:
    needed, listed = (listed, needed) if swapped else (needed, listed)
    exercise = f"{{name: A, setup: Sit., posture: sitting, equipment: [{needed}]}}"
    problems = found(f"title: T\nequipment: [{listed}]\nsteps:\n  - {{exercise: {exercise}, time: 60s}}\n")
    assert not {"equipment-not-listed", "equipment-not-used"} & problems.keys()


def test_what_will_do_instead_is_enough_and_a_swap_brings_its_own() -> None:
    text = "title: T\nequipment: [chair]\nsteps:\n  - {exercise: chest-and-lat-stretch, hold: 20s}\n"
    assert "equipment-not-listed" not in found(text)
    swap = "{with: foam roller, exercise: thoracic-spine-release, time: 40s}"
    step = f"  - exercise: shoulder-rolls\n    time: 60s\n    swap: {swap}\n"
    (problem,) = found(f"title: T\nequipment: [mat]\nsteps:\n{step}")["equipment-not-listed"]
    assert (problem.line, problem.column) == (6, 18)
    assert "equipment-not-listed" not in found(f"title: T\nequipment: [mat, foam roller]\nsteps:\n{step}")


ROLLS = "  - {exercise: shoulder-rolls, time: 60s}\n"


@pytest.mark.parametrize(
    ("listed", "steps", "line"),
    [
        ("[foam roller]", ROLLS, 2),
        ("{needed: [foam roller]}", ROLLS, 2),
        ("{optional: [foam roller]}", ROLLS, None),
        ("[mat]", ROLLS, 2),
        ("[mat]", "  - {exercise: superman, reps: 3}\n", None),  # on the floor
        ("[foam roller]", "  - {exercise: thoracic-spine-release, time: 60s}\n", None),
        ("[a foam roller or a rolled towel]", "  - {exercise: thoracic-spine-release, time: 60s}\n", None),
        ("[timer]", f"{ROLLS}  - wait: Fetch the timer.\n", None),
        ("[timer]", f"{ROLLS}  - rest: 20s\n    say: Set the timer.\n", None),
        ("[towel]", "  - {exercise: {name: A, posture: standing, setup: Stand.}, time: 60s}\n", None),  # nobody knows
        ("[towel]", "  - {exercise: {name: A, posture: standing, setup: Stand., equipment: wall}, time: 60s}\n", 2),
        ("[towel]", "  - {exercise: {like: shoulder-rolls, cues: [Low.]}, time: 60s}\n", 2),
        (
            "[band]",
            "  - exercise: shoulder-rolls\n    time: 60s\n    swap: {with: band, exercise: standing-row, reps: 8}\n",
            None,
        ),
    ],
)
def test_equipment_that_nothing_needs(listed: str, steps: str, line: int | None) -> None:
    problems = found(f"title: T\nequipment: {listed}\nsteps:\n{steps}").get("equipment-not-used", [])
    assert [problem.line for problem in problems] == ([] if line is None else [line])


def test_in_another_language_nothing_is_said_of_equipment() -> None:
    text = "title: T\nlanguage: de\nequipment: [Matte]\nsteps:\n  - {exercise: thoracic-spine-release, time: 60s}\n"
    assert not {"equipment-not-listed", "equipment-not-used"} & found(text).keys()


@pytest.mark.parametrize(("length", "trips"), [("1 min", False), ("2 min", False), ("4 min", True), ("20s", True)])
def test_a_length_may_be_about_right(length: str, trips: bool) -> None:
    text = f"length: {length}\n{HEAD}  - {{exercise: marching-in-place, time: 60s}}\n"
    assert ("length-differs" in found(text)) is trips


def test_a_length_may_be_with_or_without_what_is_optional_and_waits_take_longer() -> None:
    steps = "  - {exercise: marching-in-place, time: 60s}\n  - {exercise: walking, time: 5 min, optional: yes}\n"
    for length, trips in (("2 min", False), ("5 min", False), ("7 min", False), ("9 min", True)):
        assert ("length-differs" in found(f"length: {length}\n{HEAD}{steps}")) is trips, length
        assert "length-differs" not in found(f"length: {length}\n{HEAD}{steps}  - wait: Drink something.\n")


def test_of_one_rule_so_much_is_told_and_no_more() -> None:
    many = ", ".join(f"rule{number}" for number in range(300))
    problems = found(f"ignore: [{many}]\n{HEAD}  - {{exercise: torso-twists, time: 60s}}\n")["unknown-rule"]
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].message == "there is more of this; see to these first"


def test_a_proposed_order_is_not_endless() -> None:
    postures = ("standing", "prone")
    steps = "".join(
        f"  - {{exercise: {{name: Exercise {number}, start: Go., kind: stretch, posture: {postures[number % 2]}}}, "
        "time: 9s}\n"
        for number in range(200)
    )
    (problem,) = found(f"{HEAD}{steps}")["get-ups"]
    assert problem.message.startswith("the posture changes 199 times; in this order it changes once: Exercise 0, ")
    assert len(problem.message) < 2_200


def test_our_own_routines_are_clean() -> None:
    for path in sorted(ROUTINES.glob("*.yaml")):
        if not kind_by_name(path.stem):
            assert review(subject(path.read_text(encoding="utf-8"))) == [], path.name


def test_our_own_exercises_are_clean() -> None:
    for path in sorted((ROUTINES / "exercises").glob("*.yaml")):
        assert of_exercise(path.read_text(encoding="utf-8")) == set(), path.name


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("- exercise: {like: bridge, cues: [Ribs down, and breathe, slowly.]}\n    reps: 4", ["and breathe"]),
        ("- exercise: {like: bridge, cues: [Ribs down., And breathe.]}\n    reps: 4", []),
        ("- exercise: {like: bridge, cues: [ribs down, and breathe]}\n    reps: 4", []),
        ("- exercise: {like: bridge, cues: ['Ribs down, and breathe.']}\n    reps: 4", []),
        ("- exercise:\n      like: bridge\n      cues:\n      - Ribs down\n      - and breathe\n    reps: 4", []),
        ("- repeat: 2\n    steps: [bridge, superman]", []),
        ("- say: Exercise #1 comes now", ["#1 comes now"]),
        ("- say: 'Exercise #1 comes now'", []),
        ("- say: Well done # from the leaflet", []),
        ("- say: Well done. #from-the-leaflet", []),
        ("- wait: Fetch the roller #and lie down #now", ["#and lie down #now"]),
    ],
)
def test_sentences_that_a_comma_or_a_comment_cuts_are_told(steps: str, told: list[str]) -> None:
    problems = found(f"title: T\nequipment: {{optional: [Mat, chair]}}\nsteps:\n  {steps}\n").get("text-cut", [])
    assert [re.search("'(.*?)'", problem.message)[1] for problem in problems] == told  # type: ignore[index]
