"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.card.card import card

__all__ = ["card"]

settings.register_profile("few", max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

HERE = Path(__file__).parent
LONGEST_FIRST = (
    "e2e/test_heard.py", "exchange/test_round_trips.py", "player/test_transport.py",
    "e2e/test_faults.py", "exchange/test_exchange_commands.py", "coach/test_layout_properties.py",
    "e2e/test_resume.py", "cli/test_new.py", "cli/test_check.py",
    "e2e/test_hands_free.py", "cli/test_commands.py", "controls/listening/test_engines.py",
    "card/test_on_the_card.py", "voice/test_voice_engines.py", "test_wheel.py",
    "controls/listening/test_listener.py", "voice/test_espeak.py", "routine/test_schema.py",
    "e2e/test_answers.py", "sound/test_output_contract.py",
)  # fmt: skip
"""What plays in real time mostly waits: begun last, it leaves the machine idle at the end of the run, and all at once,
at its beginning. So between two of them come two files that compute."""


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest-xdist deal the files out in the order of collection, not those with the most tests first."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    places = {HERE / file: place for place, file in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
