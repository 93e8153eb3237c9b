"""The studio: records the phrases of a session ahead of time, on a thread of its own, in the order they are needed."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from backplayer.clip import Clip
from backplayer.units import Ms
from backplayer.voice.cache import PhraseCache, PhraseKey
from backplayer.voice.engine import Engine, PhraseRefused, VoiceFailed, VoiceIdentity
from backplayer.voice.hygiene import Reading, spoken

REFUSALS = 3
"""Phrases in a row that an engine may refuse before it is taken to be broken."""

LEAVE_WITHIN_S = 3.0


class Studio:
    """Turns phrases into clips, by the first of *engines* that works, or out of *cache*.

    *engines* open an engine each; the first is opened at once. When one fails, the next takes over what is missing and
    *notice* gets one line; when all have failed, the session goes on without a voice. *changed* is called whenever
    there are new clips, and when there will be no more. Both are called from the studio's thread. *reading* makes of a
    phrase what an engine is given.
    """

    def __init__(
        self,
        engines: Sequence[Callable[[], Engine]],
        cache: PhraseCache | None,
        *,
        notice: Callable[[str], None],
        changed: Callable[[], None] = lambda: None,
        reading: Reading = spoken,
    ) -> None:
        self._engines, self._cache = list(engines), cache
        self._notice, self._changed, self._reading = notice, changed, reading
        self._state = threading.Condition()
        self._clips: dict[str, Clip] = {}
        self._missing: list[str] = []
        self._engine: Engine | None = None
        self._voice_name: str | None = None
        self._silent = not engines
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="studio", daemon=True)
        self._thread.start()

    @property
    def voice_name(self) -> str | None:
        """The engine in use, once it has spoken; None before that, and when every engine has failed."""
        return self._voice_name

    def order(self, phrases: Sequence[str]) -> None:
        """Have *phrases* recorded, those needed first at the front; what else is missing comes after."""
        with self._state:
            wanted = dict.fromkeys([*phrases, *self._missing])
            self._missing = [phrase for phrase in wanted if phrase not in self._clips]
            self._state.notify_all()

    def clip(self, phrase: str) -> Clip | None:
        """The recording of *phrase*, if there is one yet. Of length 0 where there is nothing to say."""
        with self._state:
            return self._clips.get(phrase)

    def lengths(self) -> Mapping[str, Ms]:
        """The length of every phrase recorded so far."""
        with self._state:
            return {phrase: clip.length for phrase, clip in self._clips.items()}

    def settled(self) -> bool:
        """Whether nothing more will come: all that was ordered is there, or there is no voice."""
        with self._state:
            return self._is_settled()

    def wait_for(self, phrases: Sequence[str], timeout_s: float) -> bool:
        """Wait until *phrases* are recorded; False when they are not after *timeout_s*, or never will be."""
        with self._state:
            self._state.wait_for(lambda: self._are_there(phrases) or self._is_settled(), timeout_s)
            return self._are_there(phrases)

    def close(self) -> None:
        """Stop recording and let the engine go. The clips stay."""
        with self._state:
            self._closed = True
            self._state.notify_all()
            engine = self._engine
        if engine is not None:
            engine.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(LEAVE_WITHIN_S)

    def _are_there(self, phrases: Sequence[str]) -> bool:
        return all(phrase in self._clips for phrase in phrases)

    def _is_settled(self) -> bool:
        return self._silent or self._closed or not self._missing

    def _work(self) -> None:
        """The thread: one engine after the other, until one lasts."""
        try:
            for left, opened in zip(reversed(range(len(self._engines))), self._engines, strict=True):
                try:
                    return self._work_with(opened)
                except VoiceFailed as failure:
                    if self._closed:
                        return None
                    way_out = "Going on with another voice." if left else "Going on without a voice."
                    self._notice(f"{failure}. {way_out}")
        finally:
            with self._state:
                self._silent, self._voice_name = True, None
                self._state.notify_all()
            if not self._closed:
                self._changed()

    def _work_with(self, opened: Callable[[], Engine]) -> None:
        """Record until closed. Raises `VoiceFailed` when the engine is finished."""
        try:
            engine = opened()
        except VoiceFailed as failure:
            raise VoiceFailed(f"A voice cannot be used: {failure}") from None
        with self._state:
            self._engine = engine
        try:
            if not self._closed:
                self._record_with(engine)
        except VoiceFailed as failure:
            raise VoiceFailed(f"The voice {engine.name} has failed: {failure}") from None
        finally:
            engine.close()

    def _record_with(self, engine: Engine) -> None:
        identity = engine.identity()
        refused: list[str] = []
        while (phrase := self._next()) is not None:
            try:
                clip = self._recorded(engine, identity, phrase)
                refused.clear()
            except PhraseRefused as refusal:
                refused.append(phrase)
                if len(refused) == REFUSALS:
                    self._call_back(refused)
                    raise
                self._notice(f'The voice {engine.name} cannot say "{phrase}": {refusal}.')
                clip = _nothing(identity)
            self._keep(phrase, clip, engine.name)

    def _recorded(self, engine: Engine, identity: VoiceIdentity, phrase: str) -> Clip:
        text = self._reading(phrase)
        if not text:
            return _nothing(identity)
        key = PhraseKey(identity, text)
        clip = self._cache.get(key) if self._cache else None
        if clip is None:
            clip = engine.synthesise(text)
            if self._cache:
                self._cache.put(key, clip)
        return clip

    def _next(self) -> str | None:
        """The phrase needed first, as soon as there is one; None when the studio closes."""
        with self._state:
            self._state.wait_for(lambda: self._closed or self._missing)
            return None if self._closed else self._missing[0]

    def _keep(self, phrase: str, clip: Clip, voice_name: str) -> None:
        with self._state:
            self._clips[phrase] = clip
            self._voice_name = voice_name
            with suppress(ValueError):  # somebody may have ordered other phrases meanwhile
                self._missing.remove(phrase)
            self._state.notify_all()
        self._changed()

    def _call_back(self, phrases: Sequence[str]) -> None:
        """Treat *phrases* as missing again: the next engine may manage."""
        with self._state:
            for phrase in phrases:
                self._clips.pop(phrase, None)
            self._missing = list(dict.fromkeys([*phrases, *self._missing]))


def _nothing(identity: VoiceIdentity) -> Clip:
    return Clip(array("h"), identity.rate)
