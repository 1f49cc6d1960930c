"""What the marks of an initiative come to. Pure and exact: whole points, fractions, no floats, no Django.

The mean of all who marked is held against the scale's threshold, and each criterion's mean against its own least.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Line:
    """One criterion of a scale: at most so many points, and at least so many in the mean of all."""

    code: str
    most: int
    least: int = 0


@dataclass(frozen=True)
class Yardstick:
    """A scale as arithmetic needs it."""

    lines: tuple[Line, ...]
    threshold: int
    quorum_numerator: int = 2
    quorum_denominator: int = 3

    @property
    def most(self) -> int:
        return sum(line.most for line in self.lines)

    def has_quorum(self, *, given: int, markers: int) -> bool:
        """Whether enough of those who may mark have marked; nobody is never enough."""
        return given > 0 and given * self.quorum_denominator >= markers * self.quorum_numerator

    def needed(self, markers: int) -> int:
        """Return the least number of markers that is enough."""
        return max(1, -(-markers * self.quorum_numerator // self.quorum_denominator))


@dataclass(frozen=True)
class Result:
    """What came out: the sums and the number of markers; every mean is an exact fraction of them."""

    given: int
    sums: Mapping[str, int]
    yardstick: Yardstick

    @property
    def total(self) -> int:
        return sum(self.sums.values())

    @property
    def mean(self) -> Fraction:
        return Fraction(self.total, self.given)

    def mean_of(self, code: str) -> Fraction:
        return Fraction(self.sums[code], self.given)

    @property
    def too_low(self) -> list[str]:
        """The criteria whose mean lies below their own least."""
        return [line.code for line in self.yardstick.lines if self.sums[line.code] < line.least * self.given]

    @property
    def has_passed(self) -> bool:
        """Whether the mean reaches the threshold and no criterion lies too low, in whole numbers alone."""
        return self.total >= self.yardstick.threshold * self.given and not self.too_low


def reckon(sheets: Sequence[Mapping[str, int]], yardstick: Yardstick) -> Result | None:
    """Add up the sheets of all who marked, criterion by criterion; None where nobody did."""
    if not sheets:
        return None
    sums = {line.code: sum(sheet[line.code] for sheet in sheets) for line in yardstick.lines}
    return Result(len(sheets), sums, yardstick)
