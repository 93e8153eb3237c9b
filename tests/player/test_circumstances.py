"""What a command does: the table, and what is against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backplayer.coach.pace import FASTEST, SLOWEST
from backplayer.coach.script import Break, Place, Talk, Wait
from backplayer.player import volume
from backplayer.player.circumstances import Circumstances, accepted, situation_of
from backplayer.player.commands import Command
from backplayer.player.question import Question
from backplayer.player.table import TABLE, Deed, Refusal, Situation
from backplayer.player.view import State

AT_WORK = Circumstances(Situation.WORK, False, True, None, 100, 1.0)


@pytest.mark.parametrize("situation", Situation)
def test_where_nothing_is_against_it_it_is_the_table(situation: Situation) -> None:
    here = replace(AT_WORK, situation=situation)
    assert {command: here.answer(command) for command in Command} == {
        command: answers[situation] for command, answers in TABLE.items()
    }
    assert accepted(here) == tuple(command for command in Command if isinstance(here.answer(command), Deed))


def test_what_is_against_it() -> None:
    assert replace(AT_WORK, pace=SLOWEST).answer(Command.SLOWER) is Refusal.SLOWEST
    assert replace(AT_WORK, pace=FASTEST).answer(Command.FASTER) is Refusal.FASTEST
    assert replace(AT_WORK, gain=volume.LOUDEST).answer(Command.LOUDER) is Refusal.LOUDEST
    assert replace(AT_WORK, gain=volume.QUIETEST).answer(Command.QUIETER) is Refusal.QUIETEST
    assert replace(AT_WORK, has_easier=False).answer(Command.EASIER) is Refusal.NO_EASIER
    hurt = replace(AT_WORK, situation=Situation.HURT, has_easier=False)
    assert hurt.answer(Command.EASIER) is Refusal.ANSWER_FIRST
    rest = replace(AT_WORK, situation=Situation.REST)
    assert rest.answer(Command.DONE) is Deed.CUT_REST
    assert replace(rest, counted_in=True).answer(Command.DONE) is Refusal.NOT_NOW


def test_ready_means_what_was_asked() -> None:
    assert AT_WORK.answer(Command.DONE) is Refusal.NOT_NOW
    assert replace(AT_WORK, question=Command.NEXT).answer(Command.DONE) is Deed.SKIP


def test_a_pause_or_pain_is_more_than_the_piece() -> None:
    rest = Break("transition", Place(), 0, 0)
    assert situation_of(State.PLAYING, rest) is Situation.REST
    assert situation_of(State.PAUSED, rest) is Situation.PAUSED
    assert situation_of(State.HURT, rest) is Situation.HURT
    assert situation_of(State.PLAYING, Talk("intro", ())) is Situation.TALK
    assert situation_of(State.PLAYING, Wait(())) is Situation.WAITING


def test_a_question_stands_for_a_while_and_only_there() -> None:
    question = Question(Command.NEXT, range(3, 5), until=9_000)
    assert question.stands(8_999, range(3, 5))
    assert not question.stands(9_000, range(3, 5))
    assert not question.stands(8_000, range(5, 7))
    assert [command for command in Command if question.is_confirmed_by(command)] == [Command.NEXT, Command.DONE]


def test_the_volume_has_bounds() -> None:
    gain = 1.0
    for _ in range(10):
        gain = volume.louder(gain)
    assert gain == volume.LOUDEST
    assert volume.louder(0.0) == volume.QUIETEST
    assert volume.quieter(volume.QUIETEST) == volume.QUIETEST
    assert [volume.held(gain) for gain in (-1.0, 0.5, 9.0)] == [0.0, 0.5, volume.LOUDEST]
