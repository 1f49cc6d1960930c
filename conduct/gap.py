"""What units declare and what is found on the spot, clause by clause. Pure: neither Django nor the clock.

A mean counts every unit the same. The gap is taken over what was both declared and verified of one unit, never between
the mean of many and the mean of the few that were looked at.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from conduct.scoring import of_hundred

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Part:
    """The rates of one clause in one cluster and period, summed up: of so many answers that apply."""

    clause: str
    cluster: str
    period_end: date
    number: int
    total: Fraction


@dataclass(frozen=True)
class Seen:
    """How far one unit keeps one clause, as it declares or as somebody found (`on`: that day)."""

    clause: str
    unit: str
    cluster: str
    rate: Fraction
    on: date | None = None


@dataclass(frozen=True)
class Mean:
    """A mean of rates; of nothing it is no number, neither 0 nor 1."""

    number: int = 0
    total: Fraction = Fraction(0)

    def __add__(self, other: "Mean") -> "Mean":
        return Mean(self.number + other.number, self.total + other.total)

    @property
    def share(self) -> Fraction | None:
        return self.total / self.number if self.number else None

    @property
    def of_hundred(self) -> Decimal | None:
        return None if self.share is None else of_hundred(self.share)


def means(parts: Iterable[Part], key: Callable[[Part], Key]) -> dict[Key, Mean]:
    """Sum up by whatever `key` says: by clause, by clause and cluster, by clause and period."""
    found: dict[Key, Mean] = defaultdict(Mean)
    for part in parts:
        found[key(part)] += Mean(part.number, part.total)
    return dict(found)


def by(seen: Iterable[Seen], key: Callable[[Seen], Key]) -> dict[Key, Mean]:
    found: dict[Key, Mean] = defaultdict(Mean)
    for one in seen:
        found[key(one)] += Mean(1, one.rate)
    return dict(found)


def gaps(declared: Iterable[Seen], verified: Iterable[Seen], key: Callable[[Seen], Key]) -> dict[Key, Mean]:
    """Return declared less verified, over the pairs of unit and clause that have both; positive: declared too well."""
    said, found = by(declared, _pair), by(verified, _pair)
    result: dict[Key, Mean] = defaultdict(Mean)
    for clause, unit, cluster in said.keys() & found.keys():
        mine, theirs = said[clause, unit, cluster].share, found[clause, unit, cluster].share
        if mine is not None and theirs is not None:
            result[key(Seen(clause, unit, cluster, mine - theirs))] += Mean(1, mine - theirs)
    return dict(result)


def _pair(one: Seen) -> tuple[str, str, str]:
    return one.clause, one.unit, one.cluster


def weighted(shares: Mapping[str, Mean], weights: Mapping[str, int], clauses: Collection[str]) -> Fraction | None:
    """Return Σ weight x mean / Σ weight over these clauses, as far as something is known of them."""
    points, weight = Fraction(0), 0
    for clause in clauses:
        share = shares[clause].share if clause in shares else None
        if share is not None and clause in weights:
            points += weights[clause] * share
            weight += weights[clause]
    return points / weight if weight else None
