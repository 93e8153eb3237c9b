"""Durations: what is read, what is refused, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplayer.routine.durations import clock_to_str, duration_to_str, parse_duration


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("20s", 20_000),
        ("1m30s", 90_000),
        ("1 min 30 sec", 90_000),
        ("2 min", 120_000),
        ("1.5 min", 90_000),
        ("1:30", 90_000),
        ("0:05", 5_000),
        ("1:00:00", 3_600_000),
        ("500 ms", 500),
        ("0.5s", 500),
        ("1h", 3_600_000),
        ("30 Seconds", 30_000),
        ("0s", 0),
    ],
)
def test_read(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    "text",
    ["", " ", "20", "s", "20 s 5", "1:5", "1:60", "-5s", "5 s -", "1e3s", "½ min", "٣s", "1.2345s", "9" * 10 + "s"],
)
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unit|time|colon"):
        parse_duration(text)


@given(st.integers(0, 10_000_000))
def test_the_way_back(ms: int) -> None:
    assert parse_duration(duration_to_str(ms)) == ms


@given(st.integers(0, 359_999))
def test_a_clock_reads_back(seconds: int) -> None:
    assert parse_duration(clock_to_str(seconds * 1000)) == seconds * 1000


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_plain_complaint(text: str) -> None:
    try:
        ms = parse_duration(text)
    except ValueError as error:
        message = str(error)
    else:
        message = f"{ms}"
        assert ms >= 0
    assert message.isprintable()
