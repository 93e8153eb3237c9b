"""What is exported comes back: the same where nothing was told to be lost, and otherwise so that it can be played."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backplayer.coach.script import Break, Work
from backplayer.exchange.formats import WRITTEN, exported, imported
from backplayer.exchange.result import Exported
from backplayer.routine.model import (
    Counting,
    Dose,
    Exercise,
    ExerciseStep,
    Kind,
    Phase,
    Posture,
    RepeatStep,
    RestStep,
    Routine,
    Sides,
    Sourced,
    Step,
    Swap,
    english_words,
    exercise_steps,
)
from backplayer.routine.problems import RoutineError
from tests import strategies
from tests.exchange.asking import asked, find, plain, routine_of, script_of, tidy
from tests.library import NAMES, library

OURS = [library().exercise(slug) for slug in ("bridge", "side-plank", "marching-in-place", "can-opener")]

texts = st.builds(
    lambda words: " ".join(words)[:100],
    st.lists(
        st.sampled_from([
            "row", "Élan", "日本", "a,b", "c;d", 'say "so"', "it's", "x: y", "# z", "-1", "+2", "=3", "@4", "'=5",
            "{6}", "10", "sep=;", "😀", "a/b",
        ]),
        min_size=1, max_size=4,
    ),
)  # fmt: skip
names = texts.filter(lambda text: text.casefold() not in ("rest", "10")).map(lambda text: f"{text} n")
whole = st.integers(1, 90).map(lambda n: n * 1000)
fine = st.integers(1000, 90_000)


def written(name: str, routine: Routine) -> Exported:
    return exported(routine, name, find)


def back(name: str, text: str, title: str = "Title") -> Routine:
    found = imported(text.encode("utf-8"), asked(title=title), name)
    assert found == imported(text.encode("utf-8"), asked(title=title)), "the format is seen from what we write"
    assert found.losses == ()
    return routine_of(found)


@pytest.mark.parametrize("name", WRITTEN)
@given(routine=strategies.routines().map(tidy))
def test_what_is_written_can_be_read(name: str, routine: Routine) -> None:
    if not any(exercise_steps(routine.steps)):
        with pytest.raises(RoutineError, match="no exercise in this routine"):
            written(name, routine)
        return
    found = written(name, routine)
    again = imported(found.text.encode("utf-8"), asked(title=routine.title), name)
    assert routine_of(again).title == routine.title
    if not found.losses:
        assert script_of(routine_of(again)) == script_of(routine)


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("name", NAMES)
def test_every_routine_of_ours_goes_out_and_comes_back(name: str, form: str) -> None:
    shelf = library()
    found = written(form, shelf.read_routine(shelf.find_routine(name)))
    assert any(loss.place == "the routine" for loss in found.losses)
    assert list(exercise_steps(routine_of(imported(found.text.encode("utf-8"), asked(title="Title"), form)).steps))


# -- nothing is lost in silence --------------------------------------------------------------------

BASE = ExerciseStep(Exercise("Odd one"), Dose(time=20_000), rest=0)
NOT_WRITTEN = {
    Routine: {"title", "steps", "name", "pain_in_english", "general_pronounce"},
    ExerciseStep: {"exercise", "dose", "own_dose", "path"},
    Dose: {"reps", "time", "stated", "stated_by", "as_stated", "note", "unsaid"},
    Exercise: {"name", "slug", "dose", "sources", "detail", "stance", "language", "untranslated"},
    RestStep: {"path"},
    RepeatStep: {"steps", "path"},
}
"""What every routine has, what is known from elsewhere, and what only a file of the library says."""
WORDS = (Sourced("Words."),)
ODD: dict[type, dict[str, Any]] = {
    Routine: {
        "summary": "Words.", "language": "de", "author": "Somebody", "follows": "a-source", "sources": ("a-source",),
        "length": 600_000, "equipment": ("mat",), "equipment_optional": ("mat",), "safety": WORDS, "closing": WORDS,
        "if_it_hurts": WORDS, "for_pain": True, "pronounce": (("a", "b"),), "ignore": ("no-warm-up",),
        "notes": ("Words.",), "words": replace(english_words(), held=("hold", "stay")),
    },
    ExerciseStep: {
        "rest": 45_000, "get_ready": 9_000, "counting": Counting.TENS, "section": "Part", "caution": WORDS[0],
        "optional": True, "alternative": BASE, "swap": Swap("band", BASE), "note": "Words.",
    },
    Dose: {
        "hold": 20_000, "tempo": (Phase("up", 2_000), Phase("down", 2_000)), "sets": 2, "set_rest": 45_000,
        "sides": Sides.LEFT, "switch": 20_000,
    },
    Exercise: {
        "say": "Words", "other_names": ("words",), "kind": Kind.STRETCH, "posture": Posture.PRONE, "rounds_back": True,
        "targets": WORDS, "equipment": WORDS, "equipment_optional": WORDS, "substitutes": WORDS, "start": WORDS,
        "steps": WORDS, "setup": WORDS, "cues": WORDS, "halfway": WORDS[0], "caution": WORDS[0], "side_word": "arm",
        "mistakes": WORDS, "cautions": WORDS, "breathing": WORDS, "easier": WORDS, "harder": WORDS, "notes": WORDS,
    },
    RestStep: {"length": 35_000, "say": "Words."},
    RepeatStep: {"rounds": 3, "rest": 45_000},
}  # fmt: skip
"""Another value than usual for everything else that a routine can say."""


def odd(kind: type, part: str, value: Any) -> tuple[Routine, Routine]:
    """A routine, and the same with one thing in it that is not as usual."""
    step, more = BASE, {part: value}
    usual: tuple[Step, ...] = (step,)
    other: tuple[Step, ...] = ()
    if kind is Routine:
        return Routine("Odd", (step, BASE)), replace(Routine("Odd", (step, BASE)), **more)
    if kind is ExerciseStep:
        other = (replace(step, **more),)
    elif kind is Exercise:
        other = (replace(step, exercise=replace(step.exercise, **more)),)
    elif kind is RestStep:
        usual, other = (step, RestStep(20_000)), (step, replace(RestStep(20_000), **more))
    elif kind is RepeatStep:
        usual, other = (RepeatStep(2, (step,)),), (replace(RepeatStep(2, (step,)), **more),)
    else:
        needs: dict[str, Any] = {
            "hold": {"time": None}, "tempo": {"time": None, "reps": 5},
            "set_rest": {"sets": 2}, "switch": {"sides": Sides.BOTH},
        }.get(part, {})  # fmt: skip
        before = step.dose if part in ("hold", "tempo") else replace(step.dose, **needs)
        usual = (replace(step, dose=before),)
        other = (replace(step, dose=replace(before, **{**needs, **more})),)
    return Routine("Odd", (*usual, BASE)), Routine("Odd", (*other, BASE))


@pytest.mark.parametrize("kind", ODD, ids=lambda kind: kind.__name__)
def test_everything_a_routine_can_say_is_tried(kind: type) -> None:
    assert {field.name for field in fields(kind)} == ODD[kind].keys() | NOT_WRITTEN[kind]


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize(
    ("kind", "part"), [pytest.param(kind, part, id=f"{kind.__name__}.{part}") for kind in ODD for part in ODD[kind]]
)
def test_what_a_routine_says_is_told_or_comes_back(form: str, kind: type, part: str) -> None:
    usual, other = odd(kind, part, ODD[kind][part])
    assert usual != other
    found = written(form, other)
    if set(found.losses) <= set(written(form, usual).losses):
        read = imported(found.text.encode("utf-8"), asked(title="Odd"), form)
        before = imported(written(form, usual).text.encode("utf-8"), asked(title="Odd"), form)
        assert read.losses == ()
        assert done(routine_of(read), form) == done(other, form)
        assert plain(routine_of(read)) != plain(routine_of(before))


@pytest.mark.parametrize("form", WRITTEN)
@given(routine=strategies.routines().map(tidy))
def test_written_again_it_plays_the_same(form: str, routine: Routine) -> None:
    steps = list(exercise_steps(routine.steps))
    assume(steps and all(step.dose.work >= 1000 for step in steps))
    assume(all(len({phase.name for phase in step.dose.tempo}) == len(step.dose.tempo) for step in steps))
    once = imported(written(form, routine).text.encode("utf-8"), asked(title="Title"), form)
    again = imported(written(form, plain(routine_of(once))).text.encode("utf-8"), asked(title="Title"), form)
    assert again.losses == once.losses == ()
    assert done(routine_of(again), form) == done(routine_of(once), form)


def done(routine: Routine, form: str) -> list[tuple[object, ...]]:
    """The work of a routine and the rests between, however it is written; timers do not say the side but by name."""
    found: list[tuple[object, ...]] = []
    rest = 0
    for piece in script_of(routine):
        if isinstance(piece, Break):
            rest += piece.least
        elif isinstance(piece, Work):
            found.append((rest if found else 0, None if "timer" in form else piece.place.side, piece.length))
            rest = 0
    return found


lengths = st.integers(0, 20).map(lambda seconds: seconds * 1000)


def to_do(form: str) -> st.SearchStrategy[Step]:
    """Exercises, rests and rounds of them, which differ in nothing that the format does not hold."""

    def exercise(one: Exercise, sets: int, sides: Sides, rests: tuple[int, int, int]) -> Step:
        usual = one.dose or Dose()
        set_rest, switch = (usual.set_rest, usual.switch) if form == "csv" else rests[:2]
        return ExerciseStep(one, Dose(time=20_000, sets=sets, sides=sides, set_rest=set_rest, switch=switch), rests[2])

    sides = st.sampled_from([side for side in Sides if side is not Sides.ALTERNATING])
    exercises = st.sampled_from(OURS) | names.map(Exercise)
    return st.recursive(
        st.builds(exercise, exercises, st.integers(1, 3), sides, st.tuples(lengths, lengths, lengths))
        | st.builds(RestStep, lengths.filter(bool)),
        lambda inner: st.builds(
            RepeatStep, st.integers(1, 3), st.lists(inner, min_size=1, max_size=3).map(tuple), lengths
        ),
        max_leaves=6,
    )


@pytest.mark.parametrize("form", WRITTEN)
@given(data=st.data())
def test_rounds_and_rests_are_kept_however_they_are_written(form: str, data: st.DataObject) -> None:
    steps = tuple(data.draw(st.lists(to_do(form), min_size=1, max_size=4)))
    assume(any(exercise_steps(steps)))
    routine = Routine("Title", steps)
    found = written(form, routine)
    assume(not any("a rest after rounds or after nothing" in loss.message for loss in found.losses))
    read = imported(found.text.encode("utf-8"), asked(title="Title"), form)
    assert done(routine_of(read), form) == done(routine, form)


# -- what each format can hold, it gives back ----------------------------------------------------


def steps_of(work: st.SearchStrategy[ExerciseStep], rests: st.SearchStrategy[int]) -> st.SearchStrategy[list[Step]]:
    return st.lists(st.one_of(work, st.builds(RestStep, rests)), min_size=1, max_size=5).filter(
        lambda steps: any(isinstance(step, ExerciseStep) for step in steps)
    )


def timers(lengths: st.SearchStrategy[int]) -> st.SearchStrategy[list[Step]]:
    work = st.builds(lambda name, length: ExerciseStep(Exercise(name), Dose(time=length), rest=0), names, lengths)
    once = steps_of(work, lengths)
    return st.lists(
        st.one_of(once, st.builds(lambda n, steps: [RepeatStep(n, tuple(steps))], st.integers(2, 5), once)),
        min_size=1,
        max_size=3,
    ).map(lambda groups: [step for group in groups for step in group])


def check(name: str, routine: Routine) -> None:
    found = written(name, routine)
    assert found.losses == ()
    again = plain(back(name, found.text))
    assert again == plain(routine)
    assert written(name, again).text == found.text


@given(texts, timers(whole))
def test_workout_timer(title: str, steps: list[Step]) -> None:
    check("workout-timer", Routine(title, tuple(steps)))


@given(texts, timers(fine))
def test_timer_machine(title: str, steps: list[Step]) -> None:
    check("timer-machine", Routine(title, tuple(steps)))


rows = st.builds(
    lambda exercise, position, note, dose: ExerciseStep(
        exercise if exercise in OURS else replace(exercise, **position), dose, note=note
    ),
    st.sampled_from(OURS) | names.map(Exercise),
    st.sampled_from([*({"posture": posture} for posture in Posture), {}])
    | names.map(lambda text: {"start": (Sourced(text),)}),
    st.none() | texts,
    st.builds(
        lambda amount, sets, sides: Dose(**amount, sets=sets, sides=sides),
        st.builds(lambda reps, length: {"reps": reps, "tempo": (Phase("", length),)}, st.integers(1, 12), fine)
        | fine.map(lambda length: {"time": length}),
        st.integers(1, 4),
        st.sampled_from([side for side in Sides if side is not Sides.ALTERNATING]),
    ),
)  # fmt: skip


@given(steps_of(rows, fine))
def test_spreadsheet(steps: list[Step]) -> None:
    after = [*steps[1:], None]
    steps = [
        replace(step, rest=0) if isinstance(step, ExerciseStep) and isinstance(following, RestStep) else step
        for step, following in zip(steps, after, strict=True)
    ]
    for step in steps:
        if isinstance(step, ExerciseStep) and step.exercise in OURS:  # its own kind of dose
            assume(step.dose.reps is not None or step.exercise.name == "Marching in place")
    routine = Routine("Table", tuple(steps))
    found = written("csv", routine)
    assert [str(loss) for loss in found.losses] == [
        "the routine: the title, 'Table', is left out: name the file after it"
    ]
    again = plain(back("csv", found.text, "Table"))
    assert again == plain(routine)
    assert written("csv", again).text == found.text


doses = st.builds(
    lambda amount, sets, sides, more: Dose(
        **amount,
        sets=sets,
        sides=Sides.BOTH if sides is Sides.ALTERNATING and "reps" not in amount else sides,
        set_rest=more[0],
        switch=more[1],
    ),
    st.builds(lambda reps, tempo: {"reps": reps, "tempo": tempo}, st.integers(1, 12), strategies.phases.map(
        lambda phases: tuple({phase.name: phase for phase in phases}.values())))
    | st.builds(lambda kind, length: {kind: length}, st.sampled_from(["hold", "time"]), fine),
    st.integers(1, 4), st.sampled_from(Sides), st.tuples(fine, fine),
)  # fmt: skip
sessions = st.builds(
    lambda exercise, dose, rest, note: ExerciseStep(exercise, dose, rest=rest, note=note),
    st.sampled_from(OURS) | names.map(Exercise), doses, fine, st.none() | texts,
)  # fmt: skip


@st.composite
def workouts(draw: st.DrawFn) -> Routine:
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, 3))):
        group = draw(st.lists(sessions, min_size=1, max_size=3))
        if draw(st.booleans()):
            group = [replace(step, dose=replace(step.dose, sets=1)) for step in group]
            rest = draw(st.sampled_from([0, 100_000]))
            section = draw(st.none() | texts)
            group[0] = replace(group[0], section=section)
            steps.append(RepeatStep(draw(st.integers(2, 5)), tuple(group), rest))
        else:
            steps += [replace(step, section=draw(st.none() | texts)) for step in group]
    summary, author = draw(st.none() | texts), draw(st.none() | texts)
    return Routine(draw(texts), tuple(steps), summary=summary, author=author, length=draw(st.none() | whole))


@given(workouts())
def test_openset(routine: Routine) -> None:
    steps = [step for step in routine.steps if isinstance(step, ExerciseStep)]
    for one, other in pairwise(steps):
        assume((one.exercise, one.dose) != (other.exercise, other.dose))
    check("openset", routine)


@pytest.mark.parametrize("form", ["workout-timer", "timer-machine", "csv"])
def test_an_exercise_that_is_called_rest_is_told(form: str) -> None:
    routine = Routine("Odd", (ExerciseStep(Exercise("Rest"), Dose(time=20_000), rest=0),))
    assert "an import takes it for a rest" in " ".join(map(str, written(form, routine).losses))


def test_an_exercise_of_ones_own_with_the_name_of_ours_is_told() -> None:
    routine = Routine("Odd", (ExerciseStep(Exercise("Bridge"), Dose(time=20_000)),))
    assert "takes our exercise of that name" in " ".join(map(str, written("csv", routine).losses))
    assert written("openset", routine).losses == ()
