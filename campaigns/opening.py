"""Opening a campaign: who takes part, what each unit will owe, what is written and what a preview shows.

Opening again only adds what is missing; nothing that stands is touched (due dates: `campaigns.redating`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

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
    """What opening would write, or has written: so many units, these obligations."""

    units: int
    obligations: list[Obligation]


def enrolment(campaign: Campaign, *, at: datetime) -> list[Participation]:
    """Return the participations that opening at `at` would add: the host's active units that are not in yet."""
    enrolled = campaign.participations.values("unit")
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
    pen, rows = Pen.of(campaign, at=at), []
    for requirement in campaign.requirements.prefetch_related("clusters"):
        clusters = frozenset(cluster.pk for cluster in requirement.clusters.all())
        rows += pen.missing(requirement, [p for p in participations if requirement.concerns(p, clusters)])
    return rows


@dataclass(frozen=True)
class Pen:
    """Writes the obligations of a campaign; what it needs to know is read once."""

    campaign: Campaign
    at: datetime
    standing: frozenset[tuple[Any, ...]]
    holidays: frozenset[date]
    years: list[calendar.SchoolYear]

    @classmethod
    def of(cls, campaign: Campaign, *, at: datetime) -> "Pen":
        columns = ("unit_id", "requirement_id", "period_start", "period_end")
        standing = frozenset(Obligation.objects.filter(campaign=campaign).values_list(*columns))
        return cls(campaign, at, standing, Holiday.objects.days(), school_years())

    def missing(self, requirement: Requirement, concerned: Iterable[Participation]) -> list[Obligation]:
        """Return what of one requirement these units, all of them concerned, should have and do not."""
        return [
            self._obligation(requirement, period, participation)
            for period in periods_of(requirement, self.years)
            for participation in concerned
            if (participation.unit_id, requirement.pk, period.start, period.end) not in self.standing
            and self._was_there(participation.unit, period)
        ]

    def _was_there(self, unit: Unit, period: calendar.Period) -> bool:
        """Whether a unit can owe a period: it has not ended, and was there before the period was over."""
        has_ended = unit.active_until is not None and unit.active_until < localtime(self.at).date()
        return not has_ended and (unit.active_from is None or unit.active_from <= period.end)

    def _obligation(
        self, requirement: Requirement, period: calendar.Period, participation: Participation
    ) -> Obligation:
        due = calendar.due_at(
            due_rule(requirement),
            period,
            holidays=self.holidays,
            now=self.at,
            notice_days=self.campaign.notice_days,
        )
        return Obligation(
            campaign=self.campaign,
            host_id=self.campaign.host_id,
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
            opens_at=calendar.opens_at(period, opened_at=self.at),
            due_at=due,
            locks_at=due + timedelta(days=requirement.grace_days),
            effective_due_at=due,
            next_due_at=due,
        )


def enrolled(campaign: Campaign) -> list[Participation]:
    """Return who takes part already, each with its unit."""
    return list(campaign.participations.select_related("unit"))


def school_years() -> list[calendar.SchoolYear]:
    return [
        calendar.SchoolYear(year.name, year.start, year.second_term_start, year.end)
        for year in SchoolYear.objects.all()
    ]


def periods_of(requirement: Requirement, years: Iterable[calendar.SchoolYear]) -> list[calendar.Period]:
    """Return the requirement's periods whose end lies within the campaign."""
    campaign = requirement.campaign
    return calendar.periods(
        requirement.frequency, requirement.scheme, within=(campaign.starts_on, campaign.ends_on), school_years=years
    )


def due_rule(requirement: Requirement) -> calendar.DueRule:
    return calendar.DueRule(on=requirement.due_on, days_after_cutoff=requirement.due_days)


def preview(campaign: Campaign, *, at: datetime | None = None) -> Preview:
    """Return exactly what `open_campaign` would write now; writes nothing."""
    at = at or db_now()
    new = enrolment(campaign, at=at)
    everyone = enrolled(campaign) + new
    rows = missing_obligations(campaign, everyone, at=at)
    return Preview(len(new), rows)


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
    rows = missing_obligations(campaign, enrolled(campaign), at=at)
    Obligation.objects.bulk_create(rows, batch_size=1000)
    if campaign.opened_at is None:
        campaign.opened_at, campaign.opened_by = at, by
        campaign.save(update_fields=["opened_at", "opened_by"])
    return Preview(len(new), rows)


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: User, at: datetime | None = None) -> None:
    """Close for good: from now on nothing in it moves."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if campaign.opened_at is None or campaign.closed_at:
        raise OpeningRefused(_("Only an open campaign can be closed."))
    campaign.closed_at, campaign.closed_by = at or db_now(), by
    campaign.save(update_fields=["closed_at", "closed_by"])
