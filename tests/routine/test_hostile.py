"""Files from a hostile stranger: a plain complaint, nothing unprintable, and little work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backplayer.routine.library import Library
from backplayer.routine.problems import MAX_PROBLEMS, NotFound, RoutineError, printable
from tests.routine.conftest import Complain

STEPS = "title: T\nsteps:\n"
EVIL = r"\e]0;owned\a\u202e\u200b\0"
LONG = "x" * 100_000
BOMBS = [
    "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{f'*{a},' * 9}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)),
    "[" * 100_000, "{a: " * 60_000, "- " * 100_000, "? " * 100_000, "[" + "a," * 100_000 + "]",
    "".join(f"k{n}: v\n" for n in range(20_001)),
    f"title: T\nnotes:\n- &a {LONG}\n" + "- *a\n" * 19_000 + "steps: [bridge]",
    STEPS + f"- rest: &a {'1s' * 50_000}\n" + "- rest: *a\n" * 9_000,
    STEPS + f"- {{exercise: bridge, sides: &a {LONG}}}\n" + "- {exercise: bridge, sides: *a}\n" * 4_500,
    STEPS + f"- &a {LONG}\n" + "- *a\n" * 19_000,
    STEPS + f'- ? "{LONG}"\n  : 1\n',
    STEPS + "".join(f"- brd{n}\n" for n in range(19_000)),
    STEPS + "- exercise: bridge\n" + "".join(f"  sid{n}:\n" for n in range(19_000)),
    STEPS + f"- &a {{repeat: 100, steps: [{'bridge,' * 40}]}}\n- &b {{repeat: 100, steps: [{'*a,' * 40}]}}\n",
    STEPS + f"- {{exercise: bridge, reps: {'9' * 5_000}}}",
    f"!{LONG} x", f"&{LONG} x", f"*{LONG}", '"' * LONG.count("x"), "a: |\n" + " \n" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("text", BOMBS, ids=range(len(BOMBS)))
def test_bombs(complain: Complain, text: str) -> None:
    complaints = complain(text)
    assert 0 < len(complaints) <= MAX_PROBLEMS + 1
    assert all(len(complaint) < 600 and complaint.isprintable() for complaint in complaints)


@pytest.mark.parametrize(
    "text",
    [
        f'"{EVIL}": x\n',
        f'{STEPS}- "{EVIL}": x\n',
        f'{STEPS}- "{EVIL}"\n',
        f'{STEPS}- exercise: "{EVIL}"\n',
        f'{STEPS}- {{exercise: bridge, "{EVIL}": x}}\n',
        *(
            f'{STEPS}- {{exercise: bridge, {key}: "{EVIL}"}}\n'
            for key in (
                "reps",
                "rest",
                "tempo",
                "sides",
                "optional",
                "stated",
                "note",
                "alternative",
                "swap",
                "section",
            )
        ),
        f'{STEPS}- {{exercise: bridge, reps: 3, tempo: {{"{EVIL}": 2s}}}}\n',
        f'{STEPS}- exercise: {{name: "{EVIL}", cues: [{{text: a, from: "{EVIL}"}}]}}\n',
        f'{STEPS}- exercise: {{like: "{EVIL}"}}\n',
        f'title: T\nlanguage: "{EVIL}"\nsteps: [bridge]\n',
        f'title: T\nsources: "{EVIL}"\nsteps: [bridge]\n',
        "title: !<%1b%e2%80%ae> x\n",
        "title: *\u202ea\n",
        "\u202etitle: x\n",
        "title: \x9b31m\n",
    ],
)
def test_nothing_unprintable_is_repeated(complain: Complain, text: str) -> None:
    complaints = complain(text)
    assert complaints
    assert all(complaint.isprintable() for complaint in complaints)


def test_printable() -> None:
    assert printable("a\x1b\u202e\udc80é") == r"a\x1b\u202e\udc80é"
    assert printable("x" * 61) == "x" * 60 + "…"


def told(shelf: Library, path: Path) -> str:
    with pytest.raises(RoutineError) as caught:
        shelf.read_routine(path)
    message = str(caught.value)
    assert all(line.isprintable() for line in message.splitlines())
    return message.removeprefix(f"{printable(str(path), 1000)}:1:1: ")


def test_files_that_are_none(shelf: Library, tmp_path: Path) -> None:
    assert told(shelf, tmp_path) == "this is a folder; name a routine file inside it"
    assert told(shelf, tmp_path / "none.yaml") == "no such file"
    assert told(shelf, tmp_path / "e\x1b[31m\udc80.yaml") == "no such file"
    assert told(shelf, tmp_path / "nul\0.yaml") == "cannot be read: no file can have this name"
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (256 * 1024 + 1))
    assert told(shelf, large) == "larger than 256 KiB; a routine is a short text"
    utf16 = tmp_path / "utf16.yaml"
    utf16.write_text("title: T", encoding="utf-16")
    assert told(shelf, utf16) == "not UTF-8 text; save the file as UTF-8"
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: é ä\n".encode() + b"summary: \xe4\n")
    assert told(shelf, latin).endswith(":2:10: not UTF-8 text; save the file as UTF-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes, devices and links of Unix")
def test_pipes_devices_and_loops_do_not_hang(shelf: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    for name in ("pipe.yaml", "zero.yaml"):
        assert told(shelf, tmp_path / name) == "this is a pipe or a device; save the routine as a file"
    assert told(shelf, tmp_path / "loop.yaml").startswith("cannot be read: ")
    hostile = Library([tmp_path])
    assert hostile.routine_paths() == {}
    assert list(hostile.listed()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable(shelf: Library, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: T")
    path.chmod(0)
    assert told(shelf, path) == "cannot be read: permission denied"
    folder = tmp_path / "folder"
    folder.mkdir(0)
    with pytest.raises(RoutineError, match="this folder cannot be read: permission denied"):
        Library([folder]).routine_paths()
    assert Library([folder]).credits() == {}
    folder.chmod(0o700)


@pytest.mark.parametrize("name", ["..", ".", "", "\x1b[31m", "x" * 10_000, "sources", "up\0per"])
def test_hostile_routine_names(shelf: Library, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        shelf.find_routine(name)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("name", ["../../etc/passwd", "/dev/null", "~nobody-here/x.yaml", "C:\\x.yaml"])
def test_paths_are_files_not_names(shelf: Library, name: str) -> None:
    assert told(shelf, shelf.find_routine(name))


def test_odd_file_names_are_not_listed(tmp_path: Path) -> None:
    try:
        (tmp_path / "e\x1b[31m.yaml").write_text("title: T\nsteps: [bridge]")
    except OSError:
        pytest.skip("this file system allows no such name")
    (tmp_path / "Mine & yours (2).yaml").write_text("title: T\nsteps: [bridge]")
    assert list(Library([tmp_path]).routine_paths()) == ["Mine & yours (2)"]


def test_hostile_sources(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        '"../x": {title: a, author: b}\nB: {title: a, author: b}\n'
        'c: {title: "\\e", author: b, foo: 1}\nd: x\ne: {title: a}\n'
    )
    with pytest.raises(RoutineError) as caught:
        Library([tmp_path]).credits()
    told = [f"{problem.line}:{problem.column}: {problem.message}" for problem in caught.value.problems]
    assert [line[:40] for line in told] == [
        "1:1: '../x' cannot be a key, which is a ",
        "2:1: 'B' cannot be the id of a source; i",
        "3:12: title: the text holds an invisible",
        "3:29: unknown key 'foo'; known here: tit",
        "4:4: d has keys of its own ('key: value'",
        "5:4: 'author' is missing; add 'author: …",
    ]
