"""The page: it holds everything, loads nothing, and shows hostile text as text."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser

import pytest

from backplayer.chart.figure import figure
from backplayer.chart.page import page
from backplayer.chart.picture import Picture
from backplayer.coach.course import follow
from tests.chart.pictures import picture_in, small

HOSTILE = (
    "<b>bold</b>", "<a href='https://example.org'>x</a>", "<script>alert(1)</script>", "</script><img src=x>", "$x$",
    "%{text}", "--> <!--", "&lt;i&gt;",
)  # fmt: skip


class Parsed(HTMLParser):
    """Elements with their attributes, what is in them, and whether they are closed in order."""

    VOID = ("meta", "link", "img", "br", "input")

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.data.append((self.open[-1] if self.open else "", data))

    def text(self, *tags: str) -> str:
        return "".join(data for tag, data in self.data if tag in tags)


def hostile() -> Picture:
    return picture_in(follow(small(*HOSTILE, name="</script><script>alert(2)</script>", wait="<b>Fetch</b> it.")))


@pytest.fixture(scope="module")
def shown() -> str:
    pytest.importorskip("plotly", reason="the extra html is not installed")
    return page(hostile(), "<b>Small</b> (1:00)", "phrase lengths estimated")


def test_it_is_well_formed_and_has_no_elements_but_ours(shown: str) -> None:
    parsed = Parsed(shown)
    assert parsed.open == []
    tags = {tag for tag, _ in parsed.elements}
    assert tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "span", "b", "nav", "button", "div",
        "ul", "li", "table", "tr", "td", "script",
    }  # fmt: skip
    assert [attributes for tag, attributes in parsed.elements if tag == "script"] == [
        {"type": "application/json", "id": "figure"}, {}, {},
    ]  # fmt: skip


def test_it_refers_to_nothing_outside(shown: str) -> None:
    for tag, attributes in Parsed(shown).elements:
        assert not {"src", "href", "srcset", "data", "action", "poster", "background"} & set(attributes), tag
        assert not any(name.startswith("on") for name in attributes)
    ours = re.sub(r"<script>.*?</script>", "", shown, flags=re.DOTALL)
    assert not re.search(r"url\(|@import|https?://(?!example\.org)", ours)


def test_its_policy_lets_nothing_in_and_only_its_own_scripts_run(shown: str) -> None:
    (policy,) = (
        attributes["content"]
        for tag, attributes in Parsed(shown).elements
        if tag == "meta" and "http-equiv" in attributes
    )
    assert policy is not None
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    scripts = re.findall(r"<script>(.*?)</script>", shown, flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert rules["script-src"] == [f"'sha256-{digest}'" for digest in digests]
    assert rules["default-src"] == ["'none'"]
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src"}
    assert "\r" not in "".join(scripts)


def test_every_spoken_text_and_every_finding_is_in_it(shown: str) -> None:
    said = Parsed(shown).text("td", "li")
    picture = hostile()
    for heard in picture.heard:
        assert (heard.cue.text or "") in said
    for mark in picture.marks:
        assert (mark.text or "") in said


def test_the_figure_holds_every_cue_and_every_mark(shown: str) -> None:
    (data,) = re.findall(r'<script type="application/json" id="figure">(.*?)</script>', shown, flags=re.DOTALL)
    picture = hostile()
    held = json.loads(data)
    assert held == json.loads(json.dumps(figure(picture)))
    bars = sum(len(trace["y"]) for trace in held["data"] if trace["name"] in ("Words", "Form cues", "Counts", "Sounds"))
    assert bars == len(picture.heard)
    marks = sum(len(trace["y"]) for trace in held["data"] if trace["type"] == "scatter")
    assert marks == len(picture.marks)


def test_what_the_library_would_read_as_html_is_escaped() -> None:
    traces = figure(hostile())["data"]
    inside = [text for trace in traces for text in trace.get("text", ())]
    for text in (*inside, *(text for trace in traces for text in trace["hovertext"])):
        assert not re.search(r"<(?!br>)", text)
    assert "<b>Fetch</b>it." in {html.unescape("".join(text.replace("<br>", "").split())) for text in inside}
