"""The coach, pure: what is said (Script), what is counted, and when (Timeline)."""
