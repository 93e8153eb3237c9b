"""``backplayer new`` as a new author types it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backplayer.cli.main import app
from backplayer.cli.wrapping import wrapped
from tests.library import ROOT, ROUTINES


@pytest.fixture(autouse=True)
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the author's own folder of routines, which is not there yet."""
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "data" / "backplayer" / "routines"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backplayer.cli.new.on_a_terminal", lambda: True)


def backplayer(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, words, input=typed)


def test_without_a_terminal_nothing_is_asked_and_a_small_routine_is_written(mine: Path) -> None:
    result = backplayer("new", "quiet-ten")
    assert result.exit_code == 0, result.output
    path = mine / "quiet-ten.yaml"
    assert f"Written: {path}\n3 exercises, about 3 min.\n" in result.stdout
    for command in ("edit", "check", "play"):
        assert f"\n  backplayer {command} quiet-ten " in result.stdout
    first, *rest = path.read_text().splitlines()
    assert first.startswith("# yaml-language-server: $schema=")
    assert (mine / first.partition("$schema=")[2]).is_file()
    assert "title: Quiet ten" in rest
    assert backplayer("play", "quiet-ten", "--instant").exit_code == 0


@pytest.mark.parametrize("options", [(), ("--minutes", "6"), ("--example", "full"), ("--from", "upper-back"),
                                     ("--exercise", "wall-angels", "--exercise", "bridge=3x")])  # fmt: skip
def test_what_is_written_checks_clean(options: tuple[str, ...], mine: Path) -> None:
    assert backplayer("new", "own", *options).exit_code == 0
    result = backplayer("check", str(mine / "own.yaml"))
    if "--exercise" in options:  # one that strengthens comes first, which is the author's choice
        assert "no-warm-up" in result.stdout
    else:
        assert result.exit_code == 0, result.output


def test_the_full_example_plays(mine: Path) -> None:
    assert backplayer("new", "everything", "--example", "full", "--title", "All: of it").exit_code == 0
    shown = backplayer("play", "everything", "--instant", "--optional").stdout
    assert "All: of it." in shown
    assert "You are done." in shown


def test_nothing_is_ever_overwritten(mine: Path) -> None:
    mine.mkdir(parents=True)
    for name in ("a.yaml", "b.yml"):
        (mine / name).write_text("mine")
    (mine / "c.yaml").symlink_to(mine / "nowhere")
    for name in ("a", "b", "c", "a.yaml"):
        for options in ((), ("--from", "upper-back"), ("--example", "full")):
            result = backplayer("new", name, *options)
            assert result.exit_code == 1
            assert "is there already and stays as it is; choose another name, or change it" in result.stderr
            assert f"backplayer edit {name[0]}" in result.stderr
    assert [(mine / name).read_text() for name in ("a.yaml", "b.yml")] == ["mine", "mine"]
    assert not (mine / "nowhere").exists()


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "a\\b", ".x", "con", "sources", "", "x\x1b[31m"])
def test_a_name_that_is_no_safe_file_name_is_refused(name: str, mine: Path) -> None:
    result = backplayer("new", name)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr
    assert not mine.exists()


def test_a_copy_keeps_everything_below_its_first_lines(mine: Path) -> None:
    assert backplayer("new", "mine", "--from", "upper-back").exit_code == 0
    original = (ROUTINES / "upper-back.yaml").read_text()
    lines = [line for line in original.splitlines() if not line.startswith("# yaml-language-server")]
    assert (mine / "mine.yaml").read_text().splitlines()[2:] == lines


def test_a_copy_of_one_s_own_and_with_another_title(mine: Path) -> None:
    backplayer("new", "first")
    assert backplayer("new", "second", "--from", "first", "--title", "Second").exit_code == 0
    text = (mine / "second.yaml").read_text()
    assert text.count("yaml-language-server") == 1
    assert "\n# A copy of first, to change.\n" in text
    assert "\ntitle: Second\n" in text


def test_a_copy_under_the_same_name_says_that_it_hides_ours() -> None:
    assert (
        "'desk-break' now means this one, and no longer ours."
        in backplayer("new", "desk-break", "--from", "desk-break").stdout
    )


def test_a_routine_with_problems_is_not_copied(mine: Path) -> None:
    mine.mkdir(parents=True)
    (mine / "broken.yaml").write_text("title: T\nsteps: [{exercise: bridge, reps: six}]\n")
    result = backplayer("new", "copy", "--from", "broken")
    assert result.exit_code == 1
    assert "broken.yaml:2:" in result.stderr
    assert not (mine / "copy.yaml").exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--exercise", "cann-opener"], "did you mean 'can-opener'?"),
        (["--exercise", "push-up"], "Push-up has no dose of its own; write 8x for repetitions, or 20s for a time"),
        (["--exercise", "bridge=lots"], "no dose: lots"),
        (["--from", "uper-back"], "did you mean 'upper-back'?"),
        (["--from", "upper-back", "--exercise", "bridge"], "--from copies a routine as it is; leave out --exercise"),
        (["--from", "upper-back", "--example", "full"], "leave out --example"),
        (["--example", "full", "--minutes", "5"], "--example full is written as it is; leave out --minutes"),
        (["--title", "a\u202eb"], "this cannot be written: title: the text holds an invisible character"),
        (["--title", " "], "this cannot be written: title is empty"),
        (["--title", " ", "--minutes", "9"], "this cannot be written: title is empty"),
        (["--title", " ", "--example", "full"], "this cannot be written: title is empty"),
        (["--title", " ", "--from", "upper-back"], "this cannot be written: title is empty"),
        (["--language", "Klingon"], "this cannot be written: "),
    ],
)
def test_what_cannot_be_is_told_in_one_line_and_nothing_is_written(
    options: list[str], expected: str, mine: Path
) -> None:
    result = backplayer("new", "x", *options)
    assert result.exit_code == 1
    assert expected in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (mine / "x.yaml").exists()


def test_options_decide_what_is_written(mine: Path) -> None:
    result = backplayer(
        "new", "own", "--title", "Mine", "--minutes", "20", "--exercise", "Can opener", "--exercise", "bridge=3x",
        "--language", "de",
    )  # fmt: skip
    assert "2 exercises, about 3 min (not 20: add or drop some)." in result.stdout
    text = (mine / "own.yaml").read_text()
    for line in ("title: Mine\n", "language: de ", "length: 3 min ", "\n  - mat\n", "  - exercise: can-opener ",
                 "    reps: 3\n"):  # fmt: skip
        assert line in text


def test_with_little_at_hand_only_what_can_be_done_is_chosen(mine: Path) -> None:
    assert backplayer("new", "own", "--have", "chair", "--minutes", "30").exit_code == 0
    assert "equipment:" not in (mine / "own.yaml").read_text()


def test_a_folder_that_cannot_be_written_is_told(mine: Path) -> None:
    mine.parent.mkdir(parents=True)
    mine.write_text("in the way")
    result = backplayer("new", "x")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


# -- questions ----------------------------------------------------------------------------------


def test_on_a_terminal_it_asks_and_enter_skips_each_question(terminal: None, mine: Path) -> None:
    result = backplayer("new", "own", typed="\n\n\n")
    assert result.exit_code == 0, result.output
    assert "Title [Own]:" in result.stdout
    assert "3 exercises" in result.stdout
    assert "title: Own\n" in (mine / "own.yaml").read_text()


def test_options_skip_their_questions(terminal: None) -> None:
    options = ("--title", "T", "--minutes", "5", "--exercise", "bridge")
    result = backplayer("new", "own", *options, typed="")
    assert result.exit_code == 0, result.output
    assert "Title [" not in result.stdout
    assert backplayer("new", "other", "--example", "small", typed="").exit_code == 0


def test_a_conversation(terminal: None, mine: Path) -> None:
    typed = [
        "Ten quiet minutes", "lots", "about 10 minutes",  # the title; no number of minutes, and then one
        "stretch", "2, can-opener",  # what there is; by number and by name
        "cann opener", "",  # not what was meant: Enter chooses none
        "10 wall angels slowly", "",
        "supermann=5x", "1",
        "push-up", "many", "4x", "-",  # taken back
        "push-up", "",  # no dose, so not taken
        "99", "nothing like it", "", "bridge=much", "2x6 each side", "-", "help",
        "bridge 10", "",  # its own dose then
        "10 minutes", "mobility, 2x6 bridge", "done",
    ]  # fmt: skip
    result = backplayer("new", "own", typed="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    for line in (
        "A number of minutes, 1 to 360, or Enter.", "a source advises against it",
        "no exercise is called 'cann opener'; is it one of these?\n    1  can-opener\n    2  a new one of your own",
        "no exercise is called 'wall angels slowly'; is it one of these?\n    1  wall-angels\n    2  a new one",
        "  Which (a number; Enter for none of these): Exercise 3",
        "  without push-up", "no exercise 99 is shown", "no exercise is called 'nothing like it'; write it as one of y",
        "no dose: much", "(Enter for its own, 4x): ", "  + bridge: 2 x 6 reps (2s lift, 10s hold, 3s lower), each side",
        "10 what? Write 10x", "  10 minutes of which exercise?", "  'mobility' is no exercise; type it alone",
        "  + bridge: 2 x 6 reps (2s lift, 10s hold, 3s lower), 30s rest between sets\n",
    ):  # fmt: skip
        assert line in result.stdout
    assert re.search(r"Exercise 4, about \d of 10 min so far \(Enter when done\)", result.stdout)
    assert result.stdout.count("Which exercises?") == 2
    text = (mine / "own.yaml").read_text()
    steps = [line.split()[2] for line in text.splitlines() if line.startswith("  - exercise:")]
    assert steps == ["cross-body-stretch", "can-opener", "superman", "bridge", "bridge"]
    assert "    reps: 5\n" in text
    assert "    reps: 6\n    sets: 2\n" in text


def test_a_dose_is_told_with_all_that_comes_along(terminal: None) -> None:
    shown = backplayer("new", "own", typed="\n\nplank=20s\n\n").stdout
    assert "  + plank: 2 x hold 20s, 15s rest between sets\n" in shown


def steps_of(path: Path) -> list[str]:
    lines = [line.split() for line in path.read_text().splitlines() if line.startswith("  - exercise:")]
    return ["own" if words[2] == "#" else words[2] for words in lines]


def test_enter_never_chooses_an_exercise_and_another_answer_is_one_to_the_question_before(
    terminal: None, mine: Path
) -> None:
    typed = [
        "chin tucks",
        "",
        "chin tucks",
        "n",
        "cann opener",
        "",
        "dog",
        "",
        "dog",
        "n",
        "dog",
        "?",
        "row",
        "bridge",
        "",
    ]
    result = backplayer("new", "own", typed="\n\n" + "\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    assert "[Y/n]" not in result.stdout
    assert "Choose by number or name." in result.stdout  # for ?
    assert steps_of(mine / "own.yaml") == ["bridge"]


def test_what_is_meant_is_chosen_by_number_or_yes_where_it_is_but_one(terminal: None, mine: Path) -> None:
    typed = ["dog", "1", "dog", "y", "row", "2", "row", "y", "dog 4x", "2", "chin tucks 5x", "y", ""]
    result = backplayer("new", "own", typed="\n\n" + "\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    assert steps_of(mine / "own.yaml") == ["downward-dog", "downward-dog", "standing-row", "own", "own"]
    assert "  + dog: 4 reps (4s)\n" in result.stdout


def test_a_dose_with_sides_is_taken_from_the_line_and_at_its_question(terminal: None, mine: Path) -> None:
    typed = [
        "thread the needle 6x each side",
        "y",
        "nod",
        "y",
        "6 each side",
        "each side",
        "6x per side",
        "side plank 20s l/r",
    ]
    result = backplayer("new", "own", typed="\n\n" + "\n".join(typed) + "\n\n")
    assert result.exit_code == 0, result.output
    assert "  + thread the needle: 6 reps (4s), each side\n" in result.stdout
    assert "6 what? Write 6x each side for repetitions, or 6s each side for seconds" in result.stdout
    assert "  + nod: 6 reps (4s), each side\n" in result.stdout
    text = (mine / "own.yaml").read_text()
    assert text.count("    reps: 6\n    sides: both\n") == 2
    assert "    hold: 20s\n    sides: both\n" in text
    options = (
        "--title",
        "Six",
        "--minutes",
        "3",
        "--exercise",
        "side plank 20s each side",
        "--exercise",
        "bridge=6x, l/r",
    )
    scripted = backplayer("new", "six", *options)
    assert scripted.exit_code == 0, scripted.output
    assert (mine / "six.yaml").read_text().count("    sides: both\n") == 2


def test_all_exercises_fit_a_terminal_and_a_word_finds_some(terminal: None) -> None:
    shown = backplayer("new", "own", typed="\n\n?\n57\n? twist\n? needle\n? stretch\n-\n\n").stdout
    everything = shown.partition("a small example): ")[2].partition("Choose by")[0]
    assert sum(len(wrapped(line, 100)) for line in everything.splitlines()) < 20
    assert "  cardio: " in everything
    assert "  + windmills: 1m" in shown
    assert "spinal-twist-lying " in shown
    assert "  the library has nothing that is called so\n" in shown
    assert "upper-neck-stretch" in shown.partition("called so")[2]


def test_what_the_library_lacks_is_written_as_one_of_one_s_own(terminal: None, mine: Path) -> None:
    typed = ["", "", "Neck nod 2x6", "y", "Neck nod", "y", "10", "10s", "a\u202eb", "y", "8x", ""]
    result = backplayer("new", "own", typed="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    assert "  + Neck nod: 2 x 6 reps" in result.stdout
    assert "  + Neck nod: hold 10s" in result.stdout
    assert "this cannot be written: " in result.stdout
    assert (mine / "own.yaml").read_text().count("      name: Neck nod\n") == 2
    assert backplayer("play", "own", "--instant").exit_code == 0
    assert "no-set-up" in backplayer("check", "own").stdout


def test_the_end_of_input_before_any_exercise_writes_nothing(terminal: None, mine: Path) -> None:
    for typed in ("", "Title\n", "Title\n5\n", "Title\n5\nq\n"):
        result = backplayer("new", "own", typed=typed)
        assert result.exit_code == 1
        assert result.stderr == "backplayer: nothing was written\n"
    assert not (mine / "own.yaml").exists()


def test_the_end_of_input_after_an_exercise_means_done(terminal: None, mine: Path) -> None:
    assert backplayer("new", "own", typed="Title\n5\nbridge\n").exit_code == 0
    assert "exercise: bridge" in (mine / "own.yaml").read_text()


@pytest.mark.parametrize(("answers", "kept"), [(["y"], True), ([""], True), (["n"], False), ([], False)])
def test_ctrl_c_asks_once_whether_to_keep_what_was_chosen(
    answers: list[str], kept: bool, terminal: None, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["Title", "", "bridge, plank", *["\x03", *answers]])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        if (words := next(typed, "\x03")) == "\x03":
            raise KeyboardInterrupt
        return words

    monkeypatch.setattr("builtins.input", answer)
    result = backplayer("new", "own")
    assert asked[-1] == "Keep these 2? [Y/n]: "
    assert (mine / "own.yaml").exists() == kept
    assert result.exit_code == (0 if kept else 1)
    assert kept or result.stderr == "backplayer: nothing was written\n"


def test_on_a_terminal_one_of_ours_is_not_hidden_without_a_question(terminal: None, mine: Path) -> None:
    declined = backplayer("new", "desk-break", typed="\n")
    assert declined.exit_code == 1
    assert "backplayer new my-desk-break --from desk-break" in declined.stderr
    assert not mine.exists()
    agreed = backplayer("new", "desk-break", "--from", "desk-break", typed="y\nBreak\n")
    assert agreed.exit_code == 0, agreed.output
    assert "title: Break\n" in (mine / "desk-break.yaml").read_text()


def test_what_a_copy_ignores_is_told(mine: Path) -> None:
    assert "ignore:" in (ROUTINES / "upper-back.yaml").read_text()
    shown = backplayer("new", "mine", "--from", "upper-back").stdout
    assert re.search(r"It ignores the advice .*: 'backplayer check --untrusted mine' shows it\.", shown)


def test_a_language_nobody_speaks_is_refused_at_once(mine: Path) -> None:
    result = backplayer("new", "own", "--language", "xx")
    assert result.exit_code == 1
    assert result.stderr.startswith("backplayer: the coach does not speak 'xx'; it speaks de, en, es, fr.")
    assert not (mine / "own.yaml").exists()
    refused = backplayer("new", "own", "--example", "full", "--language", "de")
    assert refused.exit_code == 1
    assert "write 'language: …' in it yourself" in refused.stderr


@pytest.mark.parametrize("options", [(), ("--from", "anna")])
def test_what_is_still_in_english_is_told_with_the_file_that_mends_it(options: tuple[str, ...], mine: Path) -> None:
    backplayer("new", "anna", "--exercise", "can-opener", "--exercise", "bridge")
    chosen = options or ("--exercise", "can-opener", "--exercise", "bridge")
    result = backplayer("new", "own", "--language", "de", *chosen)
    assert result.exit_code == 0, result.output
    assert "\nlanguage: de" in (mine / "own.yaml").read_text()
    assert "in English until you translate them: Can opener, Bridge.\n" in result.stdout
    path = mine / "exercises" / "de" / "can-opener.yaml"
    assert f"  {path}\n" in result.stdout
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(line[4:] for line in result.stdout.splitlines() if line.startswith("    ")))
    assert backplayer("check", str(path)).exit_code == 0
    told = backplayer("check", "own").stdout
    assert "'Bridge' has no words in 'de'" in told
    assert "'Can opener' has no words in 'de'" not in told


def test_the_readme_shows_what_comes(terminal: None, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = page.partition("```text\n$ backplayer new quiet-ten\n")[2].partition("```")[0]
    talk, check, *_ = shown.split("$ backplayer ")
    asked = re.findall(r"^( *(?:Title|About|Exercise|Which).*?:)(?: (.*))?$", talk, re.MULTILINE)
    asked = [(question, answer) for question, answer in asked if not question.startswith("  no")]
    result = backplayer("new", "quiet-ten", typed="\n".join(answer for _, answer in asked) + "\n")
    assert result.exit_code == 0, result.output
    said = re.sub(r"(Title|About|Exercise \d|  Which)(.*?): ", r"\1\2:\n", result.stdout).splitlines()
    at = 0
    for line in talk.splitlines():
        expected = next(
            (question for question, answer in asked if line.rstrip() == f"{question} {answer}".rstrip()), line
        )
        expected = expected.replace("~/.local/share/backplayer/routines", str(mine))
        if expected.strip() not in ("", "…"):
            assert expected in said[at:]
            at += said[at:].index(expected) + 1
    advice = " ".join(check.split("\n")[1:3]).replace("~/.local/share/backplayer/routines", str(mine))
    assert advice in backplayer("check", str(mine / "quiet-ten.yaml")).stdout


@pytest.mark.parametrize("command", ["new", "edit", "watch", "say", "preview"])
def test_every_command_of_an_author_has_help(command: str) -> None:
    result = backplayer(command, "--help")
    assert result.exit_code == 0
    assert f"Usage: backplayer {command}" in result.stdout
