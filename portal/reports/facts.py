"""What a compliance report reads: the ledger, who takes part, chapters, words. The only queries, with `chapters/`."""

from collections.abc import Iterator, Mapping
from copy import copy
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
from units.history import as_it_was
from units.models import Succession

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
    taking_part = members(campaign, at=at, group=group, cluster=cluster)
    spans = {span: then for span, then in spans_before(at).items() if campaign.opened_at and then >= campaign.opened_at}
    before = Before(scope, taking_part, Succession.objects.followers(at=at))
    earlier = [before.same_campaign(campaign, span, then, owed) for span, then in spans.items()]
    return Facts(
        scope=scope,
        at=at,
        members=taking_part,
        owed=owed,
        earlier=[*earlier, *before.year_ago(campaign, at=at)],
        chapters=chapters.read(Sources(as_it_stood(campaign, at=at), at, taking_part, owed)),
    )


def as_it_stood(campaign: Campaign, *, at: datetime) -> Campaign:
    """Return the campaign with the days that it had then: they may have been moved since."""
    then = copy(campaign)
    for row in as_it_was(Campaign, "code", "starts_on", "ends_on", at=at):
        if row["code"] == campaign.code:
            then.starts_on, then.ends_on = row["starts_on"], row["ends_on"]
    return then


@dataclass(frozen=True)
class Before:
    """What a scope is compared with: its units then, those that are no more by the ones that follow them."""

    scope: Scope
    now: list[Member]
    followers: Mapping[str, str]

    def same_campaign(self, campaign: Campaign, span: str, then: datetime, owed: list[Owed]) -> Earlier:
        if not self.followers:
            own = members(campaign, at=then, group=self.scope.group, cluster=self.scope.cluster)
            return Earlier(span, self.scope, then, tuple(own), tuple(owed))
        return self._of(campaign, span, then)

    def year_ago(self, campaign: Campaign, *, at: datetime) -> Iterator[Earlier]:
        """Yield how the council's campaign of the year before stood a year ago, where there was one."""
        before = Campaign.objects.opened().of_year_before(campaign).first()
        if before:
            then = at.astimezone(VIET_NAM)
            yield self._of(before, YEAR_AGO, datetime.combine(year_before(then.date()), then.time(), VIET_NAM))

    def _of(self, campaign: Campaign, span: str, then: datetime) -> Earlier:
        """Return a campaign as it stood; with successions it is read whole, for units come from any cluster."""
        group, cluster = ("", "") if self.followers else (self.scope.group, self.scope.cluster)
        known = members(campaign, at=then, group=group, cluster=cluster)
        followed = self._followed(known)
        own = [one for one in known if one.code in followed or self._is_in_scope(one)]
        owed = owed_in(campaign, group=group, cluster=cluster)
        scope = Scope(campaign.code, self.scope.group, self.scope.cluster)
        return Earlier(span, scope, then, tuple(own), tuple(owed), followed)

    def _followed(self, known: list[Member]) -> dict[str, Member]:
        """Return the units of then that another stands for now: it takes part, and they do no more."""
        now = {member.code: member for member in self.now}
        found = {
            member.code: now.get(self.followers.get(member.code, "")) for member in known if member.code not in now
        }
        return {code: follower for code, follower in found.items() if follower}

    def _is_in_scope(self, member: Member) -> bool:
        return self.scope.group in ("", member.group) and self.scope.cluster in ("", member.cluster)


def owed_in(campaign: Campaign, *, group: str, cluster: str) -> list[Owed]:
    """Read what a scope owes, with its periods."""
    rows = facts.ledger(campaign, group=group, cluster=cluster)
    return [Owed(row, row.period_start, row.period_end) for row in rows if row.period_start and row.period_end]


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
