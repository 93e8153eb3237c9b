"""A session that listens: counts are signals, and words leave gaps in which the listener can speak."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from backplayer.coach.layout import ATTENTIVE, BREATHLESS, lay_out
from backplayer.coach.timeline import Cue
from backplayer.coach.wording import english
from backplayer.coach.writer import write_script
from backplayer.controls.listening.vocabulary import PHRASES, WAKE_WORD
from backplayer.routine.model import played_exercises
from tests.strategies import routines, voices


def words(cues: tuple[Cue, ...]) -> list[Cue]:
    return [cue for cue in cues if cue.text]


@given(routines(), voices)
def test_what_is_counted_is_a_signal(routine, length_of) -> None:
    script = write_script(routine)
    attentive, usual = lay_out(script, length_of, attentive=True), lay_out(script, length_of)
    halfway = {step.exercise.halfway.text for step in played_exercises(routine.steps) if step.exercise.halfway}
    for cue in words(attentive.cues):
        assert cue.kind not in ("count", "phase") or cue.text in {english().text("ready"), *halfway}
    assert [span.kind for span in attentive.spans] == [span.kind for span in usual.spans]
    works = [(span.title, span.length) for span in usual.spans if span.kind == "work"]
    assert [(span.title, span.length) for span in attentive.spans if span.kind == "work"] == works


@given(routines(), voices)
def test_outside_of_work_it_is_never_breathless(routine, length_of) -> None:
    timeline = lay_out(write_script(routine), length_of, attentive=True)
    works = [(span.start, span.end) for span in timeline.spans if span.kind == "work"]
    outside = [cue for cue in words(timeline.cues) if not any(start <= cue.at < end for start, end in works)]
    said = 0
    for cue, following in pairwise([cue for cue in outside if cue.kind != "count"]):
        said += cue.length
        worked = any(cue.at < end <= following.at for _, end in works)
        if worked or following.at - cue.end >= ATTENTIVE:
            said = 0
        assert said < BREATHLESS


def test_the_words_it_suggests_are_words_it_knows() -> None:
    wording = english()
    suggested = (wording.text("can_say"), *(wording.what_now(easier, spoken=True) for easier in (True, False)))
    for sentence in suggested:
        assert sentence.startswith(f"Say {WAKE_WORD}, and: ")
        for phrase in sentence.removeprefix(f"Say {WAKE_WORD}, and: ").rstrip(".").split(", "):
            assert phrase.removeprefix("or ").lower() in PHRASES
