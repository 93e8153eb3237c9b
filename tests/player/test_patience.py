"""Patience: signs of life, one reminder, and an end."""

from __future__ import annotations

from backplayer.player.patience import Patience, Sign, for_a_wait, for_pain


def signs(patience: Patience, until: int, *, since: int = 0, speaking: bool = False) -> list[tuple[int, Sign]]:
    found = ((now, patience.due(now, speaking)) for now in range(since, until, 100))
    return [(now, sign) for now, sign in found if sign]


def test_it_ticks_reminds_once_and_ends() -> None:
    found = signs(Patience(0, 10_000, remind_after=5_500, tick_every=2_000), 10_100)
    assert found == [
        (2_000, Sign.TICK), (4_000, Sign.TICK), (5_500, Sign.REMINDER), (6_000, Sign.TICK), (8_000, Sign.TICK),
        (10_000, Sign.OVER),
    ]  # fmt: skip


def test_whoever_was_heard_of_is_waited_for_anew() -> None:
    patience = Patience(0, 10_000, remind_after=5_000)
    assert signs(patience, 9_000) == [(5_000, Sign.REMINDER)]
    patience.heard(9_000)
    assert signs(patience, 19_100, since=9_000) == [(14_000, Sign.REMINDER), (19_000, Sign.OVER)]


def test_while_the_coach_speaks_that_is_sign_enough() -> None:
    patience = Patience(0, 10_000, remind_after=5_500, tick_every=2_000)
    assert signs(patience, 7_000, speaking=True) == []
    assert patience.due(7_000, speaking=False) is Sign.REMINDER
    assert patience.due(7_100, speaking=False) is None  # the tick of 6,000 was missed, not put off
    assert patience.due(10_000, speaking=True) is Sign.OVER


def test_where_nobody_can_answer_a_wait_is_as_long_as_it_is_told_to_be() -> None:
    assert signs(for_a_wait(1_000, 3_000), 4_100) == [(4_000, Sign.OVER)]
    assert for_a_wait(1_000, 0).due(1_000, speaking=False) is Sign.OVER


def test_a_wait_is_long_and_alive_and_pain_is_not_waited_for_as_long() -> None:
    assert signs(for_a_wait(0, None), 700_000)[-1][1] is Sign.OVER
    kinds = [sign for _, sign in signs(for_pain(0), 90_100)]
    assert kinds == [Sign.REMINDER, Sign.OVER]
