"""The transport: a pure state machine. Time and wishes go in, effects come out."""

from __future__ import annotations

from dataclasses import dataclass

from backplayer.coach import answers
from backplayer.coach.course import READY, Course, Point, group_of
from backplayer.coach.pace import NORMAL, STEP
from backplayer.coach.script import Line, Work
from backplayer.coach.timeline import Cue
from backplayer.player import record, volume, ways
from backplayer.player.aside import BREATH, Aside
from backplayer.player.circumstances import Circumstances, accepted, situation_of
from backplayer.player.commands import Command, Seek, SetVolume, Wish
from backplayer.player.effects import Acknowledged, Effect, Finished, Helped, Hush, Notice
from backplayer.player.leg import CueDue, Late, OpenScore, Waiting
from backplayer.player.patience import Patience, Sign, for_a_wait, for_pain
from backplayer.player.plan import Plan
from backplayer.player.question import ANSWER_WITHIN, ASKED, Question
from backplayer.player.stretch import Spot
from backplayer.player.table import Answer, Deed, Refusal
from backplayer.player.track import Track
from backplayer.player.view import State, View
from backplayer.player.ways import Way
from backplayer.units import Ms

EARLY: Ms = 3_000
"""Within this time of a piece, "back" means the one before."""
MORE: Ms = 15_000
"""What "more time" gives."""
SLIDE: Ms = 300
"""A slider that is dragged sets the volume many times; one sound in this time is enough to acknowledge it."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a wish is done: what is new is heard at *soonest* at the earliest; *point* is where the session was."""

    now: Ms
    soonest: Ms
    point: Point
    effects: list[Effect]


class Transport:
    """Where the session is, what it is doing, and what a wish makes of it.

    *open_score* has a script spoken and laid out. Cues are handed out *ahead* of time; *begin* is when the first one is
    due. A session may begin at *point*, where an earlier one ended. *patience* bounds a wait where nobody can answer;
    None waits for the listener.
    """

    def __init__(
        self,
        course: Course,
        open_score: OpenScore,
        *,
        ahead: Ms = 0,
        begin: Ms = 0,
        point: Point | None = None,
        pace: int = NORMAL,
        gain: float = 1.0,
        patience: Ms | None = None,
    ) -> None:
        self.course = course
        self.state = State.PLAYING
        self.pace = pace
        self.gain = gain
        self.easier: list[int] = []
        self._wait_bound = patience
        self._plan = Plan(open_score, course, pace)
        self._track = Track(open_score, ways.begun(course, point).at_pace(pace), ahead, begin)
        self._aside = Aside(open_score, ahead)
        self._question: Question | None = None
        self._patience: Patience | None = None  # where the session stands until it is answered
        self._entered: Ms = begin  # when the state began
        self._slid: Ms | None = None  # when a slider was acknowledged last
        self._ending = False  # the session is over after the aside
        self._over = False

    # -- what there is to know -------------------------------------------------------------------

    @property
    def ahead(self) -> Ms:
        """How early cues are handed out."""
        return self._track.ahead

    @ahead.setter
    def ahead(self, ahead: Ms) -> None:
        self._track.ahead = self._aside.ahead = ahead

    @property
    def starved(self) -> bool:
        """Whether the playhead stands still until the voice has caught up."""
        return self._track.starved

    def point(self, now: Ms) -> Point:
        """Where in the course it is, to go on from at another time."""
        return self._track.at(now).point

    def answer(self, command: Command, now: Ms) -> Answer:
        """What *command* would do now, or why it would not."""
        return self._circumstances(self._track.at(now)).answer(command)

    def view(self, now: Ms) -> View:
        """What there is to see, but for what was said."""
        spot = self._track.at(now)
        piece, span = spot.piece, spot.span
        rep, phase = spot.beat
        return View(
            state=State.FINISHED if self._over else self.state,
            routine=self.course.routine.title,
            position=self._plan.position(spot.left),
            length=self._plan.length(spot.left),
            kind=span.kind,
            title=span.title,
            step=span.step,
            steps=len(self.course.exercises),
            side=spot.side,
            set=span.set,
            sets=span.sets,
            rep=rep,
            reps=piece.dose.reps if isinstance(piece, Work) else None,
            phase=phase,
            piece_position=spot.elapsed,
            piece_length=span.length,
            next_up=self._plan.next_up(spot.place),
            pace=self.pace,
            gain=self.gain,
            question=self._question.command if self._question else None,
            answers=accepted(self._circumstances(spot)),
        )

    def _circumstances(self, spot: Spot) -> Circumstances:
        return Circumstances(
            situation_of(self.state, spot.piece),
            counted_in=spot.span.length - spot.elapsed <= READY,
            has_easier=self.course.has_easier(spot.span.step),
            question=self._question.command if self._question else None,
            pace=self.pace,
            gain=self.gain,
        )

    def _step(self, now: Ms) -> int | None:
        return self._track.at(now).span.step

    def _group(self, now: Ms) -> range:
        """Return the pieces of the course that are "this one"."""
        return group_of(self.course.script, self.point(now).piece)

    def _position(self, now: Ms) -> Ms:
        """Where in the whole session it is."""
        return self._plan.position(self._track.at(now).left)

    def _stay_at(self, position: Ms, now: Ms) -> None:
        """Let what is left be longer or shorter, and what is over stay as long as it was."""
        self._plan.stay_at(position, self._track.at(now).left)

    # -- time ------------------------------------------------------------------------------------

    def advance(self, now: Ms) -> list[Effect]:
        """Move to *now* and tell what happens, in order."""
        effects: list[Effect] = []
        if self._over:
            return effects
        self._plan.refresh()
        self._drop_stale_question(now)
        self._advance_track(now, effects)
        self._advance_aside(now, effects)
        if self.state is State.WAITING:
            self._stand_waiting(now, effects)
        elif self.state is State.HURT:
            self._stand_hurt(now)
        return effects

    def wake(self, now: Ms) -> Ms:
        """When to call `advance` again, at the latest."""
        return min(self._track.wake(now), self._aside.wake(now))

    def _advance_track(self, now: Ms, effects: list[Effect]) -> None:
        over = False
        for event in self._track.advance(now):
            if isinstance(event, CueDue):
                if not self._aside.drowns(event.cue):
                    effects.append(event)
            elif isinstance(event, Waiting):
                self._stand(State.WAITING, now)
            elif isinstance(event, Late):
                effects.append(Notice(f"The computer was busy for {event.by // 1000} seconds; going on."))
            else:
                over = True
        effects += [record.done(work) for work in self._track.done(now, over=over)]
        if over:
            self._end(effects, whole=True)
        elif self._track.takes_over(now):
            position = self._position(now)
            self._track.take_over()
            self._stay_at(position, now)

    def _advance_aside(self, now: Ms, effects: list[Effect]) -> None:
        if self._aside.speaking:
            at = self._track.at(now).played
            effects += [CueDue(due.cue._replace(at=at), due.at) for due in self._aside.advance(now)]
            if self._ending and not self._aside.speaking:
                self._end(effects, whole=False)

    def _drop_stale_question(self, now: Ms) -> None:
        if self._question and not self._question.stands(now, self._group(now)):
            self._question = None

    def _end(self, effects: list[Effect], *, whole: bool) -> None:
        self._over = True
        effects.append(Finished(whole))

    # -- wishes ----------------------------------------------------------------------------------

    def wish(self, wish: Wish, now: Ms, soonest: Ms) -> list[Effect]:
        """Do as the listener wishes, if it makes sense now. What is new is heard at *soonest* at the earliest."""
        effects: list[Effect] = []
        if self._over:
            return effects
        effects += [record.done(work) for work in self._track.done(now)]
        self._drop_stale_question(now)
        if self._patience:
            self._patience.heard(now)
            self._ending = False
        moment = _Moment(now, max(now, soonest), self.point(now), effects)
        request, spoken = wish.request, wish.spoken
        if isinstance(request, SetVolume):
            self._set_volume(request.gain, moment)
            return effects
        if isinstance(request, Seek):
            self._question = None
            self._seek(request.to, moment)
            return effects
        if self._question and self._question.is_confirmed_by(request):
            request, spoken = self._question.command, False
        if request not in (Command.LOUDER, Command.QUIETER):
            self._question = None
        self._do_or_refuse(request, spoken, moment)
        return effects

    def away(self, now: Ms, soonest: Ms) -> list[Effect]:
        """Pause, since the machine slept or the program was stopped for a while. Waits just go on."""
        effects: list[Effect] = []
        if self.state is State.PLAYING and not self._over and not self._ending:
            self._halt(State.PAUSED, now, effects)
            self._aside.say([self._line("paused")], max(now, soonest))
        elif self._patience:
            self._patience.heard(now)
        return effects

    def _do_or_refuse(self, command: Command, spoken: bool, moment: _Moment) -> None:
        answer = self.answer(command, moment.now)
        asks = spoken and self.state is not State.HURT and command in ASKED
        if asks and isinstance(answer, Deed):
            answer = self._ask_first(command, moment) or answer
        if isinstance(answer, Refusal):
            line = self._line(answer.value)
            if answer is Refusal.ANSWER_FIRST:
                line = answers.choices(self.course, self._step(moment.now))
            moment.effects.append(Acknowledged(False, line.text))
            self._tell((line,), moment)
            return
        moment.effects.append(Acknowledged(True))
        if not asks:
            self._do(answer, spoken, moment)

    def _ask_first(self, command: Command, moment: _Moment) -> Refusal | None:
        """Ask whether a word that cannot be taken back was meant; a session that may have to stop pauses meanwhile.

        Refuse where there is no time left to ask.
        """
        if command is Command.STOP and self.state is State.PLAYING:
            self._halt(State.PAUSED, moment.now, moment.effects)
        line = self._line(ASKED[command])
        heard_until = 0 if self._track.halted else max(self._track.heard_until, self._aside.ends)
        if not self._tell((line,), moment, now_or_never=True):
            return Refusal.NOT_NOW
        until = max(moment.soonest, heard_until) + self._aside.length([line]) + ANSWER_WITHIN
        self._question = Question(command, self._group(moment.now), until)
        return None

    def _do(self, deed: Deed, spoken: bool, moment: _Moment) -> None:
        if deed is Deed.HALT:
            self._halt(State.PAUSED, moment.now, moment.effects)
        elif deed is Deed.GO_ON:
            self._go_on(moment)
        elif deed is Deed.END_WAIT:
            self._end_wait(moment)
        elif deed is Deed.CUT_REST:
            self._play(ways.cut_short(self._track.at(moment.now).rest, moment.point), moment)
        elif deed in (Deed.SKIP, Deed.SKIP_EXERCISE):
            self._skip(moment, exercise=deed is Deed.SKIP_EXERCISE)
        elif deed is Deed.GO_BACK:
            self._play(ways.back(self.course, moment.point.piece, self._is_early(moment.now)), moment)
        elif deed is Deed.AGAIN:
            self._play(ways.led_up(self.course, Point(moment.point.piece)), moment)
        elif deed in (Deed.SLOW_DOWN, Deed.SPEED_UP):
            self._change_pace(self.pace + (STEP if deed is Deed.SLOW_DOWN else -STEP), moment)
        elif deed is Deed.LENGTHEN:
            self._interject((), moment, MORE)
        elif deed is Deed.TELL_PLACE:
            self._tell(self._where(moment), moment)
        elif deed is Deed.TAKE_EASIER:
            self._take_easier(moment)
        elif deed is Deed.HURTS:
            self._halt(State.HURT, moment.now, moment.effects)
            self._aside.say(answers.about_pain(self.course, self._step(moment.now)), moment.soonest)
        elif deed is Deed.END:
            moment.effects.append(Hush())
            self._end(moment.effects, whole=False)
        elif deed in (Deed.TURN_UP, Deed.TURN_DOWN):
            self.gain = volume.louder(self.gain) if deed is Deed.TURN_UP else volume.quieter(self.gain)
        else:
            moment.effects.append(Helped())
            if spoken:
                self._tell((self._line("can_say"),), moment)

    def _set_volume(self, gain: float, moment: _Moment) -> None:
        self.gain = volume.held(gain)
        if self._slid is None or moment.now - self._slid >= SLIDE:
            self._slid = moment.now
            moment.effects.append(Acknowledged(True))

    # -- words in between ------------------------------------------------------------------------

    def _line(self, sentence: str) -> Line:
        return Line("announce", self.course.wording.text(sentence))

    def _where(self, moment: _Moment) -> tuple[Line, ...]:
        """Say where we are; what is about to be said anyway is not said twice."""
        spot = self._track.at(moment.now)
        left = answers.what_is_left(self.course, moment.point, spot.left)
        if spot.is_led_in and not self._track.halted:
            return (left,)
        work = isinstance(spot.piece, Work)
        return (*answers.here(self.course, moment.point, under_way=work, side=spot.side), left)

    def _tell(self, lines: tuple[Line, ...], moment: _Moment, *, now_or_never: bool = False) -> bool:
        """Answer: over the counts of work, and in a gap of what is being said elsewhere.

        What does not fit before the end of the work comes after it, unless it is *now_or_never*. Tell whether it will
        be said.
        """
        if self._track.halted or self.state is State.WAITING:
            self._silence_aside(moment.effects)
            self._aside.say(lines, moment.soonest)
            return True
        if isinstance(self._track.at(moment.now).piece, Work):
            return self._tell_at_work(lines, moment, now_or_never)
        self._interject(lines, moment)
        return True

    def _tell_at_work(self, lines: tuple[Line, ...], moment: _Moment, now_or_never: bool) -> bool:
        if self._aside.is_saying(lines) and not now_or_never:
            return False
        leg, index = self._track.work_ahead(moment.now)
        if self._aside.say_over(leg, index, lines, max(moment.soonest, self._track.heard_until + BREATH)):
            return True
        position = self._position(moment.now)
        if now_or_never or not self._track.say_next(lines, moment.now):
            return False
        self._stay_at(position, moment.now)
        return True

    def _silence_aside(self, effects: list[Effect]) -> None:
        if self._aside.speaking:
            effects.append(Hush())
            self._aside.drop()

    def _interject(self, lines: tuple[Line, ...], moment: _Moment, more: Ms = 0) -> None:
        """Put words into a break, or make it longer, without breaking off what is being said."""
        position = self._position(moment.now)
        if not self._track.interject(lines, moment.now, moment.soonest, more):  # what follows has as good as begun
            self._play(ways.put_off(self._track.at(moment.now).rest, moment.point, lines, more), moment)
        self._stay_at(position, moment.now)

    # -- standing still --------------------------------------------------------------------------

    def _stand(self, state: State, now: Ms) -> None:
        self.state, self._entered, self._patience = state, now, None
        if state is State.WAITING:
            self._patience = for_a_wait(now, self._wait_bound)
        elif state is State.HURT:
            self._patience = for_pain(now)

    def _halt(self, state: State, now: Ms, effects: list[Effect]) -> None:
        effects.append(Hush())
        self._aside.drop()
        self._track.halt(now)
        self._stand(state, now)

    def _stand_waiting(self, now: Ms, effects: list[Effect]) -> None:
        assert self._patience
        sign = self._patience.due(now, self._aside.speaking)
        if sign is Sign.OVER and self._wait_bound is not None:
            self._stop_waiting(now, now + self.ahead)
        elif sign is Sign.OVER:
            self._halt(State.PAUSED, now, effects)
            self._aside.say([self._line("pausing")], now + self.ahead)
            effects.append(Notice("Nobody answered. The session is paused and its place is kept."))
        elif sign is Sign.REMINDER:
            reminder = [self._line("still_there"), self.course.prompt_line]
            self._aside.say(reminder, now + self.ahead)
        elif sign is Sign.TICK:
            spot = self._track.at(now)
            tick = Cue(spot.played, 0, "signal", None, "tick", spot.span.step, spot.span.side, spot.span.set)
            effects.append(CueDue(tick, now + self.ahead))

    def _stand_hurt(self, now: Ms) -> None:
        assert self._patience
        if self._aside.speaking:
            return
        sign = self._patience.due(now, speaking=False)
        if sign is Sign.OVER:
            self._ending = True
            self._aside.say([self._line("ending")], now + self.ahead)
        elif sign is Sign.REMINDER:
            self._aside.say([answers.choices(self.course, self._step(now))], now + self.ahead)

    def _stop_waiting(self, now: Ms, at: Ms) -> None:
        self._track.go_on(at)
        self._stand(State.PLAYING, now)

    def _end_wait(self, moment: _Moment) -> None:
        if self.state is State.WAITING:
            self._silence_aside(moment.effects)
            self._stop_waiting(moment.now, moment.soonest)
        else:  # its words are still being said
            self._play_from(moment.point.piece + 1, moment)

    def _go_on(self, moment: _Moment) -> None:
        """Say where we are, get ready, and continue."""
        position = self._position(moment.now)
        self._play(ways.resumed(self.course, self._track.at(moment.now).rest, moment.point), moment)
        self._stay_at(position, moment.now)

    # -- going elsewhere -------------------------------------------------------------------------

    def _skip(self, moment: _Moment, *, exercise: bool) -> None:
        end = ways.end_of_this(self.course, moment.point.piece, exercise=exercise)
        moment.effects.extend(record.undone(self.course, moment.point, end, "skipped"))
        self._play_from(end, moment)

    def _is_early(self, now: Ms) -> bool:
        """Whether the piece under way had only just begun."""
        if self.state is State.WAITING:
            return now - self._entered < EARLY
        return self._track.at(now).under_way < EARLY

    def _take_easier(self, moment: _Moment) -> None:
        """Go on with the easier exercise, on the side and in the set where the other one was."""
        here = self.course.script[moment.point.piece].place
        assert here.step is not None
        end = group_of(self.course.script, moment.point.piece).stop
        moment.effects.extend(record.undone(self.course, moment.point, end, "replaced"))
        self.course = self.course.easier(here.step)
        self.easier.append(here.step)
        self._plan.lay_out(self.course, self.pace)
        self._play(ways.instead(self.course, here), moment)

    def _seek(self, to: Ms, moment: _Moment) -> None:
        if self.state is State.HURT:
            self._do_or_refuse(Command.REPEAT, False, moment)  # refused, with what there is to choose from
            return
        spot = self._track.at(moment.now)
        here = self._plan.place_of(moment.point)
        if isinstance(spot.piece, Work):  # not only its repetitions count
            here = self._plan.place_of(Point(moment.point.piece)) + spot.under_way
        further = to - self._plan.position(spot.left)
        point = self._plan.point_at(here + further if to > 0 else 0)
        moment.effects.append(Acknowledged(True))
        moment.effects.extend(record.undone(self.course, moment.point, point.piece, "skipped"))
        if isinstance(self.course.script[point.piece], Work):
            self._play(ways.led_up(self.course, point), moment)
        else:
            self._play_from(point.piece, moment)

    def _change_pace(self, pace: int, moment: _Moment) -> None:
        """From the next repetition on, or the next piece; the playhead goes on without a break."""
        position = self._position(moment.now)
        self.pace = pace
        self._plan.lay_out(self.course, pace)
        if not self._track.halted and (legs := self._track.change_pace(pace, moment.now)):
            self._aside.hold_instead(*legs)
        self._stay_at(position, moment.now)

    def _play_from(self, index: int, moment: _Moment) -> None:
        if index < len(self.course.script):
            self._play(ways.onward(self.course, Point(index)), moment)
        else:
            moment.effects.append(Hush())
            self._end(moment.effects, whole=True)

    def _play(self, way: Way, moment: _Moment) -> None:
        """Break off, and go *way* instead."""
        moment.effects.append(Hush())
        self._aside.drop()
        self._track.play(way.at_pace(self.pace), moment.now, moment.soonest)
        self._plan.begin_anew()
        self._stand(State.PLAYING, moment.now)
