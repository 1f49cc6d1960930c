"""What a compliance report reads: the ledger, who takes part, chapters, words. The only queries, with `chapters/`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns import facts
from campaigns.calendar import VIET_NAM
from campaigns.models import Campaign, Participation
from portal.reports import chapters
from portal.reports.chapters.chapter import Sources
from portal.reports.compute import Earlier, Member, Owed, Scope, compute
from portal.reports.dates import spans_before, year_before

YEAR_AGO = "year_ago"


@dataclass(frozen=True)
class Facts:
    """Rows of the ledger in a scope, with the units that took part by `at`, and the same of earlier moments."""

    scope: Scope
    at: datetime
    members: list[Member]
    owed: list[Owed]
    earlier: list[Earlier]
    chapters: dict[str, Any]

    def snapshot(self) -> dict[str, Any]:
        """Return the snapshot as plain data; the worker does the same unit by unit."""
        at, chapters = self.at, self.chapters
        return compute(self.members, self.owed, scope=self.scope, at=at, earlier=self.earlier, chapters=chapters)


def read(campaign: Campaign, *, at: datetime, group: str = "", cluster: str = "") -> Facts:
    """Read a scope of the ledger: a fixed number of queries, whatever its size."""
    scope, owed = Scope(campaign.code, group, cluster), owed_in(campaign, group=group, cluster=cluster)
    spans = {span: then for span, then in spans_before(at).items() if campaign.opened_at and then >= campaign.opened_at}
    earlier = [
        Earlier(span, scope, then, tuple(members(campaign, at=then, group=group, cluster=cluster)), tuple(owed))
        for span, then in spans.items()
    ]
    taking_part = members(campaign, at=at, group=group, cluster=cluster)
    return Facts(
        scope=scope,
        at=at,
        members=taking_part,
        owed=owed,
        earlier=earlier + list(year_ago(campaign, at=at, group=group, cluster=cluster)),
        chapters=chapters.read(Sources(campaign, at, taking_part, owed)),
    )


def owed_in(campaign: Campaign, *, group: str, cluster: str) -> list[Owed]:
    """Read what a scope owes, with its periods."""
    rows = facts.ledger(campaign, group=group, cluster=cluster)
    return [Owed(row, row.period_start, row.period_end) for row in rows if row.period_start and row.period_end]


def year_ago(campaign: Campaign, *, at: datetime, group: str, cluster: str) -> Iterator[Earlier]:
    """Yield how the council's campaign of the year before stood a year ago, where there was one."""
    before = Campaign.objects.opened().of_year_before(campaign).first()
    if before:
        then = at.astimezone(VIET_NAM)
        then = datetime.combine(year_before(then.date()), then.time(), VIET_NAM)
        taking_part = members(before, at=then, group=group, cluster=cluster)
        owed = owed_in(before, group=group, cluster=cluster)
        yield Earlier(YEAR_AGO, Scope(before.code, group, cluster), then, tuple(taking_part), tuple(owed))


def members(campaign: Campaign, *, at: datetime, group: str, cluster: str) -> list[Member]:
    """Return the units that were enrolled by `at`, as they were then."""
    enrolled = Participation.objects.filter(campaign=campaign, enrolled_at__lte=at)
    enrolled = enrolled.filter(group=group) if group else enrolled
    enrolled = enrolled.filter(cluster__code=cluster) if cluster else enrolled
    return [Member(*row) for row in enrolled.values_list("unit__code", "unit_name", "group", "cluster__code")]


def words(campaign: Campaign, snapshot: Mapping[str, Any]) -> dict[str, Any]:
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
        "chapters": chapters.names(snapshot),
    }
