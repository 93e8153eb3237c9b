"""The bounds docs/format.md states, exactly: at the limit fine, one more is an error."""

from __future__ import annotations

import pytest

from tests.routine.conftest import Complain

HEAD = "title: T\nsteps:\n"
EASIER = HEAD + "- {exercise: bridge, rest: 0s, get_ready: 0s, alternative: {exercise: plank, set_rest: 0s, sets: 10, "
TEMPO = HEAD + "- {exercise: bridge, reps: 1, tempo: "


def file_of(size: int) -> str:
    head = HEAD + "- bridge\n#"
    return head + "x" * (size - len(head))


def nested(levels: int) -> str:
    """The title's level is 1, the steps list's 2; each repeat adds a mapping and a list."""
    repeats, rest = divmod(levels - 2, 2)
    assert not rest
    return "title: T\nsteps: [" + "{repeat: 1, steps: [" * repeats + "bridge" + "]}" * repeats + "]"


def values_of(count: int) -> str:
    return HEAD + "- bridge\nnotes: [" + "a," * (count - 5) + "]"  # the rest: file, title, steps, bridge, notes


LIMITS = {
    "256 KiB": (file_of(256 * 1024), file_of(256 * 1024 + 1), "larger than 256 KiB"),
    "500 characters": (f"title: {'x' * 500}\nsteps: [bridge]", f"title: {'x' * 501}\nsteps: [bridge]", "500 is"),
    "20,000 values": (values_of(20_000), values_of(20_001), "more than 20000 values"),
    "2,000 steps": (
        HEAD + "- {repeat: 100, steps: [{repeat: 20, steps: [{exercise: bridge, hold: 1s, rest: 0s}]}]}",
        HEAD + "- {repeat: 100, steps: [{repeat: 20, steps: [{exercise: bridge, hold: 1s, rest: 0s}]}]}\n- say: On.",
        "2001 steps when all repeats are played; 2000 is the most",
    ),
    "6 hours": (
        HEAD + "- rest: 1h\n" * 6,
        HEAD + "- rest: 1h\n" * 6 + "- rest: 0.001s",
        "this routine takes more than 6 hours",
    ),
    "6 hours of rounds": (
        HEAD + "- {repeat: 4, rest: 1h, steps: [{rest: 45m}]}",
        HEAD + "- {repeat: 4, rest: 1h, steps: [{rest: 45m}, {rest: 1ms}]}",
        "this routine takes more than 6 hours",
    ),
    "6 hours of an alternative": (
        EASIER + "time: 36m}}",
        EASIER + "time: 37m}}",
        "this routine takes more than 6 hours",
    ),
    "1,000 repetitions": (
        HEAD + "- {exercise: bridge, reps: 1000, tempo: 1s}",
        HEAD + "- {exercise: bridge, reps: 1001, tempo: 1s}",
        "reps is at most 1000, not 1001",
    ),
    "50 sets": (HEAD + "- {exercise: bridge, sets: 50, hold: 1s}", HEAD + "- {exercise: bridge, sets: 51}", "most 50"),
    "100 rounds": (
        HEAD + "- {repeat: 100, steps: [{rest: 1s}]}",
        HEAD + "- {repeat: 101, steps: [{rest: 1s}]}",
        "repeat is at most 100, not 101",
    ),
    "one hour": (HEAD + "- rest: 60m", HEAD + "- rest: 1:00:01", "1:00:01 is too long; at most 1h"),
    "a length of 6 hours": (
        "title: T\nlength: 6h\nsteps: [bridge]", "title: T\nlength: 6h1s\nsteps: [bridge]", "too long; at most 6h"
    ),
    "1 s of work": (
        HEAD + "- {exercise: bridge, hold: 1s}", HEAD + "- {exercise: bridge, hold: 999ms}", "short; at least 1s"
    ),
    "half a second a phase": (
        TEMPO + "500ms}", TEMPO + "499ms}", "too short"
    ),
    "8 phases": (
        TEMPO + "{a: 1s, b: 1s, c: 1s, d: 1s, e: 1s, f: 1s, g: 1s, h: 1s}}",
        TEMPO + "{a: 1s, b: 1s, c: 1s, d: 1s, e: 1s, f: 1s, g: 1s, h: 1s, i: 1s}}",
        "a tempo has at most 8 phases",
    ),
    "20 characters of a phase": (
        TEMPO + f"{{{'a' * 20}: 1s}}}}",
        TEMPO + f"{{{'a' * 21}: 1s}}}}",
        "cannot be the name of a phase",
    ),
    "50 texts in a list": (
        f"title: T\nsafety: [{'a,' * 50}]\nsteps: [bridge]",
        f"title: T\nsafety: [{'a,' * 51}]\nsteps: [bridge]",
        "50",
    ),
    "24 levels": (nested(24), nested(26), "nested deeper than 24 levels"),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_at_the_limit_and_one_more(complain: Complain, limit: str) -> None:
    fine, beyond, told = LIMITS[limit]
    assert complain(fine) == []
    complaints = complain(beyond)
    assert len(complaints) == 1
    assert told in complaints[0]


def test_a_text_of_500_characters_in_a_block_ends_where_its_words_end(complain: Complain) -> None:
    words = ("x" * 99 + "\n  ") * 5
    assert complain(f"title: T\nsummary: |\n  {words}\nsteps: [bridge]") == []


def test_aliases_count_as_often_as_they_are_used(complain: Complain) -> None:
    def aliased(times: int) -> str:
        return HEAD + "- bridge\nsafety: &s [a]\nclosing: *s\nnotes: [" + "&n x, " + "*n, " * (times - 1) + "]"

    assert complain(aliased(20_000 - 9)) == []
    assert "more than 20000 values" in complain(aliased(20_000 - 8))[0]


def test_texts_count_as_often_as_an_alias_is_used(complain: Complain) -> None:
    def aliased(times: int) -> str:
        return HEAD + "- bridge\nnotes: [&n " + "x" * 500 + ", *n" * (times - 1) + "]"

    fits = (256 * 1024 - len("Tbridge")) // 500
    assert complain(aliased(fits)) == []
    assert "256 KiB of texts" in complain(aliased(fits + 1))[0]
