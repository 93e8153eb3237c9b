"""The transport: a pure state machine. Time and wishes go in, effects come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from backplayer.coach import answers, wording
from backplayer.coach.course import Course, Point, at_pace, cut, exercises_after, group_of, led_in, preceded, remainder
from backplayer.coach.pace import FASTEST, NORMAL, SLOWEST, STEP
from backplayer.coach.script import Break, Line, Script, Talk, Wait, Work
from backplayer.coach.timeline import Cue, Timeline
from backplayer.player.commands import Command, Seek, SetVolume, Wish
from backplayer.player.effects import Acknowledged, Effect, Ended, Finished, Helped, Hush, Notice
from backplayer.player.leg import LOOK, CueDue, Late, Latest, Leg, Over, Waiting
from backplayer.player.stretch import Stretch, point_within
from backplayer.player.table import TABLE, Answer, Deed, Refusal, Situation
from backplayer.player.view import State, View
from backplayer.units import Ms

READY: Ms = 4_000
"""The get-ready before work that was interrupted: "Ready, three, two, one"."""
GET_DOWN: Ms = 9_000
"""The same where the listener may have got up: in a session that is resumed."""
EARLY: Ms = 3_000
"""Within this time of a piece, "back" means the one before."""
MORE: Ms = 15_000
"""What "more time" gives."""
TICK_EVERY: Ms = 5_000
"""How often a wait gives a sign of life."""
REMIND_AFTER: Ms = 60_000
WAIT_AT_MOST: Ms = 600_000
"""A listener who has not answered for this long is not there: the session pauses."""
REMIND_OF_PAIN: Ms = 25_000
PAIN_AT_MOST: Ms = 90_000
"""Silence for this long after a report of pain ends the session."""
ANSWER_WITHIN: Ms = 12_000
"""How long a question stands."""
LOUDEST, QUIETEST = 1.4, 0.1
"""Speech is levelled with 3.5 dB of headroom, which is a factor of 1.5."""
LOUDNESS_STEP = 1.26
"""2 dB."""
GIVE_UP: Ms = 3_000
"""An answer that the voice has not spoken by then is not given."""
BREATH: Ms = 150
"""Silence between a cue and an answer spoken over work."""

_COUNTED = ("count", "phase", "cue")
"""What may go unheard while an answer is spoken over work."""

OpenScore: TypeAlias = Callable[[Script], Latest]
"""Has a script's phrases spoken, and lays it out with what is known of them."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a wish is done: what is new is heard at *soonest* at the earliest; *point* is where the session was."""

    now: Ms
    soonest: Ms
    point: Point
    effects: list[Effect]


@dataclass(slots=True)
class _Aside:
    """An answer, spoken beside the stretch; while it is spoken over work, *holds* goes no further than the work."""

    lines: tuple[Line, ...]
    leg: Leg
    since: Ms
    holds: Leg | None = None


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
        self._open_score = open_score
        self._ahead = ahead
        self._patience = patience
        self._whole: Timeline
        self._latest_whole: Latest
        self._lay_out_whole()
        self._halted: Ms | None = None  # since when the playhead stands, in a pause or for pain
        self._entered: Ms = begin  # when the state began
        self._since: Ms = begin  # when the listener was heard of last in it
        self._signs = 0  # of life, since then
        self._reminded = False
        self._aside: _Aside | None = None
        self._extra: Ms = 0  # by which it takes longer than the whole course, since it last went elsewhere
        self._ending = False  # the session is over after the aside
        self._question: Command | None = None
        self._question_until: Ms = 0
        self._question_about = range(0)
        self._over = False
        self._next: Stretch | None = None  # takes over without a break when its time has come
        self._noted = 0  # up to this piece of the stretch, it was told what was done
        self._coming: tuple[int, list[int]] = (-1, [])
        self._taken: tuple[object, tuple[Command, ...]] = (None, ())
        self._now = self._first(point, begin)

    def _first(self, point: Point | None, begin: Ms) -> Stretch:
        if point is None or group_of(self.course.script, point.piece).start == 0:
            return self._stretch(self.course.script, Point(), 0, begin)
        opening = Talk("intro", (Line("announce", wording.title(self.course.routine.title)),))
        if isinstance(self.course.script[point.piece], Work):
            rest = led_in(remainder(self.course.script, point), answers.here(self.course, point), GET_DOWN)
            return self._stretch((opening, *rest), point, 2, begin)
        start = Point(group_of(self.course.script, point.piece).start)
        return self._stretch((opening, *remainder(self.course.script, start)), start, 1, begin)

    def _stretch(self, script: Script, point: Point, inserted: int, begin: Ms, played: Ms = 0) -> Stretch:
        script = at_pace(script, self.pace)
        return Stretch(Leg(self._open_score(script), self._ahead, begin), script, point, inserted, played)

    def _lay_out_whole(self) -> None:
        self._latest_whole = self._open_score(at_pace(self.course.script, self.pace))
        latest = self._latest_whole()
        assert latest is not None
        self._whole = latest[0]

    # -- what there is to know -------------------------------------------------------------------

    @property
    def ahead(self) -> Ms:
        """How early cues are handed out."""
        return self._ahead

    @ahead.setter
    def ahead(self, ahead: Ms) -> None:
        self._ahead = ahead
        for leg in self._legs():
            leg.ahead = ahead

    @property
    def starved(self) -> bool:
        """Whether the playhead stands still until the voice has caught up."""
        return self._halted is None and self._now.leg.starved

    def point(self, now: Ms) -> Point:
        """Where in the course it is, to go on from at another time."""
        return self._now.point_at(self._as_of(now))

    def situation(self, now: Ms) -> Situation:
        """Where a command would meet the session."""
        if self.state is State.PAUSED:
            return Situation.PAUSED
        if self.state is State.HURT:
            return Situation.HURT
        piece = self._now.piece(now)
        if self.state is State.WAITING or isinstance(piece, Wait):
            return Situation.WAITING
        if isinstance(piece, Work):
            return Situation.WORK
        return Situation.REST if isinstance(piece, Break) else Situation.TALK

    def answer(self, command: Command, now: Ms) -> Answer:
        """What *command* would do now, or why it would not."""
        return self._answer(command, self.situation(now), self._step(now), self._is_counted_in(now))

    def _answer(self, command: Command, situation: Situation, step: int | None, counted_in: bool) -> Answer:
        if self._question and command is Command.DONE:  # that is "yes"
            command = self._question
        answer = TABLE[command][situation]
        if answer is Deed.SLOW_DOWN and self.pace >= SLOWEST:
            return Refusal.SLOWEST
        if answer is Deed.SPEED_UP and self.pace <= FASTEST:
            return Refusal.FASTEST
        if answer is Deed.TURN_UP and self.gain >= LOUDEST:
            return Refusal.LOUDEST
        if answer is Deed.TURN_DOWN and self.gain <= QUIETEST:
            return Refusal.QUIETEST
        if answer is Deed.CUT_REST and counted_in:
            return Refusal.NOT_NOW
        if answer is Deed.TAKE_EASIER and not self.course.has_easier(step):
            return Refusal.ANSWER_FIRST if self.state is State.HURT else Refusal.NO_EASIER
        return answer

    def view(self, now: Ms) -> View:
        """What there is to see, but for what was said."""
        moment = self._as_of(now)
        piece, left = self._now.piece(moment), self._now.left(moment)
        elapsed = self._now.elapsed(moment)
        length = max(self._whole.length + self._extra, left)
        reps = piece.dose.reps if isinstance(piece, Work) else None
        rep, phase = _beat(piece, elapsed) if isinstance(piece, Work) and reps is not None else (None, "")
        coming = self._exercises_after(self._now.place(moment))
        follows = self.course.exercise(coming[0]) if coming else None
        span = self._now.span(moment)
        return View(
            state=State.FINISHED if self._over else self.state,
            routine=self.course.routine.title,
            position=length - left,
            length=length,
            kind=span.kind,
            title=span.title,
            step=span.step,
            steps=len(self.course.exercises),
            side=self._now.side(moment),
            set=span.set,
            sets=span.sets,
            rep=rep,
            reps=reps,
            phase=phase,
            piece_position=elapsed,
            piece_length=span.length,
            next_up=follows.name if follows else "",
            pace=self.pace,
            gain=self.gain,
            question=self._question,
            answers=self._accepted(self.situation(now), span.step, self._is_counted_in(now)),
        )

    def _accepted(self, situation: Situation, step: int | None, counted_in: bool) -> tuple[Command, ...]:
        """Return what would be done, remembered for as long as nothing changes."""
        key = (situation, step, counted_in, self._question, self.pace, self.gain)
        if self._taken[0] != key:
            found = (command for command in Command if isinstance(self._answer(command, *key[:3]), Deed))
            self._taken = (key, tuple(found))
        return self._taken[1]

    def _is_counted_in(self, now: Ms) -> bool:
        """Whether a break is as good as over."""
        span = self._now.span(now)
        return span.end - self._now.leg.position(now) <= READY

    def _as_of(self, now: Ms) -> Ms:
        return now if self._halted is None else self._halted

    def _position(self, now: Ms) -> Ms:
        """Where in the whole session it is."""
        left = self._now.left(self._as_of(now))
        return max(self._whole.length + self._extra, left) - left

    def _stay_at(self, position: Ms, now: Ms) -> None:
        """Let what is left be longer or shorter, and what is over stay as long as it was."""
        self._extra = position + self._now.left(self._as_of(now)) - self._whole.length

    def _played(self, now: Ms) -> Ms:
        """How much of the session was played, pauses and waits not counted."""
        return self._now.played + self._now.leg.position(self._as_of(now))

    def _step(self, now: Ms) -> int | None:
        return self._now.span(self._as_of(now)).step

    def _exercises_after(self, index: int) -> list[int]:
        if self._coming[0] != index:
            self._coming = (index, exercises_after(self.course.script, index))
        return self._coming[1]

    def _legs(self) -> Iterable[Leg]:
        yield self._now.leg
        if self._next:
            yield self._next.leg
        if self._aside:
            yield self._aside.leg

    # -- time ------------------------------------------------------------------------------------

    def advance(self, now: Ms) -> list[Effect]:
        """Move to *now* and tell what happens, in order."""
        effects: list[Effect] = []
        if self._over:
            return effects
        if whole := self._latest_whole():
            self._whole = whole[0]
        self._drop_stale_question(now)
        if self._halted is None:
            self._advance_stretch(now, effects)
        self._advance_aside(now, effects)
        if self.state is State.WAITING:
            self._stand_waiting(now, effects)
        elif self.state is State.HURT:
            self._stand_hurt(now)
        return effects

    def _drop_stale_question(self, now: Ms) -> None:
        if self._question and (now >= self._question_until or self._group(now) != self._question_about):
            self._question = None

    def wake(self, now: Ms) -> Ms:
        """When to call `advance` again, at the latest."""
        legs = self._legs() if self._halted is None else [self._aside.leg] if self._aside else []
        return min([now + LOOK, *(leg.wake(now) for leg in legs)])

    def _advance_stretch(self, now: Ms, effects: list[Effect]) -> None:
        over = self._advance_leg(self._now, now, effects)
        self._note_done(now, over, effects)
        if over:
            self._end(effects, whole=True)
            return
        if self._next:
            self._advance_leg(self._next, now, effects)
            if now >= self._next.leg.begin:
                position = self._position(now)
                self._now, self._next, self._noted = self._next, None, 0
                self._stay_at(position, now)

    def _advance_leg(self, stretch: Stretch, now: Ms, effects: list[Effect]) -> bool:
        """Tell whether the leg is over."""
        over = False
        for event in stretch.leg.advance(now):
            if isinstance(event, CueDue):
                if not (self._aside and event.cue.text and event.cue.kind in _COUNTED):  # no talking over itself
                    effects.append(CueDue(event.cue._replace(at=stretch.played + event.cue.at), event.at))
            elif isinstance(event, Waiting):
                self._stand(State.WAITING, now)
            elif isinstance(event, Late):
                effects.append(Notice(f"The computer was busy for {event.by // 1000} seconds; going on."))
            else:
                over = True
        return over

    def _advance_aside(self, now: Ms, effects: list[Effect]) -> None:
        aside = self._aside
        if aside is None:
            return
        events = aside.leg.advance(now)
        at = self._played(now)
        effects += [CueDue(event.cue._replace(at=at), event.at) for event in events if isinstance(event, CueDue)]
        given_up = aside.holds and aside.leg.starved and now - aside.since > GIVE_UP
        if given_up or any(isinstance(event, Over) for event in events):
            self._drop_aside()
            if self._ending:
                self._end(effects, whole=False)

    def _drop_aside(self) -> None:
        if self._aside and self._aside.holds:
            self._aside.holds.stop_at(None)
        self._aside = None

    def _stand(self, state: State, now: Ms) -> None:
        self.state, self._entered = state, now
        self._somebody_is_there(now)

    def _somebody_is_there(self, now: Ms) -> None:
        self._since, self._signs, self._reminded = now, 0, False

    def _stand_waiting(self, now: Ms, effects: list[Effect]) -> None:
        waited = now - self._since
        if self._patience is not None:
            if waited >= self._patience:
                self._stop_waiting(now, now + self._ahead)
        elif waited >= WAIT_AT_MOST:
            self._halt(State.PAUSED, now, effects)
            self._say(now + self._ahead, Line("announce", wording.PAUSING))
            effects.append(Notice("Nobody answered. The session is paused and its place is kept."))
        elif waited >= REMIND_AFTER and not self._reminded and self._aside is None:
            self._reminded = True
            self._say(now + self._ahead, Line("announce", wording.STILL_THERE), Line("announce", self.course.prompt))
        elif waited // TICK_EVERY > self._signs:
            self._signs = waited // TICK_EVERY
            if self._aside is None:
                span = self._now.span(now)
                tick = Cue(self._played(now), 0, "signal", None, "tick", span.step, span.side, span.set)
                effects.append(CueDue(tick, now + self._ahead))

    def _stand_hurt(self, now: Ms) -> None:
        stood = now - self._since
        if self._aside is not None:
            return
        if stood >= PAIN_AT_MOST:
            self._ending = True
            self._say(now + self._ahead, Line("announce", wording.ENDING))
        elif stood >= REMIND_OF_PAIN and not self._reminded:
            self._reminded = True
            self._say(now + self._ahead, answers.choices(self.course, self._step(now)))

    def _stop_waiting(self, now: Ms, at: Ms) -> None:
        self._now.leg.go_on(at)
        self._stand(State.PLAYING, now)

    def _end(self, effects: list[Effect], *, whole: bool) -> None:
        self._over = True
        effects.append(Finished(whole))

    # -- what was done ---------------------------------------------------------------------------

    def _note_done(self, now: Ms, over: bool, effects: list[Effect]) -> None:
        """Tell of the work that ended since the last time."""
        reached = len(self._now.script) if over else self._now.leg.index(now)
        for piece in self._now.script[self._noted : reached]:
            if isinstance(piece, Work):
                effects.append(_ended(piece, "done", Point(reps=piece.dose.reps or 0, done=piece.dose.work)))
        self._noted = max(self._noted, reached)

    def _leave_undone(self, pieces: Iterable[int], outcome: Literal["skipped", "replaced"], moment: _Moment) -> None:
        """Tell of the work among *pieces* of the course that will not be done, and what was done of it."""
        for index in pieces:
            piece = self.course.script[index]
            if isinstance(piece, Work):
                done = moment.point if index == moment.point.piece else Point()
                moment.effects.append(_ended(piece, outcome, done))

    # -- wishes ----------------------------------------------------------------------------------

    def wish(self, wish: Wish, now: Ms, soonest: Ms) -> list[Effect]:
        """Do as the listener wishes, if it makes sense now. What is new is heard at *soonest* at the earliest."""
        effects: list[Effect] = []
        if self._over:
            return effects
        if self._halted is None:
            self._note_done(now, False, effects)
        self._drop_stale_question(now)
        if self.state in (State.WAITING, State.HURT):
            self._somebody_is_there(now)
            self._ending = False
        moment = _Moment(now, max(now, soonest), self.point(now), effects)
        request, spoken = wish.request, wish.spoken
        if isinstance(request, SetVolume):
            self.gain = min(max(request.gain, 0.0), LOUDEST)
            return effects
        if isinstance(request, Seek):
            self._question = None
            self._seek(request.to, moment)
            return effects
        if self._question and request in (Command.DONE, self._question):
            request, spoken = self._question, False
        if request not in (Command.LOUDER, Command.QUIETER):
            self._question = None
        self._do_or_refuse(request, spoken, moment)
        return effects

    def away(self, now: Ms, soonest: Ms) -> list[Effect]:
        """Pause, since the machine slept or the program was stopped for a while. Waits just go on."""
        effects: list[Effect] = []
        if self.state is State.PLAYING and not self._over and not self._ending:
            self._halt(State.PAUSED, now, effects)
            self._say(max(now, soonest), Line("announce", wording.PAUSED))
        else:
            self._somebody_is_there(now)
        return effects

    def _do_or_refuse(self, command: Command, spoken: bool, moment: _Moment) -> None:
        answer = self.answer(command, moment.now)
        asks = spoken and self.state is not State.HURT and command in (Command.STOP, Command.NEXT)
        if asks and isinstance(answer, Deed):
            answer = self._ask_first(command, moment) or answer
        if isinstance(answer, Refusal):
            line = Line("announce", answer.value)
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
        line = Line("announce", wording.STOP_HERE if command is Command.STOP else wording.SKIP_THIS)
        if not self._tell((line,), moment, now_or_never=True):
            return Refusal.NOT_NOW
        self._question, self._question_until = command, moment.soonest + self._length((line,)) + ANSWER_WITHIN
        self._question_about = self._group(moment.now)
        return None

    def _group(self, now: Ms) -> range:
        return group_of(self.course.script, self.point(now).piece)

    def _do(self, deed: Deed, spoken: bool, moment: _Moment) -> None:
        if deed is Deed.HALT:
            self._halt(State.PAUSED, moment.now, moment.effects)
        elif deed is Deed.GO_ON:
            self._go_on(moment)
        elif deed is Deed.END_WAIT:
            self._end_wait(moment)
        elif deed is Deed.CUT_REST:
            self._cut_rest(moment)
        elif deed in (Deed.SKIP, Deed.SKIP_EXERCISE):
            self._skip(moment, exercise=deed is Deed.SKIP_EXERCISE)
        elif deed is Deed.GO_BACK:
            self._go_back(moment)
        elif deed is Deed.AGAIN:
            self._restart(moment.point.piece, moment)
        elif deed in (Deed.SLOW_DOWN, Deed.SPEED_UP):
            self._change_pace(self.pace + (STEP if deed is Deed.SLOW_DOWN else -STEP), moment)
        elif deed is Deed.LENGTHEN:
            self._interject((), moment, MORE)
        elif deed is Deed.TELL_PLACE:
            self._tell(self._where(moment), moment)
        elif deed is Deed.TAKE_EASIER:
            self._take_easier(moment)
        elif deed is Deed.HURTS:
            self._hurt(moment)
        elif deed is Deed.END:
            moment.effects.append(Hush())
            self._end(moment.effects, whole=False)
        elif deed in (Deed.TURN_UP, Deed.TURN_DOWN):
            louder = self.gain * (LOUDNESS_STEP if deed is Deed.TURN_UP else 1 / LOUDNESS_STEP)
            self.gain = min(max(louder, QUIETEST), LOUDEST)
        else:
            moment.effects.append(Helped())
            if spoken:
                self._tell((Line("announce", wording.CAN_SAY),), moment)

    # -- words in between ------------------------------------------------------------------------

    def _where(self, moment: _Moment) -> tuple[Line, ...]:
        """Say where we are; what is about to be said anyway is not said twice."""
        now = self._as_of(moment.now)
        left = answers.what_is_left(self.course, moment.point, self._now.left(now))
        if self._now.is_led_in(now) and self._halted is None:
            return (left,)
        work = isinstance(self._now.piece(now), Work)
        side = self._now.side(now)
        return (*answers.here(self.course, moment.point, under_way=work, side=side), left)

    def _tell(self, lines: tuple[Line, ...], moment: _Moment, *, now_or_never: bool = False) -> bool:
        """Answer: over the counts of work, and in a gap of what is being said elsewhere.

        What does not fit before the end of the work comes after it, unless it is *now_or_never*. Tell whether it will
        be said.
        """
        if self._halted is not None or self.state is State.WAITING:
            self._silence_aside(moment.effects)
            self._say(moment.soonest, *lines)
            return True
        if isinstance(self._now.piece(moment.now), Work):
            return self._tell_at_work(lines, moment, now_or_never)
        self._interject(lines, moment)
        return True

    def _tell_at_work(self, lines: tuple[Line, ...], moment: _Moment, now_or_never: bool) -> bool:
        base = self._next or self._now
        index = 0 if self._next else base.leg.index(moment.now)
        span = base.leg.timeline.spans[index]
        handed = max(self._now.leg.begin + self._now.leg.handed_end, base.leg.begin + base.leg.handed_end)
        at = max(moment.soonest, handed + BREATH)
        if self._aside:
            if not now_or_never:
                return False
            at = max(at, self._aside.leg.begin + self._aside.leg.timeline.length)
        needed = self._length(lines)
        for cue in base.leg.timeline.cues:  # what must be heard has to be over first
            vital = cue.kind not in _COUNTED and cue.text and span.start <= cue.at < span.end
            if vital and base.leg.begin + cue.at < at + needed and base.leg.begin + cue.end > at:
                if self._aside:
                    return False
                at = base.leg.begin + cue.end + BREATH
        if at + needed < base.leg.begin + span.end or index + 1 == len(base.script):
            self._say_at_work(at, lines, base.leg, span.end)
            return True
        if now_or_never or base.leg.handed(index + 1):
            return False
        following = base.script[index + 1]
        if not isinstance(following, Work):
            script = (*base.script[: index + 1], preceded(following, lines), *base.script[index + 2 :])
            position = self._position(moment.now)
            self._revise(base, script)
            self._stay_at(position, moment.now)
        return True

    def _length(self, lines: tuple[Line, ...]) -> Ms:
        """How long it takes to say *lines*; with a margin where that is not measured yet."""
        leg = Leg(self._open_score((Talk("talk", lines),)), self._ahead)
        length = leg.timeline.length
        return length if leg.settled else length * 5 // 4

    def _say_at_work(self, at: Ms, lines: tuple[Line, ...], leg: Leg, end: Ms) -> None:
        """Speak over the counts; the leg does not go beyond the end of its work, at *end*, before all is said."""
        if self._aside:  # it is still being said
            self._aside.lines += lines
            self._aside.leg.revise(self._open_score((Talk("talk", self._aside.lines),)))
            return
        leg.stop_at(end + 1)
        self._say(at, *lines)
        assert self._aside
        self._aside.holds = leg

    def _revise(self, base: Stretch, script: Script) -> None:
        """Go on with *script*, which is the same up to what was handed out."""
        base.leg.revise(self._open_score(script))
        if base is self._next:
            self._next = replace(base, script=script)
        else:
            self._now = replace(base, script=script)

    def _say(self, at: Ms, *lines: Line) -> None:
        self._drop_aside()
        self._aside = _Aside(lines, Leg(self._open_score((Talk("talk", lines),)), self._ahead, at), at)

    def _silence_aside(self, effects: list[Effect]) -> None:
        if self._aside:
            effects.append(Hush())
            self._drop_aside()

    def _interject(self, lines: tuple[Line, ...], moment: _Moment, more: Ms = 0) -> None:
        """Put words into a break, or make it longer, without breaking off what is being said."""
        position = self._position(moment.now)
        found = self._now.interjected(moment.now, lines, more)
        if found is None:  # too late: what follows has as good as begun
            rest = self._now.rest(moment.now)
            assert not isinstance(rest[0], Work)
            self._play((cut(rest[0], 0, 0, lines, more), *rest[1:]), moment.point, 0, moment)
        else:
            at, script, point, inserted = found
            played = self._played(moment.now) + at - moment.now
            self._replace(self._stretch(script, point, inserted, max(at, moment.soonest), played))
        self._stay_at(position, moment.now)

    # -- standing still --------------------------------------------------------------------------

    def _halt(self, state: State, now: Ms, effects: list[Effect]) -> None:
        effects.append(Hush())
        self._drop_aside()
        self._next = None
        if self._halted is None:
            self._halted = now
        self._stand(state, now)

    def _hurt(self, moment: _Moment) -> None:
        self._halt(State.HURT, moment.now, moment.effects)
        self._say(moment.soonest, *answers.about_pain(self.course, self._step(moment.now)))

    def _go_on(self, moment: _Moment) -> None:
        """Say where we are, get ready, and continue."""
        assert self._halted is not None
        position = self._position(moment.now)
        rest, inserted = self._now.rest(self._halted), 0
        first, here = rest[0], answers.here(self.course, moment.point)
        if isinstance(first, Work):
            rest, inserted = led_in(rest, here, READY), 1
        elif isinstance(first, Break) and here and not (first.ahead and first.ahead[0].kind == "next-up"):
            ready = max(first.get_ready, READY) if first.get_ready else 0
            rest = (replace(first, ahead=(*here, *first.ahead), get_ready=ready), *rest[1:])
        elif isinstance(first, Wait) and not first.lines:
            rest = (replace(first, lines=(Line("announce", self.course.prompt),)), *rest[1:])
        self._play(rest, moment.point, inserted, moment)
        self._stay_at(position, moment.now)

    def _end_wait(self, moment: _Moment) -> None:
        if self.state is State.WAITING:
            self._silence_aside(moment.effects)
            self._stop_waiting(moment.now, moment.soonest)
        else:  # its words are still being said
            self._play_from(Point(moment.point.piece + 1), moment)

    def _cut_rest(self, moment: _Moment) -> None:
        rest = self._now.rest(moment.now)
        if isinstance(rest[0], Break):
            ready = replace(rest[0], least=0, after=(), ahead=(), moves=False)
            self._play((ready, *rest[1:]), moment.point, 0, moment)
        else:  # what leads up to it was inserted
            self._play(led_in(rest, (), READY), moment.point, 1, moment)

    # -- going elsewhere -------------------------------------------------------------------------

    def _skip(self, moment: _Moment, *, exercise: bool) -> None:
        """Leave this one; one that is still being announced, with all its sides and sets, and so with *exercise*."""
        script, here = self.course.script, moment.point.piece
        group = group_of(script, here)
        first, step = script[group.start], script[here].place.step
        announced = not isinstance(script[here], Work) and isinstance(first, Break) and first.kind == "transition"
        end = group.stop
        if step is not None and (exercise or announced):
            end = 1 + max(index for index, piece in enumerate(script) if piece.place.step == step)
        self._leave_undone(range(here, end), "skipped", moment)
        self._play_from(Point(end), moment)

    def _go_back(self, moment: _Moment) -> None:
        script, here = self.course.script, moment.point.piece
        group = group_of(script, here)
        before = [index for index in range(group.start) if isinstance(script[index], Work)]
        if not self._is_early(moment.now):
            self._restart(here, moment)
        elif before:
            self._restart(before[-1], moment)
        else:  # nothing was done before: it is announced once more
            self._play_from(Point(group.start), moment)

    def _is_early(self, now: Ms) -> bool:
        """Whether the piece under way had only just begun."""
        at = self._as_of(now)
        piece, elapsed = self._now.piece(at), self._now.elapsed(at)
        if self.state is State.WAITING:
            elapsed = now - self._entered
        elif isinstance(piece, Work):
            elapsed += piece.done + piece.reps_done * piece.round_length
        return elapsed < EARLY

    def _restart(self, index: int, moment: _Moment) -> None:
        script = self.course.script
        if isinstance(script[index], Work):
            point = Point(index)
            self._play(led_in(remainder(script, point), answers.here(self.course, point), READY), point, 1, moment)
        else:
            self._play_from(Point(group_of(script, index).start), moment)

    def _take_easier(self, moment: _Moment) -> None:
        """Go on with the easier exercise, on the side and in the set where the other one was."""
        here = self.course.script[moment.point.piece].place
        assert here.step is not None
        group = group_of(self.course.script, moment.point.piece)
        self._leave_undone(range(moment.point.piece, group.stop), "replaced", moment)
        self.course = self.course.easier(here.step)
        self.easier.append(here.step)
        self._coming = (-1, [])
        self._lay_out_whole()
        works = [
            (index, piece)
            for index, piece in enumerate(self.course.script)
            if isinstance(piece, Work) and piece.place.step == here.step
        ]
        same = [(i, piece) for i, piece in works if (piece.place.side, piece.place.set) == (here.side, here.set)]
        index, work = (same or works)[0]
        ready = max(self.course.exercises[here.step - 1].get_ready, READY)
        point = Point(index)
        rest = remainder(self.course.script, point)
        self._play(led_in(rest, answers.instead(self.course, work), ready), point, 1, moment)

    def _seek(self, to: Ms, moment: _Moment) -> None:
        if self.state is State.HURT:
            self._do_or_refuse(Command.REPEAT, False, moment)  # refused, with what there is to choose from
            return
        spans, script = self._whole.spans, at_pace(self.course.script, self.pace)
        index = next((index for index, span in enumerate(spans) if to < span.end), len(spans) - 1)
        point = point_within(script[index], index, max(0, to - spans[index].start))
        moment.effects.append(Acknowledged(True))
        self._leave_undone(range(moment.point.piece, index), "skipped", moment)
        if isinstance(script[index], Work):
            here = answers.here(self.course, point)
            self._play(led_in(remainder(self.course.script, point), here, READY), point, 1, moment)
        else:
            self._play_from(Point(index), moment)

    def _change_pace(self, pace: int, moment: _Moment) -> None:
        """From the next repetition on, or the next piece; the playhead goes on without a break."""
        position = self._position(moment.now)
        self.pace = pace
        self._lay_out_whole()
        if self._halted is None:
            self._repace(pace, moment)
        self._stay_at(position, moment.now)

    def _repace(self, pace: int, moment: _Moment) -> None:
        if self._next and self._next.leg.handed(0):  # it has as good as begun
            self._replace(self._next)
        stretch, leg = self._now, self._now.leg
        if found := stretch.next_repetition(moment.now):
            at, point = found
            index = leg.index(moment.now)
            work = stretch.script[index]
            assert isinstance(work, Work)
            script = (replace(work, reps_done=point.reps, goes_on=True), *stretch.script[index + 1 :])
            leg.stop_at(at)
            self._next = self._stretch(script, point, 0, leg.begin + at, stretch.played + at)
            self._hold_instead(leg, self._next)
        elif self._next:
            waiting = self._next
            script, point = waiting.script, waiting.point
            self._next = self._stretch(script, point, 0, waiting.leg.begin, waiting.played)
            self._hold_instead(waiting.leg, self._next)
        else:
            first = leg.index(moment.now) + 1
            while first < len(stretch.script) and leg.handed(first):
                first += 1
            self._revise(stretch, (*stretch.script[:first], *at_pace(stretch.script[first:], pace)))

    def _hold_instead(self, leg: Leg, other: Stretch) -> None:
        """Let *other* wait for the answer that is being spoken, where *leg* did."""
        if self._aside and self._aside.holds is leg:
            self._aside.holds = other.leg
            other.leg.stop_at(other.leg.timeline.spans[0].end + 1)

    # -- new stretches ---------------------------------------------------------------------------

    def _play_from(self, point: Point, moment: _Moment) -> None:
        if point.piece >= len(self.course.script):
            moment.effects.append(Hush())
            self._end(moment.effects, whole=True)
        else:
            self._play(remainder(self.course.script, point), point, 0, moment)

    def _play(self, script: Script, point: Point, inserted: int, moment: _Moment) -> None:
        """Break off, and play *script* instead, which begins at *point* after *inserted* pieces."""
        moment.effects.append(Hush())
        self._drop_aside()
        self._replace(self._stretch(script, point, inserted, moment.soonest, self._played(moment.now)))
        self._halted = None
        self._extra = 0
        self._stand(State.PLAYING, moment.now)

    def _replace(self, stretch: Stretch) -> None:
        self._now, self._next, self._noted = stretch, None, 0


def _beat(work: Work, elapsed: Ms) -> tuple[int, str]:
    """Return the repetition under way and its phase."""
    rep = min(work.reps_done + elapsed // work.round_length, (work.dose.reps or 1) - 1) + 1
    within = elapsed % work.paced.rep_length
    for phase in work.paced.tempo:
        if within < phase.length:
            return rep, phase.name
        within -= phase.length
    return rep, ""


def _ended(work: Work, outcome: Literal["done", "skipped", "replaced"], point: Point) -> Ended:
    place, dose = work.place, work.dose
    return Ended(place.title, place.step, place.side, place.set, outcome, point.reps, dose.reps, point.done, dose.work)
