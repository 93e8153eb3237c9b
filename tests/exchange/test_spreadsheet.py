"""Tables as spreadsheets write and read them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from backplayer.exchange.formats import exported, imported
from backplayer.routine.model import Dose, Exercise, ExerciseStep, Routine, Sourced
from backplayer.routine.problems import RoutineError
from tests.exchange.asking import asked, find


def steps(text: str | bytes) -> Any:
    raw = text if isinstance(text, bytes) else text.encode()
    return imported(raw, asked(), "csv").data["steps"]


ROW = [{"exercise": {"name": "Row"}, "reps": 8, "tempo": "2s"}]


@pytest.mark.parametrize(
    "text",
    [
        "name,reps,seconds\nRow,8,2\n",
        "NAME; Seconds ;reps\r\nRow;2;8\r\n",
        "reps\tname\tseconds\n8\tRow\t2",
        "\ufeffname,reps,seconds\nRow,8,2",
        "sep=;\nname;reps;seconds\nRow;8;2,0",
        '"name","reps","seconds"\n"Row","8","2s"\n,,\n\n',
        "name,reps,seconds\nRow,8.0,2",
    ],
)
def test_the_habits_of_spreadsheets(text: str) -> None:
    if "2,0" in text:
        assert steps(text) == [{**ROW[0], "tempo": "2.0s"}]
    else:
        assert steps(text) == ROW


@pytest.mark.parametrize(
    "text",
    [
        "Exercise,Duration,Repetitions\nRow,2,8\n",
        "Übung;Dauer;Wiederholungen\nRow;2;8\n",
        "U\u0308bung;Dauer;Wiederholungen\nRow;2;8\n",  # as a Mac may write it
        "exercice;durée;répétitions\nRow;2;8\n",
        "Ejercicio;Duración;Repeticiones\nRow;2;8\n",
    ],
)
def test_headings_in_other_words(text: str) -> None:
    assert steps(text) == ROW
    assert imported(text.encode(), asked()).notes == (
        "1 row with seconds and reps (line 2 first): the seconds are those of one repetition",
    )


def test_of_two_headings_for_one_column_our_own_has_it() -> None:
    found = imported(b"exercise,name,time,reps,hold\nA,Row,2,8,9\n", asked(), "csv")
    assert found.data["steps"] == ROW
    assert [loss.place for loss in found.losses] == ["column 1", "column 5"]


@pytest.mark.parametrize(
    ("side", "meant"),
    [("beide", "both"), ("Jede Seite", "both"), ("links", "left"), ("droite", "right"), ("cada lado", "both"),
     ("les deux côtés", "both"), ("izquierda", "left"), ("abwechselnd", "alternating")],
)  # fmt: skip
def test_sides_in_other_languages(side: str, meant: str) -> None:
    (step,) = steps(f"name,reps,Seiten\nRow,8,{side}\n")
    assert step["sides"] == meant


def test_excel_s_unicode_text() -> None:
    assert steps("name\treps\tseconds\nRow\t8\t2".encode("utf-16")) == ROW


def test_a_cell_may_hold_delimiters_quotes_and_lines() -> None:
    assert steps('name,reps,comment\n"Row, ""low""",8,"one\ntwo"\n') == [
        {"exercise": {"name": 'Row, "low"'}, "reps": 8, "note": "one two"}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reps,seconds\n8,2", "no column 'name'"),
        ("name,name\na,b", "the column 'name' stands here twice"),
        ("name,reps\nRow,ten", "file:2:1: reps is a whole number such as 8, not 'ten'"),
        ("name,reps\n\n,8", "file:3:1: this row has no name"),
        ('name,reps,comment\nRow,8,"a\nb"\nSit,x,', "file:4:1: reps is a whole number"),
        ("name,reps\nRow,12. Aug", "not '12. Aug'"),
        ("name,seconds\nRow,20 kg", "has 'kg', which is no unit of time"),
        ("name,seconds\nRest,", "how long is this rest?"),
        ("name,reps,sides\nRow,8,top", "sides cannot be 'top'"),
        ("name,reps", "there is no exercise in this table"),
        ("name,reps\n" + '"' + "x" * 200_000, "not valid CSV|no exercise"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(RoutineError, match=said.replace("(", r"\(").replace("?", r"\?")):
        steps(text)


def test_unknown_columns_are_told_with_the_one_that_may_be_meant() -> None:
    found = imported(b"name,reps,commnet,,load\nRow,8,a,b,c,d\n", asked(), "csv")
    assert [str(loss) for loss in found.losses] == [
        "column 3: 'commnet' is not known; did you mean 'comment'?; left out",
        "column 4: without a heading is not known; left out",
        "column 5: 'load' is not known; left out",
        "line 2: more cells than there are columns; left out",
    ]


def test_a_posture_that_is_not_the_library_s_is_kept() -> None:
    assert steps("name,position,reps\nBent-over row,sitting,8") == [
        {"exercise": {"like": "bent-over-row", "posture": "sitting"}, "reps": 8}
    ]


def test_what_is_said_of_an_exercise_without_an_amount_is_kept_or_told() -> None:
    found = imported(b"name,position,sets,sides,comment\nSquat,standing,3,both,slowly\n", asked(), "csv")
    assert found.data["steps"] == [{"wait": "Squat, slowly."}]
    assert "line 2: position, sets and sides of what has no amount; left out" in [str(loss) for loss in found.losses]


@pytest.mark.parametrize("start", [Sourced("Standing"), Sourced("All fours"), Sourced("On a mat", "proposed")])
def test_a_start_position_that_would_be_read_as_another_is_told(start: Sourced) -> None:
    step = ExerciseStep(Exercise("Row", start=(start,)), Dose(time=20_000))
    told = [str(loss) for loss in exported(Routine("Table", (step,)), "csv", find).losses]
    assert "step 1: 'Row': description: left out" in told


def test_the_change_of_sides_that_our_exercise_has_is_not_that_of_the_step() -> None:
    (ours,) = [found for found in [find("lat release on the foam roller")] if found]
    assert ours.dose
    assert ours.dose.switch != 5_000
    for switch in (ours.dose.switch, 5_000):
        step = ExerciseStep(ours, replace(ours.dose, switch=switch))
        told = " ".join(map(str, exported(Routine("Table", (step,)), "csv", find).losses))
        assert ("time to change sides is left out" in told) == (switch != ours.dose.switch)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "'="])
def test_no_cell_that_we_write_is_a_formula(start: str) -> None:
    text = f"{start}cmd|'/C calc'!A0"
    step = ExerciseStep(Exercise(text), Dose(time=20_000), note=text)
    found = exported(Routine(text, (step,)), "csv", find)
    for row in csv.reader(io.StringIO(found.text)):
        assert not any(cell.strip()[:1] in ("=", "+", "-", "@") for cell in row if cell)
    assert steps(found.text)[0]["note"] == " ".join(text.split())
