"""What a routine means once doses, defaults and library exercises are laid over one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from backplayer.routine.library import Library
from backplayer.routine.model import (
    Counting,
    Dose,
    ExerciseStep,
    Phase,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    Sides,
    Sourced,
    WaitStep,
)

EXERCISES = {
    "row": "name: Row\nsay: The row\nsources: [book]\nstart: Stand.\nsteps: [Pull.]\nsetup: Stand and pull.\n"
    "dose: {reps: 5, tempo: {pull: 2s, back: 3s}, sets: 2, sides: both, stated: [sets, tempo.pull, sides],"
    " as_stated: five pulls, note: A note.}",
    "hang": "name: Hang\ndose: {hold: 20s, set_rest: 40s}",
    "nod": "name: Nod\ndose: {reps: 4}",
    "bare": "name: Bare",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "exercises").mkdir()
    for name, text in EXERCISES.items():
        (folder / "exercises" / f"{name}.yaml").write_text(text)
    return Library([folder])


def routine(shelf: Library, steps: str, **keys: str) -> Routine:
    path = shelf.folders[0] / "x.yaml"
    head = "".join(f"{key}: {value}\n" for key, value in keys.items())
    path.write_text(f"title: T\n{head}steps:\n{steps}\n", encoding="utf-8")
    return shelf.read_routine(path)


def step(shelf: Library, text: str, **keys: str) -> ExerciseStep:
    found = routine(shelf, f"- {text}", **keys).steps[0]
    assert isinstance(found, ExerciseStep)
    return found


def dose(shelf: Library, text: str, **keys: str) -> Dose:
    return step(shelf, text, **keys).dose


ROW_TEMPO = (Phase("pull", 2000), Phase("back", 3000))


def test_a_name_alone_plays_the_own_dose(shelf: Library) -> None:
    found = step(shelf, "row")
    assert (found.dose.reps, found.dose.tempo, found.dose.sets, found.dose.sides) == (5, ROW_TEMPO, 2, Sides.BOTH)
    assert found.dose.stated == {"sets", "tempo.pull", "sides"}
    assert (found.dose.as_stated, found.dose.note) == ("five pulls", "A note.")
    assert (found.rest, found.get_ready, found.counting, found.own_dose) == (10_000, 5_000, Counting.STANDARD, False)


def test_what_a_step_says_goes_over_the_own_dose(shelf: Library) -> None:
    found = dose(shelf, "{exercise: row, reps: 8}")
    assert (found.reps, found.tempo, found.sets, found.sides) == (8, ROW_TEMPO, 2, Sides.BOTH)
    assert (found.stated, found.as_stated, found.note) == (None, None, None)


def test_another_kind_of_dose_leaves_the_tempo(shelf: Library) -> None:
    found = dose(shelf, "{exercise: row, hold: 9s}")
    assert (found.reps, found.hold, found.tempo, found.sets) == (None, 9000, (), 2)
    found = dose(shelf, "{exercise: hang, reps: 3}")
    assert (found.reps, found.hold, found.tempo) == (3, None, (Phase("", 4000),))


def test_what_a_step_changes_is_not_stated_by_the_source_any_more(shelf: Library) -> None:
    assert dose(shelf, "{exercise: row, sets: 3}").stated == {"tempo.pull", "sides"}
    assert dose(shelf, "{exercise: row, tempo: 3s}").stated == {"sets", "sides"}
    assert dose(shelf, "{exercise: row, rest: 3s}").stated == {"sets", "tempo.pull", "sides"}
    assert dose(shelf, "{exercise: row, sets: 3, stated: [sets], stated_by: other}").stated == {"sets"}
    assert dose(shelf, "{exercise: row, sets: 3, stated: [sets], stated_by: other}").stated_by == ("other",)


def test_defaults_count_where_nobody_says_otherwise(shelf: Library) -> None:
    defaults = "{rest: 1s, get_ready: 2s, set_rest: 3s, switch: 6s, tempo: 7s, counting: tens}"
    found = step(shelf, "nod", defaults=defaults)
    assert (found.rest, found.get_ready, found.counting) == (1000, 2000, Counting.TENS)
    assert (found.dose.set_rest, found.dose.switch, found.dose.tempo) == (3000, 6000, (Phase("", 7000),))
    assert dose(shelf, "hang", defaults=defaults).set_rest == 40_000
    assert dose(shelf, "row", defaults=defaults).tempo == ROW_TEMPO
    assert dose(shelf, "{exercise: hang, reps: 2}", defaults=defaults).tempo == (Phase("", 7000),)
    assert dose(shelf, "{exercise: bare, reps: 2, set_rest: 8s}", defaults=defaults).set_rest == 8000
    found = step(shelf, "{exercise: nod, rest: 0s, get_ready: 0s, counting: none, tempo: 9s}", defaults=defaults)
    assert (found.rest, found.get_ready, found.counting) == (0, 0, Counting.NONE)
    assert found.dose.tempo == (Phase("", 9000),)


def test_built_in_defaults(shelf: Library) -> None:
    found = dose(shelf, "nod")
    assert (found.set_rest, found.switch, found.tempo, found.sets) == (30_000, 5_000, (Phase("", 4000),), 1)


def test_each_side_gets_the_full_dose(shelf: Library) -> None:
    assert dose(shelf, "{exercise: hang, sides: both}").total_work == 40_000
    assert dose(shelf, "{exercise: nod, sides: alternating}").total_work == 32_000
    assert dose(shelf, "{exercise: hang, sides: left, sets: 3}").total_work == 60_000


def test_like_starts_from_the_library(shelf: Library) -> None:
    found = step(shelf, "exercise: {like: row, cues: Ribs low.}").exercise
    assert (found.name, found.say, found.spoken_setup) == ("Row", "The row", ("Stand and pull.",))
    assert found.cues == (Sourced("Ribs low."),)


def test_like_speaks_what_was_replaced(shelf: Library) -> None:
    found = step(shelf, "exercise: {like: row, start: Sit., name: Seated row}").exercise
    assert found.spoken_setup == ("Sit.", "Pull.")
    assert found.spoken_name == "Seated row"
    found = step(shelf, "exercise: {like: row, steps: [Push.], setup: Ready.}").exercise
    assert found.spoken_setup == ("Ready.",)


def test_like_lays_doses_over_one_another(shelf: Library) -> None:
    found = dose(shelf, "{exercise: {like: row, dose: {sets: 4}}, reps: 2}")
    assert (found.reps, found.sets, found.tempo, found.sides) == (2, 4, ROW_TEMPO, Sides.BOTH)


def test_in_place(shelf: Library) -> None:
    found = step(shelf, "{exercise: {name: Mine, dose: {time: 30s, sides: left}}, sets: 2}")
    assert found.exercise.slug is None
    assert (found.dose.time, found.dose.sides, found.dose.sets) == (30_000, Sides.LEFT, 2)


def test_origins(shelf: Library) -> None:
    cues = "[A., {proposed: B.}, {text: C., from: book}]"
    found = step(shelf, f"exercise: {{like: row, cues: {cues}, halfway: {{proposed: Turn.}}}}").exercise
    assert found.cues == (Sourced("A."), Sourced("B.", "proposed"), Sourced("C.", "book"))
    assert [cue.proposed for cue in found.cues] == [False, True, False]
    assert found.halfway == Sourced("Turn.", "proposed")
    safe = routine(shelf, "- row", safety="{proposed: Stop.}", closing="Done.")
    assert (safe.safety, safe.closing) == ((Sourced("Stop.", "proposed"),), (Sourced("Done."),))


def test_alternative_and_swap_stand_in_the_same_place(shelf: Library) -> None:
    found = step(
        shelf,
        "{exercise: row, rest: 3s, section: Strength, optional: yes, counting: none, alternative: nod,"
        " swap: {with: Bar, exercise: hang, hold: 9s}}",
    )
    assert found.alternative is not None
    assert found.swap is not None
    assert found.alternative.exercise.name == "Nod"
    assert (found.swap.equipment, found.swap.step.dose.hold) == ("Bar", 9000)
    for other in (found.alternative, found.swap.step):
        assert (other.rest, other.section, other.optional, other.counting) == (3000, "Strength", True, Counting.NONE)
    chosen = step(shelf, "{exercise: row, alternative: {exercise: nod, reps: 2, caution: Slowly.}}").alternative
    assert chosen is not None
    assert (chosen.dose.reps, chosen.caution) == (2, Sourced("Slowly."))


def test_a_written_rest_stands_in_place_of_the_default(shelf: Library) -> None:
    first, rest, second, _ = routine(shelf, "- {exercise: row, alternative: nod}\n- rest: 30s\n- row\n- say: On.").steps
    assert isinstance(first, ExerciseStep)
    assert first.alternative is not None
    assert (first.rest, first.alternative.rest) == (0, 0)
    assert rest == RestStep(30_000)
    assert isinstance(second, ExerciseStep)
    assert second.rest == 10_000
    kept = routine(shelf, "- {exercise: row, rest: 5s}\n- rest: 30s").steps[0]
    assert isinstance(kept, ExerciseStep)
    assert kept.rest == 5000


def test_steps_of_every_kind(shelf: Library) -> None:
    found = routine(
        shelf, "- rest: 5s\n  say: Shake.\n- say: Hi.\n- wait: Fetch it.\n- repeat: 2\n  rest: 4s\n  steps: [row]"
    )
    assert found.steps[:3] == (RestStep(5000, "Shake."), SayStep("Hi."), WaitStep("Fetch it."))
    circuit = found.steps[3]
    assert isinstance(circuit, RepeatStep)
    assert (circuit.rounds, circuit.rest, len(circuit.steps)) == (2, 4000, 1)


def test_head(shelf: Library) -> None:
    found = routine(
        shelf, "- row", summary="S", language="de", author="A", follows="f", sources="s", length="2h", notes="[n, m]",
        equipment="{needed: mat, optional: [band]}",
    )  # fmt: skip
    assert (found.name, found.title, found.summary, found.language, found.author) == ("x", "T", "S", "de", "A")
    assert (found.follows, found.sources, found.length, found.notes) == ("f", ("s",), 7_200_000, ("n", "m"))
    assert (found.equipment, found.equipment_optional) == (("mat",), ("band",))
    assert routine(shelf, "- row", equipment="mat").equipment == ("mat",)


def test_text_is_joined_to_one_line(shelf: Library) -> None:
    found = routine(shelf, "- say: |\n    Two\n    lines.\n- say: two\n    lines", summary="'a  \t b'")
    assert found.steps == (SayStep("Two lines."), SayStep("two lines"))
    assert found.summary == "a b"


def test_a_broken_exercise_is_told_in_its_own_file(tmp_path: Path) -> None:
    from backplayer.routine.problems import RoutineError

    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "bad.yaml").write_text("name: Bad\ndose: {reps: many}")
    (tmp_path / "x.yaml").write_text("title: T\nsteps: [bad, bad]\nfoo: bar")
    with pytest.raises(RoutineError) as caught:
        Library([tmp_path]).read_routine(tmp_path / "x.yaml")
    told = [(Path(problem.file).name, problem.line) for problem in caught.value.problems]
    assert told == [("bad.yaml", 2), ("x.yaml", 3)]
