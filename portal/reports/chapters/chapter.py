"""What a chapter of a report is: how it reads its figures, and how it tells them to every face."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import ngettext

from campaigns.calendar import END_OF_DAY, VIET_NAM
from campaigns.models import Campaign
from portal.reports.compute import Member, Owed
from units.models import Group
from units.xlsx import Column

FOUR_PLACES: Final = Decimal("0.0001")
NOTHING: Final = "—"
MOST_NAMED: Final = 5


@dataclass(frozen=True)
class Sources:
    """What a chapter may ask for: one scope of a campaign at one moment, its units and its part of the ledger."""

    campaign: Campaign
    at: datetime
    members: Sequence[Member]
    owed: Sequence[Owed]

    @property
    def first(self) -> datetime:
        """The first moment of the campaign."""
        return datetime.combine(self.campaign.starts_on, time(), VIET_NAM)

    @property
    def until(self) -> datetime:
        """The moment asked for, or the last one of the campaign."""
        return min(self.at, datetime.combine(self.campaign.ends_on, END_OF_DAY, VIET_NAM))

    @property
    def places(self) -> dict[str, Member]:
        """The units that took part by then, by code."""
        return {member.code: member for member in self.members}


@dataclass(frozen=True)
class Table:
    """A table as every face shows it: written cells, of which the first `texts` are words and the rest figures."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    texts: int = 1
    is_long: bool = False  # an annex in papers, folded on the page

    @property
    def cells(self) -> list[list[tuple[str, str, bool]]]:
        """Each row's cells with the head of the column, and whether it is a figure."""
        return [
            [(head, cell, place >= self.texts) for place, (head, cell) in enumerate(zip(self.heads, row, strict=True))]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Behind:
    """A sheet with the rows behind figures, values as numbers and days."""

    name: str
    columns: list[Column]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Told:
    """What a chapter says: on its own, and to the text parts that are edited."""

    key: str
    title: str
    sentences: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    behind: list[Behind] = field(default_factory=list)
    assessment: str = ""  # what the overall assessment says of it
    guidance: list[str] = field(default_factory=list)  # for part I
    limits: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """A frozen report as one chapter sees it."""

    snapshot: Mapping[str, Any]
    words: Mapping[str, Any]
    key: str

    @property
    def own(self) -> Any:
        """The chapter's own figures."""
        return self.snapshot[self.key]

    @property
    def names(self) -> Mapping[str, Any]:
        """The chapter's own names."""
        return self.words.get("chapters", {}).get(self.key, {})

    @property
    def units(self) -> dict[str, str]:
        return {unit["code"]: unit["name"] for unit in self.snapshot["units"]}

    @property
    def clusters(self) -> dict[str, str]:
        return dict(self.words["clusters"])

    def unit(self, code: str) -> str:
        return self.units.get(code, code)


@dataclass(frozen=True)
class Chapter:
    """A part of a report: `read` may query, `names` too; `tell` has the frozen row alone."""

    key: str
    read: Callable[[Sources], Any]
    tell: Callable[[Reading], Told]
    names: Callable[[Any], dict[str, Any]] = lambda own: {}


# --- how figures are kept and written --------------------------------------------------------------------------------


def exact(number: Decimal | Fraction | None) -> str | None:
    """Keep a number as decimal text of at most four places, half up: the same text on every machine."""
    if number is None:
        return None
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = number.quantize(FOUR_PLACES, ROUND_HALF_UP)
    return f"{rounded.normalize():f}" if rounded else "0"


def written(number: str | int | None, *, places: int = 2) -> str:
    """Write a kept number as this office does; — for none."""
    if number is None or number == "":
        return NOTHING
    value = Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize()
    return str(number_format(f"{value:f}" if value else "0", force_grouping=True))


def score(number: str | None) -> str:
    """Write a score with both its places, so that a column of them stands in line; — for none."""
    if number is None:
        return NOTHING
    return str(number_format(Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP), 2))


def group_word(key: str) -> str:
    return str(Group(key).label)


def enumeration(names: list[str]) -> str:
    """Name the first few and count the rest."""
    named, rest = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    if rest <= 0:
        return named
    words = ngettext("%(named)s and %(n)s more unit", "%(named)s and %(n)s more units", rest)
    return words % {"named": named, "n": number_format(rest)}
