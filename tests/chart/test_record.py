"""The picture for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given

from backplayer.chart.picture import Picture
from backplayer.chart.record import record
from backplayer.coach.course import follow
from tests.chart.pictures import picture_in, pictures, small
from tests.library import ROOT


@given(pictures())
def test_it_survives_json_and_holds_everything(picture: Picture) -> None:
    held = json.loads(json.dumps(record(picture, "espeak")))
    assert held == record(picture, "espeak")
    cues = [tuple(cue[key] for key in ("at_ms", "length_ms", "kind", "text", "sound")) for cue in held["cues"]]
    assert cues == [heard.cue[:5] for heard in picture.heard]
    at = 0
    for span in held["spans"]:
        assert span["at_ms"] == at
        at += span["length_ms"]
    assert at == held["length_ms"]
    for number, mark in enumerate(held["marks"]):
        where = [held["cues"][cue] for cue in mark["cues"]] or [held["spans"][mark["span"]]]
        assert all(number in thing["marks"] for thing in where)


def test_every_field_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", Path(ROOT / "docs" / "timeline.md").read_text(encoding="utf-8")))
    held = record(picture_in(follow(small("Slow.", "Too long a sentence to be said in any gap there is."))), None)
    for part in (held, held["spans"][0], held["cues"][0], held["marks"][0]):  # type: ignore[index]
        assert set(part) <= described
