"""What an author may write, as data: the JSON Schemas and docs/reference.md are made of it."""
