"""The control socket with real sockets: words in, JSON lines out, and nobody who connects can hurt the session."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.controls.control_words import WORDS, NotUnderstood, plain, request
from backplayer.controls.socket_client import ask, watch
from backplayer.controls.socket_control import CLIENTS, LONGEST_LINE, MOST_LINES, ControlSocket
from backplayer.controls.source import SourceFailed
from backplayer.controls.status import status
from backplayer.player.commands import Command, Request, Seek, SetVolume, Wish
from backplayer.player.view import State, View

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")

PAGE = Path(__file__).parents[2] / "docs" / "control.md"


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


class Session:
    """What stands in for a session: it takes the wishes and shows a view."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.wishes: list[Wish] = []
        self.view = View(State.PLAYING, "Upper back", position=1_500, length=60_000, answers=(Command.PAUSE,))
        self.control = ControlSocket(path, self.wishes.append, lambda: self.view)

    @property
    def requests(self) -> list[Request]:
        return [wish.request for wish in self.wishes]

    def ask(self, words: str) -> dict[str, Any]:
        answer = json.loads(ask(self.path, words))
        assert isinstance(answer, dict)
        return answer


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "control")
    yield session
    session.control.close()


class Caller:
    """A client that can misbehave."""

    def __init__(self, path: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(15)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rb")

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self.lines.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(self) -> dict[str, Any]:
        line = json.loads(self.lines.readline())
        assert isinstance(line, dict)
        return line

    def is_cut_off(self) -> bool:
        try:
            return self.lines.read() == b""
        except ConnectionError:
            return True


@pytest.mark.parametrize("words", [*WORDS, "PAUSE", "  Where   am_i ", "more-time"])
def test_words_give_their_wish_and_the_status(session: Session, words: str) -> None:
    assert session.ask(words) == {"ok": True, **status(session.view)}
    assert session.wishes == [Wish(WORDS[plain(words)])]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("seek 120", Seek(120_000)), ("seek 0.5", Seek(500)), ("volume 0.8", SetVolume(0.8)), ("Volume 1", SetVolume(1))],
)
def test_words_with_a_number(session: Session, words: str, wanted: Request) -> None:
    assert session.ask(words)["ok"] is True
    assert session.requests == [wanted]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("paus", "did you mean 'pause'?"), ("", "known are"), ("xyzzy", "known are"), ("seek", "seek 120"),
        ("seek -1", "seek 120"), ("seek 1e9", "seek 120"), ("volume nan", "volume 0.8"), ("volume ١", "volume 0.8"),
        ("volume inf", "volume 0.8"), ("pause pause", "did you mean"),
    ],
)  # fmt: skip
def test_words_that_mean_nothing_say_what_would(session: Session, words: str, error: str) -> None:
    answer = session.ask(words)
    assert answer["ok"] is False
    assert error in answer["error"]
    assert session.wishes == []


@given(st.text(max_size=50))
def test_any_words_are_understood_or_refused(words: str) -> None:
    with suppress(NotUnderstood):
        request(plain(words))


def test_the_status_tells_every_field_of_the_view(session: Session) -> None:
    told = session.ask("status")
    names = {name.removesuffix("_ms") for name in told}
    assert names == {field.name for field in fields(View)} | {"ok", "left", "piece_left"}
    assert told["state"] == "playing"
    assert (told["position_ms"], told["left_ms"]) == (1_500, 58_500)
    assert told["answers"] == ["pause"]
    assert session.wishes == []


def test_a_watcher_is_told_of_changes_but_not_of_the_position(session: Session) -> None:
    lines = watch(session.path)
    assert json.loads(next(lines))["ok"] is True
    session.view = replace(session.view, position=2_000, piece_position=10)
    session.ask("status")
    session.view = replace(session.view, position=2_100, state=State.PAUSED)
    changed = json.loads(next(lines))
    assert (changed["state"], changed["position_ms"]) == ("paused", 2_100)
    assert "ok" not in changed
    session.view = replace(session.view, state=State.FINISHED)
    session.control.close()
    assert [json.loads(line)["state"] for line in lines] == ["finished"]


def test_a_watcher_that_has_said_all_it_will_say_is_still_told(session: Session) -> None:
    with Caller(session.path) as caller:
        caller.send(b"watch")
        caller.socket.shutdown(socket.SHUT_WR)
        assert caller.answer()["ok"] is True
        session.view = replace(session.view, state=State.PAUSED)
        assert caller.answer()["state"] == "paused"
    assert session.ask("pause")["ok"] is True


def test_words_in_pieces_and_several_lines_at_once(session: Session) -> None:
    with Caller(session.path) as caller:
        caller.send(b"ne")
        caller.send(b"xt\nback\r\nlouder")
        caller.socket.shutdown(socket.SHUT_WR)
        assert [caller.answer()["ok"] for _ in range(3)] == [True] * 3
        assert caller.is_cut_off()
    assert session.requests == [Command.NEXT, Command.BACK, Command.LOUDER]


def test_an_endless_line_is_refused(session: Session) -> None:
    with Caller(session.path) as caller:
        caller.send(b"x" * (LONGEST_LINE + 1))
        assert "at most 1024 bytes" in caller.answer()["error"]
        assert caller.is_cut_off()
    with Caller(session.path) as caller:
        caller.send(b"x" * (LONGEST_LINE + 1) + b"\npause\n")
        assert caller.answer()["ok"] is False
        assert caller.is_cut_off()
    assert session.wishes == []


def test_bytes_that_are_no_words(session: Session) -> None:
    with Caller(session.path) as caller:
        caller.send(bytes(range(11, 256)) + b"\n\x00\n")
        assert caller.answer()["ok"] is False
        assert caller.answer()["ok"] is False
    assert session.ask("pause")["ok"] is True


def test_a_flood_of_commands_is_cut_off(session: Session) -> None:
    with Caller(session.path) as caller:
        with suppress(ConnectionError):
            caller.send(b"next\n" * 1000)
        answers = b""
        with suppress(ConnectionError):
            while data := caller.socket.recv(65_536):
                answers += data
        assert b"lines a second" in answers.splitlines()[-1]
    assert len(session.wishes) <= 2 * MOST_LINES
    until(lambda: session.ask("status")["ok"])


def test_one_who_never_reads_blocks_nobody(session: Session) -> None:
    session.view = replace(session.view, doing="x" * 60_000)
    with Caller(session.path) as silent:
        silent.send(b"watch\n" + b"status\n" * 20)
        assert session.ask("pause")["ok"] is True
        with suppress(ConnectionError):
            while silent.socket.recv(1_000_000):  # until it is cut off
                pass


def test_one_who_goes_away_in_the_middle(session: Session) -> None:
    for sent in (b"", b"pau", b"watch\n", b"status\nstatus\n"):
        caller = Caller(session.path)
        caller.send(sent)
        caller.__exit__()
    session.view = replace(session.view, state=State.PAUSED)
    until(lambda: session.ask("status")["state"] == "paused")


def test_one_too_many_takes_the_place_of_the_longest_silent(session: Session) -> None:
    callers = [Caller(session.path) for _ in range(CLIENTS)]
    for caller in callers:
        caller.send(b"status\n")
        assert caller.answer()["ok"] is True
    assert session.ask("pause")["ok"] is True
    assert callers[0].is_cut_off()
    callers[1].send(b"status\n")
    assert callers[1].answer()["ok"] is True
    for caller in callers:
        caller.__exit__()


def test_only_the_owner_may_use_it_and_it_never_was_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    bind = socket.socket.bind

    class Watched(socket.socket):
        def bind(self, path: Any) -> None:
            bind(self, path)
            modes.append(stat.S_IMODE(os.lstat(path).st_mode))

    monkeypatch.setattr(socket, "socket", Watched)
    umask = os.umask(0)
    try:
        Session(tmp_path / "control").control.close()
        assert os.umask(0) == 0
    finally:
        os.umask(umask)
    assert modes == [0o600]


def test_it_is_removed_at_the_end_unless_it_is_someone_elses_by_now(tmp_path: Path) -> None:
    session = Session(tmp_path / "control")
    session.control.close()
    session.control.close()
    assert list(tmp_path.iterdir()) == []
    session = Session(tmp_path / "control")
    os.unlink(session.path)
    Path(session.path).write_text("mine")
    session.control.close()
    assert Path(session.path).read_text() == "mine"


def test_one_that_was_left_behind_is_replaced(tmp_path: Path) -> None:
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    left.bind(str(tmp_path / "control"))
    left.close()
    session = Session(tmp_path / "control")
    assert session.ask("status")["ok"] is True
    session.control.close()


def test_what_is_there_is_left_alone(session: Session, tmp_path: Path) -> None:
    file, folder, link = tmp_path / "file", tmp_path / "folder", tmp_path / "link"
    file.write_text("mine")
    folder.mkdir()
    link.symlink_to(session.path)
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    for path, reason in [
        (file, "not a socket"),
        (folder, "not a socket"),
        (link, "not a socket"),
        (tmp_path / "pipe", "not a socket"),
        (Path(session.path), "another program listens"),
        (tmp_path / "nowhere" / "control", "no such file or directory"),
        (file / "control", "not a directory"),
        (tmp_path / ("x" * 120), "bytes"),
    ]:
        with pytest.raises(SourceFailed, match=reason):
            ControlSocket(path, session.wishes.append, lambda: session.view)
    with pytest.raises(SourceFailed, match="bytes"):
        ControlSocket("", session.wishes.append, lambda: session.view)
    assert sorted(tmp_path.iterdir()) == before
    assert session.ask("status")["ok"] is True


def test_asking_where_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match="no session listens"):
        ask(tmp_path / "control", "pause")
    with pytest.raises(SourceFailed, match="too long"):
        ask(tmp_path / ("x" * 120), "pause")


def test_a_session_that_hangs_up_says_nothing(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(tmp_path / "control"))
        listener.listen()

        def hang_up() -> None:
            connection, _ = listener.accept()
            connection.recv(100)
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(SourceFailed, match="without an answer"):
            ask(tmp_path / "control", "pause")
        thread.join()


def table(heading: str) -> list[str]:
    """The code in the first column of the table under *heading* of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return [name for row in re.findall(r"^\| (`.*?) \|", section, re.M) for name in re.findall(r"`([^`]+)`", row)]


def test_the_page_has_the_words() -> None:
    assert sorted(table("Words")) == sorted([*WORDS, "seek 120", "volume 0.8", "status", "watch"])


def test_the_page_has_the_fields() -> None:
    assert sorted(table("Status")) == sorted(status(View(State.PLAYING, "")))


def test_the_pages_lines_of_python_work(session: Session) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert code
    ran = subprocess.run(
        [sys.executable, "-c", code[1], session.path, "more", "time"], capture_output=True, text=True, timeout=20
    )
    assert json.loads(ran.stdout)["ok"] is True, ran.stderr
    assert session.requests == [Command.MORE_TIME]
