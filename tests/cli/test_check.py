"""``backplayer check`` and ``explain`` as a user types them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from backplayer.cli.checking import Report, check_file, kind_of, print_reports
from backplayer.cli.forms import Form, excerpt, from_home
from backplayer.cli.main import app
from backplayer.review.rules import RULES
from backplayer.routine.reading.source import parse_source
from tests.library import ROUTINES, library

CLEAN = "title: T\nsteps:\n  - {exercise: torso-twists, time: 60s}\n"
ADVICE = "title: T\nsteps:\n  - {exercise: {name: Squat, kind: mobility}, reps: 8}\n"
BROKEN = "title: T\nspeed: 3\nsteps:\n  - {exercise: torso-twists, time: 60}\n"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    monkeypatch.chdir(tmp_path)


def backplayer(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


# -- what is checked, and the exit codes --------------------------------------------------------


@pytest.mark.parametrize(("text", "code", "tally"), [
    (CLEAN, 0, "1 file, 0 errors, 0 warnings"),
    (ADVICE, 1, "1 file, 0 errors, 1 warning"),
    (BROKEN, 1, "1 file, 2 errors, 0 warnings"),
])  # fmt: skip
def test_exit_codes(text: str, code: int, tally: str) -> None:
    write("a.yaml", text)
    result = backplayer("check", "a.yaml")
    assert result.exit_code == code
    assert result.stdout.splitlines()[-1] == tally


def test_all_problems_of_all_files_in_order() -> None:
    write("folder/b.yaml", BROKEN)
    write("folder/a.yaml", ADVICE)
    write("folder/deep/c.yml", ADVICE)
    write("folder/.hidden/d.yaml", BROKEN)
    write("folder/notes.txt", "no YAML: [")
    result = backplayer("check", "folder", "--format", "gcc")
    assert [line.split(": ")[:2] for line in result.stdout.splitlines()] == [
        ["folder/a.yaml:3:16", "warning"],
        ["folder/b.yaml:2:1", "error"],
        ["folder/b.yaml:4:36", "error"],
        ["folder/deep/c.yml:3:16", "warning"],
    ]
    assert result.stdout.splitlines()[0].endswith("[no-set-up]")


@pytest.mark.parametrize("words", [
    ("nowhere.yaml",), ("nowhere/",), ("upper-bak",), (), ("--ignore", "no-such-rule", "a.yaml"),
    ("--ignore", "format", "a.yaml"), ("--format", "xml", "a.yaml"), ("a.yaml", "nowhere.yaml"),
])  # fmt: skip
def test_what_cannot_be_checked(words: tuple[str, ...]) -> None:
    write("a.yaml", BROKEN)
    result = backplayer("check", *words)
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""


def test_a_voice_that_is_not_there() -> None:
    write("a.yaml", CLEAN)
    result = backplayer("check", "a.yaml", "--voice", "no-such-engine")
    assert result.exit_code == 2
    assert "no voice engine" in result.stderr


def test_without_a_voice_lengths_are_estimated() -> None:
    write("a.yaml", CLEAN)
    assert backplayer("check", "a.yaml", "--voice", "none").exit_code == 0


def test_an_unknown_rule_is_told_with_the_nearest() -> None:
    assert "did you mean 'get-ups'" in backplayer("check", "--ignore", "getups", "upper-back").stderr


def test_settings_that_cannot_be_read(tmp_path: Path) -> None:
    write("home/config/backplayer/config.yaml", "voice: [")
    write("a.yaml", CLEAN)
    assert backplayer("check", "a.yaml", "--voice", "none").exit_code == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_is_closed_is_told_and_the_others_are_checked() -> None:
    write("folder/open/a.yaml", BROKEN)
    closed = write("folder/closed/a.yaml", BROKEN).parent
    closed.chmod(0)
    result = backplayer("check", "folder")
    closed.chmod(0o700)
    assert result.exit_code == 2
    assert "permission denied" in result.stderr
    assert "2 errors" in result.stdout


def test_ones_own_routines_unless_said_and_routines_by_name() -> None:
    write("home/data/backplayer/routines/mine.yaml", ADVICE)
    for words in ((), ("mine",)):
        result = backplayer("check", *words, "--format", "json")
        (problem,) = json.loads(result.stdout)
        assert problem["file"].endswith("mine.yaml")
    assert backplayer("check", "upper-back").exit_code == 0


def test_switching_rules_off() -> None:
    write("a.yaml", ADVICE)
    write("b.yaml", f"ignore: [no-set-up]\n{ADVICE}")
    assert backplayer("check", "a.yaml", "--ignore", "no-set-up").exit_code == 0
    assert backplayer("check", "a.yaml", "--ignore", "debated").exit_code == 1
    assert backplayer("check", "a.yaml", "--errors-only").exit_code == 0
    assert backplayer("check", "b.yaml").exit_code == 0
    write("c.yaml", BROKEN)
    assert backplayer("check", "c.yaml", "--errors-only").exit_code == 1


def test_our_own_files_are_clean() -> None:
    result = backplayer("check", str(ROUTINES))
    assert result.stdout.splitlines()[-1].endswith("files, 0 errors, 0 warnings")
    assert result.exit_code == 0


# -- kinds of files -----------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "text", "kind"), [
    ("sources.yaml", "x: 1", "sources"), ("safety.yaml", "x: 1", "safety"), ("a.yaml", "title: T", "routine"),
    ("a.yaml", "name: T", "exercise"), ("exercises/a.yaml", "x: 1", "exercise"),
    ("exercises/a.yaml", "title: T", "routine"), ("a.yaml", "- 1", "routine"),
    ("exercises/de/a.yaml", "name: T", "translation"), ("words/de.yaml", "x: 1", "words"),
    ("pronunciation.yaml", "lats: latts", "pronunciation"),
])  # fmt: skip
def test_kinds(path: str, text: str, kind: str) -> None:
    assert kind_of(Path(path), parse_source(text, path)) == kind


@pytest.mark.parametrize(("path", "text", "message"), [
    ("exercises/pull.yaml", "name: Pull\nstrat: Sit.\n", "did you mean 'start'"),
    ("sources.yaml", "our-leaflet: {title: L}\n", "'author' is missing"),
    ("safety.yaml", "Stop when: [{}]\n", "Stop when"),
    ("pronunciation.yaml", "lats: []\n", "lats"),
    ("exercises/de/can-opener.yaml", "nome: Dose\n", "did you mean 'name'"),
    ("words/de.yaml", "redy: Fertig.\n", "the coach has no sentence 'redy'"),
    ("words/calm.yaml", "singular: [1]\nredy: Ready.\n", "the coach has no sentence 'redy'"),
    ("a.yaml", "title: [", ""),
])  # fmt: skip
def test_each_kind_is_checked(path: str, text: str, message: str) -> None:
    write(path, text)
    result = backplayer("check", path)
    assert result.exit_code == 1
    assert message in result.stdout
    assert "[format]" in result.stdout


def test_a_broken_exercise_is_told_once_though_two_routines_name_it() -> None:
    write("exercises/pull.yaml", "name: Pull\nstrat: Sit.\n")
    for name in ("a", "b"):
        write(f"{name}.yaml", "title: T\nsteps:\n  - {exercise: pull, reps: 3}\n")
    result = backplayer("check", ".", "--format", "json")
    assert [problem["file"] for problem in json.loads(result.stdout)] == ["exercises/pull.yaml"]


def test_a_report_holds_the_routine_and_its_text() -> None:
    report = check_file(write("a.yaml", ADVICE), library())
    assert report.routine is not None
    assert report.routine.title == "T"
    assert report.lines == tuple(ADVICE.split("\n"))
    assert [problem.rule for problem in report.problems] == ["no-set-up"]
    report = check_file(write("b.yaml", BROKEN), library())
    assert report.routine is None
    assert len(report.problems) == 2
    assert check_file(Path("nowhere.yaml"), library()).problems


def test_lines_end_where_yaml_ends_them() -> None:
    report = check_file(write("a.yaml", "title: T\r\nsummary: a\u2028  b\rx: 1\nsteps: [bridge]\n"), library())
    (problem,) = [problem for problem in report.problems if "'x'" in problem.message]
    assert report.lines[problem.line - 1] == "x: 1"


# -- forms --------------------------------------------------------------------------------------


def test_json_has_stable_fields() -> None:
    write("a.yaml", ADVICE)
    (problem,) = json.loads(backplayer("check", "a.yaml", "--format", "json").stdout)
    assert list(problem) == ["file", "line", "column", "severity", "rule", "message"]
    assert (problem["line"], problem["column"], problem["severity"]) == (3, 16, "warning")
    write("b.yaml", CLEAN)
    assert json.loads(backplayer("check", "b.yaml", "--format", "json").stdout) == []


def test_sarif() -> None:
    pytest.importorskip("sarif_pydantic")
    write("a folder/ä.yaml", BROKEN)
    write("b.yaml", ADVICE)
    result = backplayer("check", "a folder", "b.yaml", "--format", "sarif")
    assert result.exit_code == 1
    log = json.loads(result.stdout)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"format", *RULES}
    assert [(found["level"], found["ruleId"]) for found in run["results"]] == [
        ("error", "format"), ("error", "format"), ("warning", "no-set-up"),
    ]  # fmt: skip
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "a%20folder/%C3%A4.yaml"}, "region": {"startLine": 2, "startColumn": 1},
    }  # fmt: skip


SHOWN = "[click](http://x) {0} {{ a\\b ]( [c] }"


@pytest.mark.parametrize("text", [SHOWN, "write {hold: 20s} or [a, b]", "C:\\a[0]", "plain", "[a\\](b)"])
def test_messages_are_shown_by_readers_of_sarif_as_they_are(text: str) -> None:
    """Read as SARIF 2.1.0 has it: 3.11.5 for braces, the grammar of 3.11.6 for links."""
    sarif = pytest.importorskip("backplayer.cli.sarif", reason="needs sarif-pydantic")
    written = sarif.message_text(text)
    link_character = r"(?:[^\\\[\]]|\\[\\\[\]])"
    assert not re.search(rf"(?<!\\)\[{link_character}*\]\(", written)
    assert not re.search(r"\{\d+\}", written.replace("{{", "").replace("}}", ""))
    unescaped = re.sub(r"\\([\\\[\]])", r"\1", written) if "](" in text else written
    assert unescaped.replace("{{", "{").replace("}}", "}") == text


def test_sarif_of_a_hostile_file_is_read_back() -> None:
    sarif_pydantic = pytest.importorskip("sarif_pydantic")
    name = "[click](http://x) {0}"
    write("a.yaml", f"title: T\nsteps:\n  - {{exercise: {{name: {json.dumps(name)}, kind: mobility}}, reps: 8}}\n")
    log = sarif_pydantic.Sarif.model_validate_json(backplayer("check", "a.yaml", "--format", "sarif").stdout)
    ((result,),) = (run.results for run in log.runs)
    assert r"how \[click\](http://x) {{0}} is done" in result.message.text
    assert [rule.id for rule in log.runs[0].tool.driver.rules] == ["format", *RULES]


@pytest.mark.parametrize("form", [Form.TEXT, Form.GCC, Form.JSON])
def test_hostile_names_and_texts_are_shown_safely(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    report = check_file(write("a\x1b[2J\u202e.yaml", "title: T\n\x1b]0;x\x07: \u202e1\n"), library())
    print_reports([report], form)
    shown = capsys.readouterr().out
    assert set(filter(lambda character: not character.isprintable(), shown)) <= {"\n"}


def on_terminal(columns: int, *words: str) -> list[str]:
    """Return the lines that a terminal with so many columns is given, without colours."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "backplayer", "check", *words]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns)}
    subprocess.run(command, stdout=theirs, stderr=theirs, env=environment, timeout=60)
    os.close(theirs)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", os.read(ours, 10_000).decode()).replace("\r\n", "\n").split("\n")
    os.close(ours)
    return shown


def test_on_a_terminal_with_the_line_and_a_caret() -> None:
    write("a.yaml", 'title: 日本語\nsteps:\n  - {exercise: torso-twists, note: "日本", time: 60}\n')
    shown = on_terminal(60, "a.yaml")
    assert "a.yaml:3:48: error:" in shown[0]
    assert max(map(cell_len, shown)) <= 60
    while "|" not in shown[1]:  # the message is broken at words
        del shown[0]
    assert shown[0].endswith("[format]")
    assert shown[1] == '    3 |   - {exercise: torso-twists, note: "日本", time: 60}'
    assert shown[2].index("^") == cell_len(shown[1][: shown[1].index("60")])


@pytest.mark.parametrize("columns", [20, 40])
def test_on_a_narrow_terminal_nothing_is_broken_but_the_message(columns: int) -> None:
    write("a.yaml", 'title: T\nsteps:\n  - {exercise: torso-twists, note: "日本 👍🏽", time: 60}\n')
    shown = on_terminal(columns, "a.yaml")
    assert max(map(cell_len, shown[:-2])) <= columns  # but for the line with the tally
    (line,) = (index for index, text in enumerate(shown) if text.startswith("3 | …"))
    assert shown[line + 1] == f"  | {' ' * (shown[line + 1].index('^') - 4)}^"
    assert shown[line + 1].index("^") == cell_len(shown[line][: shown[line].index("60")])


def test_where_there_is_no_room_the_line_is_left_out() -> None:
    write("a.yaml", BROKEN)
    assert not [text for text in on_terminal(10, "a.yaml") if "|" in text]


@given(st.text(), st.integers(1, 60), st.integers(8, 100))
def test_an_excerpt_fits_and_the_caret_is_under_its_column(line: str, column: int, width: int) -> None:
    shown, at = excerpt(line, column, width)
    assert shown.isprintable()
    assert cell_len(shown) <= width
    assert 0 <= at < width
    if column <= len(line) and line[column - 1].isascii() and line[column - 1].isalnum():
        assert (
            next(shown[index] for index in range(len(shown)) if cell_len(shown[: index + 1]) > at) == line[column - 1]
        )


@pytest.mark.parametrize(("line", "column", "expected"), [
    ("日本 x", 4, ("日本 x", 5)),
    ("e\u0301e\u0301 x", 6, ("e\u0301e\u0301 x", 3)),
    ("ae\u0301", 3, ("ae\u0301", 1)),  # the mark itself is drawn over the e
    ("👍🏽 x", 4, ("👍🏽 x", 3)),
    ("❤\ufe0f x", 4, ("❤\ufe0f x", 3)),
    ("\tx", 2, ("    x", 4)),
    ("12345678", 9, ("…45678", 6)),  # the caret, too, has to fit
])  # fmt: skip
def test_marks_and_wide_characters_keep_the_caret_in_place(line: str, column: int, expected: tuple[str, int]) -> None:
    assert excerpt(line, column, 8) == expected


def test_an_excerpt_of_a_long_line_is_cut_around_the_column() -> None:
    shown, at = excerpt("a" * 100_000 + "X" + "b" * 100_000, 100_001, 40)
    assert shown.startswith("…a")
    assert shown.endswith("b…")
    assert shown[at] == "X"
    assert len(shown) <= 40


@pytest.mark.skipif(os.name != "posix", reason="pipes as shells have them")
@pytest.mark.parametrize(("form", "text"), [(Form.TEXT, CLEAN), (Form.GCC, CLEAN), *((form, BROKEN) for form in Form)])
def test_a_reader_who_has_gone_is_no_finding(form: Form, text: str) -> None:
    write("a.yaml", text)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "backplayer", "check", "a.yaml", "--format", form.value]
    result = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=60)
    os.close(writing)
    nothing = form is Form.GCC and text == CLEAN  # is written, so nothing is missed
    assert (result.returncode, result.stderr) == (0 if nothing else 141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")
def test_what_cannot_be_written_was_not_checked() -> None:
    write("a.yaml", BROKEN)
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "backplayer", "check", "a.yaml"]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert (result.returncode, result.stderr) == (2, b"backplayer: no space left on device\n")


def test_a_report_is_printed_before_the_next_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a.yaml", ADVICE)
    printed = []

    def reports() -> Iterator[Report]:
        for _ in range(3):
            yield check_file(path, library())
            printed.append(len(capsys.readouterr().out.splitlines()))

    print_reports(reports(), Form.GCC)
    assert printed == [1, 1, 1]


# -- explain ------------------------------------------------------------------------------------


def test_files_are_told_from_the_user_s_folder_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME" if os.name == "posix" else "USERPROFILE", str(tmp_path))
    assert from_home(str(tmp_path / "plans" / "a.yaml")) == f"~{os.sep}{Path('plans') / 'a.yaml'}"
    assert from_home("a.yaml") == "a.yaml"
    assert from_home(f"{tmp_path}x/a.yaml") == f"{tmp_path}x/a.yaml"


STRANGE = """\
title: Theirs
safety: Drink this first.
closing: Buy our book.
if_it_hurts: Go on.
words: {halfway: Pain is good.}
pronounce: {stop: go on}
ignore: [get-ups]
steps:
  - {exercise: bridge, reps: 2, caution: Hard.}
  - {exercise: {name: Their own, setup: Jump.}, reps: 2, tempo: {Hurt: 2s}, rest: 5s}
  - repeat: 2
    steps:
      - {exercise: beside, time: 20s}
      - {rest: 20s, say: Faster.}
  - wait: Call us.
  - say: LONG
"""


def test_what_is_in_a_stranger_s_routine_is_told() -> None:
    write("exercises/beside.yaml", "name: Beside\nsetup: Stand.\n")
    write("theirs.yaml", STRANGE.replace("LONG", "x" * 400))
    shown = backplayer("check", "--untrusted", "theirs.yaml").stdout
    for line in (
        "  4 exercises, ", "  Spoken in the author's words: 15:", "    title: Theirs",
        "    safety: Drink this first.", "    closing: Buy our book.", "    if_it_hurts: Go on.",
        "    Bridge, caution: Hard.",
        "    Their own, name: Their own", "    Their own, setup: Jump.", "    Their own, tempo: Hurt",
        "    Beside, name: Beside", "    Beside, setup: Stand.",
        "    rest: Faster.", "    wait: Call us.", f"    say: {'x' * 200}…", "    words, halfway: Pain is good.",
        "    pronounce, stop: go on", "  Exercises written or changed by the author: 1: Their own",
        "  Exercises from the folder beside it: Beside", "  It would switch advice off: get-ups",
        "  It names no file but these.",
    ):  # fmt: skip
        assert f"\n{line}" in shown
    for options in (("--untrusted", "--format", "gcc"), ()):
        assert "Drink" not in backplayer("check", "theirs.yaml", *options).stdout


def test_of_a_plain_routine_there_is_little_to_tell() -> None:
    write("plain.yaml", "title: Plain\nsteps:\n  - {exercise: bridge, reps: 2}\n")
    shown = backplayer("check", "--untrusted", "plain.yaml").stdout
    assert "  1 exercise, " in shown
    assert "author's words: 1:\n    title: Plain\n  It names no other file.\n" in shown


def test_explain_lists_the_rules() -> None:
    lines = backplayer("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(RULES)


@pytest.mark.parametrize("rule", [*RULES, "format"])
def test_explain_prints_the_page(rule: str) -> None:
    result = backplayer("explain", rule)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"# {rule}\n")


def test_explain_suggests_the_nearest_rule() -> None:
    result = backplayer("explain", "getups")
    assert result.exit_code == 1
    assert "did you mean 'get-ups'" in result.stderr


@pytest.mark.parametrize(("command", "says"), [("check", "Exit code 0"), ("explain", "how to switch it off")])
def test_help(command: str, says: str) -> None:
    result = backplayer(command, "--help")
    assert result.exit_code == 0
    assert says in " ".join(result.stdout.split())


def test_nothing_to_check_is_not_clean(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = backplayer("check", "empty")
    assert (result.exit_code, result.stderr) == (2, "backplayer: there is no YAML file in what you named\n")
