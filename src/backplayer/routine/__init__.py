"""What the author wrote: the model, YAML in with a place for every complaint, and the library that finds files."""
