"""The place of a session: kept whole, read back as it was, and refused when it is something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.coach.course import Point
from backplayer.keeping.place import Keeper, Landmark, Manner, NoPlace, Place, read_place, write_place
from backplayer.player.effects import Ended
from backplayer.player.progress import Progress

PLACE = Place(
    Manner("short", "/r/short.yaml", "Short", "full", 2, ("ball",), True, False, True),
    Landmark("Work", "Plank", 3, "left", 1),
    Progress(
        Point(7, 2, 0), 110, (3,), (Ended("Plank", 3, "left", 1, "skipped", 2, 5, 0, 20_000),), "Plank, left side"
    ),
    1_800_000_000.0,
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_place(tmp_path / "deep" / "place.json", PLACE)
    assert read_place(tmp_path / "deep" / "place.json") == PLACE
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["place.json"]


def test_the_keeper_writes_the_latest_and_forgets(tmp_path: Path) -> None:
    path, notices = tmp_path / "place.json", []
    keeper = Keeper(path, notices.append)
    for reps in range(50):
        keeper.keep(Place(PLACE.manner, PLACE.landmark, Progress(Point(7, reps)), 0.0))
    keeper.close()
    assert read_place(path).progress.point.reps == 49
    keeper = Keeper(path, notices.append)
    keeper.keep(PLACE)
    keeper.forget()
    assert not path.exists()
    assert notices == []


def test_a_place_that_cannot_be_kept_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notices: list[str] = []
    keeper = Keeper(tmp_path / "file" / "place.json", notices.append)
    for _ in range(3):
        keeper.keep(PLACE)
    keeper.close()
    assert len(notices) == 1
    assert "cannot be kept" in notices[0]


def test_no_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoPlace, match="no session to go on with"):
        read_place(tmp_path / "place.json")


def damaged(*where: str | int, value: object) -> str:
    kept: list = json.loads(json.dumps([1, json.loads(_as_json())]))
    target = kept
    for key in where[:-1]:
        target = target[key]
    target[where[-1]] = value
    return json.dumps(kept)


def _as_json() -> str:
    from dataclasses import asdict

    return json.dumps(asdict(PLACE))


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "[1]", "[1, {}]", "null", "\x00", "[" * 10_000,
        damaged(0, value=99),
        damaged(1, "saved_at", value=float("nan")),
        damaged(1, "saved_at", value=1e400),
        damaged(1, "manner", "verbosity", value="loud"),
        damaged(1, "manner", "start", value=0),
        damaged(1, "manner", "title", value="\x1b]0;pwned\x07"),
        damaged(1, "progress", "where", value="\x1b[2J"),
        damaged(1, "progress", "point", "reps", value=-5),
        damaged(1, "progress", "point", "piece", value="seven"),
        damaged(1, "progress", "pace", value=0),
        damaged(1, "progress", "pace", value=10**9),
        damaged(1, "progress", "easier", value=[-1]),
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "place.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NoPlace) as refused:
        read_place(path)
    assert str(refused.value).isprintable()
    assert str(path) in str(refused.value)


@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "place.json"
    path.write_bytes(data)
    with pytest.raises(NoPlace):
        read_place(path)
