"""Declared, found and the gap line by line: one clause by units, one cluster by units, one unit by clauses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from campaigns.facts import Member, members
from campaigns.models import Campaign
from conduct import declared
from conduct.gap import Mean, Seen, by, gaps, weighted
from conduct.gap_filter import Choice
from conduct.gap_page import signed, within
from conduct.verified import verified

LAST = Decimal(101)  # of who declared nothing, in the order of what was declared


@dataclass(frozen=True)
class Line:
    """A unit or a clause: declared, found, the gap."""

    label: str
    url: str
    declared: Decimal | None
    found: Decimal | None
    gap: Decimal | None


def unit_lines(campaign: Campaign, clause: str, *, at: datetime, cluster: str, choice: Choice) -> list[Line]:
    """Return the units that declared a clause or were looked at, the lowest first."""
    narrowed = {"clause": clause, "group": choice.group, "cluster": cluster, "span": choice.span}
    said = declared.seen(campaign, at=at, **narrowed)  # type: ignore[arg-type]
    found = within(verified(campaign, at=at, clause=clause), choice.span)
    own = members(campaign, group=choice.group, cluster=cluster)
    return _of_units(campaign, own, said, found, lambda means: signed(next(iter(means.values()), Mean()).share))


def cluster_lines(campaign: Campaign, cluster: str, *, at: datetime, choice: Choice) -> list[Line]:
    """Return the units of a cluster with all their clauses weighed, or those of one of the four words."""
    known = declared.clauses()
    weights = {
        code: clause.severity
        for code, clause in known.items()
        if not choice.facet or choice.facet in clause.theme.facets
    }
    said = declared.seen(campaign, at=at, cluster=cluster, span=choice.span)
    found = within(verified(campaign, at=at), choice.span)
    own = members(campaign, cluster=cluster)
    return _of_units(campaign, own, said, found, lambda means: signed(weighted(means, weights, weights)))


Figure = Callable[[Mapping[str, Mean]], Decimal | None]


def _of_units(campaign: Campaign, own: list[Member], said: list[Seen], found: list[Seen], figure: Figure) -> list[Line]:
    """Return a line for each of these units of which something is known, the lowest first."""
    apart = gaps(said, found, lambda one: (one.unit, one.clause))
    told = [_by_unit(by(rows, lambda one: (one.unit, one.clause))) for rows in (said, found)]
    told.append(_by_unit(apart))
    lines = [
        Line(
            one.short_name or one.name,
            f"{reverse('conduct-unit', args=[one.code])}?campaign={campaign.code}",
            *(figure(of.get(one.code, {})) for of in told),
        )
        for one in own
        if one.code in told[0] or one.code in told[1]
    ]
    return sorted(lines, key=lambda line: LAST if line.declared is None else line.declared)


def _by_unit(means: Mapping[tuple[str, str], Mean]) -> dict[str, dict[str, Mean]]:
    found: dict[str, dict[str, Mean]] = {}
    for (unit, clause), mean in means.items():
        found.setdefault(unit, {})[clause] = mean
    return found


def clause_lines(campaign: Campaign, unit: str, *, at: datetime) -> list[Line]:
    """Return the clauses that a unit declared or that were looked at there, in the order of the code."""
    rows, seen = declared.seen(campaign, at=at, unit=unit), verified(campaign, at=at, unit=unit)
    said, found = by(rows, lambda one: one.clause), by(seen, lambda one: one.clause)
    apart = gaps(rows, seen, lambda one: one.clause)
    return [
        Line(
            f"{code} {clause.wording}",
            f"{reverse('conduct-clause', args=[code])}?campaign={campaign.code}",
            *(signed(means[code].share) if code in means else None for means in (said, found, apart)),
        )
        for code, clause in declared.clauses().items()
        if code in said or code in found
    ]
