"""The calendar of reports: ends of periods, runs, missed ones, and what a moment is compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaigns.calendar import SchoolYear
from portal.reports.dates import Cadence, Plan, end_of, last_close, spans_before, year_before
from tests import factories as make

DAYS = some.dates(date(2020, 1, 1), date(2035, 12, 31))
SCHOOL_YEARS = (
    SchoolYear("2023-2024", date(2023, 9, 5), date(2024, 1, 15), date(2024, 5, 31)),
    SchoolYear("2024-2025", date(2024, 9, 5), date(2025, 1, 15), date(2025, 5, 31)),
)


@pytest.mark.parametrize(
    ("now", "sunday"),
    [
        (make.moment(2024, 3, 4, 5, 59), date(2024, 2, 25)),
        (make.moment(2024, 3, 4, 6), date(2024, 3, 3)),
        (make.moment(2024, 3, 10, 23), date(2024, 3, 3)),
        (make.moment(2024, 3, 11, 6), date(2024, 3, 10)),
    ],
)
def test_a_week_ends_on_sunday_and_is_told_from_monday_at_six(now, sunday):
    assert Plan(Cadence.WEEK).latest(now=now) == sunday


@pytest.mark.parametrize(
    ("cadence", "scheme", "ends"),
    [
        (Cadence.MONTH, "decree09", [date(2024, month, 14) for month in range(1, 13)]),
        (Cadence.QUARTER, "decree09", [date(2024, month, 14) for month in (3, 6, 9, 12)]),
        (Cadence.HALF, "decree09", [date(2024, 6, 14), date(2024, 12, 14)]),
        (Cadence.YEAR, "decree09", [date(2024, 12, 14)]),
        (Cadence.QUARTER, "calendar", [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]),
        (Cadence.SCHOOL_YEAR, "decree09", [date(2024, 5, 31)]),
    ],
)
def test_the_periods_of_a_year_end_when_decree_and_calendar_say(cadence, scheme, ends):
    plan = Plan(cadence, scheme, school_years=SCHOOL_YEARS)

    assert plan.ends(date(2024, 1, 1), date(2024, 12, 31)) == ends


def test_the_next_five_runs_are_told():
    runs = Plan(Cadence.QUARTER, days_after=2, hour=7).next_runs(now=make.moment(2024, 3, 16, 7))

    assert runs == [
        make.moment(year, month, 16, 7) for year, month in [(2024, 6), (2024, 9), (2024, 12), (2025, 3), (2025, 6)]
    ]


@given(DAYS, some.sampled_from(list(Cadence)), some.integers(1, 20))
def test_every_run_up_to_now_is_either_the_last_or_was_missed_before_it(day, cadence, days_after):
    plan = Plan(cadence, days_after=days_after, school_years=SCHOOL_YEARS)
    now = end_of(day)
    after = day - timedelta(days=500)

    due = plan.due(after=after, now=now)

    assert due == [end for end in plan.ends(after + timedelta(days=1), day) if plan.run_at(end) <= now]
    assert all(run > now for run in plan.next_runs(now=now))
    if due:
        assert plan.latest(now=now) == due[-1]


@given(DAYS)
def test_what_a_moment_is_compared_with_lies_before_it_and_is_a_close(day):
    for span, then in spans_before(end_of(day)).items():
        assert then < end_of(day)
        assert then == end_of(then.date())
        if span != "week":
            assert then.day == 14


def test_a_close_is_compared_with_the_close_before_of_each_cadence():
    assert spans_before(make.end_of(2024, 6, 14)) == {
        "month": make.end_of(2024, 5, 14),
        "quarter": make.end_of(2024, 3, 14),
        "half": make.end_of(2023, 12, 14),
    }
    assert spans_before(make.end_of(2024, 6, 16)) == {"week": make.end_of(2024, 6, 9)}
    assert spans_before(make.moment(2024, 6, 14, 12)) == {"month": make.end_of(2024, 5, 14)}
    assert last_close(date(2024, 1, 14)) == date(2023, 12, 14)


def test_a_leap_day_has_a_day_a_year_ago():
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2024, 12, 14)) == date(2023, 12, 14)
