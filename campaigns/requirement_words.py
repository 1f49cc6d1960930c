"""A requirement in words: from whom, how often, by when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import calendar, deliverables
from campaigns.models import Campaign, Frequency, Holiday, Requirement, Scheme
from units.models import Cluster, Group, Kind


def audience(requirement: Requirement, clusters: Iterable[Cluster]) -> str:
    """Say from whom it is asked; each kind of narrowing in its own part."""
    parts = [
        ", ".join(str(Group(group).label) for group in requirement.groups),
        ", ".join(str(Kind(kind).label) for kind in requirement.kinds),
        ", ".join(cluster.name for cluster in clusters),
    ]
    return " · ".join(part for part in parts if part) or _("All units")


def rhythm(requirement: Requirement) -> str:
    """Say how often, and by which periods."""
    often = str(Frequency(requirement.frequency).label)
    if requirement.frequency == Frequency.ONCE:
        return often
    return f"{often} · {Scheme(requirement.scheme).label}"


def due(requirement: Requirement, holidays: Collection[date] = ()) -> str:
    """Say by when, with the day of the week of a fixed date and whether it was moved off a day of rest."""
    if requirement.due_on:
        moved_to = calendar.next_working_day(requirement.due_on, holidays)
        if moved_to == requirement.due_on:
            return date_format(moved_to, "l, d/m/Y")
        return _("%(day)s (moved from %(planned)s)") % {
            "day": date_format(moved_to, "l, d/m/Y"),
            "planned": date_format(requirement.due_on, "l, d/m/Y"),
        }
    days = requirement.due_days or 0
    if days == 0:
        return _("on the day the figures close")
    if days < 0:
        return ngettext("%(days)s day before the figures close", "%(days)s days before the figures close", -days) % {
            "days": -days
        }
    return ngettext("%(days)s day after the figures close", "%(days)s days after the figures close", days) % {
        "days": days
    }


@dataclass(frozen=True)
class Told:
    """A requirement with the words for its row in a table."""

    requirement: Requirement
    kind: str
    audience: str
    rhythm: str
    due: str
    owed: int  # obligations that stand already


def told_requirements(campaign: Campaign) -> list[Told]:
    """Return what a campaign asks for, in its order: three queries, whatever the number."""
    rows = campaign.requirements.annotate(owed=Count("obligations")).prefetch_related("clusters")
    kinds, holidays = dict(deliverables.choices()), Holiday.objects.days()
    return [
        Told(
            requirement=row,
            kind=str(kinds.get(row.kind, row.kind)),
            audience=audience(row, row.clusters.all()),
            rhythm=rhythm(row),
            due=due(row, holidays),
            owed=row.owed,  # type: ignore[attr-defined]  # counted above
        )
        for row in rows
    ]
