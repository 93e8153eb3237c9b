"""The commands as a user types them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backplayer.cli.main import COMMANDS, app
from tests.library import NAMES

FIELDS = ["at_ms", "length_ms", "kind", "text", "sound", "step", "side", "set", "rep"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def backplayer(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = backplayer(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"backplayer \d+\.\d+\.\d+\n", backplayer("--version").stdout)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("verbosity", ["full", "brief", "counts"])
def test_every_routine_plays_through_in_an_instant(name: str, verbosity: str) -> None:
    result = backplayer("play", name, "--instant", "--verbosity", verbosity, "--optional")
    assert result.exit_code == 0, result.output
    assert "not medical advice" in result.stdout
    assert "You are done." in result.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_routine_can_be_shown(name: str) -> None:
    result = backplayer("show", name)
    assert result.exit_code == 0
    assert "not medical advice" in result.stdout
    assert "proposed" in result.stdout
    assert "Sources:" in result.stdout
    assert "Pain is sharp, stabbing or electric. (proposed)" in result.stdout
    assert "a doctor. (seventeen-exercises)" in result.stdout


def test_json_lines_have_the_documented_fields() -> None:
    result = backplayer("play", "desk-break", "--instant", "--display", "jsonl")
    cues = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(list(cue) == FIELDS for cue in cues)
    assert [cue["at_ms"] for cue in cues] == sorted(cue["at_ms"] for cue in cues)
    assert all((cue["text"] is None) != (cue["sound"] is None) for cue in cues)
    kinds = {"announce", "set-up", "cue", "count", "phase", "signal", "side", "rest", "next-up", "safety", "finish"}
    assert {cue["kind"] for cue in cues} <= kinds


def test_the_same_session_twice_is_the_same_text() -> None:
    once, twice = (backplayer("play", "upper-back", "--instant").stdout for _ in range(2))
    assert once == twice


def test_list_names_every_routine_with_its_length() -> None:
    lines = backplayer("list").stdout.splitlines()
    for name in NAMES:
        assert any(re.match(rf"{name} +\d+ min ", line) for line in lines), name


def test_a_user_s_routine_is_found_by_name_and_hides_ours(home: Path) -> None:
    mine = "title: Mine\nsteps:\n  - {exercise: {name: Plank}, hold: 5s}\n"
    write(home / "data" / "backplayer" / "routines", "upper-back.yaml", mine)
    assert "Mine." in backplayer("play", "upper-back", "--instant").stdout
    assert "Mine" in backplayer("list").stdout


@pytest.mark.parametrize("start", ["12", "superman", "Superman"])
def test_start_at_takes_a_number_a_slug_or_a_name(start: str) -> None:
    shown = backplayer("play", "upper-back", "--instant", "--start-at", start).stdout
    assert "First: Superman." in shown
    assert "Shoulder shrugs" not in shown
    assert "not medical advice" in shown


def test_start_at_takes_the_slug_of_a_name_that_is_spoken_otherwise() -> None:
    shown = backplayer("play", "upper-back", "--instant", "--start-at", "eleven-fifteen-stretch").stdout
    assert "First: eleven fifteen stretch." in shown.lower().replace("first", "First")


def test_starting_in_the_middle_explains_what_was_explained_before(home: Path) -> None:
    steps = "\n".join("  - {exercise: {name: Plank, start: Lie down.}, hold: 5s, rest: 60s}" for _ in range(3))
    path = write(home, "x.yaml", f"title: T\nsteps:\n{steps}\n")
    shown = backplayer("play", str(path), "--instant", "--start-at", "3").stdout
    assert "Lie down." in shown
    assert "Rest" not in shown


def test_start_at_an_unknown_exercise_suggests_the_nearest() -> None:
    result = backplayer("play", "upper-back", "--instant", "--start-at", "supermann")
    assert result.exit_code == 1
    assert "did you mean 'superman'?" in result.stderr


def test_equipment_at_hand_swaps_an_exercise_in() -> None:
    without = backplayer("play", "upper-back", "--instant").stdout
    with_roller = backplayer("play", "upper-back", "--instant", "--have", "Foam Roller").stdout
    assert "Next: Belly breathing" in without
    assert "on the roller" in with_roller.lower() or "foam roller." in with_roller.lower()
    assert "Next: Belly breathing" not in with_roller
    assert "Have within reach: mat and chair." in without
    assert "Have within reach: mat, chair, and foam roller." in with_roller


def test_equipment_that_changes_nothing_is_told() -> None:
    result = backplayer("play", "upper-back", "--instant", "--have", "foam roler")
    assert result.exit_code == 0
    assert result.stderr == "--have foam roler changes nothing in this routine; it asks for foam roller\n"


def test_easier_takes_the_alternatives() -> None:
    easier = backplayer("play", "upper-back", "--instant", "--easier").stdout
    assert "Superman" not in easier
    assert "Prone head raise" in easier


def test_settings_are_read_and_options_win(home: Path) -> None:
    write(home / "config" / "backplayer", "config.yaml", "verbosity: counts\nhave: foam roller\n")
    brief = backplayer("play", "desk-break", "--instant").stdout
    full = backplayer("play", "desk-break", "--instant", "--verbosity", "full").stdout
    assert len(brief) < len(full)


def test_a_wrong_setting_is_told_with_its_place(home: Path) -> None:
    path = write(home / "config" / "backplayer", "config.yaml", "rate: fast\nvoise: espeak\n")
    result = backplayer("play", "desk-break", "--instant")
    assert result.exit_code == 1
    assert f"{path}:1:7: rate is a whole number" in result.stderr
    assert f"{path}:2:1: unknown key 'voise'" in result.stderr


def test_settings_that_are_all_comments_are_none(home: Path) -> None:
    write(home / "config" / "backplayer", "config.yaml", "# rate: 150\n\n")
    assert backplayer("play", "desk-break", "--instant").exit_code == 0


def test_a_routine_of_optional_steps_says_so(home: Path) -> None:
    path = write(home, "x.yaml", "title: T\nsteps:\n  - {exercise: bridge, optional: yes}\n")
    assert "add --optional" in backplayer("play", str(path), "--instant").stderr
    assert backplayer("play", str(path), "--instant", "--optional").exit_code == 0


def test_nothing_proposed_is_shown_as_an_author_s(home: Path) -> None:
    shown = backplayer("show", "stabilization").stdout
    raise_line = next(line for line in shown.splitlines() if "Prone head raise" in line)
    assert "stated" not in raise_line
    assert "proposed: reps, tempo" in raise_line
    own = write(home, "mine.yaml", "title: Mine\nsteps:\n  - {exercise: can-opener, reps: 2}\n")
    assert "set by this routine: reps; the rest is the exercise's own" in backplayer("show", str(own)).stdout
    own.write_text("title: Mine\nsteps:\n  - {exercise: {name: A, setup: Sit.}, reps: 2, tempo: 3s}\n")
    assert "set by this routine\n" in re.sub(" +\n", "\n", backplayer("show", str(own)).stdout)


def test_an_exercise_is_shown_with_its_origins() -> None:
    shown = backplayer("exercises", "can-opener").stdout
    assert "stated: sides (cavaliere-mobilization), proposed: reps, tempo" in shown
    assert "Pulling on the head. (proposed)" in shown


def test_all_exercises_are_listed() -> None:
    lines = backplayer("exercises").stdout.splitlines()
    assert len(lines) == 58
    assert any("push-up" in line and "discouraged" in line for line in lines)


BAD = {
    "missing file": ("nothing-here.yaml", None, "nothing-here.yaml:1:1: no such file"),
    "unknown name": ("uper-back", None, "no routine is called 'uper-back'; did you mean 'upper-back'?"),
    "a folder": (".", "dir", "this is a folder"),
    "empty": ("x.yaml", "", "x.yaml:1:1: the file is empty"),
    "not YAML": ("x.yaml", "title: [", "x.yaml:"),
    "two doses": ("x.yaml", "title: T\nsteps: [{exercise: bridge, reps: 3, hold: 3s}]", "two doses"),
    "million": ("x.yaml", "title: T\nsteps: [{exercise: bridge, reps: 1000000}]", "x.yaml:2:34: reps is at most 1000"),
    "escape": ("x.yaml", 'title: "\\e[31mred"\nsteps: [bridge]', "invisible character"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_its_clear_line(case: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, text, expected = BAD[case]
    monkeypatch.chdir(home)
    if text == "dir":
        name = f"{home}/"
    elif text is not None:
        write(home, name, text)
    result = backplayer("play", name, "--instant")
    assert result.exit_code == 1
    assert expected in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--voice", "festival"], "no voice engine 'festival': choose auto, espeak, pyttsx3 or none"),
        (["--output", "gramophone"], "no output is called 'gramophone'"),
        (["--output", "/nowhere/at/all.wav"], "/nowhere/at/all.wav"),
        (["--rate", "9000"], "less than or equal to 400"),
    ],
)
def test_a_wrong_option_gets_its_clear_line(options: list[str], expected: str) -> None:
    result = backplayer("play", "desk-break", *options)
    assert result.exit_code != 0
    assert expected in result.stderr
    assert "Traceback" not in result.output


def test_ctrl_c_stops_with_one_line_and_130(home: Path) -> None:
    player = subprocess.Popen(
        [sys.executable, "-m", "backplayer", "play", "upper-back", "--text"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert player.stdout is not None
    assert "medical" in player.stdout.readline()
    while "Upper back." not in player.stdout.readline():
        pass
    player.send_signal(signal.SIGINT)
    _, errors = player.communicate(timeout=20)
    assert player.returncode == 130
    assert errors.count("\n") == 1
    assert errors.startswith("Stopped at 0:0")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m backplayer play upper-back --instant | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_exercises_are_found_by_a_part_of_their_name_a_kind_or_a_posture() -> None:
    found = [line.split()[0] for line in backplayer("exercises", "cat").stdout.splitlines()[1:]]
    assert found == ["cat-camel-extension-only", "cat-cow"]
    sitting = backplayer("exercises", "sitting").stdout.splitlines()[1:]
    assert sitting
    assert all("sitting" in line for line in sitting)
    assert backplayer("exercises", "Can opener").stdout == backplayer("exercises", "can-opener").stdout
    missing = backplayer("exercises", "zzz")
    assert missing.exit_code == 1
    assert missing.stderr == "backplayer: no exercise is called 'zzz'; 'backplayer exercises' lists them\n"


def test_lengths_in_the_list_are_minutes_however_they_are_written(home: Path) -> None:
    for name, length in (("a", "12m"), ("b", "1:30"), ("c", "whenever"), ("d", "20s")):
        write(
            home / "data" / "backplayer" / "routines", f"{name}.yaml", f"title: T\nlength: {length}\nsteps: [bridge]\n"
        )
    listed = {line.split()[0]: line for line in backplayer("list").stdout.splitlines() if line}
    for name, shown in (("a", "12 min"), ("b", "2 min"), ("c", "whenever"), ("d", "1 min"), ("desk-break", "4 min")):
        assert f" {shown} " in listed[name]


NOTHING_TO_RESUME = "backplayer: no session to go on with: the last one was played to its end, or none was begun\n"


def test_without_an_earlier_session_there_is_nothing_to_resume() -> None:
    result = backplayer("resume")
    assert (result.exit_code, result.stderr) == (1, NOTHING_TO_RESUME)


def test_a_place_is_kept_until_the_session_is_played_to_its_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In real time, but with a clock that runs fifty times as fast."""
    from backplayer.keeping import place as places
    from backplayer.player import clock

    kept: list[places.Place] = []
    written = places.write_place
    monkeypatch.setattr(places, "write_place", lambda path, place: (kept.append(place), written(path, place)))
    monkeypatch.setattr(clock.MonotonicClock, "__init__", fast)
    monkeypatch.setattr(clock.MonotonicClock, "wait", lambda self, until, inbox: inbox.wait((until - self.now()) / 5e4))
    path = write(home, "own.yaml", "title: T\nsteps: [{exercise: {name: Plank}, hold: 20s, get_ready: 1s}]\n")
    result = backplayer("play", str(path), "--text", "--verbosity", "counts")
    assert result.exit_code == 0, result.output
    assert kept
    assert {place.landmark.title for place in kept} <= {"Plank", ""}
    assert not (home / "state" / "backplayer" / "place.json").exists()
    assert backplayer("resume").stderr == NOTHING_TO_RESUME


def fast(self: object) -> None:
    import time

    self._monotonic = lambda: 50 * time.monotonic()  # type: ignore[attr-defined]
    self._start = self._monotonic()  # type: ignore[attr-defined]


def test_a_routine_that_says_a_command_is_not_listened_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backplayer.controls.listening.listener.check_installed", lambda options: None)
    path = write(home, "own.yaml", "title: T\nsteps: [{exercise: {name: Plank, cues: [Slow down.]}, hold: 10s}]\n")
    result = backplayer("play", str(path), "--listen", "--text")
    assert result.exit_code == 1
    assert "this routine says 'Slow down.', which is the spoken command for 'slower'" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_live_view_that_cannot_be_becomes_plain_lines() -> None:
    result = backplayer("play", "desk-break", "--instant", "--display", "live")
    assert result.exit_code == 0
    assert "No live view here: standard output is no terminal. Plain lines instead." in result.stderr
    assert "You are done." in result.stdout


def test_nothing_is_shown_where_nothing_is_wanted() -> None:
    result = backplayer("play", "desk-break", "--instant", "--display", "none")
    assert (result.exit_code, result.stdout) == (0, "")


def test_with_wait_for_me_every_rest_waits() -> None:
    result = backplayer("play", "desk-break", "--instant", "--wait-for-me", "--display", "jsonl")
    states = [record["state"] for line in result.stdout.splitlines() if "state" in (record := json.loads(line))]
    assert result.exit_code == 0
    assert result.stdout.count("Go on when you are ready.") == 1
    assert "waiting" not in states or states.count("waiting") == states.count("playing")


def test_music_that_is_not_there_is_told_before_anything_is_heard(home: Path) -> None:
    result = backplayer("play", "desk-break", "--music", str(home / "none"), "--output", str(home / "x.wav"))
    assert result.exit_code == 1
    assert "there is no such file or folder" in result.stderr
    assert not (home / "x.wav").exists()


def test_music_is_written_under_the_coach(home: Path) -> None:
    import wave

    with wave.open(str(home / "tune.wav"), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(b"".join((300 * (n % 100 - 50)).to_bytes(2, "little", signed=True) for n in range(48_000)))
    path = write(home, "own.yaml", "title: T\nsteps: [{exercise: {name: Plank}, hold: 5s, get_ready: 1s}]\n")
    common = ("play", str(path), "--voice", "none", "--verbosity", "counts")
    for name, more in (("bare", ()), ("music", ("--music", str(home / "tune.wav")))):
        assert backplayer(*common, "--output", str(home / f"{name}.wav"), *more).exit_code == 0
    loud = {name: max(map(abs, frames(home / f"{name}.wav")[2400:7200])) for name in ("bare", "music")}
    assert loud["bare"] < 40 < loud["music"]


def frames(path: Path) -> list[int]:
    import wave
    from array import array

    with wave.open(str(path)) as file:
        return list(array("h", file.readframes(file.getnframes())))


def test_a_control_socket_nobody_listens_at_is_told(home: Path) -> None:
    result = backplayer("control", str(home / "none"), "pause")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_without_the_extra_it_plays_on_without_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    import backplayer.controls.listening.listener as listener

    monkeypatch.setattr(listener, "find_spec", lambda name: None)
    result = backplayer("play", "desk-break", "--instant", "--listen")
    assert result.exit_code == 0
    assert result.stderr == "Spoken commands need the extra 'listen': pip install 'backplayer[listen]'.\n"
    assert "3 2 1" in result.stdout


def test_a_command_loads_no_other() -> None:
    code = (
        "import sys\nfrom backplayer.cli.main import COMMANDS, app\n"
        "app(['list'], standalone_mode=False)\n"
        "print('LOADED', [name for name in ('play', 'timeline', 'new') if f'backplayer.cli.{name}' in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "LOADED []" in done.stdout, done.stderr


def test_a_mistyped_command_is_told() -> None:
    result = CliRunner().invoke(app, ["timelin"])
    assert result.exit_code == 2
    assert "No such command 'timelin'" in result.output
