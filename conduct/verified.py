"""Reads what was found on the spot, as it stood at a moment: presented to the head by then and not taken up again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from campaigns.facts import members
from campaigns.models import Campaign
from conduct import scoring
from conduct.declared import clauses
from conduct.gap import Seen
from conduct.models.inspection import VisitEvent

TAKES_BACK = ("present", "resume")


def verified(
    campaign: Campaign,
    *,
    at: datetime,
    clause: str = "",
    unit: str = "",
    clusters: Mapping[str, str] | None = None,
    weights: Mapping[str, int] | None = None,
) -> list[Seen]:
    """Return how far inspectors of the campaign's council found clauses kept in its units, in its time, by `at`.

    One row for each visit and clause that was looked at; what does not apply gives none. Narrowed to a clause or a unit
    by their codes where asked; the cluster is the unit's in the campaign. Who has read clusters by unit and weights by
    clause already gives them.
    """
    later = VisitEvent.objects.filter(visit=OuterRef("visit"), verb__in=TAKES_BACK, at__lte=at, id__gt=OuterRef("id"))
    events = VisitEvent.objects.filter(
        verb="present",
        at__lte=at,
        at__date__range=(campaign.starts_on, campaign.ends_on),
        visit__inspection__host=campaign.host_id,
    ).filter(~Exists(later))
    events = events.filter(visit__unit__code=unit) if unit else events
    told = list(events.order_by("id").values_list("visit__unit__code", "at", "content"))
    if not told:
        return []
    if clusters is None:
        clusters = {member.code: member.cluster for member in members(campaign)}
    if weights is None:
        weights = {code: row.severity for code, row in clauses(at=at).items()}
    return [
        Seen(row, code, clusters[code], rate, localdate(moment))
        for code, moment, content in told
        if code in clusters
        for row, rate in _rates(content, weights)
        if clause in ("", row)
    ]


def _rates(content: Mapping[str, Any], weights: Mapping[str, int]) -> Iterator[tuple[str, Fraction]]:
    """Yield clause and rate of what was presented, each beside the gravest finding on it."""
    worst: dict[str, int] = {}
    for finding in content["findings"]:
        worst[finding["clause"]] = max(finding["severity"], worst.get(finding["clause"], 0))
    for row in content["answers"]:
        code = row["clause"]
        told = scoring.rate(row["verdict"], row["assessed"], row["complied"])
        rate = scoring.beside_finding(told, weight=weights.get(code, 1), severity=worst.get(code, 0))
        if rate is not None:
            yield code, rate
