"""Files as an author may write them, generated: plain data to be written as YAML."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from backplayer.routine.format.exercise import POSTURES, SIDES
from backplayer.routine.format.routine import COUNTING
from backplayer.routine.model import Kind

Keys = dict[str, Any]

texts = st.text(st.sampled_from("abc Äß漢🙂.,:'\"#-{[&*!|>%@?\u200d"), min_size=1, max_size=12) | st.sampled_from([
    "yes", "no", "null", "2026-01-01", "11:15", "1e3", "0x1f", "x" * 500, "- a", "a: b", "\u200b", " ", "x" * 501,
])  # fmt: skip
scalars = texts | st.integers(-9, 10**6) | st.booleans() | st.floats(0.5, 99, width=16)
times = st.one_of(
    st.builds(
        lambda n, unit: f"{n}{unit}",
        st.integers(0, 70),
        st.sampled_from(["s", " sec", "m", " min", " Minutes", "ms", "S", "h"]),
    ),
    st.builds(lambda m, s: f"{m}:{s:02}", st.integers(0, 9), st.integers(0, 60)),
    st.sampled_from(["1m30s", "1 min 30 s", "0.5s", "1.5 min", "0s", "1h", "20", "1:5", "2,5s", "1m30", "20 apples"]),
)
holds = st.integers(1, 60).map(lambda n: f"{n}s") | times
phases = st.dictionaries(
    st.sampled_from(["lift", "hold", "Öffnen", "two words", "l'o", "x1", "1x", "a" * 21, "-"]), holds, max_size=3
)
yes_or_no = st.booleans() | st.sampled_from(["yes", "no", "Yes", "FALSE", "on", "y", "0", "maybe", 1])
names = st.sampled_from(["bridge", "plank", "can-opener", "shoulder-rolls"])


def one_or_many(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return one | st.lists(one, max_size=2)


sourced = (
    scalars
    | st.fixed_dictionaries({"proposed": texts})
    | st.fixed_dictionaries({"text": texts}, optional={"from": texts})
)
sourced_texts = one_or_many(sourced)


def numbers(most: int) -> st.SearchStrategy[Any]:
    return st.integers(1, most) | st.sampled_from([1, most, most + 1, 0, "3", "03", "+4", "5.0", "3x", str(most)])


HOW: Keys = {
    "sets": numbers(50), "set_rest": times, "sides": st.sampled_from([*SIDES, "Both"]), "switch": times,
    "stated": one_or_many(st.sampled_from(["reps", "hold", "tempo", "tempo.lift", "rep"])),
    "stated_by": one_or_many(texts), "note": texts,
}  # fmt: skip
AMOUNT: Keys = {"reps": numbers(1000), "hold": holds, "time": holds}


@st.composite
def doses(draw: st.DrawFn, *, more: Keys) -> Keys:
    """A dose that mostly does not contradict itself, with *more* keys beside it."""
    keys = draw(st.fixed_dictionaries({}, optional={**HOW, **more}))
    amount = draw(st.sampled_from(["reps", "reps", "hold", "time", None]))
    if amount:
        keys[amount] = draw(AMOUNT[amount])
    if draw(st.integers(0, 4)) == 0:
        keys["tempo"] = draw(holds | phases)
    return keys


EXERCISE: Keys = {
    "say": texts, "other_names": one_or_many(texts), "kind": st.sampled_from([*(kind.value for kind in Kind), "yoga"]),
    "posture": st.sampled_from([*POSTURES, "flying"]), "rounds_back": yes_or_no, "targets": sourced_texts,
    "setup": sourced_texts, "cues": sourced_texts, "halfway": sourced, "side_word": texts, "notes": sourced_texts,
    "dose": doses(more={"as_stated": texts}),
}  # fmt: skip
in_place = st.fixed_dictionaries({"name": texts}, optional=EXERCISE) | st.fixed_dictionaries(
    {"like": names}, optional={"name": texts, **EXERCISE}
)
choices = doses(more={"caution": sourced}).flatmap(
    lambda dose: (names | in_place).map(lambda exercise: {"exercise": exercise, **dose})
)
STEP: Keys = {
    "rest": times, "get_ready": times, "counting": st.sampled_from([*COUNTING, "all"]), "section": texts,
    "optional": yes_or_no, "caution": sourced, "alternative": names | choices,
    "swap": st.builds(lambda choice, item: {"with": item, **choice}, choices, texts),
}  # fmt: skip
exercise_steps = doses(more=STEP).flatmap(
    lambda dose: (names | in_place).map(lambda exercise: {"exercise": exercise, **dose})
)
plain_steps = st.one_of(
    names,
    exercise_steps,
    exercise_steps,
    st.fixed_dictionaries({"rest": times}, optional={"say": texts}),
    st.fixed_dictionaries({"say": scalars}),
    st.fixed_dictionaries({"wait": scalars}),
)
steps = st.recursive(
    plain_steps,
    lambda inner: st.fixed_dictionaries(
        {"repeat": numbers(100), "steps": st.lists(inner, max_size=2)}, optional={"rest": times}
    ),
    max_leaves=3,
)
routines = st.fixed_dictionaries(
    {"title": scalars, "steps": st.lists(steps, min_size=1, max_size=2)},
    optional={
        "format": st.sampled_from(["1", 1, "2"]), "summary": texts,
        "language": st.sampled_from(["en", "de-AT", "no", "EN"]),
        "sources": one_or_many(texts), "length": times, "equipment": one_or_many(texts) | st.fixed_dictionaries(
            {}, optional={"needed": one_or_many(texts), "optional": one_or_many(texts)}
        ),
        "safety": sourced_texts, "closing": sourced_texts, "for_pain": yes_or_no, "notes": one_or_many(scalars),
        "pronounce": st.dictionaries(st.sampled_from(["lats", "x y", "ö"]), texts, max_size=2),
        "defaults": st.fixed_dictionaries({}, optional={
            "rest": times, "tempo": holds, "counting": st.sampled_from(list(COUNTING)),
        }),
    },
)  # fmt: skip
exercises = st.fixed_dictionaries({"name": scalars}, optional=EXERCISE)
