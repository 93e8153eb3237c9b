"""Where a listener's commands come from."""
