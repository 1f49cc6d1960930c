"""What a progress report stands on: the only queries for the unit's log, plan and earlier reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from campaigns.indicator_sums import Figure
from campaigns.models import ActivityEntry, Drive, Indicator, Obligation, ObligationEvent, PlanActivity
from campaigns.models.activity import ActivityEntryQuerySet
from campaigns.prefill import Asked, Noted, Planned, Shorter, last_before

A_YEAR = timedelta(days=370)


def entries_for(obligation: Obligation) -> ActivityEntryQuerySet:
    """Return what the unit did in the period, for this campaign or, before it began, for the one of the year before."""
    own = ActivityEntry.objects.filter(unit=obligation.unit_id).within(obligation.period_start, obligation.cutoff_on)
    return own.counted_for(obligation.campaign) if obligation.campaign else own


def noted(obligation: Obligation) -> list[Noted]:
    """Return the log of the period in the order of the days."""
    columns = ("pk", "held_on", "kind", "title", "audience", "attendance", "plan_activity_id", "photo_number")
    rows = entries_for(obligation).annotate(photo_number=Count("photos")).order_by("held_on", "id")
    return [Noted(*row) for row in rows.values_list(*columns)]


def planned(obligation: Obligation) -> list[Planned]:
    """Return the unit's plan for the campaign."""
    if not obligation.campaign_id:
        return []
    rows = PlanActivity.objects.of_plans([obligation.unit_id], [obligation.campaign_id])
    return [Planned(*row) for row in rows.values_list("pk", "title", "starts_on", "ends_on", "target", "target_unit")]


def ahead(plan: Iterable[Planned], span: tuple[date, date]) -> list[Planned]:
    """Return what begins within as many days after the period as it had."""
    first, last = span
    return [one for one in plan if one.starts_on and last < one.starts_on <= last + (last - first)]


def drives_begun(obligation: Obligation) -> int:
    """Count the unit's own drives that began in the period."""
    span = obligation.period_start, obligation.cutoff_on
    return Drive.objects.filter(unit=obligation.unit_id, campaign=obligation.campaign_id, starts_on__range=span).count()


def asked(indicator: Indicator) -> Asked:
    kinds, audiences = indicator.prefill_kinds, indicator.prefill_audiences
    return Asked(indicator.pk, indicator.code, indicator.aggregation, indicator.prefill, kinds, audiences)


@dataclass(frozen=True)
class Past:
    """The reports that the unit handed in for other periods of about a year, and the one of the period before."""

    reports: list[Shorter]
    before: Shorter | None


def past_of(obligation: Obligation) -> Past:
    """Return the earlier reports of the same unit to the same council, each as it was last handed in: one query."""
    requirement = obligation.requirement
    frequency = requirement.frequency if requirement else ""
    moves = ObligationEvent.objects.filter(
        verb__in=("submit", "refuse"),
        obligation__kind="progress",
        obligation__unit=obligation.unit_id,
        obligation__host=obligation.host_id,
        obligation__cutoff_on__gte=obligation.period_start - A_YEAR,
        obligation__cutoff_on__lte=obligation.cutoff_on,
    ).exclude(obligation=obligation.pk)
    facts = ("requirement_id", "requirement__frequency", "period_start", "cutoff_on")
    columns = ("obligation_id", "verb", "content__figures", *(f"obligation__{fact}" for fact in facts))
    standing: dict[int, list[Shorter]] = {}
    for pk, verb, figures, of_requirement, often, first, last in moves.order_by("id").values_list(*columns):
        own = standing.setdefault(pk, [])
        if verb == "submit":
            read = {row["indicator"]: Figure.read(row) for row in figures or ()}
            own.append(Shorter(of_requirement, often or "", first, last, read))
        elif own:  # a refusal takes the hand-in back
            own.pop()
    reports = [own[-1] for own in standing.values() if own]
    return Past(reports, last_before(reports, obligation.period_start, frequency))
