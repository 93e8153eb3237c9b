"""Hostile files by the million: a fuzzer guided by coverage, its corpus, and a tool for YAML test suites."""
