"""What runs inside a voice worker's process. Nothing here is imported by the player itself."""
