"""What is heard: every output played through a virtual card and recorded. Judged by sample positions only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from backplayer.clip import Clip
from backplayer.sound.outputs.pipe import PROGRAMS
from tests.card.card import RATE, VirtualCard
from tests.card.child import CLICKS, EVERY, TONE, click
from tests.card.onsets import find, onsets

pytestmark = pytest.mark.card

PATIENCE = 30  # seconds until a child is taken for hanging
EXACT = ("miniaudio", "sounddevice", "pacat", "aplay")


OUTPUTS = (*EXACT, "simpleaudio")


def missing(output: str) -> str | None:
    """Why *output* cannot be played here; for the pipe, *output* is its program."""
    if output == "simpleaudio" and sys.version_info >= (3, 12):
        return "simpleaudio is refused from Python 3.12 on"
    found = shutil.which(output) if output in PROGRAMS else find_spec(output)
    return None if found else f"{output} is not installed"


@pytest.fixture
def cards(card) -> Iterator[list[VirtualCard]]:
    """A list of more cards; put what you open into it, and it will be closed."""
    opened: list[VirtualCard] = []
    yield opened
    for one in opened:
        one.close()


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[[VirtualCard, str, str], Child]]:
    """Starts children, and leaves none behind."""
    children: list[Child] = []

    def start_one(card: VirtualCard, scenario: str, output: str) -> Child:
        children.append(Child(card, scenario, output, tmp_path))
        return children[-1]

    yield start_one
    for child in children:
        if child.process.returncode is None:
            child.process.kill()
            child.process.communicate()


class Child:
    """A process that plays one scenario on a card."""

    def __init__(self, card: VirtualCard, scenario: str, output: str, folder: Path) -> None:
        self.output = output
        env = card.env()
        if output in PROGRAMS:  # make it the only one in sight
            program = shutil.which(output)
            assert program
            env["PATH"] = str(folder / output)
            if not (folder / output).exists():
                (folder / output).mkdir()
                (folder / output / output).symlink_to(program)
        script = Path(__file__).with_name("child.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script), scenario, "pipe" if output in PROGRAMS else output],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.said: list[str] = []

    def wait_for(self, part: str) -> str:
        """The next line that has *part* in it."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.strip())
            if part in line:
                return line.strip()
        raise AssertionError(f"never said {part!r}: {self.said} {self.finish()[1]}")

    def finish(self) -> tuple[int, str]:
        """Tell it to end. Its exit status, and what it wrote to standard error."""
        try:
            out, err = self.process.communicate("\n", timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise AssertionError("it hangs") from None
        self.said += out.splitlines()
        return self.process.returncode, err


ATTEMPTS = 3
"""A busy machine may let the card's buffer run empty once; what is wrong in the code is wrong every time."""


def clicks_in(recording: Clip) -> list[int]:
    """The frames of the clicks: found by their onsets, made exact by comparing with the click itself."""
    matches = [find(recording, click(RATE), near, within=5) for near in onsets(recording, threshold=4000)]
    return [match.frame for match in matches if match.likeness > 0.7]


def unexpected(child: Child, said: str) -> list[str]:
    """What a child wrote to standard error, but for the lines that PortAudio cannot be kept from writing."""
    allowed = "Expression '" if child.output == "sounddevice" else "\0"
    return [line for line in said.splitlines() if not line.startswith(allowed)]


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_is_heard_is_exact_and_a_hush_is_quick(card, output, start):
    if reason := missing(output):
        pytest.skip(reason)
    # simpleaudio starts each sound anew: somewhat off, but what is off does not add up.
    bound = 1 if output in EXACT else RATE // 10
    for _ in range(ATTEMPTS):
        with card.record() as recording:
            child = start(card, "play", output)
            child.wait_for("closed")
        assert child.finish() == (0, "")
        frames = clicks_in(recording.clip)
        assert len(frames) == len(CLICKS), child.said
        exact = frames == pytest.approx([frames[0] + at * RATE // 1000 for at in CLICKS], abs=bound)
        if exact:
            break
    assert exact, frames

    ahead = int(child.said[0].split()[-1])
    hushed = int(next(line for line in child.said if "hushed" in line).split()[1])
    samples = recording.clip.samples
    last = max(n for n in range(frames[-2] + RATE // 20, frames[-1] - RATE // 20) if abs(samples[n]) > 600)
    heard_until = (last - frames[0]) * 1000 // RATE
    assert TONE < heard_until <= hushed + min(ahead, 600)


def test_servers_that_die_and_come_back(cards, start):
    # simpleaudio is left out: it learns of it only with its next sound, and ALSA may then block for good.
    children = []
    for output in EXACT:
        if not missing(output):
            cards.append(VirtualCard())
            children.append(start(cards[-1], "endless", output))
    for card, child in zip(cards, children, strict=True):
        child.wait_for("click 3")
        card.kill()
    silent, recordings = {}, []
    with ExitStack() as recorders:
        for card, child in zip(cards, children, strict=True):
            child.wait_for("going on as text")
            silent[child] = int(child.wait_for("click").split()[1])
            card.restart()
            recordings.append(recorders.enter_context(card.record()))
        for child in children:
            child.wait_for("Sound is back")
            for _ in range(6):
                _, number, now = child.wait_for("click").split()
            assert int(number) > silent[child], child.output
            # A click's number still tells its time: the session's time went on.
            assert -1000 <= int(number) * EVERY - int(now) <= 1000, child.output
    for child, recording in zip(children, recordings, strict=True):
        status, said = child.finish()
        assert (status, unexpected(child, said)) == (0, []), child.output
        frames = clicks_in(recording.clip)
        assert len(frames) >= 3, child.output
        steps = [b - a for a, b in pairwise(frames)]
        off = [step for step in steps if abs(step - EVERY * RATE // 1000) > 1]
        assert len(off) <= 1, child.output  # one stall of a busy machine at most


def test_leaving_without_closing_does_not_hang(card, start):
    children = [start(card, "leave", output) for output in OUTPUTS if not missing(output)]
    assert {child.output: child.finish() for child in children} == {child.output: (3, "") for child in children}


def test_leaving_after_the_server_has_died_does_not_hang(cards, start):
    cards.append(VirtualCard())
    children = [start(cards[0], "endless", output) for output in EXACT if not missing(output)]
    for child in children:
        child.wait_for("click 2")
    cards[0].kill()
    for child in children:
        status, said = child.finish()
        assert (status, unexpected(child, said)) == (0, []), child.output


def test_without_a_server_every_output_says_so_in_a_line(cards, start):
    cards.append(VirtualCard())
    cards[0].kill()
    for child in [start(cards[0], "play", output) for output in OUTPUTS if not missing(output)]:
        status, said = child.finish()
        assert status == 1, child.output
        reason = said.splitlines()[-1]
        assert "OutputFailed: " in reason, said
        assert len(reason) < 250


def test_without_an_alsa_configuration_portaudio_is_not_let_in(cards, start):
    if reason := missing("sounddevice"):
        pytest.skip(reason)
    nowhere = VirtualCard()
    nowhere.close()
    status, said = start(nowhere, "play", "sounddevice").finish()
    assert (status, "ALSA has no configuration" in said) == (1, True)
