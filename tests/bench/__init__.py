"""Benchmarks: figures, most of them ratios within one run. ``make bench``; nothing here is a test."""
