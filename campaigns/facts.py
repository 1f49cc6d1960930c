"""Reads the ledger into plain rows for `campaigns.figures`: the only queries behind any figure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.figures import LedgerEvent, LedgerRow, Standing, standing
from campaigns.models import Campaign, Obligation, ObligationEvent, Participation

PLACE = ("unit_code", "group", "cluster", "requirement", "kind", "opens_at", "period_start", "period_end")
EVENT_COLUMNS = ("obligation_id", "id", "at", "verb", "to_state", "due_at")


def standing_now(obligation: Obligation, *, at: datetime) -> Standing:
    """Return how one obligation stands at `at`, from its events."""
    events = ObligationEvent.objects.filter(obligation=obligation).order_by("id").values_list(*EVENT_COLUMNS)
    return standing(_row(obligation.pk, obligation.due_at, events), at=at)


def _row(pk: int, due_at: datetime, events: Iterable[tuple], **place: Any) -> LedgerRow:
    return LedgerRow(
        obligation_id=pk,
        due_at=due_at,
        **(dict.fromkeys(PLACE[:5], "") | place),
        events=tuple(
            LedgerEvent(id=pk_, at=at, verb=verb, to_state=to_state, due_at=due)
            for _o, pk_, at, verb, to_state, due in events
        ),
    )


@dataclass(frozen=True)
class Member:
    """A unit in a campaign, as it was enrolled."""

    code: str
    name: str
    group: str
    cluster: str
    cluster_name: str
    short_name: str = ""


def members(campaign: Campaign, *, group: str = "", cluster: str = "") -> list[Member]:
    """Return the campaign's units in Vietnamese order, of one group or cluster where asked."""
    rows = Participation.objects.filter(campaign=campaign)
    rows = rows.filter(group=group) if group else rows
    rows = rows.filter(cluster__code=cluster) if cluster else rows
    columns = ("unit__code", "unit_name", "group", "cluster__code", "cluster__name", "unit__short_name")
    ordered = rows.order_by("cluster__position", "cluster__code", "unit__sort_key")
    return [Member(*row) for row in ordered.values_list(*columns)]


def ledger(campaign: Campaign, *, group: str = "", cluster: str = "", unit: str = "") -> list[LedgerRow]:
    """Return every obligation of the campaign with its events: two queries, whatever the size."""
    obligations = Obligation.objects.filter(campaign=campaign, requirement__isnull=False)
    obligations = obligations.filter(group=group) if group else obligations
    obligations = obligations.filter(cluster__code=cluster) if cluster else obligations
    obligations = obligations.filter(unit__code=unit) if unit else obligations
    events: dict[int, list[tuple]] = defaultdict(list)
    kept = ObligationEvent.objects.filter(obligation__in=obligations).order_by("id")
    for event in kept.values_list(*EVENT_COLUMNS):
        events[event[0]].append(event)
    columns = ("unit__code", "group", "cluster__code", "requirement__code", "kind")
    spans = ("opens_at", "period_start", "period_end")
    return [
        _row(pk, due, events[pk], **dict(zip(PLACE, place, strict=True)))
        for pk, due, *place in obligations.order_by("id").values_list("pk", "due_at", *columns, *spans)
    ]
