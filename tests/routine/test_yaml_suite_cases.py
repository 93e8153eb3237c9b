"""The odd corners of YAML that public test suites know: each reads, or is refused with a place and what to do."""

from __future__ import annotations

import pytest
import yaml

from backplayer.routine.problems import RoutineError
from backplayer.routine.reading.source import parse_source
from tests.routine.conftest import Complain

READ = {
    "plain over lines": ("a: one\n  two\n\n  three", {"a": "one two three"}),
    "single quotes": ("a: 'it''s: # no comment'", {"a": "it's: # no comment"}),
    "double quotes, folded": ('a: "one\n  two \\\n  three"', {"a": "one two three"}),
    "escapes": (r'a: "\x41\u00e9\U0001F4AA\/"', {"a": "Aé💪/"}),
    "literal block": ("a: |\n  one\n   two\n\nb: c", {"a": "one two", "b": "c"}),
    "folded block, kept and stripped": ("a: >+\n  one\n  two\n\nb: >-\n  c\n", {"a": "one two", "b": "c"}),
    "block with an indentation of its own": ("a: |2\n    one\n  two\n", {"a": "one two"}),
    "flow": ("a: [b, {c: d, e}, 'f', [], {}]", {"a": ["b", {"c": "d", "e": ""}, "f", [], {}]}),
    "flow over lines": ("{\n  a: [\n    b,\n  ],\n}", {"a": ["b"]}),
    "JSON": ('{"a": [1, true, null, 1.50, "b"]}', {"a": ["1", "true", "null", "1.50", "b"]}),
    "a pair in a list": ("[a: b, c]", [{"a": "b"}, "c"]),
    "a list as deep as its key": ("a:\n- b\n-\n  - c\n- - d", {"a": ["b", ["c"], ["d"]]}),
    "no guessing": ("a: [1:30, no, ~, 0o7, .inf, 2001-01-01]", {"a": ["1:30", "no", "~", "0o7", ".inf", "2001-01-01"]}),
    "question mark": ("? a\n: b\n? c", {"a": "b", "c": ""}),
    "anchor and alias": ("a: &x [b]\nc: *x\nd: &x e\nf: *x", {"a": ["b"], "c": ["b"], "d": "e", "f": "e"}),
    "alias as a key": ("&x a: b\nc: {*x : d}", {"a": "b", "c": {"a": "d"}}),
    "the tag of none": ("a: ! b", {"a": "b"}),
    "comments": ("# one\na: b # two\n# three\n", {"a": "b"}),
    "hash and colon in words": ("a: b#c:d", {"a": "b#c:d"}),
    "document marks": ("%YAML 1.1\n---\na: b\n...\n", {"a": "b"}),
    "byte order mark": ("\ufeffa: b", {"a": "b"}),
    "carriage returns": ("a: b\r\nc:\r- d\r- e\r", {"a": "b", "c": ["d", "e"]}),
    "blanks at ends of lines": ("a:  \n  b  \nc: d \n", {"a": "b", "c": "d"}),
}  # fmt: skip
NO_ROUTINE = ("text alone", "[]", "- a", "{}", "a", "''", '""', "&a a", "|\n a", "- - - a", "{a, b}")
REFUSED = {
    "nothing": ("", "1:1: the file is empty"),
    "a comment alone": ("# nothing", "1:1: the file is empty"),
    "a mark alone": ("---\n", "1:1: the file is empty"),
    "an anchor alone": ("&a", "1:1: the file is empty"),
    "a second document": ("a: b\n---\nc: d", "2:1: a second document starts here"),
    "an empty second document": ("a: b\n---", "2:1: a second document starts here"),
    "text after the end": ("a: b\n...\nc: d", "2:1: not valid YAML: three dots end the file"),
    "a tag": ("a: !!int 1", "1:4: tags such as !!int are not allowed"),
    "a tag that makes objects": ("!!python/object/apply:os.system [id]", "1:1: tags such as !!python/"),
    "a tag with a handle": ("%TAG !e! tag:e,2000:\n--- !e!a b", "2:5: tags such as tag:e,2000:a are not allowed"),
    "a tag without a handle": ("a: !e!a b", "1:4: not valid YAML: put quotes around a text that starts with !"),
    "an unknown directive": ("%FOO\n---\na: b", ": not valid YAML: "),
    "YAML 3": ("%YAML 3.0\n---\na: b", "1:1: not valid YAML: "),
    "an alias to nothing": ("a: *b", "1:4: *b stands for nothing above it"),
    "an alias to itself": ("a: &b [*b]", "1:8: the alias *b stands inside its own anchor"),
    "an anchor without a name": ("a: & b", "1:5: not valid YAML: a text that starts with * or & needs quotes"),
    "two anchors": ("a: &b &c d", ": not valid YAML: "),
    "a list as a key": ("? [a]\n: b", "1:3: this cannot be a key"),
    "a mapping as a key": ("{a: b}: c", "1:1: this cannot be a key"),
    "no key": (": a\nb: c", "1:1: "),
    "a merge key": ("a: &x {b: c}\n<<: *x", "2:1: merge keys (<<) are not allowed"),
    "a key twice": ("a: b\nc: d\na: e", "3:1: 'a' stands here a second time (first in line 1)"),
    "a tab before a key": ("a:\n\tb: c", "2:1: not valid YAML: indent with spaces, not tabs"),
    "a tab in a block": ("a: |\n\tb", "2:1: not valid YAML: indent with spaces, not tabs"),
    "a colon in a text": ("a: b: c", "1:5: not valid YAML: a text that holds ': ' needs quotes"),
    "a key too far in": ("a: b\n  c: d", "2:3: not valid YAML: 'c' is indented deeper"),
    "a key too far out": ("  a: b\nc: d", "2:1: not valid YAML: "),
    "a list in the line of its key": ("a: - b", "1:4: not valid YAML: a list starts on a line of its own"),
    "an open quote": ('a: "b\nc: d', "1:4: not valid YAML: "),
    "an open quote and a mark": ("a: 'b\n---\nc", "1:4: not valid YAML: a quote is not closed before"),
    "an open list": ("a: [b, c", ": not valid YAML: "),
    "open lists, and no end of line": ("a: [[", "1:6: not valid YAML: a bracket is not closed"),
    "a bracket too many": ("a: [b]]", "1:7: not valid YAML: "),
    "no comma": ("a: ['b' 'c']", ": not valid YAML: "),
    "an escape that is none": (r'a: "\q"', r"1:4: not valid YAML: \ has a meaning of its own"),
    "half a character": (r'a: "\x4"', r"1:4: not valid YAML: \ has a meaning of its own"),
    "an at sign": ("a: @b", "1:4: not valid YAML: put quotes around the text that starts here"),
    "a back quote": ("a: `b", "1:4: not valid YAML: put quotes around the text that starts here"),
    "a percent sign": ("a: %b", "1:4: not valid YAML: "),
    "a block that is none": ("a: |x\n  b", "1:5: not valid YAML: "),
    "a block indented by 0": ("a: |0\n  b", ": not valid YAML: "),
    "a control character": ("a: b\x08", r"1:5: not valid YAML: delete the invisible control character (\x08)"),
    "a control character in old lines": ("a: b\rc: \x7f", r"2:4: not valid YAML: delete the invisible control"),
    "a key of more than a line": ("a\nb: c", ": not valid YAML: "),
}  # fmt: skip
BEYOND = (r'"\Uffffffff"', "%YAML " + "9" * 5000 + ".1\n---\na")
"""What PyYAML's own parser cannot put into a number."""


@pytest.fixture(params=["libyaml", "PyYAML"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """PyYAML is at times installed without libyaml, and parses with a parser of its own."""
    if request.param == "PyYAML":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    elif not hasattr(yaml, "CBaseLoader"):
        pytest.skip("PyYAML is here without libyaml")
    return str(request.param)


@pytest.mark.parametrize("case", READ)
def test_reads(parser: str, case: str) -> None:
    text, meant = READ[case]
    source = parse_source(text, "x.yaml")
    assert source.problems == []
    assert source.data == meant


@pytest.mark.parametrize("text", NO_ROUTINE)
def test_reads_but_is_no_routine(parser: str, complain: Complain, text: str) -> None:
    assert len(complain(text)) > 0


@pytest.mark.parametrize("case", REFUSED)
def test_refused(complain: Complain, case: str) -> None:
    text, told = REFUSED[case]
    assert any(told in complaint for complaint in complain(text)), complain(text)


@pytest.mark.parametrize("case", REFUSED)
def test_refused_within_the_text(parser: str, complain: Complain, case: str) -> None:
    text = REFUSED[case][0].replace("\r", "\n")
    lines = text.split("\n")
    for complaint in complain(text):
        line, column, _ = complaint.split(":", 2)
        assert int(column) <= len(lines[int(line) - 1]) + 1


@pytest.mark.parametrize("text", BEYOND)
def test_numbers_beyond_all_bounds(parser: str, text: str) -> None:
    with pytest.raises(RoutineError, match="not valid YAML"):
        parse_source(f"title: T\nsteps: {text}" if text[0] == '"' else text, "x.yaml")


@pytest.mark.parametrize("step", ["rest", "say", "Wait", "repeat"])
def test_what_looks_like_a_step_is_not_repeated_if_it_is_hidden(complain: Complain, step: str) -> None:
    complaints = complain(f'title: T\nsteps:\n- "{step} \\e]0;owned\\a\\u202e"\n')
    assert len(complaints) == 1
    assert "3:3: exercise: the text holds an invisible character" in complaints[0]
    assert complaints[0].isprintable()
