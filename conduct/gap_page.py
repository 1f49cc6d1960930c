"""The council's pages of conduct: how well the codes are kept, as units declare it and as it was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.facts import Member, members
from campaigns.models import Campaign
from conduct import declared
from conduct.gap import Mean, Part, Seen, by, gaps, means, weighted
from conduct.gap_filter import GapFilter
from conduct.models import Clause, Facet
from conduct.scoring import of_hundred
from conduct.verified import verified

SHADES: Final = (Decimal(98), Decimal(95), Decimal(90), Decimal(80))  # from this on: light to dark


@dataclass(frozen=True)
class Cell:
    """A figure of the heat map; `shade` is 0 (best) to 4, -1 where nothing is known."""

    mean: Mean | None
    url: str

    @property
    def value(self) -> Decimal | None:
        return self.mean.of_hundred if self.mean else None

    @property
    def shade(self) -> int:
        if self.value is None:
            return -1
        return next((number for number, least in enumerate(SHADES) if self.value >= least), len(SHADES))


@dataclass(frozen=True)
class Row:
    """A clause with its figure in each cluster, in all, and how far declared and found lie apart."""

    clause: Clause
    cells: list[Cell]
    whole: Cell
    found: Decimal | None
    gap: Decimal | None


@dataclass
class GapPage:
    """What was declared in a campaign, by clause and cluster."""

    campaign: Campaign
    at: datetime
    query: QueryDict
    form: GapFilter = field(init=False)

    def __post_init__(self) -> None:
        self.form = GapFilter(self.query, self.periods)
        self.choice = self.form.choice

    @cached_property
    def parts(self) -> list[Part]:
        """All sums of the campaign, of one group where asked: one query for the map, the words and the trend."""
        return declared.parts(self.campaign, at=self.at, group=self.query.get("group", ""))

    @cached_property
    def periods(self) -> list[date]:
        return sorted({part.period_end for part in self.parts}, reverse=True)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        told = {part.clause for part in self.parts}
        return {code: clause for code, clause in declared.clauses().items() if code in told}

    @cached_property
    def verified(self) -> list[Seen]:
        return verified(self.campaign, at=self.at)

    @property
    def in_span(self) -> list[Part]:
        period = self.choice.period
        return [part for part in self.parts if period is None or part.period_end == period]

    @cached_property
    def clusters(self) -> dict[str, str]:
        """The clusters that take part, in their order, by code."""
        found = members(self.campaign, group=self.choice.group)
        told = {part.cluster for part in self.parts}
        return {member.cluster: member.cluster_name for member in found if member.cluster in told}

    @cached_property
    def rows(self) -> list[Row]:
        cells = means(self.in_span, lambda part: (part.clause, part.cluster))
        whole = means(self.in_span, lambda part: part.clause)
        found = by(self.verified, lambda one: one.clause)
        apart = gaps(self._declared_where_verified, self.verified, lambda one: one.clause)
        return [
            Row(
                clause,
                [Cell(cells.get((code, cluster)), self._url(code, cluster)) for cluster in self.clusters],
                Cell(whole.get(code), self._url(code)),
                found[code].of_hundred if code in found else None,
                _signed(apart.get(code)),
            )
            for code, clause in self.clauses.items()
            if code in whole and self._is_shown(clause)
        ]

    @cached_property
    def _declared_where_verified(self) -> list[Seen]:
        return declared.seen(self.campaign, at=self.at) if self.verified else []

    def _is_shown(self, clause: Clause) -> bool:
        return not self.choice.facet or self.choice.facet in clause.theme.facets

    def _url(self, code: str, cluster: str = "") -> str:
        query = self.query.copy()
        query["campaign"] = self.campaign.code
        if cluster:
            query["cluster"] = cluster
        return f"{reverse('conduct-clause', args=[code])}?{query.urlencode()}"

    # --- the four words ---

    @cached_property
    def weights(self) -> dict[str, int]:
        return {code: clause.severity for code, clause in self.clauses.items()}

    def of_facet(self, parts: Iterable[Part], facet: str = "") -> Fraction | None:
        """Return what the clauses of a word come to; of all clauses for none."""
        own = [code for code, clause in self.clauses.items() if not facet or facet in clause.theme.facets]
        return weighted(means(parts, lambda part: part.clause), self.weights, own)

    @property
    def facets(self) -> list[tuple[str, Decimal | None]]:
        """Each of the four words with its figure in the span."""
        told = [(str(facet.label), self.of_facet(self.in_span, facet)) for facet in Facet]
        return [(label, None if share is None else of_hundred(share)) for label, share in told]

    @property
    def whole(self) -> Decimal | None:
        share = self.of_facet(self.in_span)
        return None if share is None else of_hundred(share)

    @cached_property
    def trend(self) -> list[tuple[date, list[Decimal | None]]]:
        """For each period the figures of all clauses and of the four words, earliest first."""
        lines = []
        for period in reversed(self.periods):
            own = [part for part in self.parts if part.period_end == period]
            shares = [self.of_facet(own), *(self.of_facet(own, facet) for facet in Facet)]
            lines.append((period, [None if share is None else of_hundred(share) for share in shares]))
        return lines

    @property
    def trend_heads(self) -> list[str]:
        return [_("All clauses"), *(str(facet.label) for facet in Facet)]

    # --- charts ---

    @property
    def heat_spec(self) -> dict[str, Any]:
        """Describe the heat map: clauses down, clusters across; a click leads to the units."""
        names = list(self.clusters.values())
        values = [
            {"clause": row.clause.code, "cluster": name, "value": float(cell.value), "url": cell.url}
            for row in self.rows
            for name, cell in zip(names, row.cells, strict=True)
            if cell.value is not None
        ]
        colours = {"domain": [80, 100], "range": ["var(--late)", "var(--accepted-tint)"], "clamp": True}
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "data": {"values": values},
            "width": "container",
            "height": {"step": 20},
            "mark": {"type": "rect", "cursor": "pointer"},
            "encoding": {
                "y": {"field": "clause", "type": "nominal", "sort": None, "title": None},
                "x": {"field": "cluster", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 160}},
                "color": {"field": "value", "type": "quantitative", "scale": colours, "title": _("Of 100")},
                "tooltip": [
                    {"field": "clause", "title": _("Clause")},
                    {"field": "cluster", "title": _("Cluster")},
                    {"field": "value", "title": _("Of 100"), "format": ".2f"},
                ],
            },
        }

    @property
    def trend_spec(self) -> dict[str, Any]:
        """Describe the trend: a line for all clauses and for each word."""
        values = [
            {"day": period.isoformat(), "word": word, "value": float(value)}
            for period, figures in self.trend
            for word, value in zip(self.trend_heads, figures, strict=True)
            if value is not None
        ]
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "data": {"values": values},
            "width": "container",
            "height": 220,
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%m/%Y"}},
                "y": {"field": "value", "type": "quantitative", "scale": {"zero": False}, "title": _("Of 100")},
                "color": {"field": "word", "type": "nominal", "sort": self.trend_heads, "title": None},
                "strokeDash": {"field": "word", "type": "nominal", "sort": self.trend_heads, "title": None},
            },
        }


def _signed(mean: Mean | None) -> Decimal | None:
    """Return a difference in points of a hundred; it may be negative."""
    if mean is None or mean.share is None:
        return None
    size = of_hundred(abs(mean.share))
    return size if mean.share >= 0 else -size


# --- one clause, one unit --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A unit on a clause, or a clause of a unit: declared, found, the gap."""

    label: str
    url: str
    declared: Decimal | None
    found: Decimal | None
    gap: Decimal | None


def unit_lines(
    campaign: Campaign, clause: str, *, at: datetime, cluster: str, group: str, period: date | None
) -> list[Line]:
    """Return the units that declared a clause, the lowest first."""
    said = by(declared.seen(campaign, at=at, clause=clause, group=group, period=period), lambda one: one.unit)
    seen = verified(campaign, at=at, clause=clause)
    found, apart = by(seen, lambda one: one.unit), _gaps_by_unit(campaign, clause, seen, at=at)
    told: list[Member] = [one for one in members(campaign, group=group, cluster=cluster) if one.code in said]
    lines = [
        Line(
            one.short_name or one.name,
            f"{reverse('conduct-unit', args=[one.code])}?campaign={campaign.code}",
            said[one.code].of_hundred,
            found[one.code].of_hundred if one.code in found else None,
            _signed(apart.get(one.code)),
        )
        for one in told
    ]
    return sorted(lines, key=lambda line: line.declared if line.declared is not None else Decimal(101))


def _gaps_by_unit(campaign: Campaign, clause: str, seen: list[Seen], *, at: datetime) -> dict[str, Mean]:
    if not seen:
        return {}
    return gaps(declared.seen(campaign, at=at, clause=clause), seen, lambda one: one.unit)


def clause_lines(campaign: Campaign, unit: str, *, at: datetime) -> list[Line]:
    """Return the clauses that a unit declared in a campaign, in the order of the code."""
    rows = declared.seen(campaign, at=at, unit=unit)
    seen = verified(campaign, at=at, unit=unit)
    said, found = by(rows, lambda one: one.clause), by(seen, lambda one: one.clause)
    apart = gaps(rows, seen, lambda one: one.clause)
    return [
        Line(
            f"{code} {clause.wording}",
            f"{reverse('conduct-clause', args=[code])}?campaign={campaign.code}",
            said[code].of_hundred,
            found[code].of_hundred if code in found else None,
            _signed(apart.get(code)),
        )
        for code, clause in declared.clauses().items()
        if code in said
    ]
