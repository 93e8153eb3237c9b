"""Media keys: the session as a media player on a bus of its own, driven by playerctl and by hostile callers."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.controls.mpris import MediaKeys
from backplayer.controls.mpris.calls import OBJECT, Answer, Call, Refused, answer
from backplayer.controls.mpris.properties import PLAYER, PROPERTIES, ROOT, TRACK, metadata, title, values
from backplayer.controls.mpris.told import TOLERANCE, Told
from backplayer.controls.source import SourceFailed
from backplayer.player.commands import Command, Request, Seek, SetVolume, Wish
from backplayer.player.view import State, View
from tests.controls.bus import PrivateBus, bus, need

__all__ = ["bus"]

NAME = "org.mpris.MediaPlayer2.backplayer"
DBUS = "org.freedesktop.DBus"
BETWEEN = (Command.PAUSE, Command.NEXT, Command.BACK, Command.STOP)
HOLD = View(
    State.PLAYING, "Upper back", position=83_400, length=754_321, kind="work", title="Can opener", step=2, steps=6,
    side="left", set=2, sets=3, answers=BETWEEN,
)  # fmt: skip


class FakeSession:
    """Shows the view it is given and keeps what it is asked for."""

    def __init__(self, view: View = HOLD) -> None:
        self._view = view
        self._looks = 0
        self._looked = threading.Condition()
        self._asked: SimpleQueue[Wish] = SimpleQueue()
        self.notices: SimpleQueue[str] = SimpleQueue()

    def view(self) -> View:
        with self._looked:
            self._looks += 1
            self._looked.notify_all()
            return self._view

    def show(self, **changes: Any) -> None:
        with self._looked:
            self._view = replace(self._view, **changes)

    def wait_for_looks(self, more: int) -> None:
        with self._looked:
            enough = self._looks + more
            assert self._looked.wait_for(lambda: self._looks >= enough, 10)

    def is_looked_at(self, within: float) -> bool:
        with self._looked:
            return self._looked.wait(within)

    def leave(self, wish: Wish) -> None:
        assert not wish.spoken
        self._asked.put(wish)

    def asked(self) -> list[Request]:
        """What has been asked since the last time."""
        found = []
        while not self._asked.empty():
            found.append(self._asked.get().request)
        return found


@contextmanager
def keys_on(bus: PrivateBus, session: FakeSession) -> Iterator[MediaKeys]:
    keys = MediaKeys(session.leave, session.view, session.notices.put, bus.address)
    try:
        yield keys
    finally:
        keys.close()


# What is shown


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Can opener, left side, set 2 of 3"),
        ({"side": None}, "Can opener, set 2 of 3"),
        ({"set": 1, "sets": 1}, "Can opener, left side"),
        ({"set": None}, "Can opener, left side"),
        ({"kind": "transition", "sets": 1}, "Next: Can opener, left side"),
        ({"kind": "set-rest", "side": None}, "Next: Can opener, set 2 of 3"),
        ({"kind": "wait", "state": State.WAITING, "sets": 1}, "Ready? Can opener, left side"),
        ({"state": State.PAUSED, "sets": 1}, "Can opener, left side"),
        ({"title": "", "kind": "intro", "step": None, "side": None}, "Upper back"),
        ({"title": "", "kind": "wait", "state": State.WAITING}, "Upper back"),
    ],
)
def test_the_title_is_the_exercise(changes: dict[str, Any], expected: str) -> None:
    assert title(replace(HOLD, **changes)) == expected


def test_the_track_is_the_session() -> None:
    assert metadata(HOLD) == {
        "mpris:trackid": ("o", TRACK),
        "mpris:length": ("x", 754_321_000),
        "xesam:title": ("s", "Can opener, left side, set 2 of 3"),
        "xesam:album": ("s", "Upper back"),
        "xesam:artist": ("as", ["backplayer"]),
        "xesam:trackNumber": ("i", 2),
    }


def test_what_is_not_known_is_left_out() -> None:
    found = metadata(View(State.PLAYING, "Upper back"))
    assert "mpris:length" not in found
    assert "xesam:trackNumber" not in found


@pytest.mark.parametrize(
    ("state", "status", "can_seek", "can_play"),
    [
        (State.PLAYING, "Playing", True, True),
        (State.PAUSED, "Paused", True, True),
        (State.WAITING, "Paused", True, True),
        (State.HURT, "Paused", False, True),
        (State.FINISHED, "Stopped", False, False),
    ],
)
def test_states(state: State, status: str, can_seek: bool, can_play: bool) -> None:
    found = values(PLAYER, replace(HOLD, state=state))
    assert found["PlaybackStatus"] == ("s", status)
    assert found["CanSeek"] == ("b", can_seek)
    assert found["CanPlay"] == found["CanPause"] == ("b", can_play)
    assert found["CanControl"] == ("b", True)


def test_next_and_previous_can_be_pressed_when_they_make_sense() -> None:
    found = values(PLAYER, replace(HOLD, answers=(Command.BACK, Command.STOP)))
    assert found["CanGoNext"] == ("b", False)
    assert found["CanGoPrevious"] == ("b", True)


# What is asked


def call(member: str, signature: str = "", *body: Any, interface: str | None = PLAYER, path: str = OBJECT) -> Call:
    return Call(path, interface, member, signature, body)


def set_property(name: str, signature: str, value: Any) -> Call:
    return call("Set", "ssv", PLAYER, name, (signature, value), interface=f"{DBUS}.Properties")


@pytest.mark.parametrize(
    ("member", "state", "expected"),
    [
        ("Play", State.PLAYING, None),
        ("Play", State.PAUSED, Command.RESUME),
        ("Play", State.WAITING, Command.PLAY_PAUSE),
        ("Play", State.HURT, Command.PLAY_PAUSE),
        ("Pause", State.PLAYING, Command.PAUSE),
        ("Pause", State.PAUSED, None),
        ("Pause", State.WAITING, Command.PAUSE),
        *[("PlayPause", state, Command.PLAY_PAUSE) for state in State],
        ("Stop", State.PAUSED, Command.STOP),
        ("Next", State.PLAYING, Command.NEXT),
        ("Previous", State.PLAYING, Command.BACK),
    ],
)
def test_buttons(member: str, state: State, expected: Command | None) -> None:
    assert answer(call(member), replace(HOLD, state=state)) == Answer(request=expected)


def test_the_application_can_be_quit_but_has_no_window_to_raise() -> None:
    assert answer(call("Quit", interface=ROOT), HOLD).request is Command.STOP
    assert answer(call("Raise", interface=ROOT), HOLD) == Answer()


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (10_000_000, Seek(93_400)),
        (-10_000_000, Seek(73_400)),
        (-90_000_000, Seek(0)),
        (671_000_000, Command.NEXT),
        (-(2**63), Seek(0)),
        (2**63 - 1, Command.NEXT),
    ],
)
def test_seek_counts_from_where_the_session_is(offset: int, expected: Request) -> None:
    assert answer(call("Seek", "x", offset), HOLD).request == expected


@pytest.mark.parametrize(
    ("track", "position", "expected"),
    [
        (TRACK, 50_000_000, Seek(50_000)),
        (TRACK, 0, Seek(0)),
        (TRACK, 754_321_000, Seek(754_321)),
        (TRACK, 754_321_001, None),
        (TRACK, -1, None),
        ("/some/other/track", 50_000_000, None),
    ],
)
def test_a_position_of_another_track_or_outside_is_ignored(track: str, position: int, expected: Request) -> None:
    assert answer(call("SetPosition", "ox", track, position), HOLD) == Answer(request=expected)


@pytest.mark.parametrize("state", [State.HURT, State.FINISHED])
def test_no_seeking_where_it_cannot_be(state: State) -> None:
    view = replace(HOLD, state=state)
    assert answer(call("Seek", "x", 1_000_000), view) == Answer()
    assert answer(call("SetPosition", "ox", TRACK, 1_000_000), view) == Answer()


@given(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 10**8).flatmap(lambda length: st.tuples(st.integers(0, length), st.just(length))),
)
def test_seeking_never_leaves_the_session(number: int, place: tuple[int, int]) -> None:
    position, length = place
    view = replace(HOLD, position=position, length=length)
    for asked in (call("Seek", "x", number), call("SetPosition", "ox", TRACK, number)):
        request = answer(asked, view).request
        assert request in (None, Command.NEXT) or (isinstance(request, Seek) and 0 <= request.to <= length)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Volume", 0.5, SetVolume(0.5)),
        ("Volume", -3.0, SetVolume(0.0)),
        ("Volume", 1.5, SetVolume(1.5)),
        ("Rate", 1.0, None),
        ("Rate", 2.0, None),
        ("Rate", 0.0, Command.PAUSE),
    ],
)
def test_what_can_be_set(name: str, value: float, expected: Request | None) -> None:
    assert answer(set_property(name, "d", value), HOLD) == Answer(request=expected)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (call("Fly"), "UnknownMethod"),
        (call("Fly", interface=None), "UnknownMethod"),
        (call("Play", interface="org.mpris.MediaPlayer2.TrackList"), "UnknownInterface"),
        (call("Play", path="/"), "UnknownObject"),
        (call("Play", path="/org/mpris/MediaPlayer2/more"), "UnknownObject"),
        (call("Introspect", path="/org/mp"), "UnknownObject"),
        (call("Play", "s", "loud"), "InvalidArgs"),
        (call("Seek"), "InvalidArgs"),
        (call("Seek", "d", 1.0), "InvalidArgs"),
        (call("SetPosition", "xo", 1, TRACK), "InvalidArgs"),
        (call("OpenUri", "s", "file:///etc/passwd"), "NotSupported"),
        (call("Get", "ss", PLAYER, "Shoe", interface=None), "UnknownProperty"),
        (call("Get", "ss", "a.b", "Volume", interface=None), "UnknownInterface"),
        (call("GetAll", "s", "a.b", interface=None), "UnknownInterface"),
        (set_property("Position", "x", 5), "PropertyReadOnly"),
        (set_property("LoopStatus", "s", "Track"), "UnknownProperty"),
        (set_property("Volume", "s", "loud"), "InvalidArgs"),
        (set_property("Volume", "d", nan), "InvalidArgs"),
        (set_property("Volume", "d", inf), "InvalidArgs"),
    ],
)
def test_what_makes_no_sense_gets_the_error_for_it(asked: Call, error: str) -> None:
    with pytest.raises(Refused) as refused:
        answer(asked, HOLD)
    assert refused.value.name == f"{DBUS}.Error.{error}"


def test_the_object_describes_itself_truly() -> None:
    described = ElementTree.fromstring(answer(call("Introspect", interface=None), HOLD).body[0])
    for interface, properties in PROPERTIES.items():
        found = {each.get("name"): each for each in described.iterfind(f"interface[@name='{interface}']/property")}
        assert found.keys() == properties.keys()
        for name, each in found.items():
            got = answer(call("Get", "ss", interface, name, interface=f"{DBUS}.Properties"), HOLD).body[0]
            assert got == values(interface, HOLD)[str(name)]
            assert got[0] == each.get("type")
            assert (each.get("access") == "readwrite") == (name in ("Volume", "Rate"))
    for interface in described.iterfind("interface"):
        for method in interface.iterfind("method"):
            member = str(method.get("name"))
            with pytest.raises(Refused, match=f"{member} takes"):
                answer(call(member, "(yyy)", (1, 2, 3), interface=interface.get("name")), HOLD)


def test_the_way_to_the_object_can_be_walked() -> None:
    path = "/"
    for part in OBJECT.strip("/").split("/"):
        above = answer(call("Introspect", interface=None, path=path), HOLD).body[0]
        assert [node.get("name") for node in ElementTree.fromstring(above)] == [part]
        path = f"{path.rstrip('/')}/{part}"
    assert path == OBJECT


# What clients are told

views = st.builds(
    View,
    state=st.sampled_from(State),
    routine=st.just("Upper back"),
    position=st.integers(0, 60_000),
    length=st.integers(60_000, 61_000),
    title=st.sampled_from(["", "Can opener"]),
    gain=st.sampled_from([0.5, 1.0]),
    answers=st.sampled_from([(), (Command.NEXT,)]),
)


@given(views, st.lists(st.tuples(views, st.integers(0, 5_000), st.booleans())))
def test_a_client_that_only_listens_knows_everything(first: View, then: list[tuple[View, int, bool]]) -> None:
    now = 1_000_000
    told = Told(first, now)
    known, position, shown = values(PLAYER, first), first.position, first
    for view, passed, goes_on in then:
        now += passed
        if known["PlaybackStatus"] == ("s", "Playing"):
            position += passed  # as clients do by their own clock
        shown = replace(view, position=min(position, view.length)) if goes_on else view
        changed, jumped = told.update(shown, now)
        known.update(changed)
        position = position if jumped is None else jumped
        for name, value in values(PLAYER, shown).items():
            assert name == "Position" or known[name] == value
        assert abs(position - shown.position) <= TOLERANCE


def test_nothing_is_told_when_nothing_has_changed() -> None:
    told = Told(HOLD, 0)
    for now in range(250, 10_000, 250):
        assert told.update(replace(HOLD, position=HOLD.position + now + now % 7 * 20), now) == ({}, None)


def test_a_position_that_stands_still_while_playing_is_told() -> None:
    told = Told(HOLD, 0)
    assert told.update(HOLD, 5_000) == ({}, HOLD.position)


# With playerctl


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("play-pause", Command.PLAY_PAUSE),
        ("pause", Command.PAUSE),
        ("next", Command.NEXT),
        ("previous", Command.BACK),
        ("stop", Command.STOP),
        ("position 10+", Seek(93_400)),
        ("position 10-", Seek(73_400)),
        ("position 50.5", Seek(50_500)),
        ("volume 0.25", SetVolume(0.25)),
        ("volume 0.25+", SetVolume(1.25)),
        ("volume 0.25-", SetVolume(0.75)),
    ],
)
def test_playerctl_drives_the_session(playerctl: PlayerCtl, verb: str, expected: Request) -> None:
    assert playerctl.run(verb) == ""
    assert playerctl.session.asked() == [expected]


def test_playerctl_plays_what_is_paused_and_is_ready_for_what_waits(playerctl: PlayerCtl) -> None:
    for state, expected in (
        (State.PLAYING, []),
        (State.PAUSED, [Command.RESUME]),
        (State.WAITING, [Command.PLAY_PAUSE]),
    ):
        playerctl.session.show(state=state)
        playerctl.run("play")
        assert playerctl.session.asked() == expected


def test_playerctl_shows_the_session(playerctl: PlayerCtl) -> None:
    assert playerctl.run("--list-all") == "backplayer"
    assert playerctl.run("status") == "Playing"
    assert playerctl.run("volume") == "1.000000"
    template = (
        "{{playerName}} {{status}}: {{title}}|{{album}}|{{artist}}|{{duration(position)}}/{{duration(mpris:length)}}"
    )
    shown = playerctl.run("metadata", "--format", template)
    assert shown == "backplayer Playing: Can opener, left side, set 2 of 3|Upper back|backplayer|1:23/12:34"
    assert playerctl.run("metadata xesam:trackNumber") == "2"
    playerctl.session.show(title="Öffner <b>& “mehr”</b> \N{FLEXED BICEPS}", side=None, set=None, state=State.HURT)
    assert playerctl.run("metadata title") == "Öffner <b>& “mehr”</b> \N{FLEXED BICEPS}"
    assert playerctl.run("status") == "Paused"


def test_playerctl_sees_the_position_advance(playerctl: PlayerCtl) -> None:
    for position in (83_400, 84_650, 84_651):
        playerctl.session.show(position=position)
        assert float(playerctl.run("position")) == pytest.approx(position / 1000)


def test_playerctl_is_told_what_it_may_not(playerctl: PlayerCtl) -> None:
    assert "opens nothing" in playerctl.fail("open", "file:///etc/passwd")
    playerctl.session.show(answers=())
    playerctl.fail("next")
    assert playerctl.session.asked() == []


def test_playerctl_follows_every_change(playerctl: PlayerCtl) -> None:
    template = "{{status}} {{title}} {{volume}} {{duration(mpris:length)}}"
    with playerctl.following("metadata", "--format", template) as line_is:
        line_is("Playing Can opener, left side, set 2 of 3 1.0 12:34")
        playerctl.session.show(state=State.PAUSED)
        line_is("Paused Can opener, left side, set 2 of 3 1.0 12:34")
        playerctl.session.show(state=State.PLAYING, title="Chin tuck", side=None, set=1, sets=1, length=700_000)
        line_is("Playing Chin tuck 1.0 11:40")
        playerctl.session.show(gain=0.5)
        line_is("Playing Chin tuck 0.5 11:40")


def test_playerctl_follows_a_jump(playerctl: PlayerCtl) -> None:
    playerctl.session.show(state=State.PAUSED)
    with playerctl.following("metadata", "--format", "{{position}}") as line_is:
        line_is("83400000")
        playerctl.session.show(position=20_000)
        line_is("20000000")


class PlayerCtl:
    """playerctl, and the session that it drives."""

    def __init__(self, bus: PrivateBus, session: FakeSession) -> None:
        self._bus = bus
        self.session = session

    def run(self, verb: str, *arguments: str) -> str:
        done = self._bus.playerctl(*verb.split(), *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()

    def fail(self, *arguments: str) -> str:
        done = self._bus.playerctl(*arguments)
        assert done.returncode
        return done.stderr

    @contextmanager
    def following(self, *arguments: str) -> Iterator[Callable[[str], None]]:
        """Follow with playerctl; gives what waits for a line."""
        command = ["playerctl", *arguments, "--follow"]
        with subprocess.Popen(command, env=self._bus.env(), stdout=subprocess.PIPE, text=True) as process:
            limit = threading.Timer(20, process.kill)
            limit.start()

            def line_is(expected: str) -> None:
                assert process.stdout
                seen = []
                while line := process.stdout.readline():
                    seen.append(line.strip())
                    if seen[-1] == expected:
                        return
                pytest.fail(f"{expected!r} never came, but {seen}")

            try:
                yield line_is
            finally:
                limit.cancel()
                process.kill()


@pytest.fixture
def playerctl(bus: PrivateBus) -> Iterator[PlayerCtl]:
    need("playerctl")
    session = FakeSession()
    with keys_on(bus, session):
        yield PlayerCtl(bus, session)


# The bus and other callers


class Caller:
    """Another program on the bus."""

    def __init__(self, bus: PrivateBus) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self.connection = open_dbus_connection(bus.address)

    def message(self, member: str, signature: str | None = None, *body: Any, **where: Any) -> Any:
        """A call; *where* names a path, an interface (None: left out) and a bus name other than the player's."""
        from jeepney import DBusAddress, new_method_call

        address = DBusAddress(
            where.get("path", OBJECT), where.get("name", NAME), interface=where.get("interface", f"{DBUS}.Peer")
        )
        return new_method_call(address, member, signature, body)

    def ask(self, message: Any) -> tuple[str | None, tuple[Any, ...]]:
        """The error's name, None where there is none, and what came with it."""
        from jeepney import HeaderFields, MessageType

        reply = self.connection.send_and_get_reply(message, timeout=10)
        error = reply.header.fields[HeaderFields.error_name] if reply.header.message_type is MessageType.error else None
        return error, reply.body

    def ping(self, name: str = NAME) -> bool:
        return self.ask(self.message("Ping", name=name)) == (None, ())

    def names(self) -> list[str]:
        bus = {"name": DBUS, "path": "/org/freedesktop/DBus", "interface": DBUS}
        listed: list[str] = self.ask(self.message("ListNames", **bus))[1][0]
        return sorted(name for name in listed if name.startswith(ROOT))

    def wait_until_gone(self) -> None:
        """The bus sees who has left when it comes to it."""
        limit = monotonic() + 10
        while self.names():
            assert monotonic() < limit

    def take(self, name: str) -> None:
        bus = {"name": DBUS, "path": "/org/freedesktop/DBus", "interface": DBUS}
        assert self.ask(self.message("RequestName", "su", name, 4, **bus)) == (None, (1,))


@pytest.fixture
def caller(bus: PrivateBus) -> Iterator[Caller]:
    other = Caller(bus)
    try:
        yield other
    finally:
        other.connection.close()


def test_the_name_is_free_again_after_close(bus: PrivateBus, caller: Caller) -> None:
    with keys_on(bus, FakeSession()) as keys:
        assert keys.name == NAME
        assert caller.names() == [NAME]
        keys.close()
        caller.wait_until_gone()
    keys.close()


def test_a_second_player_takes_a_name_of_its_own(bus: PrivateBus, caller: Caller) -> None:
    first, second = FakeSession(), FakeSession(replace(HOLD, routine="Lower back"))
    with keys_on(bus, first), keys_on(bus, second) as keys:
        assert keys.name == f"{NAME}.instance{os.getpid()}"
        assert caller.names() == [NAME, keys.name]
        assert caller.ask(caller.message("Next", interface=PLAYER, name=keys.name)) == (None, ())
        assert (first.asked(), second.asked()) == ([], [Command.NEXT])


def test_no_name_left(bus: PrivateBus, caller: Caller) -> None:
    caller.take(NAME)
    caller.take(f"{NAME}.instance{os.getpid()}")
    with pytest.raises(SourceFailed, match=r"^media keys are off: another program has the name .*$"):
        MediaKeys(FakeSession().leave, FakeSession().view, address=bus.address)


def test_a_sandbox_where_no_name_can_be_had() -> None:
    need("dbus-daemon")
    bus = PrivateBus(own="deny")
    try:
        with pytest.raises(SourceFailed, match=r"^media keys are off: the session bus gives no name .*polic[^']*$"):
            MediaKeys(FakeSession().leave, FakeSession().view, address=bus.address)
    finally:
        bus.close()


def test_the_bus_may_vanish(bus: PrivateBus) -> None:
    session = FakeSession()
    with keys_on(bus, session) as keys:
        bus.kill()
        assert (
            session.notices.get(timeout=10) == "media keys: the session bus is gone; the session goes on without them"
        )
        keys.close()
        assert session.notices.empty()
        assert session.asked() == []


def test_closing_is_no_loss(bus: PrivateBus) -> None:
    session = FakeSession()
    with keys_on(bus, session) as keys:
        keys.close()
    assert session.notices.empty()


def test_the_session_may_close_it_while_it_asks(bus: PrivateBus, caller: Caller) -> None:
    session = FakeSession()
    closed = threading.Event()

    def leave(_: Wish) -> None:
        keys.close()
        closed.set()

    keys = MediaKeys(leave, session.view, session.notices.put, bus.address)
    assert caller.ask(caller.message("Stop", interface=PLAYER)) == (None, ())
    assert closed.wait(10)
    keys.close()
    caller.wait_until_gone()


def test_a_bus_that_takes_nothing_stops_nothing(bus: PrivateBus, caller: Caller) -> None:
    session = FakeSession()
    with keys_on(bus, session):
        assert caller.ping()
        bus.stop()
        session.show(title="long " * 200_000)  # more than a socket holds
        session.wait_for_looks(1)
        session.show(title="Chin tuck", side=None, sets=1)
        assert not session.is_looked_at(within=0.6)
        bus.resume()
        assert caller.ping()
        got = caller.ask(caller.message("Get", "ss", PLAYER, "Metadata", interface=f"{DBUS}.Properties"))[1]
        assert got[0][1]["xesam:title"] == ("s", "Chin tuck")


def test_a_bus_that_takes_nothing_does_not_delay_the_end(bus: PrivateBus, caller: Caller) -> None:
    session = FakeSession()
    with keys_on(bus, session) as keys:
        bus.stop()
        session.show(title="long " * 200_000)
        session.wait_for_looks(1)
        keys.close()
        assert not [thread for thread in threading.enumerate() if thread.name == "media keys"]
        bus.resume()
        caller.wait_until_gone()


@pytest.mark.parametrize("address", ["disabled:", "nonsense", "tcp:host=localhost,port=1", "unix:path=/nowhere/bus"])
def test_no_bus_that_can_be_used(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(SourceFailed, match=r"^media keys are off: the session bus .*$"):
        MediaKeys(FakeSession().leave, FakeSession().view)


def test_no_bus_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(SourceFailed, match=r"^media keys are off: there is no session bus here .*$"):
        MediaKeys(FakeSession().leave, FakeSession().view)


def test_the_bus_is_found_where_it_usually_is(bus: PrivateBus, caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(bus.folder))
    session = FakeSession()
    keys = MediaKeys(session.leave, session.view)
    assert caller.names() == [NAME]
    keys.close()


def test_something_else_that_listens_there(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "bus"))
        listening.listen()

        def hang_up() -> None:
            with listening.accept()[0] as connection:
                connection.recv(100)
                connection.sendall(b"220 mail.example.org ESMTP\r\n")

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(SourceFailed, match=r"^media keys are off: the session bus does not answer .*$"):
            MediaKeys(FakeSession().leave, FakeSession().view, address=f"unix:path={tmp_path}/bus")
        thread.join()


def test_without_jeepney(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "backplayer.controls.mpris.bus", raising=False)
    monkeypatch.setitem(sys.modules, "jeepney", None)
    with pytest.raises(SourceFailed, match=r"^media keys are off: the package jeepney is missing .*$"):
        MediaKeys(FakeSession().leave, FakeSession().view)


def test_jeepney_is_imported_late() -> None:
    code = "import sys, backplayer.controls.mpris; sys.exit('jeepney' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_everything_shown_fits_on_the_bus(bus: PrivateBus, caller: Caller) -> None:
    with keys_on(bus, FakeSession()):
        for interface in (ROOT, PLAYER):
            got = caller.ask(caller.message("GetAll", "s", interface, interface=f"{DBUS}.Properties"))
            assert got == (None, (values(interface, HOLD),))
        error, body = caller.ask(caller.message("Introspect", interface=f"{DBUS}.Introspectable"))
        assert error is None
        assert ElementTree.fromstring(body[0]).tag == "node"


def test_changes_are_signals(bus: PrivateBus, caller: Caller) -> None:
    from jeepney import MatchRule, message_bus

    session = FakeSession(replace(HOLD, state=State.PAUSED))
    with keys_on(bus, session):
        rule = MatchRule(type="signal", path=OBJECT)
        assert caller.ask(message_bus.AddMatch(rule)) == (None, ())
        with caller.connection.filter(rule) as came:
            session.show(state=State.PLAYING, position=20_000, gain=0.5)
            first = caller.connection.recv_until_filtered(came, timeout=10)
            changed = {"PlaybackStatus": ("s", "Playing"), "Volume": ("d", 0.5)}
            assert first.body == (PLAYER, changed, [])
            assert caller.connection.recv_until_filtered(came, timeout=10).body == (20_000_000,)


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
simple = st.one_of(
    st.tuples(st.just("s"), text),
    st.tuples(st.just("s"), st.sampled_from([ROOT, PLAYER, DBUS, "Volume", "Rate", "Metadata", "Position"])),
    st.tuples(st.just("o"), st.sampled_from([TRACK, "/", OBJECT])),
    st.tuples(st.just("g"), st.sampled_from(["", "a{sv}", "(ii)"])),
    st.tuples(st.just("x"), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just("t"), st.integers(0, 2**64 - 1)),
    st.tuples(st.just("i"), st.integers(-(2**31), 2**31 - 1)),
    st.tuples(st.just("b"), st.booleans()),
    st.tuples(st.just("d"), st.floats(allow_nan=True, allow_infinity=True)),
    st.tuples(st.just("ay"), st.binary(max_size=20)),
    st.tuples(st.just("as"), st.lists(text, max_size=3)),
)
argument = st.recursive(
    simple,
    lambda inner: st.one_of(
        inner.map(lambda one: ("v", one)),
        inner.map(lambda one: (f"a{one[0]}", [one[1]] * 2)),
        inner.map(lambda one: (f"(i{one[0]})", (7, one[1]))),
        st.dictionaries(text, inner, max_size=3).map(lambda entries: ("a{sv}", entries)),
    ),
    max_leaves=5,
)
members = ["Play", "Seek", "SetPosition", "OpenUri", "Get", "GetAll", "Set", "Introspect", "Ping", "Quit", "Fly"]
interfaces = [ROOT, PLAYER, f"{DBUS}.Properties", f"{DBUS}.Introspectable", f"{DBUS}.Peer", "a.b", None]


def test_any_call_gets_a_reply(bus: PrivateBus, caller: Caller) -> None:
    with keys_on(bus, FakeSession()):

        @given(
            st.sampled_from(members),
            st.sampled_from(interfaces),
            st.sampled_from([OBJECT, "/", "/org", "/else"]),
            st.lists(argument, max_size=4),
        )
        def any_call(member: str, interface: str | None, path: str, arguments: list[tuple[str, Any]]) -> None:
            signature = "".join(kind for kind, _ in arguments) or None
            body = [value for _, value in arguments]
            error, _ = caller.ask(caller.message(member, signature, *body, interface=interface, path=path))
            assert error is None or error.startswith(f"{DBUS}.Error.")

        any_call()
        assert caller.ping()


def test_messages_that_are_no_calls_are_passed_over(bus: PrivateBus, caller: Caller) -> None:
    from jeepney import DBusAddress, HeaderFields, new_error, new_method_return, new_signal

    session = FakeSession()
    with keys_on(bus, session):
        stray = caller.message("Next", interface=PLAYER)
        stray.header.serial = 1
        signal = new_signal(DBusAddress(OBJECT, interface=PLAYER), "Next")
        for message in (signal, new_error(stray, "a.b"), new_method_return(stray, "s", ("x",))):
            message.header.fields[HeaderFields.destination] = NAME
            caller.connection.send(message)
        assert caller.ping()
        assert session.asked() == []


def test_a_caller_that_wants_no_reply_gets_none(bus: PrivateBus, caller: Caller) -> None:
    from jeepney import HeaderFields, MessageFlag

    session = FakeSession()
    with keys_on(bus, session):
        for member in ("Next", "Fly"):
            quiet = caller.message(member, interface=PLAYER)
            quiet.header.flags = MessageFlag.no_reply_expected
            caller.connection.send(quiet, serial=77)
        caller.connection.send(caller.message("Ping"), serial=78)
        replied = []
        while 78 not in replied:
            replied.append(caller.connection.receive(timeout=10).header.fields.get(HeaderFields.reply_serial))
        assert 77 not in replied
        assert session.asked() == [Command.NEXT]


def test_messages_of_the_other_byte_order_are_read(bus: PrivateBus, caller: Caller) -> None:
    from jeepney import Endianness

    with keys_on(bus, FakeSession()):
        message = caller.message("Get", "ss", PLAYER, "Rate", interface=f"{DBUS}.Properties")
        message.header.endianness = Endianness.big
        assert caller.ask(message) == (None, (("d", 1.0),))


def test_messages_of_a_later_protocol_are_passed_over(tmp_path: Path) -> None:
    # The bus itself is of that protocol here: dbus-daemon passes on nothing that it does not know.
    session = FakeSession()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "bus"))
        listening.listen()
        served: SimpleQueue[Any] = SimpleQueue()
        bus = threading.Thread(target=_later_bus, args=(listening, served))
        bus.start()
        keys = MediaKeys(session.leave, session.view, session.notices.put, f"unix:path={tmp_path}/bus")
        assert served.get(timeout=10) == 3000
        keys.close()
        bus.join()
    assert session.asked() == [Command.NEXT]


def _later_bus(listening: socket.socket, served: SimpleQueue[Any]) -> None:
    """Greet one client, send it what means nothing yet and then a call; keep the serial that it replies to."""
    from jeepney import DBusAddress, HeaderFields, Parser, new_method_call, new_method_return

    with listening.accept()[0] as client:
        client.settimeout(10)
        while not client.recv(1000).endswith(b"\r\n"):
            pass
        client.sendall(b"OK 0123456789abcdef\r\n")
        received = b""
        while b"BEGIN\r\n" not in received:
            received += client.recv(1)
        parser = Parser()
        for signature, value in (("s", ":1.1"), ("u", 1)):
            while not (messages := parser.feed(client.recv(1000))):
                pass
            messages[0].header.fields.pop(HeaderFields.sender, None)
            client.sendall(new_method_return(messages[0], signature, (value,)).serialise(serial=1))
        ours = DBusAddress(OBJECT, ":1.1", PLAYER)
        known = new_method_call(ours, "Next").serialise(serial=2999)
        fields = 16 + struct.unpack_from("<I", known, 12)[0]
        # A header field with a number of its own: its variant holds an unsigned integer.
        raw = known[:fields] + bytes(-fields % 8) + b"\x2a\x01u\0" + struct.pack("<I", 5)
        client.sendall(raw[:12] + struct.pack("<I", len(raw) - 16) + raw[16:])
        client.sendall(known[:1] + b"\x09" + known[2:])  # a kind of message of its own
        client.sendall(new_method_call(ours, "Next").serialise(serial=3000))
        while not (messages := parser.feed(client.recv(1000))):
            pass
        served.put(messages[0].header.fields[HeaderFields.reply_serial])


def test_a_call_that_arrives_in_pieces(bus: PrivateBus, caller: Caller) -> None:
    with keys_on(bus, FakeSession()):
        error, _ = caller.ask(caller.message("OpenUri", "s", "x" * 1_000_000, interface=PLAYER))
        assert error == f"{DBUS}.Error.NotSupported"


def test_calls_in_heaps(bus: PrivateBus, caller: Caller) -> None:
    session = FakeSession()
    with keys_on(bus, session):
        for serial in range(2000, 2100):
            caller.connection.send(caller.message("Next", interface=PLAYER), serial=serial)
        assert caller.ping()
        assert session.asked() == [Command.NEXT] * 100
