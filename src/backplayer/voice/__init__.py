"""Text to sound: engines in processes of their own, the phrase cache, and the studio that records a session."""
