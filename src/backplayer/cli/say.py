"""``backplayer say`` and ``preview``: what the coach would say, heard and measured, without a routine's waiting."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from backplayer.cli import options
from backplayer.cli.errors import failure, told
from backplayer.cli.folders import library
from backplayer.cli.settings import Settings, settings

if TYPE_CHECKING:
    from backplayer.authoring.excerpt import Excerpt
    from backplayer.routine.library import Library
    from backplayer.routine.model import Words

Voice = Annotated[
    str | None, typer.Option("--voice", help="auto, espeak, pyttsx3, none, or with a voice's name: espeak:en-gb.")
]
Rate = Annotated[int | None, typer.Option("--rate", min=80, max=400, help="Words a minute (175).")]
Output = Annotated[str | None, typer.Option("--output", help="As for play: auto, an output, or a file ending in .wav.")]
NoSound = Annotated[bool, typer.Option("--no-sound", "--text", help="Only show the words and how long they take.")]


def say(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT...",
            help="What to say; several texts stand in quotes each. - takes each line of standard input.",
        ),
    ],
    *,
    voice: Voice = None,
    rate: Rate = None,
    language: Annotated[str, typer.Option(help="The language of the text: en, de, pt-BR.")] = "en",
    output: Output = None,
    force: options.Force = None,
    no_sound: NoSound = False,
    take_over: options.TakeOver = False,
) -> None:
    """Say any text as the coach would, and tell how long it takes (ms)."""
    from backplayer.authoring.excerpt import phrases_alone
    from backplayer.routine.model import Routine
    from backplayer.routine.reading.source import MAX_TEXT

    phrases = _lines() if texts == ["-"] else _texts(texts)
    for number, phrase in enumerate(phrases, start=1):
        if len(phrase) > MAX_TEXT:
            raise failure(f"text {number} has {len(phrase)} characters; {MAX_TEXT} is the most, so split it")
    phrases = [phrase for phrase in phrases if phrase.strip()]
    if not phrases:
        raise failure("nothing to say")
    with told():
        chosen = settings(voice=voice, rate=rate, output=output, force=force)
        shelf = library()
        words = _words_in(language, shelf, chosen)
        pronounce = tuple(shelf.pronunciation().items())
        spoken = Routine("Say", (), language=language, words=words, pronounce=pronounce)
    _say(phrases_alone(spoken, phrases), chosen, no_sound, take_over)


def preview(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine's name, or a file.")],
    *,
    step: Annotated[
        str | None, typer.Option("--step", help="Only this exercise: its number or its name, as for --start-at.")
    ] = None,
    voice: Voice = None,
    rate: Rate = None,
    output: Output = None,
    force: options.Force = None,
    no_sound: NoSound = False,
    take_over: options.TakeOver = False,
) -> None:
    """Play every announcement and cue of a routine once, without the waiting."""
    from backplayer.authoring.excerpt import phrases_alone, phrases_of, steps_alone
    from backplayer.coach.course import follow
    from backplayer.routine.choices import choose, step_number

    with told():
        shelf = library()
        routine = shelf.read_routine(shelf.find_routine(name))
        chosen = settings(voice=voice, rate=rate, output=output, force=force)
        from backplayer.cli.sources import prompt

        picked = choose(routine, have=chosen.have, optional=chosen.optional, easier=chosen.easier)
        if step is None:
            script = follow(picked, chosen.verbosity, prompt=prompt(chosen)).script
        else:
            script = steps_alone(picked, (step_number(picked, step),), chosen.verbosity).script
    _say(phrases_alone(picked, phrases_of(script)), chosen, no_sound, take_over)


def _say(course: Excerpt, chosen: Settings, no_sound: bool, take_over: bool) -> None:
    from backplayer.cli.rehearsing import say_phrases
    from backplayer.keeping.turn import Busy

    try:
        say_phrases(course, chosen, no_sound=no_sound, take_over=take_over)
    except Busy as error:
        raise failure(str(error)) from None


def _words_in(language: str, shelf: Library, chosen: Settings) -> Words:
    """Return the coach's words; refuse what is no language here, and tell where only the voice knows it.

    Raises:
        RoutineError: a file of words has problems.
    """
    from backplayer.routine.format.exercise import LANGUAGE
    from backplayer.routine.problems import printable

    if not re.fullmatch(LANGUAGE, language):
        raise failure(f"'{printable(language)}' is no code of a language; write it like en, de or pt-BR")
    words = shelf.words(language)
    if len(words.missing) == len(words.sentences):
        if not _a_voice_speaks(language, chosen):
            raise failure(f"no voice here speaks '{language}'; 'backplayer voices' lists what they speak")
        typer.echo(
            f"The coach has no words in '{language}'; how numbers and units are read is left to the voice.", err=True
        )
    return words


def _a_voice_speaks(language: str, chosen: Settings) -> bool:
    """Whether a voice has the language; True where it cannot be known: one was named, or none is wanted."""
    from backplayer.voice.engine import VoiceFailed, VoiceOptions
    from backplayer.voice.engines import CHOICES, engines_for

    if chosen.voice not in CHOICES or chosen.voice == "none":
        return True
    for open_engine in engines_for(chosen.voice, VoiceOptions(language=language)):
        try:
            with closing(open_engine()) as engine:
                engine.voices()  # starts it, in this language
        except VoiceFailed:
            continue
        return True
    return False


def _texts(words: list[str]) -> list[str]:
    """Take words that nobody put in quotes for one text."""
    quoted = any(any(character.isspace() for character in word) for word in words)
    return words if quoted else [" ".join(words)]


def _lines() -> list[str]:
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    return sys.stdin.read().splitlines()
