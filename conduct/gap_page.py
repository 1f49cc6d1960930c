"""The council's page of conduct: how well the codes are kept, as units declare it and as it was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.facts import Member, members
from campaigns.models import Campaign
from conduct import declared
from conduct.gap import Mean, Part, Seen, by, gaps, means, weighted
from conduct.gap_filter import GapFilter, span_words
from conduct.models import Clause, Facet
from conduct.scoring import of_hundred
from conduct.spans import Span, quarters, up_to_ends
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


@dataclass(frozen=True)
class Beside:
    """Declared, found and the gap of a word or a cluster, its clauses weighed."""

    label: str
    declared: Decimal | None
    found: Decimal | None
    gap: Decimal | None
    url: str = ""


@dataclass
class GapPage:
    """What was declared and what was found in a campaign, by clause and cluster."""

    campaign: Campaign
    at: datetime
    query: QueryDict
    form: GapFilter = field(init=False)

    def __post_init__(self) -> None:
        ends = {part.period_end for part in self.parts}
        self.quarters = quarters(ends)
        self.form = GapFilter(
            self.query, quarters=self.quarters, periods=up_to_ends(ends, since=self.campaign.starts_on)
        )
        self.choice = self.form.choice

    @property
    def span_words(self) -> str:
        return span_words(self.choice.span) if self.choice.span else ""

    # --- what was read ---

    @cached_property
    def parts(self) -> list[Part]:
        """All sums of the campaign, of one group where asked: one query for the map, the words and the trend."""
        return declared.parts(self.campaign, at=self.at, group=self.query.get("group", ""))

    @cached_property
    def members(self) -> dict[str, Member]:
        """The units that take part, of one group where asked, by code."""
        return {member.code: member for member in members(self.campaign, group=self.choice.group)}

    @cached_property
    def known(self) -> dict[str, Clause]:
        """The clauses of all codes."""
        return declared.clauses(at=self.at)

    @cached_property
    def verified(self) -> list[Seen]:
        """What was found in these units."""
        clusters = {code: member.cluster for code, member in self.members.items()}
        weights = {code: clause.severity for code, clause in self.known.items()}
        return verified(self.campaign, at=self.at, clusters=clusters, weights=weights)

    @cached_property
    def found(self) -> list[Seen]:
        """What was found in the span."""
        return within(self.verified, self.choice.span)

    @cached_property
    def declared_by_units(self) -> list[Seen]:
        """What each unit declared in the span; asked for only where something was found to be put beside it."""
        narrowed = {"group": self.choice.group, "span": self.choice.span}
        return declared.seen(self.campaign, at=self.at, **narrowed) if self.found else []  # type: ignore[arg-type]

    @property
    def in_span(self) -> list[Part]:
        span = self.choice.span
        return [part for part in self.parts if span is None or part.period_end in span]

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        told = {part.clause for part in self.parts} | {one.clause for one in self.verified}
        return {code: clause for code, clause in self.known.items() if code in told}

    @cached_property
    def clusters(self) -> dict[str, str]:
        """The clusters that take part, in their order, by code."""
        told = {part.cluster for part in self.parts} | {one.cluster for one in self.verified}
        return {one.cluster: one.cluster_name for one in self.members.values() if one.cluster in told}

    # --- clause by clause ---

    @cached_property
    def rows(self) -> list[Row]:
        cells = means(self.in_span, lambda part: (part.clause, part.cluster))
        whole = means(self.in_span, lambda part: part.clause)
        found = by(self.found, lambda one: one.clause)
        apart = gaps(self.declared_by_units, self.found, lambda one: one.clause)
        return [
            Row(
                clause,
                [Cell(cells.get((code, cluster)), self._url(code, cluster)) for cluster in self.clusters],
                Cell(whole.get(code), self._url(code)),
                found[code].of_hundred if code in found else None,
                signed(apart[code].share) if code in apart else None,
            )
            for code, clause in self.clauses.items()
            if code in whole.keys() | found.keys() and self._is_shown(clause)
        ]

    def _is_shown(self, clause: Clause) -> bool:
        return not self.choice.facet or self.choice.facet in clause.theme.facets

    def _url(self, code: str, cluster: str = "") -> str:
        query = self.query.copy()
        query["campaign"] = self.campaign.code
        if cluster:
            query["cluster"] = cluster
        return f"{reverse('conduct-clause', args=[code])}?{query.urlencode()}"

    # --- the four words, cluster by cluster ---

    @cached_property
    def weights(self) -> dict[str, int]:
        return {code: clause.severity for code, clause in self.clauses.items()}

    def of_facet(self, shares: Mapping[str, Mean], facet: str = "") -> Fraction | None:
        """Return what the clauses of a word come to; of all clauses for none."""
        own = [code for code, clause in self.clauses.items() if not facet or facet in clause.theme.facets]
        return weighted(shares, self.weights, own)

    @cached_property
    def facets(self) -> list[Beside]:
        """Each of the four words in the span."""
        said = means(self.in_span, lambda part: part.clause)
        found = by(self.found, lambda one: one.clause)
        apart = gaps(self.declared_by_units, self.found, lambda one: one.clause)
        return [self._beside(str(facet.label), said, found, apart, facet=facet) for facet in Facet]

    def _beside(self, label: str, *shares: Mapping[str, Mean], facet: str, url: str = "") -> Beside:
        said, found, gap = (signed(self.of_facet(each, facet)) for each in shares)
        return Beside(label, said, found, gap, url)

    @cached_property
    def by_cluster(self) -> list[Beside]:
        """Each cluster in the span, of the clauses that are shown."""
        said = means(self.in_span, lambda part: (part.cluster, part.clause))
        found = by(self.found, _cluster_and_clause)
        apart = gaps(self.declared_by_units, self.found, _cluster_and_clause)
        told = [_split(each) for each in (said, found, apart)]
        return [
            self._beside(name, *(of.get(code, {}) for of in told), facet=self.choice.facet, url=self._cluster_url(code))
            for code, name in self.clusters.items()
        ]

    def _cluster_url(self, code: str) -> str:
        query = self.query.copy()
        query["campaign"] = self.campaign.code
        return f"{reverse('conduct-cluster', args=[code])}?{query.urlencode()}"

    @property
    def whole(self) -> Decimal | None:
        return signed(self.of_facet(means(self.in_span, lambda part: part.clause)))

    # --- from quarter to quarter ---

    @cached_property
    def trend(self) -> list[tuple[str, list[Decimal | None]]]:
        """For each quarter what was declared of all clauses and of the four words, and what was found of all.

        Quarters, not months: what is asked once a quarter would make every third month another sum.
        """
        lines = []
        for span in self.quarters:
            said = means((part for part in self.parts if part.period_end in span), lambda part: part.clause)
            found = by(within(self.verified, span), lambda one: one.clause)
            shares = [self.of_facet(said), *(self.of_facet(said, facet) for facet in Facet), self.of_facet(found)]
            lines.append((span_words(span), [signed(share) for share in shares]))
        return lines

    @property
    def trend_heads(self) -> list[str]:
        return [_("All clauses"), *(str(facet.label) for facet in Facet), _("Found on the spot")]


def within(seen: Iterable[Seen], span: Span | None) -> list[Seen]:
    """Keep what was found in a span; all of it without one."""
    return [one for one in seen if span is None or (one.on is not None and one.on in span)]


def signed(share: Fraction | None) -> Decimal | None:
    """Return a share in points of a hundred; a difference may be negative."""
    if share is None:
        return None
    size = of_hundred(abs(share))
    return size if share >= 0 else -size


def _cluster_and_clause(one: Seen) -> tuple[str, str]:
    return one.cluster, one.clause


def _split(shares: Mapping[tuple[str, str], Mean]) -> dict[str, dict[str, Mean]]:
    """Return cluster → clause → mean."""
    found: dict[str, dict[str, Mean]] = {}
    for (cluster, clause), mean in shares.items():
        found.setdefault(cluster, {})[clause] = mean
    return found
