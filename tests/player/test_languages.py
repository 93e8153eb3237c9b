"""A session in another language: whatever is asked of it, no English is heard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backplayer.coach.course import follow
from backplayer.player.commands import Command
from backplayer.player.transport import Transport
from backplayer.player.view import State
from backplayer.routine.library import Library
from backplayer.routine.model import (
    Dose,
    Exercise,
    ExerciseStep,
    Phase,
    Plural,
    RepeatStep,
    RestStep,
    Routine,
    Sides,
    Sourced,
    Step,
    WaitStep,
)
from backplayer.routine.words import shipped_words
from tests.library import ROUTINES
from tests.player.driven import Driver, scores

TEMPO = (Phase("xa", 2000), Phase("xb", 9000))
EASIER = ExerciseStep(Exercise("Xe"), Dose(hold=20_000))
STEPS: tuple[Step, ...] = (
    ExerciseStep(Exercise("Xa"), Dose(reps=3, tempo=TEMPO, sides=Sides.BOTH, sets=2), alternative=EASIER),
    RestStep(30_000),
    WaitStep("Xw"),
    ExerciseStep(Exercise("Xb", side_word="xs"), Dose(time=150_000, sides=Sides.BOTH), alternative=EASIER),
    RepeatStep(3, (ExerciseStep(Exercise("Xc"), Dose(reps=2, tempo=TEMPO, sides=Sides.ALTERNATING)),)),
)


def english_patterns() -> list[re.Pattern[str]]:
    """Every English sentence with words of its own, whatever stands in its placeholders."""
    patterns = []
    for sentence in shipped_words("en").sentences.values():
        for form in [sentence.one, sentence.other] if isinstance(sentence, Plural) else [sentence]:
            if re.search(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", form)):
                patterns.append(re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(form))))
    return patterns


@pytest.mark.parametrize("listens", [False, True])
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_no_english_is_heard(language: str, listens: bool) -> None:
    routine = Routine("Xt", STEPS, language=language, if_it_hurts=(Sourced("Xh"),), words=shipped_words(language))
    course = follow(routine, wait_for_me=listens, prompt="say_ready", listens=listens)
    driver = Driver(Transport(course, scores(lambda text: 300 + 40 * len(text), attentive=listens)))
    asked = [command for command in Command if command is not Command.STOP]
    for turn, command in enumerate([*asked, *reversed(asked), *asked]):
        until = driver.now + 7_000 + 1_000 * turn
        driver.run(lambda until=until: driver.now >= until or driver.transport.state is not State.PLAYING)
        if driver.heard.finished:
            break
        driver.wish(command, spoken=turn % 2 == 0)
    driver.finish()
    texts = {text for _, _, cue in driver.heard.spoken() if (text := cue.text)}
    texts |= {effect.why for _, _, effects in driver.heard.answers for effect in effects if hasattr(effect, "why")}
    assert len(texts) > 30
    patterns = english_patterns()
    assert not [text for text in texts for pattern in patterns if pattern.fullmatch(text)]


@pytest.mark.parametrize("language", ["de", "fr", "es", "de-AT"])
def test_a_report_of_pain_is_answered_in_the_routines_language(language: str, tmp_path: Path) -> None:
    """The routine says nothing of its own for it."""
    path = tmp_path / "r.yaml"
    path.write_text(f"title: Xt\nlanguage: {language}\nsteps: [{{exercise: {{name: Xa}}, time: 60s}}]\n", "utf-8")
    routine = Library([ROUTINES]).read_routine(path)
    driver = Driver(Transport(follow(routine), scores(lambda text: 300 + 40 * len(text))))
    driver.run(lambda: driver.now > 20_000)
    driver.wish(Command.PAIN)
    driver.run(lambda: driver.now > 30_000)
    heard = [cue.text for _, _, cue in driver.heard.spoken()]
    assert [rule.text for rule in routine.if_it_hurts] == heard[-2:-1]
    patterns = english_patterns()
    english = [rule.text for rule in Library([ROUTINES]).if_it_hurts("en")[0]]
    assert not [text for text in heard if text in english or any(pattern.fullmatch(text) for pattern in patterns)]
