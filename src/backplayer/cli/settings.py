"""Settings: built-in values, laid over by the user's ``config.yaml``, laid over by options."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any

from backplayer.cli.folders import config_file
from backplayer.coach.verbosity import Verbosity


class Display(str, Enum):
    """How a session is shown."""

    AUTO = "auto"
    LIVE = "live"
    PLAIN = "plain"
    JSONL = "jsonl"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to play. *music_level* is in dB relative to speech."""

    voice: str = "auto"
    rate: int = 175
    verbosity: Verbosity = Verbosity.FULL
    output: str = "auto"
    force: bool = False
    have: tuple[str, ...] = ()
    optional: bool = False
    easier: bool = False
    wait_for_me: bool = False
    display: Display = Display.AUTO
    music: str | None = None
    music_level: int = -12
    lower_others: bool = False
    media_keys: bool = True
    listen: bool = False
    headphones: bool = False
    listen_model: str | None = None
    clap: bool = False
    control: str | None = None


def settings(**options: Any) -> Settings:
    """Return the settings in force; an option that is None was not given.

    Raises:
        RoutineError: the config file has problems.
    """
    known = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
    known.update(_configured())
    known.update({name: value for name, value in options.items() if value not in (None, ())})
    return Settings(**known)


def _configured() -> dict[str, Any]:
    path = config_file()
    if not path.is_file() or _is_blank(path):
        return {}
    from typing import Annotated

    from pydantic import Field

    from backplayer.routine.format.values import Text, Words, Written
    from backplayer.routine.reading.complaints import validate
    from backplayer.routine.reading.source import read_source

    class Config(Written):
        voice: Text | None = None
        rate: Annotated[int, Field(ge=80, le=400)] | None = None
        verbosity: Verbosity | None = None
        output: Text | None = None
        have: Words | None = None
        optional: bool | None = None
        easier: bool | None = None
        wait_for_me: bool | None = None
        display: Display | None = None
        music: Text | None = None
        music_level: Annotated[int, Field(ge=-40, le=0)] | None = None
        lower_others: bool | None = None
        media_keys: bool | None = None
        listen: bool | None = None
        headphones: bool | None = None
        listen_model: Text | None = None
        clap: bool | None = None
        control: Text | None = None

    config = validate(Config, read_source(path))
    found = {name: getattr(config, name) for name in config.model_fields_set}
    if "have" in found:
        found["have"] = tuple(found["have"])
    return found


def _is_blank(path: Path) -> bool:
    """Tell whether all lines are empty or comments."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)
