"""Spoken commands: "coach, pause", offline."""
