"""What a compliance report reads: the ledger, who takes part, and the words its faces use. The only queries here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns import facts
from campaigns.models import Campaign, Obligation, Participation
from portal.reports.compute import Member, Owed, Scope


@dataclass(frozen=True)
class Facts:
    """Rows of the ledger in a scope, with the units that took part by `at`."""

    scope: Scope
    members: list[Member]
    owed: list[Owed]


def read(campaign: Campaign, *, at: datetime, group: str = "", cluster: str = "") -> Facts:
    """Read a scope of the ledger: four queries, whatever its size."""
    rows = facts.ledger(campaign, group=group, cluster=cluster)
    obligations = Obligation.objects.filter(campaign=campaign, requirement__isnull=False)
    periods = {pk: dates for pk, *dates in obligations.values_list("pk", "period_start", "period_end")}
    return Facts(
        scope=Scope(campaign.code, group, cluster),
        members=members(campaign, at=at, group=group, cluster=cluster),
        owed=[Owed(row, *periods[row.obligation_id]) for row in rows if row.obligation_id in periods],
    )


def members(campaign: Campaign, *, at: datetime, group: str, cluster: str) -> list[Member]:
    """Return the units that were enrolled by `at`, as they were then."""
    enrolled = Participation.objects.filter(campaign=campaign, enrolled_at__lte=at)
    enrolled = enrolled.filter(group=group) if group else enrolled
    enrolled = enrolled.filter(cluster__code=cluster) if cluster else enrolled
    return [Member(*row) for row in enrolled.values_list("unit__code", "unit_name", "group", "cluster__code")]


def words(campaign: Campaign) -> dict[str, Any]:
    """Return the names that faces show beside the figures; frozen with a report, but no part of its hash."""
    host = campaign.host
    clusters = campaign.participations.order_by("cluster__position", "cluster__code").values_list(
        "cluster__code", "cluster__name"
    )
    requirements = campaign.requirements.order_by("position", "code").values_list("code", "title")
    return {
        "campaign": campaign.title,
        "year": campaign.year,
        "host": host.name,
        "symbol": host.paper_symbol,
        "place": host.place,
        "clusters": [list(pair) for pair in dict.fromkeys(clusters)],
        "requirements": [list(pair) for pair in requirements],
    }
