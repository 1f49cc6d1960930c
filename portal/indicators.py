"""The council's sums of the figures that units report: by group and cluster, and who stands apart. No queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from django.utils.translation import gettext as _

from campaigns.indicator_sums import (
    NOTHING,
    Figure,
    Reported,
    Total,
    of_units,
    outliers_in_clusters,
    over_units,
    totals,
)
from campaigns.models import Indicator
from campaigns.plausibility import Doubt, doubts
from campaigns.progress_words import doubt_words
from campaigns.templatetags.contents import figure_words
from portal.standings import Column, Item, Picture

YEAR = "year"  # instead of a period: all periods of the requirement so far


class Span(NamedTuple):
    """Which reports are summed up: those of one requirement, of one period or (no period) of all so far."""

    requirement: str
    period_end: date | None

    @property
    def key(self) -> str:
        return f"{self.requirement}.{self.period_end.isoformat() if self.period_end else YEAR}"


def spans(picture: Picture) -> dict[str, tuple[Span, str]]:
    """Return what can be chosen, latest period first, each with its words."""
    columns = sorted(
        (column for column in picture.columns if column.kind == "progress" and column.period_end),
        key=lambda column: (column.period_end or date.min, column.requirement),
        reverse=True,
    )
    found = {}
    for column in columns:
        span = Span(column.requirement, column.period_end)
        found[span.key] = span, _words(picture, column)
    periods = Counter(span.requirement for span, _words_of in found.values())
    for requirement in [code for code, number in periods.items() if number > 1]:
        whole = Span(requirement, None)
        words = _("%(title)s · all periods so far") % {"title": picture.names[requirement]}
        found[whole.key] = whole, words
    return found


def latest(picture: Picture, choices: Mapping[str, tuple[Span, str]]) -> str:
    """Return the latest period of which something was handed in, else the latest of all; "" where there is none."""
    given = {(one.row.requirement, one.row.period_end) for one in picture.items if one.now.submitted_at}
    begun = (key for key, (span, _words_of) in choices.items() if tuple(span) in given)
    return next(begun, next(iter(choices), ""))


def _words(picture: Picture, column: Column) -> str:
    return (
        f"{picture.names[column.requirement]} · {column.period}" if column.period else picture.names[column.requirement]
    )


def asked_items(picture: Picture, span: Span) -> list[Item]:
    """Return the reports that are asked for; what was waived counts nowhere."""
    return [
        one
        for one in picture.items
        if one.row.requirement == span.requirement
        and span.period_end in (None, one.row.period_end)
        and not one.now.waived
    ]


# --- all indicators --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator over all units that report it."""

    indicator: Indicator
    units: Mapping[str, Reported]  # one figure for each unit, its periods put together
    asked: int  # units that were to give it
    groups: Mapping[str, Total]
    clusters: Mapping[str, Total]
    whole: Total
    far: frozenset[str]  # units that stand apart within their cluster

    @property
    def agencies(self) -> Figure:
        return self.groups["agency"].figure if "agency" in self.groups else NOTHING

    @property
    def schools(self) -> Figure:
        return self.groups["school"].figure if "school" in self.groups else NOTHING


def lines(
    indicators: Iterable[Indicator], reported: Iterable[Reported], items: Sequence[Item], *, cluster: str = ""
) -> list[IndicatorLine]:
    """Put each indicator together, of one cluster alone where asked."""
    by_code: dict[str, list[Reported]] = defaultdict(list)
    for row in reported:
        if cluster in ("", row.cluster):
            by_code[row.indicator].append(row)
    asked = {(one.row.unit_code, one.row.group) for one in items if cluster in ("", one.row.cluster)}
    return [_line(indicator, by_code[indicator.code], asked) for indicator in indicators]


def _line(indicator: Indicator, rows: Collection[Reported], asked: Collection[tuple[str, str]]) -> IndicatorLine:
    units = of_units((row for row in rows if row.figure.is_given), indicator.aggregation)
    given = list(units.values())
    return IndicatorLine(
        indicator=indicator,
        units=units,
        asked=sum(not indicator.groups or group in indicator.groups for _unit, group in asked),
        groups=totals(given, indicator.aggregation, by="group"),
        clusters=totals(given, indicator.aggregation, by="cluster"),
        whole=over_units([row.figure for row in given], indicator.aggregation),
        far=outliers_in_clusters(given),
    )


# --- one indicator ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitLine:
    """One unit's figure, where it stands in the report, and what is to be said about it."""

    code: str
    name: str
    reported: Reported
    is_far: bool
    doubts: list[Doubt]

    @property
    def doubt_words(self) -> list[str]:
        return [doubt_words(doubt) for doubt in self.doubts]

    @property
    def is_unexplained(self) -> bool:
        return bool(self.doubts) and not self.reported.explanation


@dataclass(frozen=True)
class ClusterLine:
    """One cluster: its total, its middle, and its units, those that stand apart first."""

    code: str
    name: str
    asked: int
    total: Total
    middle: Fraction | None
    units: list[UnitLine]
    is_share: bool = False

    @property
    def middle_words(self) -> str:
        """Write the median: a share in per cent."""
        if self.middle is None:
            return "—"
        number = Decimal(self.middle.numerator * (100 if self.is_share else 1)) / self.middle.denominator
        return figure_words(Figure(number)) + ("%" if self.is_share else "")


def cluster_lines(line: IndicatorLine, items: Iterable[Item], picture: Picture) -> list[ClusterLine]:
    """Return the clusters in their order, each with what its units gave."""
    asked: dict[str, set[str]] = defaultdict(set)
    for one in items:
        if not line.indicator.groups or one.row.group in line.indicator.groups:
            asked[one.row.cluster].add(one.row.unit_code)
    return [
        _cluster_line(line, code, name, asked[code], picture)
        for code, name in picture.cluster_names.items()
        if asked[code]
    ]


def _cluster_line(line: IndicatorLine, code: str, name: str, asked: Collection[str], picture: Picture) -> ClusterLine:
    rows = [row for row in line.units.values() if row.cluster == code]
    values = [value for row in rows if (value := row.figure.value) is not None]
    units = [
        UnitLine(row.unit, _name(picture, row.unit), row, row.unit in line.far, list(doubts(row.figure, row.before)))
        for row in rows
    ]
    order = {member.code: number for number, member in enumerate(picture.members)}
    return ClusterLine(
        code=code,
        name=name,
        asked=len(asked),
        total=line.clusters.get(code, Total(NOTHING, 0)),
        middle=median(values) if values else None,
        is_share=line.indicator.is_share,
        units=sorted(units, key=lambda unit: (not unit.is_far, not unit.is_unexplained, order.get(unit.code, 0))),
    )


def _name(picture: Picture, code: str) -> str:
    member = picture.unit.get(code)
    return (member.short_name or member.name) if member else code
