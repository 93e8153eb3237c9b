"""The transport: a pure state machine. Time and wishes go in, effects come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from backplayer.coach import answers, wording
from backplayer.coach.course import Course, Point, at_pace, cut, exercises_after, group_of, led_in, remainder
from backplayer.coach.estimate import estimated_length
from backplayer.coach.layout import PAUSE
from backplayer.coach.pace import FASTEST, NORMAL, SLOWEST, STEP
from backplayer.coach.script import Break, Line, Piece, Script, Talk, Wait, Work
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

OpenScore: TypeAlias = Callable[[Script], Latest]
"""Has a script's phrases spoken, and lays it out with what is known of them."""


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
        self._open_score = open_score
        self._ahead = ahead
        self._patience = patience
        self._whole: Timeline
        self._latest_whole: Latest
        self._lay_out_whole()
        self._halted: Ms | None = None  # since when the playhead stands, in a pause or for pain
        self._since: Ms = begin  # when the state began
        self._signs = 0  # of life, since then
        self._reminded = False
        self._aside: Leg | None = None  # an answer, spoken beside the stretch
        self._aside_since: Ms = 0
        self._ending = False  # the session is over after the aside
        self._question: Command | None = None
        self._question_until: Ms = 0
        self._over = False
        self._next: Stretch | None = None  # takes over without a break when its time has come
        self._noted = 0  # up to this piece of the stretch, it was told what was done
        self._coming: tuple[int, list[int]] = (-1, [])
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
        return self._now.point_at(self._moment(now))

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
        if self._question and command is Command.DONE:  # that is "yes"
            command = self._question
        answer = TABLE[command][self.situation(now)]
        if answer is Deed.SLOW_DOWN and self.pace >= SLOWEST:
            return Refusal.SLOWEST
        if answer is Deed.SPEED_UP and self.pace <= FASTEST:
            return Refusal.FASTEST
        if answer is Deed.TURN_UP and self.gain >= LOUDEST:
            return Refusal.LOUDEST
        if answer is Deed.TURN_DOWN and self.gain <= QUIETEST:
            return Refusal.QUIETEST
        if answer is Deed.TAKE_EASIER and not self.course.has_easier(self._step(now)):
            return Refusal.ANSWER_FIRST if self.state is State.HURT else Refusal.NO_EASIER
        return answer

    def view(self, now: Ms) -> View:
        """What there is to see, but for what was said."""
        moment = self._moment(now)
        piece, left = self._now.piece(moment), self._now.left(moment)
        elapsed = self._now.elapsed(moment)
        length = max(self._whole.length, left)
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
            side=span.side,
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
            answers=tuple(command for command in Command if isinstance(self.answer(command, now), Deed)),
        )

    def _moment(self, now: Ms) -> Ms:
        return now if self._halted is None else self._halted

    def _played(self, now: Ms) -> Ms:
        """How much of the session was played, pauses and waits not counted."""
        return self._now.played + self._now.leg.position(self._moment(now))

    def _step(self, now: Ms) -> int | None:
        return self._now.span(self._moment(now)).step

    def _exercises_after(self, index: int) -> list[int]:
        if self._coming[0] != index:
            self._coming = (index, exercises_after(self.course.script, index))
        return self._coming[1]

    def _legs(self) -> Iterable[Leg]:
        yield self._now.leg
        if self._next:
            yield self._next.leg
        if self._aside:
            yield self._aside

    # -- time ------------------------------------------------------------------------------------

    def advance(self, now: Ms) -> list[Effect]:
        """Move to *now* and tell what happens, in order."""
        effects: list[Effect] = []
        if self._over:
            return effects
        if whole := self._latest_whole():
            self._whole = whole[0]
        if self._question and now >= self._question_until:
            self._question = None
        if self._halted is None:
            self._advance_stretch(now, effects)
        self._advance_aside(now, effects)
        if self.state is State.WAITING:
            self._stand_waiting(now, effects)
        elif self.state is State.HURT:
            self._stand_hurt(now)
        return effects

    def wake(self, now: Ms) -> Ms:
        """When to call `advance` again, at the latest."""
        legs = self._legs() if self._halted is None else [self._aside] if self._aside else []
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
                self._now, self._next, self._noted = self._next, None, 0

    def _advance_leg(self, stretch: Stretch, now: Ms, effects: list[Effect]) -> bool:
        """Tell whether the leg is over."""
        over = False
        for event in stretch.leg.advance(now):
            if isinstance(event, CueDue):
                if not (event.cue.text and self._aside):  # the coach does not talk over itself
                    effects.append(CueDue(event.cue._replace(at=stretch.played + event.cue.at), event.at))
            elif isinstance(event, Waiting):
                self._stand(State.WAITING, now)
            elif isinstance(event, Late):
                effects.append(Notice(f"The computer was busy for {event.by // 1000} seconds; going on."))
            else:
                over = True
        return over

    def _advance_aside(self, now: Ms, effects: list[Effect]) -> None:
        if self._aside is None:
            return
        events = self._aside.advance(now)
        at = self._played(now)
        effects += [CueDue(event.cue._replace(at=at), event.at) for event in events if isinstance(event, CueDue)]
        given_up = self._aside.starved and now - self._aside_since > GIVE_UP
        if given_up or any(isinstance(event, Over) for event in events):
            self._aside = None
            if self._ending:
                self._end(effects, whole=False)

    def _stand(self, state: State, now: Ms) -> None:
        self.state, self._since, self._signs, self._reminded = state, now, 0, False

    def _stand_waiting(self, now: Ms, effects: list[Effect]) -> None:
        waited = now - self._since
        if self._patience is not None:
            if waited >= self._patience:
                self._stop_waiting(now, now + self._ahead)
        elif waited >= WAIT_AT_MOST:
            self._halt(State.PAUSED, now, effects)
            self._say(now, Line("announce", wording.PAUSING))
            effects.append(Notice("Nobody answered. The session is paused and its place is kept."))
        elif waited >= REMIND_AFTER and not self._reminded:
            self._reminded = True
            self._say(now, Line("announce", wording.STILL_THERE), Line("announce", self.course.prompt))
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
            self._say(now, Line("announce", wording.ENDING))
        elif stood >= REMIND_OF_PAIN and not self._reminded:
            self._reminded = True
            self._say(now, answers.choices(self.course, self._step(now)))

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

    def _give_up(self, pieces: Iterable[int], outcome: Literal["skipped", "replaced"], moment: _Moment) -> None:
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
        if self._over or (self._ending and wish.request is not Command.STOP):
            return effects
        moment = _Moment(now, max(now, soonest), self.point(now), effects)
        request, spoken = wish.request, wish.spoken
        if isinstance(request, SetVolume):
            self.gain = min(max(request.gain, 0.0), LOUDEST)
        elif isinstance(request, Seek):
            self._seek(request.to, moment)
        else:
            if self._next and self._next.leg.handed(0):  # it has as good as begun
                self._replace(self._next)
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
            self._say(soonest, Line("announce", wording.PAUSED))
        else:
            self._since = now
        return effects

    def _do_or_refuse(self, command: Command, spoken: bool, moment: _Moment) -> None:
        answer = self.answer(command, moment.now)
        if isinstance(answer, Refusal):
            line = Line("announce", answer.value)
            if answer is Refusal.ANSWER_FIRST:
                line = answers.choices(self.course, self._step(moment.now))
            moment.effects.append(Acknowledged(False, line.text))
            self._tell((line,), moment)
            return
        moment.effects.append(Acknowledged(True))
        if spoken and self.state is not State.HURT and command in (Command.STOP, Command.NEXT):
            self._ask_first(command, moment)
        else:
            self._do(answer, spoken, moment)

    def _ask_first(self, command: Command, moment: _Moment) -> None:
        """Ask whether a word that cannot be taken back was meant; a session that may have to stop pauses meanwhile."""
        if command is Command.STOP and self.state is State.PLAYING:
            self._halt(State.PAUSED, moment.now, moment.effects)
        self._tell((Line("announce", wording.STOP_HERE if command is Command.STOP else wording.SKIP_THIS),), moment)
        self._question, self._question_until = command, moment.soonest + ANSWER_WITHIN

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
            left = self._now.left(self._moment(moment.now))
            self._tell(answers.where(self.course, moment.point, left), moment)
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

    def _tell(self, lines: tuple[Line, ...], moment: _Moment) -> None:
        """Answer: over the counts of work, and in a gap of what is being said elsewhere."""
        if self._halted is not None or self.state is State.WAITING:
            self._silence_aside(moment.effects)
            self._say(moment.soonest, *lines)
        elif isinstance(self._now.piece(moment.now), Work):
            if self._aside is None:
                self._tell_at_work(lines, moment)
        else:
            self._interject(lines, moment)

    def _tell_at_work(self, lines: tuple[Line, ...], moment: _Moment) -> None:
        stretch, leg = self._now, self._now.leg
        at = max(moment.soonest, leg.begin + leg.handed_end + BREATH)
        needed = sum(estimated_length(line.text) + PAUSE for line in lines)
        following = leg.index(moment.now) + 1
        if following == len(stretch.script) or at + needed < leg.begin + stretch.span(moment.now).end:
            self._say(at, *lines)
        elif not leg.handed(following):  # what follows must not be lost: the answer comes first there
            head, tail = stretch.script[:following], stretch.script[following + 1 :]
            self._revise((*head, _with(stretch.script[following], lines, 0), *tail))

    def _revise(self, script: Script) -> None:
        """Go on with *script*, which is the same up to what was handed out."""
        self._now.leg.revise(self._open_score(script))
        self._now = replace(self._now, script=script)

    def _say(self, at: Ms, *lines: Line) -> None:
        script = (Talk("talk", lines),)
        self._aside = Leg(self._open_score(script), self._ahead, at)
        self._aside_since = at

    def _silence_aside(self, effects: list[Effect]) -> None:
        if self._aside:
            effects.append(Hush())
            self._aside = None

    def _interject(self, lines: tuple[Line, ...], moment: _Moment, more: Ms = 0) -> None:
        """Put words into a break, or make it longer, without breaking off what is being said."""
        found = self._now.interjected(moment.now, lines, more)
        if found is None:  # too late: the work that follows has as good as begun
            point, rest = moment.point, self._now.rest(moment.now)
            self._play((_with(rest[0], lines, more), *rest[1:]), point, 0, moment)
            return
        at, script, point, inserted = found
        played = self._played(moment.now) + at - moment.now
        self._replace(self._stretch(script, point, inserted, max(at, moment.soonest), played))

    # -- standing still --------------------------------------------------------------------------

    def _halt(self, state: State, now: Ms, effects: list[Effect]) -> None:
        effects.append(Hush())
        self._aside = self._next = None
        if self._halted is None:
            self._halted = now
        self._stand(state, now)

    def _hurt(self, moment: _Moment) -> None:
        self._halt(State.HURT, moment.now, moment.effects)
        self._say(moment.soonest, *answers.about_pain(self.course, self._step(moment.now)))

    def _go_on(self, moment: _Moment) -> None:
        """Say where we are, get ready, and continue."""
        assert self._halted is not None
        rest = self._now.rest(self._halted)
        first, here = rest[0], answers.here(self.course, moment.point)
        if isinstance(first, Work):
            self._play(led_in(rest, here, READY), moment.point, 1, moment)
        elif isinstance(first, Break) and not first.ahead:
            self._play(
                (replace(first, ahead=here, get_ready=max(first.get_ready, READY)), *rest[1:]), moment.point, 0, moment
            )
        elif isinstance(first, Wait) and not first.lines:
            self._play(
                (replace(first, lines=(Line("announce", self.course.prompt),)), *rest[1:]), moment.point, 0, moment
            )
        else:
            self._play(rest, moment.point, 0, moment)

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
        self._give_up(range(here, end), "skipped", moment)
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
        at = self._moment(now)
        piece, elapsed = self._now.piece(at), self._now.elapsed(at)
        if isinstance(piece, Work):
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
        self._give_up(range(moment.point.piece, group.stop), "replaced", moment)
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
        if isinstance(script[index], Work):
            here = answers.here(self.course, point)
            self._play(led_in(remainder(self.course.script, point), here, READY), point, 1, moment)
        else:
            self._play_from(Point(index), moment)

    def _change_pace(self, pace: int, moment: _Moment) -> None:
        """From the next repetition on, or the next piece; the playhead goes on without a break."""
        self.pace = pace
        self._lay_out_whole()
        if self._halted is not None:
            return
        stretch, leg = self._now, self._now.leg
        if found := stretch.next_repetition(moment.now):
            at, point = found
            index = leg.index(moment.now)
            work = stretch.script[index]
            assert isinstance(work, Work)
            script = (replace(work, reps_done=point.reps, goes_on=True), *stretch.script[index + 1 :])
            leg.stop_at(at)
            self._next = self._stretch(script, point, 0, leg.begin + at, stretch.played + at)
            return
        first = leg.index(moment.now) + 1
        while first < len(stretch.script) and leg.handed(first):
            first += 1
        self._revise((*stretch.script[:first], *at_pace(stretch.script[first:], pace)))

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
        self._aside = None
        self._replace(self._stretch(script, point, inserted, moment.soonest, self._played(moment.now)))
        self._halted = None
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


def _with(piece: Piece, lines: tuple[Line, ...], more: Ms) -> Piece:
    """Return *piece* with words before what is left of it, and a break longer by *more*."""
    return piece if isinstance(piece, Work) else cut(piece, 0, 0, lines, more)
