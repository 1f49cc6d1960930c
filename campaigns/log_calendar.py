"""A month of the log, week by week. No queries, no clock."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

MOST_A_DAY = 4  # as many stand in a cell; the rest is behind a link


@dataclass(frozen=True)
class Day:
    """One day of the sheet; `more` is how many activities there was no room for."""

    on: date
    is_in_month: bool
    is_today: bool
    entries: tuple[Any, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Month:
    """A month as a calendar shows it: whole weeks from Monday."""

    first: date
    weeks: list[list[Day]]

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)


def month_of(first: date, entries: Iterable[Any], *, today: date) -> Month:
    """Lay out a month. `entries` are in the order of their days; each says how many its day has (`of_day`)."""
    by_day = {day: tuple(rows) for day, rows in groupby(entries, key=lambda entry: entry.held_on)}
    return Month(
        first,
        [
            [_day(on, first, by_day.get(on, ()), today) for on in week]
            for week in Calendar().monthdatescalendar(first.year, first.month)
        ],
    )


def _day(on: date, first: date, rows: tuple[Any, ...], today: date) -> Day:
    if (on.year, on.month) != (first.year, first.month):
        return Day(on, is_in_month=False, is_today=False)
    more = rows[0].of_day - len(rows) if rows else 0
    return Day(on, is_in_month=True, is_today=on == today, entries=rows, more=more)
