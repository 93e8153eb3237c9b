"""The order with the fewest changes of posture."""

from __future__ import annotations

from itertools import groupby, permutations, product

from hypothesis import given
from hypothesis import strategies as st

from backplayer.review.order import Item, best_order, changes
from backplayer.routine.model import Posture

from .written import found

few = st.sampled_from([Posture.STANDING, Posture.PRONE, Posture.SUPINE, None])


@st.composite
def plans(draw: st.DrawFn) -> list[Item]:
    """Runs, and exercises between them that may not move."""
    items: list[Item] = []
    for number in range(draw(st.integers(0, 3))):
        run = draw(st.sampled_from([number, number, None]))
        items += [Item(draw(few), run) for _ in range(draw(st.integers(1, 4)))]
    return items


def every_order(items: list[Item]) -> list[list[int]]:
    runs = [list(members) for _, members in groupby(range(len(items)), key=lambda index: items[index].run)]
    ways = [list(permutations(run)) if items[run[0]].run is not None else [tuple(run)] for run in runs]
    return [[index for part in parts for index in part] for parts in product(*ways)]


def count(items: list[Item], order: list[int]) -> int:
    return changes(items[index].posture for index in order)


@given(plans())
def test_no_order_has_fewer_changes(items: list[Item]) -> None:
    best = best_order(items)
    assert sorted(best) == list(range(len(items)))
    assert [items[index].run for index in best] == [item.run for item in items]
    assert count(items, best) == min(count(items, order) for order in every_order(items))


@given(plans())
def test_an_order_that_is_as_good_is_left_alone(items: list[Item]) -> None:
    unchanged = list(range(len(items)))
    if count(items, best_order(items)) == count(items, unchanged):
        assert best_order(items) == unchanged


def test_a_plan_of_the_most_steps_there_may_be() -> None:
    postures = list(Posture)
    items = [Item(postures[index * 5 % 7], index // 1000) for index in range(2000)]
    assert count(items, best_order(items)) == 12


PLAN = """
title: Up and down
equipment: [mat, wall]
steps:
  - {exercise: marching-in-place, time: 60s}
  - {exercise: bridge, reps: 4}
  - {exercise: wall-angels, reps: 5}
  - {exercise: superman, reps: 4, counting: none}
  - {exercise: {like: bridge, name: Bridge again}, reps: 4}
"""


def test_the_proposal_says_how_often_and_names_the_order() -> None:
    (problem,) = found(PLAN)["get-ups"]
    assert problem.line == 6
    assert problem.message == (
        "the posture changes 4 times; in this order it changes twice: Wall angels, Superman, Bridge, Bridge again"
    )


def test_nothing_moves_across_a_section_a_wait_or_another_kind() -> None:
    steps = PLAN.split("\n")
    for line in ("  - wait: Drink something.", "  - say: Well done.", "  - rest: 60s"):
        cut = "\n".join([*steps[:6], line, *steps[6:8], line, *steps[8:]])
        assert "get-ups" not in found(cut), line
    sections = PLAN.replace("angels, ", "angels, section: Standing, ").replace("man, ", "man, section: Floor, ")
    assert "get-ups" not in found(sections)
    kinds = PLAN.replace("{exercise: wall-angels", "{exercise: arm-circles").replace("superman", "shoulder-rolls")
    assert "get-ups" not in found(kinds)


def test_a_superset_and_what_nobody_says_the_kind_of_stay_as_they_are() -> None:
    assert "get-ups" not in found(PLAN.replace("{like: bridge, name: Bridge again}", "bridge"))
    unknown = PLAN.replace("{like: bridge, name: Bridge again}", "{name: Slow lift, posture: supine}")
    unknown = unknown.replace("{exercise: superman", "{exercise: {name: Slow raise, posture: prone}")
    unknown = unknown.replace("{exercise: wall-angels", "{exercise: {name: Slow slide, posture: standing}")
    assert "get-ups" not in found(unknown)


def test_every_round_of_a_repeat_counts() -> None:
    rounds = (
        "  - repeat: 3\n    steps:\n      - {exercise: wall-angels, reps: 5}\n      - {exercise: superman, reps: 4}\n"
    )
    (problem,) = found(PLAN + rounds)["get-ups"]
    assert problem.message.startswith("the posture changes 10 times; in this order it changes 8 times")
