"""When reports fall due: the ends of periods, the runs after them, the moments that a report is compared with. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from campaigns.calendar import (
    END_OF_DAY,
    ONE_DAY,
    VIET_NAM,
    Frequency,
    Scheme,
    SchoolYear,
    local_day,
    periods,
)

WEEK = timedelta(days=7)
REACH = timedelta(days=800)  # in this time every cadence has an end, a school year too
LEAP_DAY = (2, 29)


class Cadence(StrEnum):
    """How often a report is made."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


FREQUENCY = {
    Cadence.MONTH: Frequency.MONTHLY,
    Cadence.QUARTER: Frequency.QUARTERLY,
    Cadence.HALF: Frequency.HALF_YEARLY,
    Cadence.YEAR: Frequency.YEARLY,
}


@dataclass(frozen=True)
class Plan:
    """How often, by which periods, and how long after their end."""

    cadence: Cadence
    scheme: str = Scheme.DECREE09
    days_after: int = 1
    hour: int = 6
    school_years: tuple[SchoolYear, ...] = ()

    def ends(self, first: date, last: date) -> list[date]:
        """Return the last days of the periods that end between two days, both included."""
        if self.cadence == Cadence.WEEK:
            return list(sundays(first, last))
        if self.cadence == Cadence.SCHOOL_YEAR:
            return sorted(year.end for year in self.school_years if first <= year.end <= last)
        return [period.end for period in periods(FREQUENCY[self.cadence], self.scheme, within=(first, last))]

    def run_at(self, end: date) -> datetime:
        """Return when the report of the period that ended on this day is made."""
        return datetime.combine(end + timedelta(days=self.days_after), time(self.hour), VIET_NAM)

    def due(self, *, after: date, now: datetime) -> list[date]:
        """Return the ends after a day whose run lies in the past at `now`, missed ones included."""
        return [end for end in self.ends(after + ONE_DAY, local_day(now)) if self.run_at(end) <= now]

    def latest(self, *, now: datetime) -> date | None:
        """Return the last end whose run lies in the past."""
        return max(self.due(after=local_day(now) - REACH, now=now), default=None)

    def next_runs(self, *, now: datetime, number: int = 5) -> list[datetime]:
        """Return when it runs next; fewer than `number` where the school years of that time are not known yet."""
        first = local_day(now) - timedelta(days=self.days_after + 1)
        ends = self.ends(first, first + number * REACH)
        return [run for run in map(self.run_at, ends) if run > now][:number]


def sundays(first: date, last: date) -> Iterator[date]:
    day = first + timedelta(days=7 - first.isoweekday())
    while day <= last:
        yield day
        day += WEEK


def end_of(day: date) -> datetime:
    """Return the last second of a day in Hà Nội."""
    return datetime.combine(day, END_OF_DAY, VIET_NAM)


def year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    day_of_month = 28 if (day.month, day.day) == LEAP_DAY else day.day
    return day.replace(year=day.year - 1, day=day_of_month)


# --- what a moment is compared with --------------------------------------------------------------------------------


def spans_before(at: datetime) -> dict[str, datetime]:
    """Return, of each cadence that closes at `at`, the close before it; of any other moment, the last monthly one.

    It follows from the moment alone, so that whoever computes the report compares it with the same.
    """
    day = local_day(at)
    found = {str(cadence): close for cadence in Cadence if (close := close_before(cadence, day)) is not None}
    return found if at == end_of(day) and found else {str(Cadence.MONTH): end_of(last_close(day))}


def close_before(cadence: Cadence, day: date) -> datetime | None:
    """Return the close before this day, where the day itself is one."""
    if cadence == Cadence.SCHOOL_YEAR:  # its days are set every year: they are compared with the year before
        return None
    ends = Plan(cadence).ends(day - timedelta(days=400), day)
    return end_of(ends[-2]) if ends and ends[-1] == day else None


def last_close(day: date) -> date:
    """Return the last monthly close of Decree 09/2019/ND-CP that lies before this day."""
    return Plan(Cadence.MONTH).ends(day - timedelta(days=62), day - ONE_DAY)[-1]
