"""Spans to which the pages of conduct can be narrowed: a quarter, or the time up to a period's end. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From one day to another, both included; `quarter` is 0 for the time up to a period's end."""

    start: date
    end: date
    quarter: int = 0

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def key(self) -> str:
        """Return how an address names it: 2024-Q1, or the last day."""
        return f"{self.start.year}-Q{self.quarter}" if self.quarter else self.end.isoformat()


def quarter_of(day: date) -> Span:
    """Return the quarter in which a day lies."""
    number = (day.month + 2) // 3
    start = date(day.year, 3 * number - 2, 1)
    next_start = date(day.year + number // 4, (3 * number) % 12 + 1, 1)
    return Span(start, next_start - DAY, number)


def quarters(days: Iterable[date]) -> list[Span]:
    """Return the quarters in which these days lie, the earliest first."""
    return sorted({quarter_of(day) for day in days}, key=lambda span: span.start)


def up_to_ends(ends: Iterable[date], *, since: date) -> list[Span]:
    """Return for each end of a period the time since the one before, the earliest first."""
    days = sorted(set(ends))
    befores = [min(since, days[0]) - DAY, *days] if days else []
    return [Span(before + DAY, end) for before, end in pairwise(befores)]
