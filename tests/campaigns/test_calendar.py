"""Reporting periods, working days and due moments."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.calendar import (
    MONTHS_IN,
    VIET_NAM,
    DueRule,
    Frequency,
    Period,
    PeriodKind,
    Scheme,
    SchoolYear,
    add_working_days,
    due_at,
    due_moment,
    effective_due,
    is_possible,
    is_working_day,
    local_day,
    locks_at,
    next_working_day,
    opens_at,
    periods,
    vietnamese_holidays,
    working_days_between,
)

YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))
SCHOOL_2023 = SchoolYear("2023–2024", date(2023, 9, 5), date(2024, 1, 15), date(2024, 5, 25))
SCHOOL_2024 = SchoolYear("2024–2025", date(2024, 9, 5), date(2025, 1, 13), date(2025, 5, 25))
TET_2024 = vietnamese_holidays([2024])
CIVIL = [Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY]

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
holidays = st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=30)
days_of_2024 = st.dates(date(2024, 1, 1), date(2024, 12, 31))


def spans(found):
    return [(period.start, period.end) for period in found]


# --- periods


def test_quarters_of_decree_09_close_on_the_fourteenth():
    assert spans(periods("quarterly", "decree09", within=YEAR_2024)) == [
        (date(2023, 12, 15), date(2024, 3, 14)),
        (date(2024, 3, 15), date(2024, 6, 14)),
        (date(2024, 6, 15), date(2024, 9, 14)),
        (date(2024, 9, 15), date(2024, 12, 14)),
    ]


def test_months_of_decree_09_begin_on_the_fifteenth_of_the_month_before():
    months = periods("monthly", "decree09", within=YEAR_2024)
    assert spans(months)[0] == (date(2023, 12, 15), date(2024, 1, 14))
    assert spans(months)[2] == (date(2024, 2, 15), date(2024, 3, 14))
    assert [month.number for month in months] == list(range(1, 13))


def test_halves_and_the_year_of_decree_09():
    assert spans(periods("half_yearly", "decree09", within=YEAR_2024)) == [
        (date(2023, 12, 15), date(2024, 6, 14)),
        (date(2024, 6, 15), date(2024, 12, 14)),
    ]
    assert spans(periods("yearly", "decree09", within=YEAR_2024)) == [(date(2023, 12, 15), date(2024, 12, 14))]


def test_calendar_periods_know_leap_years():
    months = periods("monthly", "calendar", within=YEAR_2024)
    assert spans(months)[1] == (date(2024, 2, 1), date(2024, 2, 29))
    assert spans(periods("monthly", "calendar", within=(date(2025, 2, 28), date(2025, 2, 28)))) == [
        (date(2025, 2, 1), date(2025, 2, 28))
    ]
    assert spans(periods("quarterly", "calendar", within=YEAR_2024))[-1] == (date(2024, 10, 1), date(2024, 12, 31))


def test_what_is_owed_once_has_the_campaign_as_its_period():
    assert periods("once", "decree09", within=YEAR_2024) == [Period(*YEAR_2024, PeriodKind.CAMPAIGN, 2024, 1)]


def test_school_terms_and_years_come_from_their_rows():
    within = (date(2024, 1, 1), date(2025, 5, 31))
    terms = periods("term", "school", within=within, school_years=[SCHOOL_2024, SCHOOL_2023])
    assert [(term.year, term.number) for term in terms] == [(2023, 1), (2023, 2), (2024, 1), (2024, 2)]
    assert spans(terms)[1:3] == [(date(2024, 1, 15), date(2024, 5, 25)), (date(2024, 9, 5), date(2025, 1, 12))]
    years = periods("yearly", "school", within=YEAR_2024, school_years=[SCHOOL_2023, SCHOOL_2024])
    assert spans(years) == [(date(2023, 9, 5), date(2024, 5, 25))]


def test_half_a_school_year_is_a_term():
    terms = periods("term", "school", within=YEAR_2024, school_years=[SCHOOL_2023])
    assert periods("half_yearly", "school", within=YEAR_2024, school_years=[SCHOOL_2023]) == terms


def test_a_period_is_owed_by_where_it_ends():
    only_march = (date(2024, 3, 14), date(2024, 3, 14))
    assert [p.number for p in periods("monthly", "decree09", within=only_march)] == [3]
    assert [p.number for p in periods("quarterly", "decree09", within=only_march)] == [1]
    assert periods("monthly", "decree09", within=(date(2024, 3, 15), date(2024, 4, 13))) == []


@pytest.mark.parametrize(
    ("frequency", "scheme"), [("monthly", "school"), ("quarterly", "school"), ("term", "calendar")]
)
def test_months_of_a_school_year_and_terms_of_a_calendar_year_are_refused(frequency, scheme):
    assert not is_possible(frequency, scheme)
    with pytest.raises(ValueError, match="no"):
        periods(frequency, scheme, within=YEAR_2024)


@given(st.sampled_from(CIVIL), st.sampled_from([Scheme.DECREE09, Scheme.CALENDAR]), days, st.integers(0, 1500))
def test_periods_tile_the_line_without_gap_or_overlap(frequency, scheme, first, length):
    found = periods(frequency, scheme, within=(first, first + timedelta(days=length)))
    for one, after in pairwise(found):
        assert after.start == one.end + timedelta(days=1)
    if found:
        assert first <= found[0].end and found[-1].end <= first + timedelta(days=length)
        assert all(1 <= p.number <= 12 // MONTHS_IN[p.kind] and p.end.year == p.year for p in found)


@given(st.sampled_from(CIVIL), st.sampled_from([Scheme.DECREE09, Scheme.CALENDAR]), days)
def test_every_day_lies_in_exactly_one_period(frequency, scheme, day):
    around = (day - timedelta(days=1), day + timedelta(days=400))
    assert sum(period.start <= day <= period.end for period in periods(frequency, scheme, within=around)) == 1


@given(st.sampled_from([Scheme.DECREE09, Scheme.CALENDAR]), st.integers(1990, 2090))
def test_three_months_make_a_quarter_and_two_halves_a_year(scheme, year):
    kind = {f: periods(f, scheme, within=(date(year, 1, 1), date(year, 12, 31))) for f in CIVIL}
    assert [len(kind[f]) for f in CIVIL] == [12, 4, 2, 1]
    for frequency, size in ((Frequency.QUARTERLY, 3), (Frequency.HALF_YEARLY, 6), (Frequency.YEARLY, 12)):
        for i, period in enumerate(kind[frequency]):
            assert period.start == kind[Frequency.MONTHLY][i * size].start
            assert period.end == kind[Frequency.MONTHLY][i * size + size - 1].end


# --- working days


def test_tet_and_days_in_lieu_are_holidays_with_vietnamese_names():
    assert TET_2024[date(2024, 2, 10)] == "Tết Nguyên Đán"
    assert {date(2024, 2, 8), date(2024, 2, 14), date(2024, 4, 18), date(2024, 9, 2), date(2024, 9, 3)} <= set(TET_2024)
    assert date(2026, 4, 27) in vietnamese_holidays([2026]), "the day off in lieu of a Sunday"
    assert {day.year for day in vietnamese_holidays([2024, 2025])} == {2024, 2025}


def test_a_day_in_tet_moves_past_the_whole_feast():
    assert next_working_day(date(2024, 2, 8), TET_2024) == date(2024, 2, 15)
    assert next_working_day(date(2024, 4, 27), TET_2024) == date(2024, 5, 2)
    assert next_working_day(date(2024, 2, 15), TET_2024) == date(2024, 2, 15)


@given(days_of_2024, holidays)
def test_the_next_working_day_is_the_first_that_is_one(day, off):
    found = next_working_day(day, off)
    assert is_working_day(found, off)
    assert not any(is_working_day(day + timedelta(days=i), off) for i in range((found - day).days))


@given(days_of_2024, days_of_2024, holidays)
def test_working_days_are_counted_as_one_would_on_a_wall_calendar(one, other, off):
    start, end = sorted((one, other))
    counted = sum(is_working_day(start + timedelta(days=i), off) for i in range(1, (end - start).days + 1))
    assert working_days_between(start, end, off) == counted
    assert working_days_between(end, start, off) == -counted


@given(days_of_2024, st.integers(0, 60), holidays)
def test_adding_working_days_and_counting_them_are_each_others_reverse(day, number, off):
    assert working_days_between(day, add_working_days(day, number, off), off) == number


@given(days_of_2024, st.integers(0, 60), holidays)
def test_going_back_and_forth_the_same_number_of_working_days_returns(day, number, off):
    start = next_working_day(day, off)
    assert add_working_days(add_working_days(start, -number, off), number, off) == start


# --- due moments


@pytest.mark.parametrize(
    ("month", "due"), list(enumerate([17, 19, 18, 17, 17, 17, 17, 19, 17, 17, 18, 17], start=1)), ids=str
)
def test_a_month_is_due_on_the_17th_or_the_working_day_after_it(month, due):
    period = periods("monthly", "decree09", within=YEAR_2024)[month - 1]
    opened = datetime(2024, 1, 2, tzinfo=VIET_NAM)
    moment = due_at(DueRule(days_after_cutoff=3), period, holidays=TET_2024, now=opened, notice_days=5)
    assert moment == datetime(2024, month, due, 23, 59, 59, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_a_due_moment_is_the_last_second_of_the_day_in_viet_nam():
    assert due_moment(date(2024, 12, 14), ()).astimezone(UTC) == datetime(2024, 12, 16, 16, 59, 59, tzinfo=UTC)
    assert local_day(datetime(2024, 12, 16, 16, 59, 59, tzinfo=UTC)) == date(2024, 12, 16)
    assert local_day(datetime(2024, 12, 16, 17, 0, 0, tzinfo=UTC)) == date(2024, 12, 17)


def test_a_fixed_day_may_lie_before_the_period_ends():
    period = periods("yearly", "calendar", within=YEAR_2024)[0]
    opened = datetime(2024, 1, 2, tzinfo=VIET_NAM)
    due = due_at(DueRule(on=date(2024, 12, 17)), period, holidays=TET_2024, now=opened, notice_days=5)
    assert local_day(due) == date(2024, 12, 17) < period.end


def test_a_due_date_already_past_becomes_the_working_day_after_the_notice_period():
    now = datetime(2024, 5, 6, 9, 30, tzinfo=VIET_NAM)  # a Monday
    past = due_moment(date(2024, 2, 28), TET_2024)
    written = effective_due(past, now=now, notice_days=10, holidays=TET_2024)
    assert written == datetime(2024, 5, 17, 23, 59, 59, tzinfo=VIET_NAM)
    assert effective_due(written, now=now, notice_days=10, holidays=TET_2024) == written


def test_a_due_date_is_past_from_midnight_on():
    due = due_moment(date(2024, 2, 28), TET_2024)
    for_notice = {"notice_days": 3, "holidays": TET_2024}
    assert effective_due(due, now=due, **for_notice) == due
    assert effective_due(due, now=due + timedelta(seconds=1), **for_notice) > due


@given(days_of_2024, st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31)), st.integers(0, 30), holidays)
def test_no_due_date_is_ever_written_in_the_past_or_on_a_day_off(day, naive_now, notice, off):
    now = naive_now.replace(tzinfo=VIET_NAM)
    due = effective_due(due_moment(day, off), now=now, notice_days=notice, holidays=off)
    assert due >= now
    assert is_working_day(local_day(due), off)


def test_a_due_rule_is_either_days_or_a_day():
    for wrong in ({}, {"days_after_cutoff": 3, "on": date(2024, 1, 1)}):
        with pytest.raises(ValueError, match="either"):
            DueRule(**wrong)


def test_work_opens_at_the_start_of_the_period_or_with_the_campaign():
    opened = datetime(2024, 2, 2, 8, 0, tzinfo=VIET_NAM)
    once, quarter = (periods(f, "decree09", within=YEAR_2024)[0] for f in ("once", "quarterly"))
    assert opens_at(once, opened_at=opened) == opened
    assert opens_at(quarter, opened_at=opened) == datetime(2023, 12, 15, tzinfo=VIET_NAM)


def test_the_lock_falls_on_the_last_second_of_the_last_day_of_grace():
    assert locks_at(due_moment(date(2024, 2, 28), ()), 60) == datetime(2024, 4, 28, 23, 59, 59, tzinfo=VIET_NAM)
