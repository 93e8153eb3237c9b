"""The file that a translation begins with: whole, and taken as one."""

from __future__ import annotations

from pathlib import Path

from backplayer.authoring.reckoning import routine_of
from backplayer.authoring.translating import translation_of, untranslated
from backplayer.routine.library import Library
from tests.library import ROUTINES

STEPS = "\n".join(f"  - {{exercise: {path.stem}, reps: 3}}" for path in (ROUTINES / "exercises").glob("*.yaml"))


def test_every_exercise_s_file_holds_all_that_is_said(tmp_path: Path) -> None:
    text = f"title: T\nlanguage: de\nsteps:\n{STEPS}\n"
    shelf = Library([tmp_path, ROUTINES])
    routine = routine_of(text, "x", shelf)
    left = untranslated(routine)
    assert len(left) == len(STEPS.splitlines())
    folder = tmp_path / "exercises" / "de"
    folder.mkdir(parents=True)
    for exercise in left:
        (folder / f"{exercise.slug}.yaml").write_text(translation_of(exercise, routine), encoding="utf-8")
    again = routine_of(text, "x", Library([tmp_path, ROUTINES]))
    assert untranslated(again) == ()
    for step, before in zip(again.steps, routine.steps, strict=True):
        assert step.exercise.spoken_setup == before.exercise.spoken_setup  # type: ignore[union-attr]


def test_in_english_nothing_is_left() -> None:
    assert untranslated(routine_of("title: T\nsteps: [bridge]\n", "x", Library([ROUTINES]))) == ()
