"""The options that more than one command has."""

from __future__ import annotations

from dataclasses import fields

from backplayer.cli.options import Playing
from backplayer.cli.settings import Settings


def test_what_a_session_is_played_with_are_settings() -> None:
    """They are handed over by their names."""
    assert {field.name for field in fields(Playing)} <= {field.name for field in fields(Settings)}
