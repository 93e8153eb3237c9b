"""Library exercises in the language of the routine."""

from __future__ import annotations

from pathlib import Path

import pytest

from backplayer.coach.course import at_pace, follow
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import lay_out
from backplayer.coach.script import Work
from backplayer.routine.library import Library
from backplayer.routine.model import ExerciseStep, Routine, exercise_steps
from backplayer.routine.problems import RoutineError
from backplayer.routine.words import missing_translations
from tests.library import ROUTINES

CAN_OPENER = """
name: Dosenöffner
setup:
  - Geh auf Knie und Ellbogen, eine Hand am Hinterkopf.
  - proposed: Dreh bei jeder Zahl diesen Ellbogen zur Decke.
cues:
  - Jedes Mal den Ellbogen zur Decke.
  - proposed: Dreh aus dem oberen Rücken.
  - proposed: Zieh oben das Schulterblatt heran.
side_word: Arm
phases: {turn: aufdrehen}
"""
STEPS = "steps: [{exercise: can-opener, reps: 2}]\n"


class Home:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def routine(self, keys: str, steps: str = STEPS) -> Routine:
        return Library([self.folder, ROUTINES]).read_routine(self.write("r.yaml", f"title: T\n{keys}\n{steps}"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def first(routine: Routine) -> ExerciseStep:
    return next(exercise_steps(routine.steps))


def test_a_translated_exercise_is_spoken_in_its_language(home: Home) -> None:
    home.write("exercises/de/can-opener.yaml", CAN_OPENER)
    routine = home.routine("language: de\nsafety: Ruhig.")
    assert missing_translations(routine) == ()
    exercise = first(routine).exercise
    assert (exercise.name, exercise.spoken_name, exercise.slug) == ("Dosenöffner", "Dosenöffner", "can-opener")
    assert [cue.proposed for cue in exercise.cues] == [False, True, True]
    assert exercise.sources == ("cavaliere-mobilization",)  # what is not spoken stays
    texts = {cue.text for cue in lay_out(follow(routine).script, estimated_length).cues if cue.text}
    assert "Als Erstes: Dosenöffner." in texts
    assert "Linker Arm zuerst." in texts
    assert "1, aufdrehen" in texts  # the translation's own word
    assert {"halten", "zurück"} <= texts  # the language's
    english = {cue.text for cue in lay_out(follow(home.routine("")).script, estimated_length).cues if cue.text}
    assert {text for text in texts & english if not text.isdigit()} == {"T."}


@pytest.mark.parametrize("language", ["de-AT", "de-CH"])
def test_a_region_has_the_translation_of_its_language(home: Home, language: str) -> None:
    home.write("exercises/de/can-opener.yaml", CAN_OPENER)
    home.write("exercises/de-AT/can-opener.yaml", "name: Büchsenöffner\nphases: {return: z'ruck}\n")
    name = "Büchsenöffner" if language == "de-AT" else "Dosenöffner"
    step = first(home.routine(f"language: {language}"))
    assert step.exercise.name == name
    assert step.exercise.spoken_setup[0].startswith("Geh auf Knie")  # laid over, it replaces only what it has
    back = "z'ruck" if language == "de-AT" else "zurück"
    assert [phase.name for phase in step.dose.tempo] == ["aufdrehen", "halten", back]


def test_a_start_of_the_region_takes_the_place_of_a_setup(home: Home) -> None:
    home.write("exercises/de/can-opener.yaml", CAN_OPENER)
    home.write("exercises/de-AT/can-opener.yaml", "name: Büchsenöffner\nstart: Auf die Knie.\n")
    assert first(home.routine("language: de-AT")).exercise.spoken_setup[0] == "Auf die Knie."


def test_english_routines_stay_as_they_are(home: Home) -> None:
    home.write("exercises/de/can-opener.yaml", CAN_OPENER)
    exercise = first(home.routine("")).exercise
    assert (exercise.name, exercise.untranslated) == ("Can opener", ())
    assert home.routine("language: en-GB").steps == home.routine("").steps


def test_what_has_no_translation_is_english_and_told(home: Home) -> None:
    routine = home.routine("language: de", "steps:\n  - exercise: bridge\n    alternative: can-opener\n  - bridge\n")
    assert first(routine).exercise.name == "Bridge"
    assert first(routine).exercise.untranslated[:3] == ("name", "setup", "cues")
    told = missing_translations(routine)
    assert [missing.path for missing in told] == [("steps", 0), ("steps", 0)]
    assert told[0].message == (
        "'Bridge' has no words in 'de' for its name, setup, cues; exercises/de/bridge.yaml would hold them"
    )
    assert "can-opener.yaml" in told[1].message


def test_half_a_translation_is_told(home: Home) -> None:
    home.write("exercises/de/can-opener.yaml", "name: Dosenöffner\nstart: Knie und Ellbogen.\n")
    exercise = first(home.routine("language: de")).exercise
    assert exercise.untranslated == ("cues", "side_word", "phase turn", "phase hold", "phase return")
    (missing,) = missing_translations(home.routine("language: de"))
    assert "for its cues;" in missing.message  # German has a word for an arm
    assert exercise.spoken_setup[0] == "Knie und Ellbogen."  # no English setup before it


def test_own_exercises_are_in_the_language_they_say(home: Home) -> None:
    exercise = "name: Handtuchzug\nsetup: Setz dich.\n"
    steps = "steps: [{exercise: towel-pull, hold: 20s}]\n"
    home.write("exercises/towel-pull.yaml", f"{exercise}language: de\n")
    assert missing_translations(home.routine("language: de", steps)) == ()
    assert missing_translations(home.routine("language: de-AT", steps)) == ()
    assert len(missing_translations(home.routine("language: en", steps))) == 1
    home.write("exercises/towel-pull.yaml", exercise)
    assert len(missing_translations(home.routine("language: de", steps))) == 1


def test_exercises_written_in_place_are_in_the_routines_language(home: Home) -> None:
    own = "steps: [{exercise: {name: Eigene}, hold: 20s}]\n"
    assert missing_translations(home.routine("language: de", own)) == ()
    like = "steps: [{exercise: {like: bridge, name: Brücke, setup: Leg dich hin.}, hold: 20s}]\n"
    left = first(home.routine("language: de", like)).exercise.untranslated
    assert [part for part in left if not part.startswith("phase ")] == ["cues"]
    whole = "steps: [{exercise: {like: bridge, name: Brücke, start: Rücken., cues: Becken hoch.}, hold: 20s}]\n"
    assert missing_translations(home.routine("language: de", whole)) == ()


def test_stated_phases_keep_their_names_with_the_tempo(home: Home) -> None:
    steps = (
        "steps: [{exercise: bridge, reps: 2, tempo: {Lift: 2s, hold: 3s, wiggle: 1s}, stated: [reps, tempo.Lift]}]\n"
    )
    dose = first(home.routine("language: de", steps)).dose
    assert [phase.name for phase in dose.tempo] == ["heben", "halten", "wiggle"]
    assert dose.stated == {"reps", "tempo.heben"}


OWN = "name: Pull\nsetup: Sit.\ndose: {reps: 3, tempo: {lift: 2s, wiggle: 9s, squeeze: 3s}}\n"


def test_phases_without_a_word_in_the_language_are_told(home: Home) -> None:
    home.write("exercises/pull.yaml", OWN)
    home.write("exercises/de/pull.yaml", "name: Zug\nsetup: Setz dich.\n")
    (missing,) = missing_translations(home.routine("language: de", "steps: [pull]\n"))
    assert "for its phase wiggle, phase squeeze;" in missing.message
    assert missing_translations(home.routine("language: de", "steps: [{exercise: pull, hold: 20s}]\n")) == ()
    home.write("exercises/de/pull.yaml", "name: Zug\nsetup: Setz dich.\nphases: {wiggle: wackeln, Squeeze: zu}\n")
    assert missing_translations(home.routine("language: de", "steps: [pull]\n")) == ()
    home.write("exercises/pull.yaml", f"{OWN}language: de\n")
    assert missing_translations(home.routine("language: de", "steps: [pull]\n")) == ()


def paced_phases(routine: Routine) -> list[tuple[str, int]]:
    work = next(piece for piece in at_pace(follow(routine).script, 150) if isinstance(piece, Work))
    return [(phase.name, phase.length) for phase in work.paced.tempo]


def test_a_hold_stays_one_whatever_its_translation_calls_it(home: Home) -> None:
    home.write("exercises/pull.yaml", OWN)
    home.write("exercises/de/pull.yaml", "name: Zug\nphases: {squeeze: fest, wiggle: wackeln}\n")
    routine = home.routine("language: de", "steps: [pull]\n")
    assert paced_phases(routine) == [("heben", 3000), ("wackeln", 13_500), ("fest", 3000)]
    home.write("words/de.yaml", "phases: {hold: so lassen}\n")
    steps = "steps: [{exercise: bridge, reps: 2, tempo: {lift: 2s, hold: 4s}}]\n"
    assert paced_phases(home.routine("language: de", steps)) == [("heben", 3000), ("so lassen", 4000)]


def test_a_hold_of_an_exercise_in_a_third_language_stays_one(home: Home) -> None:
    home.write("exercises/tira.yaml", "name: Tira\nlanguage: es\ndose: {reps: 3, tempo: {tira: 2s, aguanta: 4s}}\n")
    routine = home.routine("language: de", "steps: [tira]\n")
    assert paced_phases(routine) == [("tira", 3000), ("aguanta", 4000)]


def test_a_broken_translation_is_told_with_its_file(home: Home) -> None:
    home.write("exercises/de/can-opener.yaml", "nam: x\nsetup: ''\nreps: 3\n")
    with pytest.raises(RoutineError) as error:
        home.routine("language: de")
    files = {Path(problem.file).parent.name for problem in error.value.problems}
    assert files == {"de"}
    assert len(error.value.problems) >= 3
    assert home.routine("").steps


def test_a_translation_is_no_exercise_of_its_own(home: Home) -> None:
    home.write("exercises/de/can-opener.yaml", CAN_OPENER)
    home.write("exercises/de/new-one.yaml", "name: Neu\n")
    assert "new-one" not in Library([home.folder, ROUTINES]).exercise_paths()
