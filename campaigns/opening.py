"""Opening a campaign: who takes part, what each unit will owe, what is written and what a preview shows.

Opening again only adds what is missing; nothing that stands is touched (requirement changes: `redate_pending`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns import calendar
from campaigns.models import Campaign, Holiday, Obligation, Participation, Requirement, SchoolYear, State
from units.clock import db_now
from units.models import Unit, User


class OpeningRefused(Exception):
    """The campaign cannot be opened as it stands; `str()` is a sentence."""


@dataclass(frozen=True)
class Preview:
    """What opening would write, and the burden that it puts on units."""

    units: int
    obligations: list[Obligation]
    weeks: list[tuple[date, int]]  # Monday → the most obligations that any one unit has open in that week

    @property
    def per_requirement(self) -> list[tuple[Requirement, int, datetime]]:
        """Requirement, number of obligations, first due date; in the campaign's order."""
        counted = Counter(row.requirement for row in self.obligations)
        first = {r: min(row.due_at for row in self.obligations if row.requirement == r) for r in counted}
        return [(r, n, first[r]) for r, n in sorted(counted.items(), key=lambda pair: pair[0].position)]


def enrolment(campaign: Campaign, *, at: datetime) -> list[Participation]:
    """Return the participations that opening at `at` would add: the host's active units that are not in yet."""
    enrolled = set(campaign.participations.values_list("unit_id", flat=True))
    units = Unit.objects.below(campaign.host).active(on=localtime(at).date()).exclude(pk__in=enrolled)
    return [
        Participation(
            campaign=campaign,
            unit=unit,
            unit_name=unit.name,
            kind=unit.kind,
            group=unit.group,
            cluster=unit.cluster,
            parent_id=unit.parent_id,
            enrolled_at=at,
        )
        for unit in units.select_related("cluster")
        if unit.group
    ]


def missing_obligations(campaign: Campaign, participations: list[Participation], *, at: datetime) -> list[Obligation]:
    """Return the obligations that these units should have and do not, due dates never in the past."""
    standing = set(
        Obligation.objects.filter(campaign=campaign).values_list(
            "unit_id", "requirement_id", "period_start", "period_end"
        )
    )
    holidays = Holiday.objects.days()
    rows = []
    for requirement in campaign.requirements.prefetch_related("clusters"):
        clusters = frozenset(cluster.pk for cluster in requirement.clusters.all())
        concerned = [p for p in participations if requirement.concerns(p, clusters)]
        for period in periods_of(requirement):
            rows += [
                _obligation(campaign, requirement, period, participation, holidays, at)
                for participation in concerned
                if (participation.unit_id, requirement.pk, period.start, period.end) not in standing
            ]
    return rows


def periods_of(requirement: Requirement) -> Iterator[calendar.Period]:
    """Yield the requirement's periods whose end lies within the campaign."""
    campaign = requirement.campaign
    years = [
        calendar.SchoolYear(year.name, year.start, year.second_term_start, year.end)
        for year in SchoolYear.objects.all()
    ]
    yield from calendar.periods(
        requirement.frequency, requirement.scheme, within=(campaign.starts_on, campaign.ends_on), school_years=years
    )


def _obligation(
    campaign: Campaign,
    requirement: Requirement,
    period: calendar.Period,
    participation: Participation,
    holidays: frozenset[date],
    at: datetime,
) -> Obligation:
    rule = calendar.DueRule(on=requirement.due_on, days_after_cutoff=requirement.due_days)
    due = calendar.due_at(rule, period, holidays=holidays, now=at, notice_days=campaign.notice_days)
    return Obligation(
        campaign=campaign,
        host_id=campaign.host_id,
        unit_id=participation.unit_id,
        participation=participation,
        requirement=requirement,
        cluster_id=participation.cluster_id,
        group=participation.group,
        kind=requirement.kind,
        needs_signature=requirement.needs_signature,
        title=requirement.title,
        state=State.PENDING,
        period_start=period.start,
        period_end=period.end,
        cutoff_on=period.cutoff,
        opens_at=calendar.opens_at(period, opened_at=at),
        due_at=due,
        locks_at=due + timedelta(days=requirement.grace_days),
        effective_due_at=due,
        next_due_at=due,
    )


def preview(campaign: Campaign, *, at: datetime | None = None) -> Preview:
    """Return exactly what `open_campaign` would write now; writes nothing."""
    at = at or db_now()
    new = enrolment(campaign, at=at)
    everyone = list(campaign.participations.all()) + new
    rows = missing_obligations(campaign, everyone, at=at)
    return Preview(len(new), rows, burden(rows))


def burden(rows: list[Obligation]) -> list[tuple[date, int]]:
    """Return for each week (its Monday) the most obligations that one unit has open in it."""
    open_in: Counter[tuple[date, int]] = Counter()
    for row in rows:
        monday = _monday(localtime(row.opens_at).date())
        while monday <= localtime(row.due_at).date():
            open_in[monday, row.unit_id] += 1
            monday += timedelta(days=7)
    most: dict[date, int] = {}
    for (monday, _unit), number in open_in.items():
        most[monday] = max(most.get(monday, 0), number)
    return sorted(most.items())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@transaction.atomic
def open_campaign(campaign: Campaign, *, by: User, at: datetime | None = None) -> Preview:
    """Enrol the units and write their obligations; done again, it adds what is missing."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    at = at or db_now()
    if campaign.closed_at:
        raise OpeningRefused(_("This campaign is closed."))
    if not campaign.requirements.exists():
        raise OpeningRefused(_("Add at least one requirement before opening."))
    new = enrolment(campaign, at=at)
    Participation.objects.bulk_create(new)
    rows = missing_obligations(campaign, list(campaign.participations.all()), at=at)
    Obligation.objects.bulk_create(rows, batch_size=1000)
    if campaign.opened_at is None:
        campaign.opened_at, campaign.opened_by = at, by
        campaign.save(update_fields=["opened_at", "opened_by"])
    return Preview(len(new), rows, burden(rows))


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: User, at: datetime | None = None) -> None:
    """Close for good: from now on nothing in it moves."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if campaign.opened_at is None or campaign.closed_at:
        raise OpeningRefused(_("Only an open campaign can be closed."))
    campaign.closed_at, campaign.closed_by = at or db_now(), by
    campaign.save(update_fields=["closed_at", "closed_by"])
