"""``python -m backplayer``."""

from backplayer.cli.main import run

run()
