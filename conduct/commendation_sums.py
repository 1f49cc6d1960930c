"""How many were proposed, found eligible, passed and awarded: by award, cluster, group, and who does the work. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final

REACHED: Final[Mapping[str, tuple[str, ...]]] = {  # what a state says of how far a dossier came
    "submitted": ("proposed",),
    "returned": ("proposed",),
    "not_eligible": ("proposed", "turned_down"),
    "eligible": ("proposed", "eligible"),
    "listed": ("proposed", "eligible"),
    "not_approved": ("proposed", "eligible", "turned_down"),
    "approved": ("proposed", "eligible", "passed"),
    "published": ("proposed", "eligible", "passed", "awarded"),
    "revoked": ("proposed", "eligible", "passed", "revoked"),
    "signing": ("proposed",),  # a returned dossier that the head has again
    "drafting": ("proposed",),
    "withdrawn": (),
}


@dataclass(frozen=True)
class Row:
    """One dossier that the council has received."""

    award: str
    cluster: str
    group: str
    subject: str
    standing: str
    state: str


@dataclass(frozen=True)
class Sum:
    """Counts of dossiers; each later step is part of the one before, save what was turned down or revoked."""

    proposed: int = 0
    eligible: int = 0
    passed: int = 0
    awarded: int = 0
    turned_down: int = 0
    revoked: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(getattr(self, each.name) for each in fields(self))


def counted(row: Row) -> Sum:
    return Sum(**dict.fromkeys(REACHED[row.state], 1))


def total(rows: Iterable[Row]) -> Sum:
    return sum(map(counted, rows), Sum())


def summed(rows: Iterable[Row], by: Callable[[Row], str]) -> dict[str, Sum]:
    """Return the sums by a property of the rows, in the order in which it first appears."""
    found: dict[str, Sum] = {}
    for row in rows:
        found[by(row)] = found.get(by(row), Sum()) + counted(row)
    return found
