"""What is kept of sessions: the place to go on from, and who is playing."""
