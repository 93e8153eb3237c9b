"""Every mistake an author is likely to make, and the line that tells what to do about it."""

from __future__ import annotations

import pytest

from tests.routine.conftest import Complain, Read

# What follows 'title: T' and 'steps:' (so line 3 is the first one here), and the complaints
STEPS = [
    # times
    ("- rest: 20", "3:9: rest: '20' has no unit; write 20s for seconds or 20m for minutes"),
    ("- {exercise: plank, hold: 20}", "3:27: hold: '20' has no unit; write 20s"),
    ("- rest: 20-30s", "3:9: rest: '20-30s' is a range; write one time, such as 20s, and mention the range in note"),
    ("- rest: 1,5 min", "3:9: rest: '1,5 min' has a comma; write a point, as in 1.5 min"),
    ("- rest: 1 min 30", "3:9: rest: '1 min 30' ends with a number that has no unit; write it like 20s, 1m30s"),
    ("- rest: 30 sek", "3:9: rest: '30 sek' has 'sek', which is no unit of time; write it like 20s"),
    ("- rest: half a minute", "3:9: rest: 'half a minute' is no time; write it like 20s, 1m30s, 2 min or 1:30"),
    ("- rest: -5s", "3:9: rest: '-5s' is negative, which a time cannot be"),
    ("- rest: 1:75", "3:9: rest: '1:75' has more than 59 seconds after the colon"),
    ("- rest: 99999999999h", "3:9: rest: '99999999999h' is no time"),
    ("- rest: 1e400", "3:9: rest: '1e400' ends with a number that has no unit"),
    ("- rest: ٣s", "3:9: rest: '٣s' is no time"),
    ("- rest:", "3:8: rest is empty; write a time such as 20s, or delete the line"),
    ("- {exercise: plank, hold: 0.5s}", "3:27: hold: 0.5s is too short; at least 1s"),
    ("- rest: [20s]", "3:9: rest: a time is one value, like 20s"),
    # numbers
    ("- {exercise: bridge, reps: 8-10}", "3:28: reps is a whole number such as 8, not '8-10'; write the lower number,"),
    ("- {exercise: bridge, reps: 8 to 10}", "3:28: reps is a whole number such as 8, not '8 to 10'; write the lower"),
    ("- {exercise: bridge, reps: 3x10}", "3:28: reps is a whole number such as 8, not '3x10'; write sets: 3 and reps:"),
    ("- {exercise: bridge, reps: 10 each side}", "3:28: reps is a whole number such as 8, not '10 each side'; w"),
    ("- {exercise: bridge, sets: three}", "3:28: sets is a whole number such as 8, not 'three'; write 3"),
    ("- {exercise: bridge, reps: 8.5}", "3:28: reps is a whole number such as 8, not '8.5'"),
    ("- {exercise: bridge, reps: 1e400}", "3:28: reps is a whole number such as 8, not '1e400'"),
    ("- {exercise: bridge, reps: [8]}", "3:28: reps is a whole number such as 8, not a list"),
    ("- exercise: bridge\n  reps:", "4:8: reps is empty; write a number such as 8, or delete the line"),
    ("- {exercise: bridge, reps: 0}", "3:28: reps is at least 1, not 0"),
    # words of a fixed choice
    ("- {exercise: bridge, sides: each}", "3:29: sides cannot be 'each'; did you mean 'both'? (one of"),
    ("- {exercise: bridge, sides: Both}", "3:29: sides cannot be 'Both'; did you mean 'both'?"),
    ("- {exercise: bridge, counting: all}", "3:32: counting cannot be 'all' (one of standard, every-second,"),
    ("- {exercise: bridge, optional: ja}", "3:32: optional is yes or no, not 'ja'"),
    ("- {exercise: bridge, stated: all}", "3:30: stated: 'all' is no part of a dose; write reps, hold, time, tempo,"),
    ("- exercise: {like: bridge, kind: stretching}", "3:34: kind cannot be 'stretching'; did you mean 'stretch'?"),
    ("- exercise: {like: bridge, stance: fine}", "3:36: stance cannot be 'fine' (one of recommended, debated,"),
    # names of exercises
    ("- exercise: Can Opener", "3:13: no exercise is called 'Can Opener'; did you mean 'can-opener'?"),
    ("- can_opener", "3:3: no exercise is called 'can_opener'; did you mean 'can-opener'?"),
    ("- exercise: “bridge”", "3:13: no exercise is called '“bridge”'; did you mean 'bridge'?"),
    ("- exercise: ../../etc/passwd", "3:13: no exercise is called '../../etc/passwd'; 'backplayer exercises' lists th"),
    ("- {exercise: bridge, alternative: Plank}", "3:35: no exercise is called 'Plank'; did you mean 'plank'?"),
    ("- {exercise: bridge, alternative: {exercise: plnk}}", "3:46: no exercise is called 'plnk'; did you mean 'plank"),
    ("- exercise: {like: brige}", "3:20: no exercise is called 'brige'; did you mean 'bridge'?"),
    ("- {repeat: 2, steps: [{repeat: 2, steps: [brige]}]}", "3:43: no exercise is called 'brige'; did you mean 'bridg"),
    ("- exercise:", "3:12: exercise is empty; write a name such as bridge"),
    ("- exercise: [bridge]", "3:13: exercise is a text, not a list"),
    ("- exercise: {cues: [Up.]}", "3:13: exercise: an exercise written in place needs a name (or like: and a library"),
    # kinds of step
    ("- rest 20s", "3:3: no exercise is called 'rest 20s'; 'backplayer exercises' lists them; for a step with 'rest'"),
    ("- Exercise: bridge", "3:3: unknown key 'Exercise'; did you mean 'exercise'?"),
    ("- pause: 20s", "3:3: unknown key 'pause'; did you mean 'rest'?"),
    ("- bridge: 3", "3:3: this is no step; a step has one of exercise, rest, say, wait, repeat, as in '- exercise: br"),
    ("- name: Bridge\n  reps: 3", "3:3: this step names no exercise; add 'exercise: bridge'"),
    ("- {repeat: 3, exercise: bridge}", "3:15: the exercises of a repeat stand below 'steps:'; write"),
    ("- bridge\n-\n- plank", "4:2: an entry of steps is empty; write something after '- ', or delete the line"),
    ("- {repeat: 3}", "3:3: 'steps' is missing; add 'steps: …'"),
    ("- {repeat: 3, steps: bridge}", "3:22: steps is a list (lines that start with '- '), not 'bridge'"),
    ("- [bridge]", "3:3: a step is no list; begin each with a '- ' of its own, or write 'repeat: 2'"),
    ("  exercise: bridge", "3:3: steps is a list (lines that start with '- '), not a group of keys"),
    # keys
    ("- {exercise: bridge, Reps: 3}", "3:22: unknown key 'Reps'; did you mean 'reps'?"),
    ("- {exercise: bridge, repetitions: 3}", "3:22: unknown key 'repetitions'; did you mean 'reps'?"),
    ("- {exercise: bridge, duration: 3s}", "3:22: unknown key 'duration'; did you mean 'time'?"),
    ("- {exercise: bridge, flavour: mint}", "3:22: unknown key 'flavour'; known here: reps, hold, time, tempo, sets,"),
    ("- exercise: bridge\nreps: 3", "4:1: 'reps' does not belong here but in a step, beside 'exercise'; check the ind"),
    ("- exercise: {like: bridge, reps: 3}", "3:28: 'reps' does not belong here but in a step, beside 'exercise'"),
    ("- exercise: bridge\n  reps: 3\n  reps: 4", "5:3: 'reps' stands here a second time (first in line 4)"),
    ("- {exercise: bridge, ? [a] : b}", "3:24: this cannot be a key, which is a plain word; put quotes around a text"),
    ("- {exercise: bridge, swap: {exercise: plank}}", "3:28: 'with' is missing; add 'with: …'"),
    ("- {exercise: bridge, swap: foam roller}", "3:28: swap has keys of its own: {with: "),
    # doses
    ("- {exercise: bridge, hold: 5s, reps: 3}", "3:32: two doses, hold and reps; keep one; for repetitions with a hol"),
    ("- {exercise: bridge, hold: 5s, time: 3s}", "3:32: two doses, hold and time; keep one"),
    ("- {exercise: bridge, hold: 5s, tempo: 3s}", "3:32: tempo goes with reps, not with hold"),
    ("- {exercise: plank, tempo: 3s}", "3:21: tempo goes with reps, not with hold, which is the exercise's own dose"),
    ("- {exercise: plank, sides: alternating}", "3:28: alternating sides go with reps; with hold, which is the exerci"),
    ("- {exercise: bridge, time: 9s, sides: alternating}", "3:39: alternating sides go with reps; with time, write 's"),
    ("- exercise: {name: Mine}", "3:3: this exercise has no dose of its own; add reps, hold or time"),
    ("- exercise: {name: Mine, dose: {sides: both}}", "3:32: this dose does not say how much; add reps, hold or time"),
    ("- exercise: {name: Mine, dose: {reps: 3, hold: 2s}}", "3:42: two doses, reps and hold; keep one"),
    ("- {exercise: bridge, tempo: 2-3-2}", "3:29: tempo: '2-3-2' is no time; write it like 20s, 1m30s, 2 min or 1:30;"),
    ("- {exercise: bridge, tempo: {lift: 2}}", "3:36: lift: '2' has no unit; write 2s for seconds"),
    ("- {exercise: bridge, tempo: {2: 2s}}", "3:30: '2' cannot be the name of a phase; use a short word such as lift"),
    ("- {exercise: bridge, tempo: {}}", "3:29: tempo is empty; write a time such as 20s"),
    # texts
    ("- say:", "3:7: say is empty; write something after it"),
    ("- say: [a, b]", "3:8: say is a text, not a list"),
    ("- exercise: {like: bridge, cues: [Ribs low, Elbow: up]}", "3:45: cues: 'Elbow:' is read as a key; put quotes ar"),
    ("- exercise: {like: bridge, cues: [[a]]}", "3:35: cues: one text belongs here, not a list"),
    ("- exercise: {like: bridge, halfway: [a, b]}", "3:37: halfway: one text belongs here, not a list"),
    ("- exercise: {like: bridge, cues: [{proposed: ''}]}", "3:46: proposed: the text is empty"),
    ("- exercise: {like: bridge, cues: [{text: a, fron: b}]}", "3:45: unknown key 'fron'; did you mean 'from'?"),
    ("- exercise: {like: bridge, side_word: the very longest limb}", "3:39: side_word has too many characters; 20 is"),
    ('- say: "a\\e[31m"', "3:8: say: the text holds an invisible character (control character 27); delete it"),
    ('- say: "\\u202eab"', "3:8: say: the text holds an invisible character (right-to-left override); delete it"),
    ("- say: a\u200bb", "3:9: say: the text holds an invisible character (zero width space); delete it"),
    ('- say: "\u200d"', "3:8: say: the text is empty"),
    # YAML itself
    ("- exercise: bridge\n\treps: 3", "4:1: not valid YAML: indent with spaces, not tabs"),
    ("-\texercise: bridge", "3:2: not valid YAML: indent with spaces, not tabs"),
    ("- exercise: bridge\n   reps: 3", "4:4: not valid YAML: 'reps' is indented deeper than 'exercise'"),
    ("- exercise: bridge\n reps: 3", "4:2: not valid YAML: check the indentation"),
    ("  - exercise: bridge\n  reps: 3", "4:3: not valid YAML: check the indentation"),
    ("- exercise: bridge\n  rest 20s", "4:3: not valid YAML: a colon is missing; write 'rest: …'"),
    ("- say: Note: stop", "3:12: not valid YAML: a text that holds ': ' needs quotes around it"),
    ('- say: "a', "3:8: not valid YAML: the quotation mark (\") that opens here is not closed"),
    ("- {exercise: bridge", "3:3: not valid YAML: the { that opens here is not closed; put a } at its end"),
    ("- say: @home", "3:8: not valid YAML: put quotes around the text that starts here"),
    ("- say: - a", "3:8: not valid YAML: a list starts on a line of its own"),
    ("- say: *a", "3:8: *a stands for nothing above it; put quotes around a text that starts with *"),
    ("- say: !wow", "3:8: tags such as !wow are not allowed; put quotes around a text that starts with !"),
    ("- say: &a [*a]", "3:12: the alias *a stands inside its own anchor"),
    ("- {exercise: bridge, reps: 3, tempo: {a: 2,5s, b: 1s}}", "3:42: a: a comma parts one entry from the next; wr"),
    ("- {exercise: bridge, reps: 3, tempo: {hold 2s}}", "3:46: a colon is missing; write 'hold: 2s'"),
    (
        "- exercise: bridge\n  reps: 3\n  exercise: superman\n  reps: 4",
        "5:3: 'exercise' stands here a second time (first in line 3); a new step begins with '- '",
    ),
    (
        "- repeat: 2\n  steps: [bridge]\n  hold: 2s",
        "5:3: a step with 'repeat' has no 'hold'; indent it further if it belongs to the exercise above; else it goes",
    ),
    ("- bridge\n---\ntitle: U", "4:1: a second document starts here; a file holds one"),
]  # fmt: skip
FILES = [
    ("", "1:1: the file is empty; a routine needs a title and steps"),
    ("# nothing\n", "1:1: the file is empty; a routine needs a title and steps"),
    ("---\n", "1:1: the file is empty; a routine needs a title and steps"),
    ("hello", "1:1: a routine begins with 'title: …' and then 'steps:'; this file is only text"),
    ("- bridge\n", "1:1: a routine begins with 'title: …' and then 'steps:'; this file is only a list"),
    ("steps: [bridge]", "1:1: 'title' is missing; add 'title: …'"),
    ("title: T", "1:1: 'steps' is missing; add 'steps: …'"),
    ("title: T\nsteps:", "2:7: steps is empty; write the steps below it, indented and each starting with '- '"),
    ("title: T\nsteps: []", "2:8: steps is empty; write the steps below it, indented and each starting with '- '"),
    ("title My: back\nsteps: [bridge]", "1:1: a colon is missing after 'title'; put quotes around a"),
    ("title My back\n\n# x\nlanguage: de\nsteps: [bridge]", "1:1: not valid YAML: a colon is missing; write 'ti"),
    ("title: T\nrest: 5s\nsteps: [bridge]", "2:1: 'rest' does not belong here but in a step, beside 'exercise', or f"),
    ("Title: T\nsteps: [bridge]", "1:1: unknown key 'Title'; did you mean 'title'?"),
    ("title: T\nSteps: [bridge]", "2:1: unknown key 'Steps'; did you mean 'steps'?"),
    ("title: T\nexercises: [bridge]", "2:1: unknown key 'exercises'; did you mean 'steps'?"),
    ("title:\nsteps: [bridge]", "1:7: title is empty; write something after it"),
    ("title: [T]\nsteps: [bridge]", "1:8: title is a text, not a list"),
    ("title: T\nsafety:\nsteps: [bridge]", "2:8: safety is empty; write something after it, or delete the line"),
    ("title: T\nequipment: {need: mat}\nsteps: [bridge]", "2:13: unknown key 'need'; did you mean 'needed'?"),
    ("title: T\nnotes: {a: b}\nsteps: [bridge]", "2:8: notes is a text, not a group of keys; put quotes around a text"),
    ("title: T\nlanguage: English\nsteps: [bridge]", "2:11: 'English' is no language code; write one like en or de"),
    ("title: T\nformat: 2\nsteps: [bridge]", "2:9: format: this player reads format 1 only"),
    ("title: T\ndefaults: {tempo: {lift: 2s}}\nsteps: [bridge]", "2:19: tempo: a time is one value, like 20s"),
    ("title: T\ndefaults: {rests: 2s}\nsteps: [bridge]", "2:12: unknown key 'rests'; did you mean 'rest'?"),
    ("name: Bridge\nsteps: [Lift.]", "1:1: this is an exercise; name a routine that has it in its steps"),
    ("title: T\n<<: {a: b}\nsteps: [bridge]", "2:1: merge keys (<<) are not allowed; write the keys themselves here"),
    ("title: T\x00", "1:9: not valid YAML: delete the invisible control character (\\x00)"),
    ("title: ä\x1b", "1:9: not valid YAML: delete the invisible control character (\\x1b)"),
    ("title: \ud800", "1:8: not UTF-8 text; save the file as UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [*((f"title: T\nsteps:\n{steps}\n", told) for steps, told in STEPS), *FILES]
)
def test_mistakes(complain: Complain, text: str, expected: str) -> None:
    complaints = complain(text)
    assert len(complaints) == 1, complaints
    assert complaints[0].startswith(expected)


def test_all_problems_are_told_at_once(complain: Complain) -> None:
    text = """\
titel: T
title: U
title: V
language: English
steps:
  - {exercise: brige, reps: 3, hold: 2s}
  - {exercise: plank, tempo: 2s}
  - {exercise: bridge, reps: 8-10, hold: 5s}
  - rest: 20
  - exercise: {name: Mine}
"""
    places = [complaint.split(" ")[0] for complaint in complain(text)]
    assert places == ["1:1:", "3:1:", "4:11:", "6:16:", "6:32:", "7:23:", "8:30:", "8:36:", "9:11:", "10:5:"]


def test_more_than_a_hundred_problems_are_cut(complain: Complain) -> None:
    complaints = complain("title: T\nsteps:\n" + "- rest: 5\n" * 150)
    assert len(complaints) == 101
    assert complaints[-1].endswith("there are more problems; mend these first")


@pytest.mark.parametrize("word", ["11:15", "no", "on", "2026-01-01", "1e3", "0x10", "~", "null", "1_000", "+1"])
def test_words_stay_words(read: Read, word: str) -> None:
    assert read(f"title: {word}\nsteps: [bridge]").title == word


@pytest.mark.parametrize("yes", ["yes", "Yes", "true", "TRUE"])
def test_yes_and_no(read: Read, yes: str) -> None:
    routine = read(f"title: T\nsteps:\n- {{exercise: bridge, optional: {yes}}}\n- {{exercise: bridge, optional: no}}")
    assert [step.optional for step in routine.steps] == [True, False]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks(read: Read, ends: str) -> None:
    assert read("\ufefftitle: T\nsteps:\n- bridge\n".replace("\n", ends)).title == "T"
