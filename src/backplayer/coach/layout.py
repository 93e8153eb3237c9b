"""The layout: a script and the lengths of its phrases become a timeline. One pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from backplayer.coach.counting import countdown, phase_countdown, rep_count, says_halfway
from backplayer.coach.gaps import free_gaps, place_cues
from backplayer.coach.pace import stretched
from backplayer.coach.script import Break, Line, Place, Script, Talk, Wait, Work
from backplayer.coach.timeline import Cue, CueKind, Dropped, Span, SpanKind, Timeline
from backplayer.units import Ms

LengthOf = Callable[[str], Ms]

SIGNAL_LENGTHS: Mapping[str, Ms] = {
    "start": 520, "end": 560, "halfway": 420, "phase-up": 160, "phase-down": 160,
    "switch": 560, "rest": 600, "finish": 1400, "tick": 60,
}  # fmt: skip
"""How long each of our chimes lasts, in milliseconds; a test holds the sounds to it."""

PAUSE: Ms = 300
"""Breath between two sentences."""
TAIL: Ms = 250
"""Silence after a signal before words begin."""
CLEAR: Ms = 60
"""The least silence between a count and the next beat; a count that needs more becomes a tick."""
MOVE: Ms = 5_000
"""Time to change posture, once the new position has been described."""
FRESH: Ms = 8_000
"""In a long rest, what comes next is said so that this much time is left before the count-in."""
ATTENTIVE: Ms = 2_000
"""Where the session listens, this much silence comes again and again: the microphone is off while the coach speaks."""
BREATHLESS: Ms = 5_000
"""The most that is said in a row where the session listens."""


@dataclass(slots=True)
class _Layout:
    length_of: LengthOf
    signals: Mapping[str, Ms]
    attentive: bool = False
    now: Ms = 0
    cues: list[Cue] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    dropped: dict[tuple[int, str], Dropped] = field(default_factory=dict)
    placed: set[tuple[int, str]] = field(default_factory=set)
    asked: dict[str, Ms] = field(default_factory=dict)
    unbroken: Ms = 0
    """How much was said since there was work, or silence long enough to speak in."""

    def length(self, text: str) -> Ms:
        if text not in self.asked:
            self.asked[text] = self.length_of(text)
        return self.asked[text]

    def say(self, at: Ms, line: Line, place: Place) -> Ms:
        length = self.length(line.text)
        self.cues.append(Cue(at, length, line.kind, line.text, None, place.step, place.side, place.set))
        return at + length

    def signal(self, at: Ms, sound: str, place: Place, kind: CueKind = "signal") -> Ms:
        length = self.signals[sound]
        self.cues.append(Cue(at, length, kind, None, sound, place.step, place.side, place.set))
        return at + length

    def close(self, kind: SpanKind, end: Ms, place: Place, open_ended: bool = False) -> None:
        phrases = tuple(self.asked)
        self.asked = {}
        where = (place.title, place.step, place.side, place.set, place.sets)
        self.spans.append(Span(kind, self.now, end, *where, open_ended, phrases, len(self.cues)))
        self.now = end

    # -- words ---------------------------------------------------------------------------------

    def talk(self, piece: Talk | Wait) -> None:
        at = self.after_signal()
        kind: SpanKind = "wait"
        if isinstance(piece, Talk):
            kind = piece.kind
            if piece.signal:
                at = self.signal(at, piece.signal, piece.place) + TAIL
        at = self.lines(at, piece.lines, piece.place)
        self.close(kind, at, piece.place, open_ended=isinstance(piece, Wait))

    def after_signal(self) -> Ms:
        """Return when words may begin: what sounded last has to be over."""
        if self.cues and self.cues[-1].end > self.now - TAIL:
            return self.cues[-1].end + TAIL
        return self.now

    def lines(self, at: Ms, lines: Sequence[Line], place: Place) -> Ms:
        return self.in_turn(at, lines, self.pauses(lines), place)

    def in_turn(self, at: Ms, lines: Sequence[Line], pauses: Sequence[Ms], place: Place) -> Ms:
        for line, pause in zip(lines, pauses, strict=True):
            at = self.say(at, line, place) + pause
        return at

    def pauses(self, lines: Sequence[Line]) -> list[Ms]:
        """Return the silence after each line that is said next."""
        pauses = []
        for line in lines:
            self.unbroken += self.length(line.text)
            long = self.attentive and self.unbroken >= BREATHLESS
            pauses.append(ATTENTIVE if long else PAUSE)
            self.unbroken = 0 if long else self.unbroken
        return pauses

    # -- between two pieces of work ------------------------------------------------------------

    def pause(self, piece: Break) -> None:
        at = self.after_signal()
        pauses = self.pauses((*piece.after, *piece.ahead))
        first = len(piece.after)
        at = self.in_turn(at, piece.after, pauses[:first], piece.place)
        pauses = pauses[first:]
        lengths = [self.length(line.text) + pause for line, pause in zip(piece.ahead, pauses, strict=True)]
        ready = stretched(piece.get_ready, piece.pace)
        least = piece.least if piece.kind == "set-rest" else stretched(piece.least, piece.pace)
        end = max(self.now + least, at + sum(lengths) + ready)
        if piece.moves:
            described = at + sum(lengths[: self._described(piece.ahead)])
            end = max(end, described + stretched(MOVE, piece.pace) + ready)
        slack = end - ready - at - sum(lengths)
        if slack > 2 * FRESH:
            at += slack - FRESH
        self.in_turn(at, piece.ahead, pauses, piece.place)
        self.count_in(end, ready, piece.place, piece.wording.text("ready"))
        self.close(piece.kind, end, piece.place)

    @staticmethod
    def _described(lines: Sequence[Line]) -> int:
        """Return how many lines it takes until the new position has been described."""
        for index, line in enumerate(lines):
            if line.kind == "set-up":
                return index + 1
        return len(lines)

    def count_in(self, end: Ms, ready: Ms, place: Place, begins: str) -> None:
        """ "Ready", three, two, one: as much of it as *ready* holds."""
        seconds = min(ready // 1000, 4)
        if seconds == 0:
            return
        first = self.length(begins)
        if first + CLEAR <= 1000:
            self.say(end - seconds * 1000, Line("count", begins), place)
        for left in range(seconds - 1, 0, -1):
            self.beat(end - left * 1000, 1000, place, (str(left),))

    # -- work ----------------------------------------------------------------------------------

    def beat(
        self,
        at: Ms,
        room: Ms,
        place: Place,
        texts: Sequence[str],
        kind: CueKind = "count",
        sound: str | None = "tick",
        rep: int | None = None,
        side: str | None = None,
        vital: bool = False,
    ) -> None:
        """Say the first of *texts* that fits *room*, exactly at *at*; if none does, play *sound*.

        Where the session listens, it is the sound unless the words are *vital*: they would make it deaf.
        """
        if self.attentive and sound and not vital:
            texts = ()
        lengths = [self.length(text) for text in texts]
        side = side or place.side
        for text, length in zip(texts, lengths, strict=True):
            if length + CLEAR <= room:
                self.cues.append(Cue(at, length, kind, text, None, place.step, side, place.set, rep))
                return
        if sound:
            length = min(self.signals[sound], room)
            self.cues.append(Cue(at, length, kind, None, sound, place.step, side, place.set, rep))

    def work(self, piece: Work) -> None:
        dose, place = piece.dose, piece.place
        start, before = self.now, len(self.cues)
        end = start + piece.length
        if not piece.goes_on:
            self.signal(start, "start", place)
        if dose.reps is not None:
            self.repetitions(piece, start)
        else:
            self.hold(piece, start, end)
        fixed = self.cues[before:]
        gaps, spare = self.gaps_of(piece, start, free_gaps(start, end, [(cue.at, cue.end) for cue in fixed]))
        placed, dropped = place_cues(start, end, gaps, piece.cues, self.length, piece.rotation, piece.most_cues, spare)
        if placed:
            fixed += [
                Cue(at, self.length(text), "cue", text, None, place.step, place.side, place.set) for at, text in placed
            ]
            self.cues[before:] = sorted(fixed, key=lambda cue: cue.at)
        for text, missing in dropped:
            step = place.step or 0
            known = self.dropped.get((step, text))
            self.dropped[step, text] = Dropped(
                step, place.title, text, self.length(text), min(missing, known.missing) if known else missing
            )
        self.placed.update((place.step or 0, text) for _, text in placed)
        self.signal(end, piece.end_signal, place)
        self.close("work", end, place)

    @staticmethod
    def gaps_of(piece: Work, start: Ms, gaps: list[tuple[Ms, Ms]]) -> tuple[list[tuple[Ms, Ms]], list[tuple[Ms, Ms]]]:
        """Part the gaps into good ones and spare ones.

        The last phase of a repetition is spare: the movement goes back there, and what a cue asks for is mostly over.
        """
        dose = piece.paced
        tempo = dose.tempo
        if dose.reps is None or len(tempo) < 2:
            return gaps, []
        rep, back = dose.rep_length, dose.rep_length - tempo[-1].length
        good = [gap for gap in gaps if (gap[0] - start) % rep < back]
        return good, [gap for gap in gaps if (gap[0] - start) % rep >= back]

    def hold(self, piece: Work, start: Ms, end: Ms) -> None:
        length = end - start
        points = dict(countdown(length, piece.counting, piece.wording))
        for text in points.values():
            self.length(text)  # so that what is asked for does not depend on what makes room for "halfway"
        whole = length + piece.done
        half = whole // 2 - piece.done
        middle: str | None = piece.halfway
        if middle is None and says_halfway(piece.counting) and whole >= 15_000:
            middle = piece.wording.text("halfway")
        if middle is not None and half > 0:
            needed = self.length(middle) + 2 * CLEAR
            crowded = [at for at in points if half - 1000 < at < half + needed]
            if piece.halfway is not None:
                for at in crowded:
                    del points[at]
                points[half] = middle
            elif not crowded:
                points[half] = middle
        times = sorted(points)
        for at, following in pairwise([*times, length]):
            text = points[at]
            sound = "halfway" if text == middle else "tick"
            vital = text == piece.halfway
            kind: CueKind = "announce" if vital else "count"
            self.beat(start + at, following - at, piece.place, (text,), kind, sound, vital=vital)

    def repetitions(self, piece: Work, start: Ms) -> None:
        sides = ("left", "right") if piece.alternating else (None,)
        length = piece.paced.rep_length
        at = start
        for rep in range(piece.reps_done + 1, (piece.dose.reps or 0) + 1):
            for side in sides:
                self.repetition(piece, at, rep, side, second=side == "right")
                at += length

    def repetition(self, piece: Work, at: Ms, rep: int, side: str | None, second: bool) -> None:
        dose, place = piece.paced, piece.place
        spoken = rep - piece.reps_done <= piece.spoken_phases
        for index, phase in enumerate(dose.tempo):
            texts: list[str] = []
            kind: CueKind = "phase"
            sound = self._tone(index, len(dose.tempo))
            if index == 0:
                count = rep_count(rep, dose.reps or 0, piece.counting, piece.wording)
                if count and second:
                    count = piece.wording.text("other_side")
                if count:
                    kind, sound = "count", "tick"
                    texts = [count]
                    if spoken and phase.name:
                        texts.insert(0, piece.wording.count_and_phase(count, phase))
            if not texts and spoken and phase.name:
                texts = [phase.name]
            counted = list(phase_countdown(phase.length, piece.counting))
            room = counted[0][0] if counted else phase.length
            first_beat = index == 0 and rep == piece.reps_done + 1 and not second and not piece.goes_on
            if texts or (sound and not first_beat):
                self.beat(at, room, place, texts, kind, sound, rep, side)
            for offset, number in counted:
                self.beat(at + offset, 1000, place, (number,), rep=rep, side=side)
            at += phase.length

    @staticmethod
    def _tone(index: int, phases: int) -> str | None:
        if phases == 1:
            return "tick"
        if index == 0:
            return "phase-up"
        return "phase-down" if index == phases - 1 else "tick"


def lay_out(
    script: Script, length_of: LengthOf, signals: Mapping[str, Ms] = SIGNAL_LENGTHS, attentive: bool = False
) -> Timeline:
    """Give every word and signal of *script* its time.

    *length_of* tells how long a phrase takes to say, *signals* how long each chime lasts, in milliseconds. An
    *attentive* session listens to its listener: counts become signals, and speech leaves gaps. The same arguments give
    the same timeline.
    """
    layout = _Layout(length_of, signals, attentive)
    for piece in script:
        if isinstance(piece, Work):
            layout.work(piece)
            layout.unbroken = 0
        elif isinstance(piece, Break):
            layout.pause(piece)
        else:
            layout.talk(piece)
    dropped = tuple(cue for key, cue in layout.dropped.items() if key not in layout.placed)
    return Timeline(tuple(layout.cues), tuple(layout.spans), dropped)
