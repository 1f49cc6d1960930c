"""Arithmetic with the figures of progress reports. Pure: no Django, no clock, no database.

A figure is an amount, or a share as part and whole. Over the periods of one unit it is put together as its indicator
says: added up, averaged, or the last one. Over units amounts are added up, only means stay means; a share is the sum of
the parts over the sum of the wholes, never a mean of shares.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Final, NamedTuple, Self, TypeVar

Key = TypeVar("Key", bound=Hashable)

SUM, MEAN, LAST = "sum", "mean", "last"
RATIO: Final = "ratio"
LEAST_UNITS: Final = 5  # among fewer nobody stands apart
FAR: Final = Fraction(7, 2)  # modified z-score of Iglewicz and Hoaglin (1993), who call 3.5 far
OF_MAD: Final = Fraction(6745, 10000)  # makes the median of distances comparable with a standard deviation
OF_MEAN: Final = Fraction(12533, 10000)  # the same for the mean of distances, where more than half are alike


class Figure(NamedTuple):
    """What was reported: an amount, or part and whole."""

    amount: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None

    @property
    def is_given(self) -> bool:
        return self.amount is not None or (self.part is not None and self.whole is not None)

    @property
    def value(self) -> Fraction | None:
        """The number to compare: the amount, or the share; None for what is not given or a share of nothing."""
        if self.amount is not None:
            return Fraction(self.amount)
        if self.part is None or not self.whole:
            return None
        return Fraction(self.part) / Fraction(self.whole)

    @classmethod
    def read(cls, row: Mapping[str, str], prefix: str = "") -> Self:
        """Read a frozen row: decimal text, "" for what was not given."""
        return cls(*(Decimal(text) if (text := row.get(f"{prefix}{name}", "")) else None for name in cls._fields))


NOTHING: Final = Figure()


class Reported(NamedTuple):
    """One figure of one unit in one period, as it was handed in."""

    indicator: str
    unit: str
    group: str
    cluster: str
    period_start: date
    period_end: date
    figure: Figure
    before: Figure = NOTHING
    explanation: str = ""
    obligation: int = 0
    number: int = 0  # of its row in the report, counted from 1


@dataclass(frozen=True)
class Total:
    """The figures of several units as one, and of how many units it is made."""

    figure: Figure
    units: int


def over_periods(figures: Sequence[Figure], aggregation: str) -> Figure:
    """Put the figures of one unit together, given in the order of their periods."""
    given = [figure for figure in figures if figure.is_given]
    if not given:
        return NOTHING
    if aggregation == LAST:
        return given[-1]
    return _mean(given) if aggregation == MEAN else _sum(given)


def over_units(figures: Iterable[Figure], aggregation: str) -> Total:
    """Put the figures of several units together; those that gave none are left out."""
    given = [figure for figure in figures if figure.is_given]
    if not given:
        return Total(NOTHING, 0)
    return Total(_mean(given) if aggregation == MEAN else _sum(given), len(given))


def _sum(given: Sequence[Figure]) -> Figure:
    if given[0].amount is not None:
        return Figure(sum((figure.amount for figure in given if figure.amount is not None), Decimal()))
    parts = sum((figure.part for figure in given if figure.part is not None), Decimal())
    return Figure(None, parts, sum((figure.whole for figure in given if figure.whole is not None), Decimal()))


def _mean(given: Sequence[Figure]) -> Figure:
    amounts = [figure.amount for figure in given if figure.amount is not None]
    return Figure(sum(amounts, Decimal()) / len(amounts)) if amounts else _sum(given)


def of_units(rows: Iterable[Reported], aggregation: str) -> dict[str, Reported]:
    """Return one figure for each unit, its periods put together; several periods have no period before them."""
    periods: dict[str, list[Reported]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.period_end):
        periods[row.unit].append(row)
    return {
        unit: own[0]
        if len(own) == 1
        else own[-1]._replace(figure=over_periods([row.figure for row in own], aggregation), before=NOTHING)
        for unit, own in periods.items()
    }


def totals(rows: Collection[Reported], aggregation: str, *, by: str) -> dict[str, Total]:
    """Return the total of each group or cluster (`by`), from one figure for each unit."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row.figure)
    return {key: over_units(figures, aggregation) for key, figures in found.items()}


# --- who stands apart ------------------------------------------------------------------------------------------------


def outliers(values: Mapping[Key, Fraction]) -> frozenset[Key]:
    """Return whose values lie far from the median, measured in medians of the distances from it.

    Robust: a few wild values move neither the median nor that measure. Where more than half have the same value the
    measure would be 0, so the mean of the distances takes its place. Among fewer than five nobody stands apart.
    """
    if len(values) < LEAST_UNITS:
        return frozenset()
    middle = median(values.values())
    distances = {key: abs(value - middle) for key, value in values.items()}
    if mad := median(distances.values()):
        return frozenset(key for key, distance in distances.items() if OF_MAD * distance / mad > FAR)
    mean = sum(distances.values(), Fraction()) / len(distances)
    return frozenset(key for key, distance in distances.items() if mean and distance / (OF_MEAN * mean) > FAR)


def outliers_in_clusters(rows: Iterable[Reported]) -> frozenset[str]:
    """Return the units whose figure stands apart within its own cluster."""
    values: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in rows:
        if (value := row.figure.value) is not None:
            values[row.cluster][row.unit] = value
    return frozenset().union(*(outliers(own) for own in values.values()))
