"""The player: where we are in the timeline, what was asked, and the one loop that keeps a session going."""
