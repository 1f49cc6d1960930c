"""Spans of time: quarters and what lies between the ends of periods, by hand and against every day of ten years."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conduct.spans import Span, quarter_of, quarters, up_to_ends

days = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def test_quarters_by_hand():
    assert quarter_of(date(2024, 2, 29)) == Span(date(2024, 1, 1), date(2024, 3, 31), 1)
    assert quarter_of(date(2024, 12, 14)) == Span(date(2024, 10, 1), date(2024, 12, 31), 4)
    assert [span.key for span in quarters([date(2024, 12, 14), date(2024, 1, 14), date(2024, 3, 14)])] == [
        "2024-Q1",
        "2024-Q4",
    ]


@given(days)
def test_each_day_lies_in_one_quarter_that_begins_where_the_one_before_ended(day):
    span = quarter_of(day)

    assert day in span
    assert quarter_of(span.start) == quarter_of(span.end) == span
    assert quarter_of(span.start - timedelta(days=1)).end == span.start - timedelta(days=1)


def test_periods_by_hand():
    ends = [date(2024, 2, 14), date(2024, 1, 14), date(2024, 2, 14)]

    assert up_to_ends(ends, since=date(2024, 1, 2)) == [
        Span(date(2024, 1, 2), date(2024, 1, 14)),
        Span(date(2024, 1, 15), date(2024, 2, 14)),
    ]
    assert up_to_ends([], since=date(2024, 1, 2)) == []


@given(st.lists(days, min_size=1, max_size=20), days)
def test_every_day_until_the_last_end_lies_in_one_period(ends, since):
    spans = up_to_ends(ends, since=since)

    for day in (*ends, max(min(since, *ends), min(ends))):
        assert sum(day in span for span in spans) == 1
