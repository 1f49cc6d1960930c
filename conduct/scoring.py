"""The arithmetic of a checklist: rates of clauses and the score of a unit. Pure and exact: no Django, no floats.

Score = Σ weight x rate / Σ weight of the applicable clauses; rate = 1, ½, 0 or complied / assessed (design.md 7).
A clause that does not apply, or is not answered yet, stands in neither sum.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

MET, PARTLY, NOT_MET, NOT_APPLICABLE, COUNTED = "met", "partly", "not_met", "na", "counted"
GRAVE: Final = 3
GRADE_RATES: Final = {MET: Fraction(1), PARTLY: Fraction(1, 2), NOT_MET: Fraction(0)}


def rate(verdict: str, assessed: int | None = None, complied: int | None = None) -> Fraction | None:
    """Return how far a clause is kept, from 0 to 1; None where it does not apply or is not answered."""
    if verdict == COUNTED and assessed and complied is not None:
        return Fraction(complied, assessed)
    return GRADE_RATES.get(verdict)


def beside_finding(rate: Fraction | None, *, weight: int, severity: int) -> Fraction | None:
    """Return a rate beside the gravest finding on its clause (0: none): ½ at most, 0 where either is grave."""
    if rate is None or not severity:
        return rate
    return Fraction(0) if max(severity, weight) == GRAVE else min(rate, Fraction(1, 2))


@dataclass(frozen=True)
class Line:
    """One clause in the sum."""

    code: str
    weight: int
    rate: Fraction | None

    @property
    def points(self) -> Fraction | None:
        """Weight x rate."""
        return None if self.rate is None else self.weight * self.rate


@dataclass(frozen=True)
class Score:
    """What a checklist comes to, with both sums."""

    points: Fraction
    weight: int

    @property
    def share(self) -> Fraction | None:
        """The score from 0 to 1; None where nothing applies: never 0 and never 1."""
        return self.points / self.weight if self.weight else None

    @property
    def of_hundred(self) -> Decimal | None:
        """The score out of 100, rounded half up to two places."""
        return None if self.share is None else of_hundred(self.share)


def score(lines: Iterable[Line]) -> Score:
    """Sum up the clauses that apply and are answered."""
    points, weight = Fraction(0), 0
    for line in lines:
        if line.points is not None:
            points += line.points
            weight += line.weight
    return Score(points, weight)


def of_hundred(share: Fraction) -> Decimal:
    """Return a share out of 100, rounded half up to two places."""
    return decimal(share * 100)


def decimal(value: Fraction) -> Decimal:
    """Return a fraction that is not negative to two places, rounded half up, without a float in between."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))).scaleb(-2)
