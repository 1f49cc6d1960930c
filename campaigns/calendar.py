"""The council's calendar: reporting periods, working days, due moments. Pure: no Django, no clock, no database.

Days are local days of Viet Nam; a due moment is the last second of its day there.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
END_OF_DAY = time(23, 59, 59)
ONE_DAY = timedelta(days=1)
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


class Frequency(StrEnum):
    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    TERM = "term"


class Scheme(StrEnum):
    DECREE09 = "decree09"
    CALENDAR = "calendar"
    SCHOOL = "school"


class PeriodKind(StrEnum):
    CAMPAIGN = "campaign"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    TERM = "term"
    SCHOOL_YEAR = "school_year"


MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}
KIND_OF = {
    Frequency.MONTHLY: PeriodKind.MONTH,
    Frequency.QUARTERLY: PeriodKind.QUARTER,
    Frequency.HALF_YEARLY: PeriodKind.HALF,
    Frequency.YEARLY: PeriodKind.YEAR,
}


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days, first and last included; kind, number and year are what its label is made of.

    `year` is the year in which a period ends, but for terms and school years the one in which the school year starts.
    """

    start: date
    end: date
    kind: PeriodKind
    year: int
    number: int = 1

    @property
    def cutoff(self) -> date:
        """The last day whose figures count (Decree 09/2019/ND-CP closes them on the 14th)."""
        return self.end


@dataclass(frozen=True)
class SchoolYear:
    """A school year with the first day of its second term, as the City sets them every year."""

    name: str
    start: date
    second_term_start: date
    end: date

    @property
    def whole(self) -> Period:
        return Period(self.start, self.end, PeriodKind.SCHOOL_YEAR, self.start.year)

    @property
    def terms(self) -> tuple[Period, Period]:
        return (
            Period(self.start, self.second_term_start - ONE_DAY, PeriodKind.TERM, self.start.year, 1),
            Period(self.second_term_start, self.end, PeriodKind.TERM, self.start.year, 2),
        )


@dataclass(frozen=True)
class DueRule:
    """When a period's paper is due: so many days after its figures close, or on a fixed day."""

    days_after_cutoff: int | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        if (self.days_after_cutoff is None) == (self.on is None):
            raise ValueError("A due rule is either a number of days or a day.")

    def day(self, period: Period) -> date:
        """Return the day before weekends and holidays are looked at."""
        return self.on if self.on is not None else period.cutoff + timedelta(days=self.days_after_cutoff or 0)


# --- periods ---------------------------------------------------------------------------------------------------------


def is_possible(frequency: str, scheme: str) -> bool:
    """Whether a frequency has periods under a scheme: the school year has terms and itself, no months or quarters."""
    if frequency == Frequency.TERM:
        return scheme == Scheme.SCHOOL
    return scheme != Scheme.SCHOOL or frequency in (Frequency.ONCE, Frequency.HALF_YEARLY, Frequency.YEARLY)


def periods(
    frequency: str, scheme: str, *, within: tuple[date, date], school_years: Iterable[SchoolYear] = ()
) -> list[Period]:
    """Return the periods that end on one of the days of `within`, in order; once has `within` itself as its period.

    Half a school year is a term. Raises ValueError where `is_possible` says no.
    """
    first, last = within
    if not is_possible(frequency, scheme):
        raise ValueError(f"There is no {frequency} period under the scheme {scheme}.")
    if frequency == Frequency.ONCE:
        return [Period(first, last, PeriodKind.CAMPAIGN, last.year)]
    if scheme == Scheme.SCHOOL:
        found = _school_periods(frequency, school_years)
    else:
        kind = KIND_OF[Frequency(frequency)]
        years = range(first.year, last.year + 1)
        found = (
            _civil_period(kind, year, number, Scheme(scheme))
            for year in years
            for number in range(1, 12 // MONTHS_IN[kind] + 1)
        )
    return sorted(period for period in found if first <= period.end <= last)


def _school_periods(frequency: str, school_years: Iterable[SchoolYear]) -> Iterator[Period]:
    for year in school_years:
        yield from (year.whole,) if frequency == Frequency.YEARLY else year.terms


def _civil_period(kind: PeriodKind, year: int, number: int, scheme: Scheme) -> Period:
    """Return the n-th month, quarter, half or whole of a year."""
    last_month = number * MONTHS_IN[kind]
    month_before = last_month - MONTHS_IN[kind]
    if scheme == Scheme.DECREE09:  # Decree 09/2019/ND-CP, article 12: from the 15th to the 14th
        start = date(year, month_before, 15) if month_before else date(year - 1, 12, 15)
        return Period(start, date(year, last_month, 14), kind, year, number)
    after = date(year, last_month + 1, 1) if last_month < 12 else date(year + 1, 1, 1)
    return Period(date(year, month_before + 1, 1), after - ONE_DAY, kind, year, number)


# --- working days ----------------------------------------------------------------------------------------------------


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """Return the day itself where offices are open on it, else the first day after it on which they are."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def add_working_days(day: date, number: int, holidays: Collection[date]) -> date:
    """Return the n-th working day after `day`, or before it where `number` is negative; the day itself for 0."""
    step = ONE_DAY if number > 0 else -ONE_DAY
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """Count the working days after `start` up to and with `end`; negative where `end` comes first."""
    if end < start:
        return -working_days_between(end, start, holidays)
    weeks, rest = divmod((end - start).days, 7)
    tail = (start + timedelta(days=weeks * 7 + i) for i in range(1, rest + 1))
    weekdays = weeks * 5 + sum(day.weekday() < 5 for day in tail)
    return weekdays - sum(start < day <= end and day.weekday() < 5 for day in holidays)


def vietnamese_holidays(years: Iterable[int]) -> dict[date, str]:
    """Return the public holidays with their Vietnamese names, Tết and days off in lieu included."""
    from holidays import country_holidays

    return dict(sorted(country_holidays("VN", years=list(years), language="vi").items()))


# --- moments ---------------------------------------------------------------------------------------------------------


def local_day(moment: datetime) -> date:
    return moment.astimezone(VIET_NAM).date()


def due_moment(day: date, holidays: Collection[date]) -> datetime:
    """Return the last second of the day, moved to the next working day from a weekend or a holiday."""
    return datetime.combine(next_working_day(day, holidays), END_OF_DAY, VIET_NAM)


def effective_due(due: datetime, *, now: datetime, notice_days: int, holidays: Collection[date]) -> datetime:
    """Return `due`, or where it is past at `now` the next working day after the days of notice."""
    if due >= now:
        return due
    return due_moment(local_day(now) + timedelta(days=notice_days + 1), holidays)


def due_at(rule: DueRule, period: Period, *, holidays: Collection[date], now: datetime, notice_days: int) -> datetime:
    """Return the due moment of a period's paper as it is written at `now`."""
    due = due_moment(rule.day(period), holidays)
    return effective_due(due, now=now, notice_days=notice_days, holidays=holidays)


def opens_at(period: Period, *, opened_at: datetime) -> datetime:
    """Return when work may begin: at the period's start, or the campaign's opening for what is owed once."""
    if period.kind == PeriodKind.CAMPAIGN:
        return opened_at
    return datetime.combine(period.start, time.min, VIET_NAM)


def locks_at(due: datetime, grace_days: int) -> datetime:
    """Return when a late hand-in is no longer taken."""
    return due + timedelta(days=grace_days)
