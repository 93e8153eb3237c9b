"""The picture in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from rich.cells import cell_len
from rich.text import Text

from backplayer.chart.blocks import Blocks, Drawing, sections
from backplayer.chart.canvas import Row
from backplayer.chart.lines import wrapped
from backplayer.chart.looks import ASCII, UNICODE
from backplayer.chart.picture import Picture, marks_in, parts_of
from backplayer.chart.sayings import sayings
from backplayer.chart.strip import draw, lanes, legend, report
from backplayer.coach.course import follow
from backplayer.letters import plain
from tests.chart.pictures import all_blocks, drawings, picture_in, pictures, small


def lines(texts: Iterable[Text]) -> list[str]:
    return [text.plain for text in texts]


def whole(picture: Picture, drawing: Drawing) -> list[str]:
    parts = [(0, picture.length)]
    marks = marks_in(picture, parts)
    assert marks == picture.marks
    return lines((*legend(marks, drawing), *draw(picture, parts, drawing), *report(marks, drawing)))


def lane(name: str, drawn: list[str], drawing: Drawing) -> str:
    label = (name if drawing.gutter > 2 else name[0]).ljust(drawing.gutter)
    return next((line[drawing.gutter :] for line in drawn if line.startswith(label)), "")


@given(pictures(), drawings)
def test_it_is_as_wide_as_it_may_be_and_no_wider(picture: Picture, drawing: Drawing) -> None:
    for line in whole(picture, drawing):
        assert cell_len(line) <= drawing.width
        assert line.isascii() or not drawing.looks.ascii_only
        assert line == line.rstrip()


@given(pictures(), drawings)
def test_everything_that_is_heard_stands_once_at_the_column_of_its_time_and_is_told_below(
    picture: Picture, drawing: Drawing
) -> None:
    blocks = all_blocks(picture, drawing)
    assert [heard for block in blocks for heard in block.begun] == list(picture.heard)
    for block in blocks:
        assert block.columns <= drawing.columns
        drawn = lines(lanes(block, drawing))
        speech, counts = lane("speech", drawn, drawing), lane("counts", drawn, drawing)
        first: dict[int, str] = {}
        for place, heard in enumerate(block.begun):
            column = (heard.cue.at - block.start) // drawing.scale
            if heard.lane == "speech":
                first.setdefault(column, block.letters[place])
            elif column < block.columns:
                assert counts[column] != " "
        assert {column: speech[column] for column in first} == first
        told = "".join("".join(lines(sayings(picture, block, drawing))).split())
        for heard in block.begun:
            assert "".join(plain(heard.cue.text or "", drawing.looks.ascii_only).split()) in told


@given(pictures())
def test_parts_cover_what_was_asked_for(picture: Picture) -> None:
    assert list(parts_of(picture)) == [(0, picture.length)]
    steps = {stretch.span.step for stretch in picture.stretches if stretch.span.step is not None}
    for step in steps:
        parts = list(parts_of(picture, {step}))
        spans = [stretch.span for stretch in picture.stretches if stretch.span.step == step]
        assert sum(end - start for start, end in parts) == sum(span.length for span in spans)
    assert sum(end - start for start, end in parts_of(picture, None, 500, 1500)) == min(picture.length, 1500) - 500


def test_rows_of_a_section_are_about_equal() -> None:
    picture = picture_in(follow(small("Slow.")))
    drawing = Drawing(60, 250, UNICODE)
    for section in sections(picture, [(0, picture.length)]):
        columns = [block.columns for block in Blocks(picture).of(section, drawing)]
        assert max(columns) - columns[-1] <= len(columns)


GOLDEN = """\
1. Shrugs 0:05-0:46
                0:10      0:15      0:20
speech a━b━━━c━d━━                           e══
counts             R 3 2 1 1,  low 2,  low Las ↓
work                       ├ Shrugs, left ──────
rest   ░ change ░╌╌╌╌╌╌╌╌╌╌╌
marks                      ✗                 »
a  0:05.4  next-up  First: Shrugs.
b  0:06.8  announce 3 repetitions each side.
c  0:08.6  side     Left side first.
d  0:09.8  set-up   Stand tall.
   0:11.8  counts   Ready. · 3 · 2 · 1 · 1, lift · lower · 2, lift ·
                    lower · Last one.
✗  0:15.8           fits no gap: 'Not a short sentence, and so it does
                    not fit at all.' misses 1504 ms
e  0:24.6  cue      Shoulders down. (» 3.2 s later)

               0:30      0:35      0:40
speech      a━━                 b══
counts    ⇄    R 3 2 1 1,  low 2   ↓   Las ↓
work   ───┤            ├ Shrugs, right ────────┤
rest      ░ other side ▒
marks               +
a  0:28.6  side     Now the right side.
   0:30.0  counts   Ready. · 3 · 2 · 1 · 1, lift · lower · 2
+  0:32.8           6.2 s instead of 5 s: 1.2 s more, for its words
b  0:38.8  cue      Shoulders down.
   0:42.0  counts   Last one.

✗ Form cues that fit no gap (shorten the words, or slow the tempo):
  0:15 1. Shrugs: 'Not a short sentence, and so it does not fit at
      all.' misses 1504 ms

+ Breaks that outlast their rest, written or usual (shorten the set-up,
  or write the rest they take):
  0:32 1. Shrugs, right: 6.2 s instead of 5 s: 1.2 s more, for its
      words

» Form cues a second or more from where they would be without counts
  (nothing to do):
  1 cue, by 3.2 s at most
"""

GOLDEN_ASCII = """\
1. Shrugs 0:05-0:46
                0:10      0:15      0:20
speech a-b---c-d--                           e==
counts             R 3 2 1 1,  low 2,  low Las v
work                       [ Shrugs, left ------
rest   . change .___________
marks                      x                 >
a  0:05.4  next-up  First: Shrugs.
b  0:06.8  announce 3 repetitions each side.
c  0:08.6  side     Left side first.
d  0:09.8  set-up   Stand tall.
   0:11.8  counts   Ready. | 3 | 2 | 1 | 1, lift | lower | 2, lift |
                    lower | Last one.
x  0:15.8           fits no gap: 'Not a short sentence, and so it does
                    not fit at all.' misses 1504 ms
e  0:24.6  cue      Shoulders down. (> 3.2 s later)

               0:30      0:35      0:40
speech      a--                 b==
counts    <    R 3 2 1 1,  low 2   v   Las v
work   ---]            [ Shrugs, right --------]
rest      . other side +
marks               +
a  0:28.6  side     Now the right side.
   0:30.0  counts   Ready. | 3 | 2 | 1 | 1, lift | lower | 2
+  0:32.8           6.2 s instead of 5 s: 1.2 s more, for its words
b  0:38.8  cue      Shoulders down.
   0:42.0  counts   Last one.

x Form cues that fit no gap (shorten the words, or slow the tempo):
  0:15 1. Shrugs: 'Not a short sentence, and so it does not fit at
      all.' misses 1504 ms

+ Breaks that outlast their rest, written or usual (shorten the set-up,
  or write the rest they take):
  0:32 1. Shrugs, right: 6.2 s instead of 5 s: 1.2 s more, for its
      words

> Form cues a second or more from where they would be without counts
  (nothing to do):
  1 cue, by 3.2 s at most
"""


@pytest.mark.parametrize(("looks", "expected"), [(UNICODE, GOLDEN), (ASCII, GOLDEN_ASCII)])
def test_the_picture_of_a_small_routine(looks: object, expected: str) -> None:
    picture = picture_in(follow(small("Shoulders down.", "Not a short sentence, and so it does not fit at all.")))
    parts = list(parts_of(picture, {1}))
    drawing = Drawing(72, 500, looks)  # type: ignore[arg-type]
    assert "\n".join(lines((*draw(picture, parts, drawing), *report(marks_in(picture, parts), drawing)))) == expected


def test_colours_say_nothing_that_characters_do_not() -> None:
    picture = picture_in(follow(small("Slow.", wait="Fetch the mat.")))
    drawing = Drawing(80, 500, UNICODE)
    rows = all_blocks(picture, drawing)
    styles = {str(span.style) for block in rows for text in lanes(block, drawing) for span in text.spans}
    assert {"cyan", "green", "blue"} <= styles


@pytest.mark.parametrize(
    ("text", "ascii_only", "expected"),
    [
        ("Dehnen für 5 s", False, "Dehnen für 5 s"),
        ("Dehnen für 5 s – „gut“", True, 'Dehnen fur 5 s - ?gut"'),
        ("a\x1b[31mb\u202ec\ufe0f\u200dd", False, "a[31mbcd"),
        ("a\x1b]0;x\x07b", True, "a]0;xb"),
        ("two\nlines\tand  more", False, "two lines and more"),
        ("伸展", True, "??"),
    ],
)
def test_text_is_made_plain(text: str, ascii_only: bool, expected: str) -> None:
    assert plain(text, ascii_only) == expected


def test_long_words_are_broken_and_wide_ones_counted() -> None:
    assert wrapped("abcdefgh ij", 5) == ["abcde", "fgh", "ij"]
    assert wrapped("伸展伸展 ab", 5) == ["伸展", "伸展", "ab"]
    assert wrapped("", 5) == [""]


def test_a_row_keeps_its_width_whatever_is_written_over_wide_characters() -> None:
    row = Row(6)
    row.write(0, 6, "伸展体")
    row.write(1, 6, "a")
    row.fill(4, 5, "b")
    assert row.text().plain == " a展b"
    row.write(4, 6, "体")
    row.write(5, 6, "体")
    assert cell_len(row.text().plain) == 6


def test_a_name_in_wide_characters_is_cut_to_its_bar() -> None:
    picture = picture_in(follow(small(name="伸展" * 40)))
    drawing = Drawing(50, 500, UNICODE)
    assert all(cell_len(line) <= 50 for line in whole(picture, drawing))
