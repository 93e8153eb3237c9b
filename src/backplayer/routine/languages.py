"""Codes of languages: ``de`` and, for one spoken in a place, ``de-AT``."""

from __future__ import annotations


def same_language(one: str, other: str) -> bool:
    """Whether a speaker of *one* understands *other*: de and de-AT."""
    return one.split("-")[0] == other.split("-")[0]


def chain_of(language: str) -> list[str]:
    """From the general to the special: ``de``, ``de-AT``."""
    return list(dict.fromkeys([language.split("-")[0], language]))
