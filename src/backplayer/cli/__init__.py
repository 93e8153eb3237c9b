"""The command line: parses, wires and prints."""
