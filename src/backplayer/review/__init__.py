"""Advice on a routine that can be played: rules that a careful author or physiotherapist would look at it with."""
