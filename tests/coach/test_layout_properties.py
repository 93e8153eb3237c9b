"""What must hold for every routine and every voice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backplayer.coach.layout import lay_out
from backplayer.coach.script import Script, Work
from backplayer.coach.timeline import Cue, Span, Timeline
from backplayer.coach.verbosity import Verbosity
from backplayer.coach.writer import write_script
from backplayer.routine.model import Routine, Sides, played_exercises
from tests.strategies import routines, voices

verbosities = st.sampled_from(Verbosity)
LengthOf = Callable[[str], int]


def works(script: Script, timeline: Timeline) -> Iterator[tuple[Work, Span, list[Cue]]]:
    """Each piece of work with its span and the cues that belong to it."""
    before = 0
    for piece, span in zip(script, timeline.spans, strict=True):
        if isinstance(piece, Work):
            yield piece, span, list(timeline.cues[before : span.cues])
        before = span.cues


@given(routines(), verbosities, voices)
def test_no_two_spoken_cues_overlap(routine: Routine, verbosity: Verbosity, length_of: LengthOf) -> None:
    timeline = lay_out(write_script(routine, verbosity), length_of)
    spoken = [cue for cue in timeline.cues if cue.text is not None]
    for cue, following in pairwise(spoken):
        assert cue.end <= following.at


@given(routines(), verbosities, voices)
def test_a_form_cue_is_never_over_a_count_or_a_signal(
    routine: Routine, verbosity: Verbosity, length_of: LengthOf
) -> None:
    timeline = lay_out(write_script(routine, verbosity), length_of)
    for index, cue in enumerate(timeline.cues):
        if cue.kind == "cue":
            for other in timeline.cues[max(0, index - 3) : index + 4]:
                assert other is cue or other.end <= cue.at or other.at >= cue.end


@given(routines(), verbosities, voices)
def test_words_are_never_over_an_end_signal(routine: Routine, verbosity: Verbosity, length_of: LengthOf) -> None:
    timeline = lay_out(write_script(routine, verbosity), length_of)
    for cue, following in pairwise(timeline.cues):
        if cue.sound in ("end", "switch", "rest", "finish"):
            assert following.at >= cue.end


@given(routines(), verbosities, voices)
def test_every_count_and_signal_is_exactly_on_its_beat(
    routine: Routine, verbosity: Verbosity, length_of: LengthOf
) -> None:
    script = write_script(routine, verbosity)
    for piece, span, cues in works(script, lay_out(script, length_of)):
        dose = piece.dose
        assert [cue.at for cue in cues if cue.sound == "start"] == [span.start]
        assert [cue.at for cue in cues if cue.sound in ("end", "switch", "rest")] == [span.end]
        beats = set()
        if dose.reps is not None:
            at = span.start
            for _ in range(dose.reps * (2 if piece.alternating else 1)):
                for phase in dose.tempo:
                    beats.add(at)
                    at += phase.length
                    beats.update(at - left * 1000 for left in (1, 2, 3) if phase.length >= 8000)
        else:
            beats = {span.end - second * 1000 for second in range(1, 1 + span.length // 1000)}
            beats.add(span.start + span.length // 2)
        assert {cue.at for cue in cues if cue.kind in ("count", "phase")} <= beats


@given(routines(), verbosities, voices)
def test_repetitions_are_counted_on_their_first_beat(
    routine: Routine, verbosity: Verbosity, length_of: LengthOf
) -> None:
    script = write_script(routine, verbosity)
    for piece, span, cues in works(script, lay_out(script, length_of)):
        if piece.dose.reps is None or piece.alternating:
            continue
        for cue in cues:
            if cue.kind == "count" and cue.text and not cue.text[0].isdigit():
                assert cue.rep == piece.dose.reps  # "last one"
            if cue.kind == "count" and cue.rep and cue.text and cue.text == str(cue.rep):
                start = span.start + (cue.rep - 1) * piece.dose.rep_length
                assert cue.at == start or cue.text in ("1", "2", "3")  # or the end of a long phase


@given(routines(), verbosities, voices)
def test_every_side_has_its_full_dose(routine: Routine, verbosity: Verbosity, length_of: LengthOf) -> None:
    timeline = lay_out(write_script(routine, verbosity), length_of)
    done: dict[int, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for span in timeline.spans:
        if span.kind == "work":
            assert span.step is not None
            done[span.step][span.side] += span.length
    for number, step in enumerate(played_exercises(routine.steps), start=1):
        dose = step.dose
        each = dose.work * dose.sets
        if dose.sides is Sides.BOTH:
            assert dict(done[number]) == {"left": each, "right": each}
        elif dose.sides is Sides.ALTERNATING:
            assert dict(done[number]) == {None: 2 * each}
        else:
            side = None if dose.sides is Sides.NONE else dose.sides.value
            assert dict(done[number]) == {side: each}


@given(routines(), verbosities, voices)
def test_alternating_sides_take_turns(routine: Routine, verbosity: Verbosity, length_of: LengthOf) -> None:
    script = write_script(routine, verbosity)
    for piece, span, cues in works(script, lay_out(script, length_of)):
        if piece.alternating:
            for cue in cues:
                if cue.kind in ("count", "phase"):
                    turn = (cue.at - span.start) // piece.dose.rep_length
                    assert cue.side == ("left", "right")[turn % 2]
                    assert cue.rep == turn // 2 + 1


@given(routines(), verbosities, voices)
def test_the_spans_fill_the_timeline_and_the_work_is_the_dose(
    routine: Routine, verbosity: Verbosity, length_of: LengthOf
) -> None:
    timeline = lay_out(write_script(routine, verbosity), length_of)
    at = 0
    for span in timeline.spans:
        assert span.start == at
        assert span.end >= span.start
        at = span.end
    assert timeline.length == at == sum(span.length for span in timeline.spans)
    work = sum(span.length for span in timeline.spans if span.kind == "work")
    assert work == sum(step.dose.total_work for step in played_exercises(routine.steps))


@given(routines(), verbosities, voices)
def test_cues_stand_in_order_and_inside_their_spans(
    routine: Routine, verbosity: Verbosity, length_of: LengthOf
) -> None:
    timeline = lay_out(write_script(routine, verbosity), length_of)
    assert [cue.at for cue in timeline.cues] == sorted(cue.at for cue in timeline.cues)
    before = 0
    for span in timeline.spans:
        assert all(span.start <= cue.at <= span.end for cue in timeline.cues[before : span.cues])
        before = span.cues
    assert before == len(timeline.cues)


@given(routines(), verbosities, voices)
def test_the_same_input_gives_the_same_timeline(routine: Routine, verbosity: Verbosity, length_of: LengthOf) -> None:
    script = write_script(routine, verbosity)
    assert lay_out(script, length_of) == lay_out(script, length_of)


@given(routines(), voices)
def test_what_is_dropped_was_not_said_and_would_not_have_fitted(routine: Routine, length_of: LengthOf) -> None:
    timeline = lay_out(write_script(routine), length_of)
    said = {(cue.step, cue.text) for cue in timeline.cues if cue.kind == "cue"}
    for drop in timeline.dropped:
        assert drop.missing > 0
        assert (drop.step, drop.text) not in said


@given(routines(), voices, st.data())
def test_settled_spans_do_not_depend_on_phrases_that_come_later(
    routine: Routine, length_of: LengthOf, data: st.DataObject
) -> None:
    script = write_script(routine)
    timeline = lay_out(script, length_of)
    known = set(timeline.phrases[: data.draw(st.integers(0, len(timeline.phrases)))])
    settled = timeline.settled(known)
    other = lay_out(script, lambda text: length_of(text) if text in known else 3 * length_of(text) + 7)
    assert other.spans[:settled] == timeline.spans[:settled]
    cues = timeline.spans[settled - 1].cues if settled else 0
    assert other.cues[:cues] == timeline.cues[:cues]


@given(routines(), verbosities, voices, st.integers(1, 9))
def test_the_phrases_asked_for_do_not_depend_on_the_voice(
    routine: Routine, verbosity: Verbosity, length_of: LengthOf, seed: int
) -> None:
    script = write_script(routine, verbosity)
    assert lay_out(script, length_of).phrases == lay_out(script, lambda text: seed * len(text)).phrases
