"""Where a session is seen: the plain transcript and JSON lines."""
